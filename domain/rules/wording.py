"""Plain words: clean punctuation, sentences, dates, numbers and headings, without a locale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.model.wording import SharedWords

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
)  # fmt: skip
_STRAIGHT = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u201a": "'"})

_MENDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), mend)
    for pattern, mend in (
        (r"\.{3,}", "…"),
        (r"\s+", " "),
        (r"^[ ,;:.!?…]+", ""),
        (r" +([,;:!?…])", r"\1"),
        (r" +\.(?!\d)", "."),
        (r"\.{2,}", "."),
        (r",{2,}", ","),
        (r"([!?])\1+", r"\1"),
        (r'"{2,}', '"'),
        (r"[,;:]+([.!?])", r"\1"),
        (r"([!?…])\.", r"\1"),
        (r"\.,", ","),
        (r"""([.!?…]["'])\.""", r"\1"),
        (r"""\.(["']),""", r",\1"),
        (r',"\.', '."'),
        (r",'\.", ".'"),
        (r"\b([Yy]ou) you\b", r"\1"),
    )
)

_SAYS = re.compile(r"[^\W_]")
_SUSPECT = re.compile(r"""^[ ,;:.!?…]|\s[\s.,;:!?…]|[.,;:!?…"'][.,;:!?…"']|[^\S ]|[Yy]ou you\b""")
"""Found in every text that a mend would change; most texts are tidy, and one look is quicker than all the mends."""

_STOPPED = re.compile(r"""[.!?…]["')\]]*$""")

_LOOSE_END = re.compile(r"[\s.,;:]+$")

FIRST_WORD = re.compile(r"[^\W_][\w'-]*")

_LEAD_IN = re.compile(r"^(?:in|on|at|for|before|during) (?:(?:the|your|a) )?([^,.:;]{2,40}), (?=\S)", re.IGNORECASE)

_HEADING_NOISE = frozenset(
    {
        "a", "account", "and", "call", "for", "in", "interview", "next", "on", "person", "skill", "step", "talk",
        "test", "the", "to", "your",
    }
)  # fmt: skip


@lru_cache(maxsize=8_192)
def tidy(text: str) -> str:
    """The text with straight quotes, single spaces and no doubled or stray punctuation marks."""
    text = text.translate(_STRAIGHT).strip()
    while _SUSPECT.search(text):
        mended = text
        for pattern, mend in _MENDS:
            mended = pattern.sub(mend, mended)
        mended = mended.strip()
        if mended == text:
            return text
        text = mended
    return text


def says(text: str) -> bool:
    """True where the text holds at least one letter or digit."""
    return _SAYS.search(text) is not None


def sentence(text: str) -> str:
    """The text as a sentence: a capital first, a full stop last; '' stays ''."""
    text = tidy(text)
    if not text:
        return ""
    text = capital(text)
    if _STOPPED.search(text):
        return text
    text = _LOOSE_END.sub("", text)
    if text.endswith('"'):
        return tidy(f'{text[:-1].rstrip(",;: ")}."')
    return tidy(f"{text}.") if text else ""


def capital(text: str) -> str:
    """The text with a capital first letter; not for an empty one."""
    return text[0].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text with a small first letter, but for 'I', abbreviations and what opens with a quote."""
    word = FIRST_WORD.match(text)
    if word is None or word[0] == "I" or word[0].startswith("I'") or (not word[0][1:].islower() and len(word[0]) > 1):
        return text
    return text[0].lower() + text[1:]


def day_words(day: date, dated: date | None = None, words: SharedWords | None = None) -> str:
    """'Tuesday 12 August' within a week of `dated`, else '26 August', with the year where it is another one.

    In English, or in the language of `words`.
    """
    near = dated is not None and abs((day - dated).days) <= 7
    other_year = dated is not None and day.year != dated.year
    if words is None:
        month = f"{day.day} {_MONTHS[day.month - 1]}"
        return f"{weekday(day)} {month}" if near else f"{month} {day.year}" if other_year else month
    form = words.date_weekday if near else words.date_year if other_year else words.date
    return fill(
        form,
        day=str(day.day),
        month=words.labels.months.split()[day.month - 1],
        year=str(day.year),
        weekday=words.weekdays[day.weekday()],
    )


def weekday(day: date) -> str:
    """'Tuesday'."""
    return _DAYS[day.weekday()]


def number_words(number: int, numbers: Sequence[str] = NUMBERS) -> str:
    """'ten' up to fifteen, digits beyond."""
    return numbers[number] if 0 <= number < len(numbers) else str(number)


def listed(items: Sequence[str], conjunction: str = "and") -> str:
    """'Retail', 'Retail and Bank', 'Retail, Bank and Travel'."""
    items = [item for item in items if item]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def fill(template: str, **values: str) -> str:
    """The template with its `{names}` replaced once, so that braces inside a value stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda hole: values.get(hole[1], hole[0]), template)


def title_words(name: str) -> str:
    """A criterion's name for a slip: without what stands in brackets, and spoken to the reader."""
    plain = re.sub(r"\s*\([^)]*\)", "", name)
    return tidy(re.sub(r"\btheir\b", "your", plain))


def under_heading(tip: str, heading: str) -> str:
    """The tip without words that only repeat its heading: 'On the mock call, ...' under 'For the mock call'."""
    tip = tidy(tip)
    lead = _LEAD_IN.match(tip)
    if lead and not _content(lead[1]) - _content(heading) - _HEADING_NOISE:
        tip = tip[lead.end() :]
    step = re.sub(r"^for (?:the )?", "", heading.strip(), flags=re.IGNORECASE)
    again = rf" (?:at|during|for|in|on|to) (?:the )?{re.escape(step)}(?=[,.])"
    return sentence(re.sub(again, "", tip, flags=re.IGNORECASE))


def _content(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def without_end(text: str) -> str:
    """The text without its full stop, comma or colon, so that more can follow."""
    return text if text.endswith("…") else _LOOSE_END.sub("", text)
