"""Names as people write them, told from what is no name."""

from __future__ import annotations

import re

from domain.model.lazily import dataclass
from domain.store.cleaning import clean
from domain.workbook.intake.vocabulary import NameWords, fold, vocabulary

MAX_NAME = 120
MAX_CALLED = 40
_PLAIN = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")
_RUN = re.compile(r"[^\W\d_]+")
_TRAP = re.compile(r"[=<>{}\[\];@\\|`\"]|^[-+]|--|://")
_LETTER = re.compile(r"[^\W\d_]")
_QUIET = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+")


@dataclass(frozen=True, slots=True)
class CleanName:
    """A name fit to be stored, or why it is none."""

    text: str
    called: str
    """How they are greeted; '' where no word of the name can be spoken."""
    sort_name: str
    """Folded words, surname first where it is known."""
    problem: str = ""
    """Why it cannot be taken; '' where it can."""
    doubt: str = ""
    """What somebody should look at; '' where there is nothing."""


def clean_name(text: str, *, surname: str = "") -> CleanName:
    """A whole name, or a given name with its surname: spaces, case and hidden characters set right, 120 at most.

    'CRUZ, ANA' is turned round. What looks like code or markup is kept as text, with a doubt.
    """
    words = vocabulary().names
    if not surname and _QUIET.fullmatch(text) and len(text) <= MAX_NAME:
        lower = text.lower()
        parts = lower.split()
        if words.special.isdisjoint(parts):
            return CleanName(text, text[: len(parts[0])][:MAX_CALLED], lower)
    given = _tidy(text)
    family = _tidy(surname)
    if not family and "," in given:
        given, family, rest = _turn_round(given, words)
        given = f"{given} {rest}".strip()
    return _judge(given, family, words, bool(_tidy(surname)))


def _tidy(text: str) -> str:
    return " ".join(clean(text, 4 * MAX_NAME).split())


def _turn_round(text: str, words: NameWords) -> tuple[str, str, str]:
    """'Cruz, Ana, Jr.' -> 'Ana', 'Cruz', 'Jr.'; 'Ana Cruz, MD' stays in order."""
    before, *parts = (part.strip() for part in text.split(","))
    suffixes = [part for part in parts if fold(part) in words.suffixes]
    given = [part for part in parts if part and part not in suffixes]
    if len(given) != 1 or not before or not _name_like(before) or not _name_like(given[0]):
        return text, "", ""
    return given[0], before, " ".join(suffixes)


def _name_like(text: str) -> bool:
    return all(_PLAIN.fullmatch(word) for word in text.split())


def _judge(given: str, family: str, words: NameWords, apart: bool) -> CleanName:
    if not _TRAP.search(f"{given} {family}"):
        given, family = _proper(given, family, words)
    whole = _suffix_last(given, family, words) if family and not apart else f"{given} {family}".strip()
    text = whole[:MAX_NAME].strip()
    problem = _problem(text)
    if problem:
        return CleanName("", "", "", problem)
    folded = _sorting(given, family, words)
    return CleanName(text, _called(given if family else text, words, bool(family)), folded, "", _doubt(text))


def _proper(given: str, family: str, words: NameWords) -> tuple[str, str]:
    """Both parts as people write them; a short one follows the other, so that 'LEO' 'UY' becomes 'Leo Uy'."""
    whole = f"{given} {family}"
    if family and whole.isupper() and proper_case(whole, words) != whole:
        shouted = [_word(part, words, first=at == 0) for at, part in enumerate(whole.split(" "))]
        cut = len(given.split(" "))
        return " ".join(shouted[:cut]), " ".join(shouted[cut:])
    return proper_case(given, words), proper_case(family, words, first=not given)


def _suffix_last(given: str, family: str, words: NameWords) -> str:
    parts = given.split()
    suffixes = [part for part in parts if fold(part) in words.suffixes]
    return " ".join([*(part for part in parts if part not in suffixes), family, *suffixes])


def _sorting(given: str, family: str, words: NameWords) -> str:
    parts = [part for part in f"{family} {given}".split() if fold(part) not in words.honorifics or fold(part) == "sr"]
    return fold(" ".join(parts)) or fold(f"{family} {given}")


def _problem(text: str) -> str:
    if not text or text.lower() in vocabulary().blank:
        return "There is no name."
    if not _LETTER.search(text):
        return f'"{text[:40]}" holds no letters, so it is no name.'
    return ""


def _doubt(text: str) -> str:
    if _TRAP.search(text):
        return f'"{text[:40]}" holds signs that names rarely have; kept as text.'
    if any(map(str.isdigit, text)):
        return f'"{text[:40]}" holds digits; kept as typed.'
    return ""


def _called(text: str, words: NameWords, given_only: bool) -> str:
    """The first word that can be spoken, titles apart; 'Ma. Lourdes' is two words."""
    parts = [part.rstrip(";:)('\"") for part in text.split()]
    spoken = [part for part in parts if _PLAIN.fullmatch(part) and fold(part) not in words.honorifics]
    spoken = [part for part in spoken if fold(part) not in words.suffixes]
    if not spoken:
        return ""
    if not text.isascii() and not any(part.isupper() or part.istitle() for part in spoken) and not given_only:
        return text[:MAX_CALLED]
    if fold(spoken[0]) in words.short and len(spoken) > 1:
        return " ".join(spoken[:2])[:MAX_CALLED]
    return spoken[0][:MAX_CALLED]


def proper_case(name: str, words: NameWords, first: bool = True) -> str:
    """A name that shouts or whispers, as people write it; any other name as it is.

    `first` is False for what follows other words, where 'DE LA CRUZ' is 'de la Cruz'.
    """
    letters = [c for c in name if c.isalpha()]
    if (
        not (name.isupper() or name.islower())
        or len(letters) < 4
        or not any(len(run) > 2 for run in _RUN.findall(name))
    ):
        return name
    return " ".join(_word(part, words, first=first and at == 0) for at, part in enumerate(name.split(" ")))


def _word(word: str, words: NameWords, first: bool) -> str:
    folded = fold(word)
    if folded in words.upper:
        return word.upper()
    if word.lower() in words.particles and not first:
        return word.lower()
    return _RUN.sub(lambda run: _cased(run, words), word.lower())


def _cased(run: re.Match[str], words: NameWords) -> str:
    """One run of letters: after an apostrophe only O'Neil and D'Angelo take a capital."""
    text = run.group()
    before = run.string[: run.start()]
    if before.endswith(("'", "’")) and len(before) != 2:
        return text
    if text.startswith("mc") and len(text) > 4:
        return "Mc" + text[2:].capitalize()
    if text.startswith("mac") and text[3:] in words.mac:
        return "Mac" + text[3:].capitalize()
    return text.capitalize()
