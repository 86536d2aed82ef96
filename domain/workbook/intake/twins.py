"""Who may be the same person: rows of the file held against earlier rows and against the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.intake.drafts import ExistingPeople, Known, PersonDraft, Twin
from domain.workbook.intake.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ALIKE = 85
_ROTATED = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may have a twin."""

    line: int
    draft: PersonDraft
    phone_key: str
    """What spellings of one number share; E.164 where it parses."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody a row can be held against."""

    line: int
    person: int
    name: str
    phone_key: str
    email: str


def same_name(one: str, other: str) -> bool:
    """True where two names can be one person's: the same words in any order, some left out, or a slip of the pen."""
    left, right = set(fold(one).split()), set(fold(other).split())
    if left == right or (min(len(left), len(right)) > 1 and (left <= right or right <= left)):
        return True
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(fold(one), fold(other)) >= _ALIKE


def rotations(sort_name: str) -> list[str]:
    """The ways in which a name may be sorted: each of its words first, order kept."""
    words = sort_name.split()
    if len(words) > _ROTATED:
        return [sort_name]
    return [" ".join(words[at:] + words[:at]) for at in range(len(words))]


def _name_key(sort_name: str) -> str:
    return " ".join(sorted(sort_name.split()))


class TwinFinder:
    """Holds rows, in the order of the file, against everybody before them."""

    def __init__(self, candidates: Sequence[Candidate], existing: ExistingPeople) -> None:
        """Ask the workbook once for every kind of key."""
        drafts = [candidate.draft for candidate in candidates]
        self._known_phone = existing.by_phone({draft.phone for draft in drafts} - {""})
        self._known_email = existing.by_email({draft.email for draft in drafts} - {""})
        self._known_reference = existing.by_reference({draft.reference for draft in drafts} - {""})
        names = {rotated for draft in drafts for rotated in rotations(draft.sort_name)}
        self._known_name = _by_key(existing.by_names(names))
        self._phone: dict[str, Candidate] = {}
        self._email: dict[str, Candidate] = {}
        self._reference: dict[str, Candidate] = {}
        self._name: dict[str, Candidate] = {}

    def find(self, candidate: Candidate) -> Twin | None:
        """The likeliest twin among those before this row; then remember this row."""
        draft = candidate.draft
        key = _name_key(draft.sort_name)
        twin = (
            self._by(candidate, "mobile", self._phone.get(candidate.phone_key), self._known_phone.get(draft.phone, ()))
            or self._by(candidate, "e-mail", self._email.get(draft.email), self._known_email.get(draft.email, ()))
            or self._by_reference(candidate)
            or self._by_name(candidate, key)
        )
        for table, value in ((self._phone, candidate.phone_key), (self._email, draft.email), (self._name, key)):
            if value:
                table.setdefault(value, candidate)
        if draft.reference:
            self._reference.setdefault(draft.reference, candidate)
        return twin

    def _by(self, row: Candidate, what: str, earlier: Candidate | None, known: Sequence[Known]) -> Twin | None:
        """Same mobile or e-mail: the same person where the names agree, perhaps a family where they do not."""
        people = [*(_known(each) for each in known), *([_earlier(earlier)] if earlier else [])]
        for person in people:
            if same_name(row.draft.name, person.name):
                return Twin(person.line, person.person, person.name, f"same {what} and same name", sure=True)
        if not people:
            return None
        person = people[0]
        return Twin(person.line, person.person, person.name, f"same {what}, another name", sure=False)

    def _by_reference(self, row: Candidate) -> Twin | None:
        known = self._known_reference.get(row.draft.reference, ())
        earlier = self._reference.get(row.draft.reference)
        people = [*(_known(each) for each in known), *([_earlier(earlier)] if earlier else [])]
        for person in people:
            alike = same_name(row.draft.name, person.name)
            why = "same reference and same name" if alike else "same reference, another name"
            return Twin(person.line, person.person, person.name, why, sure=alike)
        return None

    def _by_name(self, row: Candidate, key: str) -> Twin | None:
        """Only the name is the same: said, and taken, unless the row as a whole is the same."""
        earlier = self._name.get(key)
        for known in self._known_name.get(key, ()):
            person = _known(known)
            if row.phone_key and person.phone_key == row.phone_key:
                return Twin(0, person.person, person.name, "same mobile and same name", sure=True)
        if earlier:
            whole = earlier.draft == row.draft
            why = "the same row again" if whole else _only_name(row, _earlier(earlier))
            return Twin(earlier.line, 0, earlier.draft.name, why, sure=whole)
        for known in self._known_name.get(key, ()):
            return Twin(0, known.id, known.name, _only_name(row, _known(known)), sure=False)
        return None


def _only_name(row: Candidate, other: _Seen) -> str:
    both = bool(row.phone_key and other.phone_key)
    return "same name, another mobile" if both else "same name, and no mobile to compare"


def _by_key(found: Mapping[str, Sequence[Known]]) -> dict[str, list[Known]]:
    people: dict[str, list[Known]] = {}
    for name, known in found.items():
        people.setdefault(_name_key(name), []).extend(each for each in known)
    return {key: _once(known) for key, known in people.items()}


def _once(known: Iterable[Known]) -> list[Known]:
    return list({each.id: each for each in known}.values())


def _known(known: Known) -> _Seen:
    digits = "".join(filter(str.isdigit, known.phone_typed))
    return _Seen(
        0, known.id, known.name, known.phone or (f"~{digits[-10:].lstrip('0')}" if len(digits) > 6 else ""), known.email
    )


def _earlier(row: Candidate) -> _Seen:
    return _Seen(row.line, 0, row.draft.name, row.phone_key, row.draft.email)
