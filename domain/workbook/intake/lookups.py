"""Other systems' words for accounts, stages and endings, in ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import EndedBy, MilestoneId, State
from domain.store.cleaning import clean
from domain.workbook.intake.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_REASON = 200
_PARENTHESES = re.compile(r"\([^)]*\)")
_CLOSE = 92
_MARGIN = 6
_WHO = {
    State.HIRED: EndedBy.US,
    State.NOT_SELECTED: EndedBy.US,
    State.OUTSCORED: EndedBy.US,
    State.UNREACHABLE: EndedBy.US,
    State.DUPLICATE: EndedBy.US,
    State.DECLINED: EndedBy.CANDIDATE,
    State.WITHDREW: EndedBy.CANDIDATE,
    State.CLIENT_DECLINED: EndedBy.CLIENT,
    State.NO_SHOW: EndedBy.NO_SHOW,
}


@dataclass(frozen=True, slots=True)
class StageFound:
    """Where an application stood in another system."""

    milestone: MilestoneId | None
    ending: State | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class EndingFound:
    """How an application ended in another system."""

    state: State
    by: EndedBy
    reason: str
    doubt: str = ""


class AccountReader:
    """Finds the account that a text names among those of this workbook."""

    def __init__(self, accounts: Mapping[str, str], words: Vocabulary) -> None:
        """Take account ids with their names."""
        self._names = {fold(_PARENTHESES.sub(" ", name)): key for key, name in accounts.items()}
        self._exact = {fold(name): key for key, name in accounts.items()} | {fold(key): key for key in accounts}
        self._phrases = {phrase: key for phrase, key in words.accounts.items() if key in accounts}
        self._none = words.no_account
        self._seen: dict[str, tuple[str, str]] = {}

    def read(self, text: str) -> tuple[str, str]:
        """The account's id ('' for none) and a doubt ('' for none)."""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> tuple[str, str]:
        whole = fold(text)
        if not whole or whole in self._none:
            return "", ""
        sure = self._exact.get(whole) or self._names.get(whole) or self._close(whole) or self._by_phrase(whole)
        return (sure, "") if sure else ("", f'"{clean(text, 60)}" is no account here; choose one.')

    def _close(self, whole: str) -> str:
        """The account whose name holds the same words, where no other comes near."""
        from rapidfuzz import fuzz, process

        found = process.extract(whole, self._names.keys(), scorer=fuzz.token_set_ratio, limit=2)
        if not found or found[0][1] < _CLOSE or (len(found) > 1 and found[0][1] - found[1][1] < _MARGIN):
            return ""
        return self._names[found[0][0]]

    def _by_phrase(self, whole: str) -> str:
        inside = [phrase for phrase in self._phrases if f" {phrase} " in f" {whole} "]
        if not inside:
            return ""
        longest = max(map(len, inside))
        keys = {self._phrases[phrase] for phrase in inside if len(phrase) == longest}
        return keys.pop() if len(keys) == 1 else ""


def read_stage(text: str, words: Vocabulary) -> StageFound:
    """The milestone of a stage name, or the ending that it is by itself."""
    folded = fold(text)
    if folded in words.stages:
        return StageFound(words.stages[folded], None)
    if folded in words.stage_endings:
        state = words.stage_endings[folded]
        return StageFound(MilestoneId.OFFER if state is State.HIRED else None, state)
    return StageFound(None, None, f'"{clean(text, 60)}" is no stage that is known; they start at the first milestone.')


def read_reason(text: str, words: Vocabulary) -> EndingFound:
    """How it ended by the reason that is given; an unknown reason keeps its words."""
    folded = fold(text)
    known = words.reasons.get(folded)
    if known:
        return EndingFound(known.state, known.by, known.reason)
    kept = clean(text, MAX_REASON).strip()
    if not kept:
        return EndingFound(State.NOT_SELECTED, EndedBy.US, "", "It ended, and no reason is given.")
    return EndingFound(
        State.NOT_SELECTED, EndedBy.US, kept, f'"{kept[:60]}" is no reason that is known; kept as typed.'
    )


def ended_by(state: State) -> EndedBy:
    """Who ends an application in that way, where nothing else is said."""
    return _WHO[state]
