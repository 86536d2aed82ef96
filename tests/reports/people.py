"""Documents of invented people, as the rules would build them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.model.ladder_file import LadderDocument, LadderPart, PartId
from domain.model.slip import (
    DrillRow,
    EarlierSlip,
    JourneyDocument,
    Promised,
    RoadStop,
    SlipDocument,
    TipTaken,
    WorkOn,
)

NOT_YET = SlipDocument(
    person="Joan Alcaraz",
    site="Harbour hub",
    milestone="Mock call",
    attempt=1,
    dated=date(2026, 7, 29),
    language="en",
    greeting="Hi Joan,",
    opening="Thank you for taking the mock call today. Result: not yet. You can take a new call from 12 August.",
    went_well_heading="What went well",
    went_well=(
        'At the start you said, "Thank you for calling Bluefin, this is Joan." '
        "The customer knew who you were, so the call began well.",
        "You asked for the name and the last four digits before you shared the bill. That keeps customers safe.",
    ),
    work_on_heading="What to work on",
    work_on=(
        WorkOn(
            'After the customer said, "My bill went up," you offered a credit in the first ten seconds. The end of '
            "the free month did not come up, so the same charge would come back.",
            "Ask three questions before you offer anything. Practise with one problem a day for ten minutes, until "
            "you find the cause in four out of five.",
        ),
        WorkOn(
            "At minute three you stopped for about 15 seconds, twice, while you read the card. "
            "A caller may think the line is dead.",
            "Do a task on your phone and say each step aloud, ten minutes a day. Aim for no gap over eight seconds.",
        ),
    ),
    tip_heading="For your next call",
    tip="tell the caller the plan in one line, first, then and last.",
    contact="Questions? Text us on the number you chose, 9 am to 7 pm.",
    drills=(
        DrillRow("Probing and finding the cause", 10, "Four causes out of five."),
        DrillRow("Call control", 10, "No gap over eight seconds."),
    ),
)

PASSED = SlipDocument(
    person="Ma. Lourdes D. Peñaflor-Año",
    site="Harbour hub",
    milestone="Phone interview",
    attempt=2,
    dated=date(2026, 11, 22),
    language="en-PH",
    greeting="Hi Lourdes,",
    opening="Thank you for your time on the phone today. Result: passed. Your in-person interview is on Tuesday, "
    "24 November, at 2 pm.",
    went_well_heading="What went well",
    went_well=(
        'In your last answer you said, "I fixed 30 orders a day with no errors." '
        "That gave us a clear reason to meet you.",
    ),
    work_on_heading="What to work on",
    work_on=(
        WorkOn(
            "On question two you waited about seven seconds before you spoke. "
            "A caller may think that you are not sure.",
            "Answer five common questions in 30 seconds each with a timer, ten minutes a day. "
            "Aim for no gap over three seconds by Tuesday.",
        ),
    ),
    tip_heading="For the in-person interview",
    tip="bring one more value point, with a story that you did not use on the phone.",
    contact="Questions? Send us a message on the app you chose, 9 am to 7 pm.",
    free_text="Last time your answers ran long. Today each one ended in under a minute.",
    drills=(DrillRow("Answer at once", 10, "No gap over three seconds."),),
)

NO_SHOW = replace(
    NOT_YET,
    greeting="Hi Joan,",
    opening="We had a mock call set for you today and missed you. Result: not yet. Send us a word by 5 August "
    "and we will find a new time.",
    went_well=(),
    work_on=(),
    tip_heading="For your next call",
    tip="set an alarm an hour before, and tell us early if the day does not work.",
    drills=(),
)

LONG = replace(
    NOT_YET,
    person="Nguyễn Thị Ánh",
    milestone="Customer-service test",
    attempt=3,
    greeting="Hi Ánh,",
    critical="You shared account details before the security check was done. On a live call this puts the customer "
    "at risk. Do the checks first, every time.",
    went_well=(
        *NOT_YET.went_well,
        "When the caller raised their voice you said, \"I can hear that this has cost you time, and I'll stay on the "
        'line." They slowed down at once, and that kept the call on track.',
    ),
    work_on=(
        *NOT_YET.work_on,
        WorkOn(
            'At the end you closed with "Okay, bye" and did not sum up what would happen next. The customer may '
            "call again to ask, which costs them time.",
            "Write three closing lines and say each one aloud five times, ten minutes a day, with a timer. "
            "Keep the one that you can say in under ten seconds, with a smile in your voice.",
        ),
    ),
    free_text="Your tone stayed warm from the first minute to the last, and the team noticed it. Since your last "
    "call, the gaps went from four to two.",
    drills=(
        *NOT_YET.drills,
        DrillRow("Closing the call", 10, "A full closing line in under ten seconds."),
    ),
)

JOURNEY = JourneyDocument(
    person="Joan Alcaraz",
    site="Harbour hub",
    dated=date(2026, 7, 30),
    language="en",
    opening="This is your road to the class for Bluefin that starts on 7 September. You passed four mileposts, and "
    "you are at the mock call now.",
    road=(
        RoadStop("Online application", "passed", date(2026, 7, 20), 1, passed=True),
        RoadStop("Phone interview", "passed", date(2026, 7, 22), 2, passed=True),
        RoadStop("In-person interview", "passed", date(2026, 7, 27), 1, passed=True),
        RoadStop("Exam", "passed", date(2026, 7, 28), 1, passed=True),
        RoadStop("Mock call", "not yet", date(2026, 7, 29), 1),
        RoadStop("Customer-service test", "to come", None, 0),
        RoadStop("Sales test", "not needed", None, 0),
        RoadStop("Final interview", "to come", None, 0),
        RoadStop("Job offer", "to come", None, 0),
    ),
    slips=(
        replace(PASSED, person="Joan Alcaraz", greeting="Hi Joan,", dated=date(2026, 7, 22), language="en"),
        NOT_YET,
    ),
    come_back="You can take a new mock call from 12 August. Everything that you passed stays passed.",
    contact="Questions? Text us on the number you chose, 9 am to 7 pm.",
    case=("I ran a sari-sari store for six years.", "I can calm anybody on a phone."),
    taken_up=(TipTaken("Clear speech", "Phone interview", date(2026, 7, 20)),),
    promises=(Promised("A call about the class in September", date(2026, 8, 3)),),
    earlier=(
        EarlierSlip(
            "Phone interview",
            1,
            date(2026, 7, 20),
            "You were at a quiet place, so every word came through.",
            ("Clear speech", "One value point with a number"),
        ),
    ),
)

LADDER = LadderDocument(
    person="Joan Alcaraz",
    site="Harbour hub",
    dated=date(2026, 7, 30),
    language="en",
    title="Ladder file for Joan Alcaraz",
    level="agent",
    since=date(2026, 9, 7),
    opening="Your level with us is agent, from 7 September 2026.",
    parts=(
        LadderPart(PartId.ROAD, "What you passed", ("Online application, 20 July 2026", "Exam, 28 July 2026")),
        LadderPart(PartId.SKILLS, "Skills that are strong", ("Exam: typing speed; <b>_reading_</b>",)),
        LadderPart(
            PartId.NEXT,
            "What the next level asks for",
            ("Helps new hires: shown on 29 July 2026", "Takes hard calls: still to show"),
            "The next step on the ladder is senior agent, often after 12 to 24 months.",
        ),
        LadderPart(PartId.TIP, "One thing to do now", ("Offer to sit with one new hire a week.",)),
    ),
    contact="Questions? Text us on the number you chose, 9 am to 7 pm.",
)
