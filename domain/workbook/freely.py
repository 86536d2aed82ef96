"""What people may say about themselves, freely, for a site that looks at whether all groups of people are treated
alike.

They read why, and answer for themselves at the seat, or not; nobody answers for them. What they say is no part of the
workbook: it lies in a file of its own under its own key (`domain.store.apart`), which the site names in its settings,
and the questions are the site's own. The workbook knows that somebody was asked, and where such a file lies or lay, so
that whoever is erased goes from there as well; whether somebody answered, nobody can look up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.model.errors import BadInput, Conflict, WorkbookError
from domain.model.lazily import dataclass
from domain.store.apart import Apart
from domain.workbook import holding, languages, people, requests
from domain.workbook.requests import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from domain.model.insight_rules import GroupQuestion
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

WHERE_OFF: Final = "It is turned on by a file for it in the settings, and a question in the catalogue."


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, in the language of who is asked."""

    id: str
    label: str
    answers: tuple[tuple[str, str], ...]
    """What is kept, and what they read."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that somebody reads before they answer or do not."""

    person: int
    name: str
    words: Mapping[str, str]
    """By id, as `SharedWords.freely` has them, filled in."""
    questions: tuple[Asked, ...]


def is_on(wb: Workbook) -> bool:
    """Whether this site looks at fairness: it named a file for it, and has a question."""
    return wb.site.fairness is not None and bool(wb.catalogue.follow_up.figures.questions)


def questions(wb: Workbook) -> tuple[GroupQuestion, ...]:
    """What people may be asked; nothing where it is not turned on."""
    return wb.catalogue.follow_up.figures.questions if is_on(wb) else ()


# asking --------------------------------------------------------------------------------------------------------------


def page(wb: Workbook, person_id: int) -> Page:
    """What somebody reads, in their language as far as the site has its questions in it.

    Conflict where it is not turned on; NotFound where nobody has that id.
    """
    _named(wb)
    person = people.find(wb, person_id)
    tongue = languages.voice(wb, person.language).tongue
    smallest = str(wb.catalogue.follow_up.figures.smallest_group)
    words = {key: text.replace("{smallest}", smallest) for key, text in tongue.words.freely.items()}
    return Page(person.id, person.name, words, tuple(_asked(one, tongue.code) for one in questions(wb)))


def _asked(question: GroupQuestion, code: str) -> Asked:
    said = next((one for one in question.languages if one.id == code), None)
    label, answers = (said.label, said.answers) if said else (question.label, question.answers)
    return Asked(question.id, label, tuple(zip(question.answers, answers, strict=True)))


def offer(wb: Workbook, person_id: int) -> Page:
    """The same, noted as asked today, with the file made ready: whether they answer leaves no trace in the workbook.

    Errors as `page`, and of the file as `domain.store.apart` says.
    """
    found = page(wb, person_id)
    file = _named(wb)
    _seen(wb, file, file.make())
    requests.note_free(wb, found.person)
    return found


def offer_once(wb: Workbook, attempt: int) -> Page | None:
    """The same for whoever took an attempt; None where it is off, they were asked before, or nobody is there."""
    if not is_on(wb) or wb.store.read_only:
        return None
    with wb.store.read() as tx:
        person = tx.value("select person from attempt where id = :id", id=attempt)
        if person is None or any(one.kind is Kind.FREE for one in requests.of_person(tx, person)):
            return None
    return offer(wb, person)


# answering -----------------------------------------------------------------------------------------------------------


def give(wb: Workbook, person_id: int, answers: Mapping[str, str], *, freely: bool) -> None:
    """Keep what somebody said about themselves, in place of what they said before; '' = rather not say.

    Only they answer, never somebody for them. It is no act: no log names it, and no undo brings it back; it is kept
    whole or not at all. BadInput where they did not say that they give it freely, and for an answer that is not
    offered; Conflict where it is not turned on; NotFound where nobody has that id; errors of the file as
    `domain.store.apart` says.
    """
    file = opened(wb)
    person = people.find(wb, person_id)
    if not freely:
        raise BadInput("It is kept only where it is given freely.", "They say so themselves, or nothing is kept.")
    known = {question.id: question for question in questions(wb)}
    for question, answer in answers.items():
        if question not in known:
            raise BadInput("That question is not asked here.", f"Known: {', '.join(known)}.")
        if answer and answer not in known[question].answers:
            raise BadInput("That is no answer to it.", f"Known: {', '.join(known[question].answers)}.")
    given = {question: answer for question, answer in answers.items() if answer}
    if given:
        _seen(wb, file, file.make())
        file.put(person.id, given, _ids(wb, person.id))
    else:
        file.take_away(_ids(wb, person.id))


