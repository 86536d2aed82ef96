"""What was said on the calls that are kept for calibration, and what raters gave for it; all of it invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REFUND = """\
Agent: Thank you for calling Cartwell Shop, this is [name]. How can I help you today?
Caller: I would like my money back for this kettle, please. It leaks all over.
Agent: I can look into that for you. May I have the order number and the email on the order, please?
Caller: Yes, the order is 5520. The email is kettle at example dot com.
Agent: Thank you, I have it here. What did you see when it happened?
Caller: Water on the table each time I fill it. It runs down the back, near the plug.
Agent: So it leaks at the back, close to the plug. Please unplug it now and leave it off, just to be safe.
Caller: All right. It is off. So I get my money back?
Agent: I am checking. You bought it 41 days ago, and money back is for 30 days. I cannot do that one, I am sorry.
Caller: Why not? It was broken long before that.
Agent: When did it start?
Caller: In the second week. I was away for work after that.
Agent: That is bad timing, you come home and it still leaks. I would be upset too.
Caller: So you would sell me a danger and keep my money?
Agent: No, I do not want you to have a kettle that is not safe. And you should not pay for another one.
Caller: But you will not give me the 39 back.
Agent: Not in cash, no. It has a warranty of two years from the maker, so we can swap it for a new one, for free.
Caller: And I carry it to the post office?
Agent: No, no. So you want it gone without any work for you. We pick it up at your door. What day is good for you?
Caller: Thursday. But why should I trust the same kettle?
Agent: I understand. It is a new one, and you also get 10.00 as store credit for the trouble.
Caller: Fine. When will I have it?
Agent: I will book the pickup for Thursday now. The new one comes three to five days after that.
Caller: All right then.
Agent: I will send you the label by email today. Thank you for your patience.
Caller: Thank you. Goodbye."""
"""The call of mk07: unplugged, no cash, swapped; it ends without a recap."""

REFUND_RATED: Mapping[str, Sequence[int]] = {
    # what is judged: Luka, Tomas
    "mc.open": (4, 4),
    "mc.probe": (3, 3),
    "mc.empathy": (4, 4),
    "mc.resolve": (4, 3),
    "mc.control": (3, 3),
    "mc.language": (4, 4),
    "mc.close": (2, 4),
}
"""One heard no recap, the other one a label, a day and thanks."""

LATE_GIFT = """\
Agent: Cartwell Shop, good afternoon, this is [name]. How can I help you?
Caller: You people had ONE job. Friday! Do you know what Friday was?
Agent: Your order did not come on Friday, and it was for something important.
Caller: Important? I paid extra for this! I called twice and nobody could tell me a thing!
Agent: I am listening.
Caller: Two weeks ago I ordered it. Two weeks! And then nothing. No message, no call, nothing at all.
Agent: May I have the order number and your street, so that I can find it?
Caller: 7714. Hill Street.
Agent: Thank you. I see it: it was due on Friday and it is still at the depot. What did you see when it happened?
Caller: The page said out for delivery all day, and then it said delay. And I stood there with an empty bag.
Agent: What was on Friday, if I may ask?
Caller: My daughter's graduation.
Agent: Oh no. You stood at her graduation with an empty bag. I am really sorry, nobody gets that day back.
Caller: No. Nobody does. Give me your full name. I am putting this online right now.
Agent: My first name is [name], and you can write it down. Let me still get you the gift. Do you want it?
Caller: Only if it comes before Sunday lunch.
Agent: It comes tomorrow before six. I will see to it that it is there, you can count on six.
Caller: You said that on Friday too.
Agent: I know. I also give you back the 8.50 for the shipping, I am doing that right now.
Caller: That is something.
Agent: If you do not like it, the driver takes it back at the door for free.
Caller: She will like it. It is just late.
Agent: I will call you tomorrow at half past six and ask if it is there. Is this number right?
Caller: Yes, this number.
Agent: So: it comes tomorrow before six, the 8.50 comes back to you, and I call at half past six.
Caller: All right. We will see.
Agent: Thank you. And please tell your daughter congratulations from me."""
"""The call of mk02: the graduation is named, an hour is promised, and nobody asks who is home before five."""

LATE_GIFT_RATED: Mapping[str, Sequence[int]] = {
    # what is judged: Tomas, Noor, Luka
    "mc.open": (3, 3, 3),
    "mc.probe": (4, 3, 3),
    "mc.empathy": (5, 5, 4),
    "mc.resolve": (4, 2, 3),
    "mc.control": (4, 4, 4),
    "mc.language": (4, 4, 4),
    "mc.close": (4, 5, 4),
}
"""One counts what the agent took on, another one the hour that nobody may promise."""
