"""Words for what people said and noted; all of it invented."""

from __future__ import annotations

QUOTES = {
    "app.ce.false_claim": "Certificate number on the form belongs to another course.",
    "app.ce.copied_answer": "Answer four is word for word the text of a public web page.",
    "ph.ce.abuse": "Stop asking me stupid things and just hire me.",
    "ph.ce.proxy": "A second voice gave the answers twice before the candidate spoke.",
    "ip.ce.abuse": "Move, or I will make you move, said to the guard.",
    "ip.ce.fed_answers": "Read from a phone held under the table.",
    "ex.ce.cheating": "A chat window with the answers was open behind the test.",
    "ex.ce.system_fault": "The headset lost sound in the listening part.",
    "mc.ce.privacy": "Your balance is 40, and the address is still the same.",
    "mc.ce.card_data": "Please read me the full card number and the three digits.",
    "mc.ce.rude": "I told you twice, are you even listening?",
    "cs.ce.privacy": "Your wife changed the booking yesterday.",
    "cs.ce.rude": "That is your problem, not mine.",
    "sl.ce.false_claim": "It is free for ever, no fee at all.",
    "ts.ce.password": "Just tell me your password, it is quicker.",
    "fi.ce.leak": "Named three customers of the last employer with their complaints.",
}
"""What was written down for a critical error."""

SAID = {
    "mc.empathy True": ("I am sorry you stood there without it.", "A week without a phone is a long time."),
    "mc.probe True": ("What did you see when it happened?", "Which of the two matters more to you?"),
    "mc.resolve True": ("I will call you at four today.", "You will have it in writing within the hour."),
    "mc.resolve False": ("It will be there at ten, sure.",),
    "mc.language False": ("Sorry, what? Say again?",),
    "mc.control False": ("Yes, yes, I know, but listen.",),
    "sl.discover True": ("What would make a good month for you?",),
    "sl.value True": ("That is two top-ups less each month.",),
    "sl.object True": ("What about the price bothers you most?",),
    "sl.object False": ("Nobody else finds that expensive.",),
    "cs.understand True": ("So it was charged twice, on the same day?",),
    "cs.empathy True": ("That is not how a holiday should start.",),
    "cs.own True": ("I will send it myself before six.",),
    "cs.positive False": ("That is just our policy.",),
    "ts.define True": ("Is it only this laptop, or everything?",),
    "ts.explain True": ("The small round light next to the cable.",),
    "ts.explain False": ("Flush the cache and renew the lease.",),
}
"""Words of candidates in calls, by criterion and whether they speak for it."""

NOTES = (
    "asked about parking",
    "brought a friend along",
    "can start any Monday",
    "prefers to be called after lunch",
    "sister works on the second floor",
    "wants nights, said so twice",
)
"""Private notes."""

POINTS = (
    "Two years at a hotel front desk",
    "Calmed a queue of forty after a system fault",
    "Top seller of my store in March",
    "Trained three new cashiers",
    "Type without looking, 48 words a minute",
    "Took night shifts for a year without a day missed",
    "Ran the help desk of our school",
    "Speak with relatives abroad in English each week",
    "Kept the books of the family shop",
    "Never a wrong order in my last month as a waiter",
    "Led a team of five volunteers",
    "Fixed phones for neighbours since school",
    "Answered 60 chats a day for a delivery app",
    "Handled refunds on my own from week two",
    "Know booking systems from a travel agency",
    "Learned card payments at a petrol station",
    "Live ten minutes away and own a bike",
    "Can explain a bill to anybody",
)
"""Lines of value cards."""

ALONE = "nobody else was free for a second look"
"""Why one person decided within the band."""
REASONS = ("found another job", "moved to another city", "hours do not suit", "goes back to school", "family reasons")
"""Why people withdraw."""

SOURCES = ("walk-in", "walk-in", "online form", "online form", "online form", "friend", "job fair", "campus")

CITIES = (
    "Quezon City",
    "Makati",
    "Pasig",
    "Mandaluyong",
    "Taguig",
    "Caloocan",
    "Antipolo",
    "Marikina",
    "Cebu City",
    "Davao City",
    "Iloilo City",
    "Baguio",
)