def take_back(wb: Workbook, person_id: int) -> None:
    """They take back all that they said; nothing happens where they said nothing. Errors as `give`."""
    opened(wb).take_away(_ids(wb, people.find(wb, person_id).id))


def _ids(wb: Workbook, person_id: int) -> list[int]:
    with wb.store.read() as tx:
        return holding.entries_of(tx, person_id)


# the file ------------------------------------------------------------------------------------------------------------


def _named(wb: Workbook) -> Apart:
    if wb.site.fairness is None or not is_on(wb):
        raise Conflict("This site does not look at fairness.", WHERE_OFF)
    return Apart(wb.site.fairness)


def opened(wb: Workbook) -> Apart:
    """The file that the settings name, without anybody who was erased while it could not be reached.

    Conflict where it is not turned on; errors of the file as `domain.store.apart` says.
    """
    file = _named(wb)
    if mark := file.mark():
        _seen(wb, file, mark)
        _settle(wb, file, mark)
    return file


def _settle(wb: Workbook, file: Apart, mark: str) -> None:
    with wb.store.read() as tx:
        owed = tx.rows("select id, person from owed_apart where mark = :mark", mark=mark)
    if owed:
        file.take_away([row["person"] for row in owed])
        if not wb.store.read_only:
            wb.store.unjot("owed_apart", [row["id"] for row in owed])


def _seen(wb: Workbook, file: Apart, mark: str) -> None:
    """Remember where it lies."""
    place = str(file.path.absolute())
    with wb.store.read() as tx:
        known = tx.value("select id from apart where mark = :mark and file = :file", mark=mark, file=place)
    if known is None and not wb.store.read_only:
        wb.store.jot("apart", mark=mark, file=place, at=wb.now())


def book_of(tx: Tx, mark: str) -> str:
    """The name under which a file keeps what was counted of this workbook; '' where the workbook does not know it."""
    return str(tx.value("select id from apart where mark = :mark order by at, id limit 1", mark=mark) or "")


# who is erased -------------------------------------------------------------------------------------------------------


def forget(wb: Workbook, act: Act, ids: Collection[int]) -> tuple[str, ...]:
    """Take away what was said under these ids, wherever the workbook knows of a file, whether it is turned on or not.

    The files that could not be reached, by where they lay: they are owed it, and pay when they are opened next. Errors
    of the file that the settings name, as `domain.store.apart` says, so that nobody is half erased in sight of it.
    """
    reached: set[str] = set()
    if wb.site.fairness is not None:
        named = Apart(wb.site.fairness)
        if mark := named.mark():
            named.take_away(ids)
            reached.add(mark)
    places = _places(act)
    for mark, file in places:
        if _is(file, mark):
            file.take_away(ids)
            reached.add(mark)
    lost = _lost(places, reached)
    for mark in lost:
        act.put_beside("owed_apart", [{"mark": mark, "person": one, "at": act.at} for one in ids])
    return tuple(lost.values())


def out_of_reach(wb: Workbook, tx: Tx) -> tuple[str, ...]:
    """Where files lay that cannot be reached now."""
    places = _places(tx)
    named = [Apart(wb.site.fairness)] if wb.site.fairness is not None else []
    found = {mark for mark, _ in places if any(_is(file, mark) for file in named)}
    return tuple(_lost(places, found | {mark for mark, file in places if _is(file, mark)}).values())


def _places(tx: Tx) -> list[tuple[str, Apart]]:
    rows = tx.rows("select mark, file from apart order by at, id")
    return [(row["mark"], Apart(Path(row["file"]))) for row in rows]


def _is(file: Apart, mark: str) -> bool:
    """Whether a file lies there, with its key, and is the one that is meant; one that cannot be read is not there."""
    try:
        return file.mark() == mark
    except WorkbookError:
        return False


def _lost(places: Collection[tuple[str, Apart]], reached: Collection[str]) -> dict[str, str]:
    """Where each file that was not reached was seen last."""
    return {mark: str(file.path) for mark, file in places if mark not in reached}
