"""Evidence as a person would tell it: a moment, what was said or done, and what it does, as sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.rules.wording import FIRST_WORD, NUMBERS, capital, lower_first, sentence, tidy, without_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.slip import Evidence

_LEADS = frozenset(
    {
        "about", "across", "after", "around", "as", "at", "before", "between", "beyond", "by", "during", "each",
        "early", "every", "following", "for", "from", "here", "in", "inside", "into", "just", "late", "near", "on",
        "once", "over", "right", "since", "then", "there", "through", "throughout", "today", "toward", "towards",
        "twice", "under", "until", "upon", "when", "whenever", "where", "while", "with", "within", "without",
    }
)  # fmt: skip
_CLAUSE_LEADS = frozenset({"as", "because", "once", "since", "until", "when", "whenever", "where", "while"})
_PRONOUNS = frozenset({"he", "i", "it", "she", "they", "we", "you"})
_LONG_LEADS = frozenset({"after", "before"})
_ENDS_OF_A_CALL = frozenset(
    {
        "beginning", "close", "closing", "end", "finish", "greeting", "opening", "recap", "start",
    }
)  # fmt: skip
_ON = frozenset(
    {
        "answer", "card", "exercise", "form", "item", "line", "page", "part", "question", "slide", "step", "task",
        "test", "topic",
    }
)  # fmt: skip
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "next"})
_DETERMINERS = frozenset({"a", "an", "her", "his", "my", "our", "that", "the", "their", "this", "your"})
_SPEAKERS = frozenset({"assessor", "caller", "customer", "guest", "i", "interviewer", "member", "patient", "we"})
_SUBJECTS = frozenset(
    {
        "all", "both", "each", "everything", "he", "her", "his", "i", "it", "my", "nobody", "nothing", "our", "she",
        "somebody", "that", "the", "their", "there", "these", "they", "this", "those", "we", "your",
    }
)  # fmt: skip
_COUNTS = frozenset((*NUMBERS, "a", "an", "few", "many", "several", "some"))

_FINITE = re.compile(r"\b(is|are|was|were|has|had|did|does|came|went|took|kept|made|got|stayed|faded|sounded)\b")

_NOT_GERUNDS = frozenset(
    {
        "bring", "cling", "fling", "king", "ring", "sing", "sling", "spring", "sting", "string", "swing", "thing",
        "wing",
    }
)  # fmt: skip
_EFFECT_VERBS = frozenset(
    {
        "adds", "allows", "avoids", "blocks", "breaks", "brings", "builds", "calms", "causes", "can", "confuses",
        "could", "cost", "costs", "creates", "cuts", "delays", "earned", "earns", "ensures", "forces", "gave",
        "gets", "gives", "helped", "helps", "hurts", "kept", "keeps", "lasts", "leads", "leaves", "left",
        "lengthens", "lets", "loses", "lost", "lowers", "made", "makes", "matters", "may", "means", "meant",
        "might", "moves", "opens", "prevents", "protects", "proves", "puts", "raises", "reassured", "reassures",
        "reduces", "risks", "saved", "saves", "sets", "shortens", "should", "showed", "shows", "slows", "sounds",
        "speeds", "stops", "takes", "tells", "told", "turns", "upsets", "wastes", "will", "wins", "would",
    }
)  # fmt: skip
_PLURAL_AFTER = frozenset(
    {
        "are", "can", "could", "do", "go", "grow", "have", "may", "might", "rise", "should", "were", "will",
        "would",
    }
)  # fmt: skip
_JOINTS = ("so ", "which ", "and ", "but ")

_CLOSE_JOINTS = ("because ", "to ")


def act_clause(act: str) -> str:
    """What was said or done as a clause with its subject: 'you offered a credit'; '' stays ''.

    Takes 'offered a credit', 'You offered a credit', words in quotes, a count ('two long pauses') and a clause with a
    subject of its own ('your voice faded').
    """
    text = without_end(tidy(act))
    text = re.sub(r"^(?:the )?(?:candidate|applicant) (?=\w)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^you (?=\S)", "", text, flags=re.IGNORECASE)
    text = re.sub(r'\b(said|asked|told me|answered|replied):? (?=")', r"\1, ", text)
    if not text:
        return ""
    if _opens_with_words_said(text):
        return f"you said, {text}"
    return _with_subject(text)


def _with_subject(text: str) -> str:
    word = FIRST_WORD.match(text)
    first = word[0].lower() if word else ""
    if first in _SUBJECTS or first.startswith(("you'", "i'")):
        return lower_first(text)
    if first in _COUNTS or first.isdigit():
        return lower_first(text) if _FINITE.search(text) else f"you had {lower_first(text)}"
    if len(first) > 4 and first.endswith("ing") and first not in _NOT_GERUNDS:
        return f"you were {lower_first(text)}"
    return f"you {lower_first(text)}"


def _opens_with_words_said(text: str) -> bool:
    if text[0] == '"':
        return True
    return text[0] == "'" and re.search(r"'(?=$|[\s,.;!?])", text[1:]) is not None


def moment_clause(moment: str) -> str:
    """When it was, ready to stand before a clause: 'at the start', 'when the customer got upset,'; '' stays ''."""
    text = re.sub(r",? you$", "", tidy(moment), flags=re.IGNORECASE)
    text, comma = re.subn(r"[\s.;:,]+$", "", text) if not text.endswith(",") else (text.rstrip(", "), 1)
    if not text:
        return ""
    text = _with_preposition(text)
    if text.endswith('"'):
        return _quote_comma(text)
    return f"{text}," if _wants_comma(text, bool(comma) and moment.rstrip().endswith(",")) else text


def _quote_comma(text: str) -> str:
    inside = text[:-1].rstrip()
    return text if inside.endswith(("!", "?", ",", "…")) else f'{inside.rstrip(".;: ")},"'


def _wants_comma(text: str, typed: bool) -> bool:
    words = text.lower().split()
    if typed or words[0] in _CLAUSE_LEADS or text.endswith("'"):
        return True
    if words[0] in _LONG_LEADS and words[1:2] and words[1] in _PRONOUNS:
        return True
    return len(words) > (3 if words[0] in _LONG_LEADS else 5)


def _with_preposition(text: str) -> str:
    words = [word.strip("\",.'").lower() for word in text.split()]
    first, rest = words[0], words[1:]
    if first in _LEADS:
        return text
    text = lower_first(text)
    noun = rest[0] if first in _DETERMINERS and rest else first
    if noun in _SPEAKERS and len(words) > (words.index(noun) + 1):
        return f"when {text}" if first in _DETERMINERS or noun in {"i", "we"} else f"when the {text}"
    if noun == "minute" or re.match(r"\d", noun):
        return f"at {text}"
    return _with_place(text, words, noun)


def _with_place(text: str, words: Sequence[str], noun: str) -> str:
    bare = words[0] not in _DETERMINERS
    if noun in _ENDS_OF_A_CALL:
        return f"at the {text}" if bare else f"at {text}"
    if noun in _ON and bare and len(words) > 1:
        return f"on {text}"
    if noun in _ORDINALS and bare:
        return f"in your {text}" if "answer" in words else f"on your {text}" if _ON & set(words) else f"in the {text}"
    if "answer" in words:
        return f"in your {text}" if bare else f"in {text}"
    where = "on" if _ON & set(words) else "during"
    return f"{where} the {text}" if bare else f"{where} {text}"


def observation(evidence: Evidence) -> str:
    """Evidence as a person would tell it: 'At the start you said, "...", so the call began well.'"""
    act = act_clause(evidence.act)
    moment = moment_clause(evidence.moment) if act else ""
    return with_effect(f"{moment} {act}".strip(), evidence.effect)


def with_effect(told: str, effect: str) -> str:
    """What was told, then what it does, as one sentence or two; `told` has no full stop yet."""
    effect = without_end(tidy(effect))
    if not told or not effect:
        return sentence(told) or sentence(effect_sentence(effect))
    low = effect.lower()
    if low.startswith(_JOINTS):
        return sentence(f"{_before_joint(told)} {lower_first(effect)}")
    if low.startswith(_CLOSE_JOINTS):
        return sentence(f"{told} {lower_first(effect)}")
    return f"{sentence(told)} {sentence(effect_sentence(effect))}"


def _before_joint(told: str) -> str:
    if told.endswith('"'):
        return _quote_comma(told)
    return told if told.endswith(("!", "?", ",")) else f"{told},"


def effect_sentence(effect: str) -> str:
    """An effect that stands alone: 'keeps customers safe' becomes 'That keeps customers safe'."""
    effect = tidy(effect)
    low = effect.lower()
    for joint in ("so that ", "so ", "and ", "but ", "because "):
        if low.startswith(joint):
            return capital(effect[len(joint) :])
    if low.startswith("which "):
        return f"That {effect[6:]}"
    if low.startswith("to "):
        return f"That helps {lower_first(effect)}"
    words = low.split()
    if words and words[0] in _EFFECT_VERBS and not (len(words) > 1 and words[1] in _PLURAL_AFTER):
        return f"That {lower_first(effect)}"
    return effect
