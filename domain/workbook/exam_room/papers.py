"""Handing the keyboard over: which parts, which of the parallel forms, and what was answered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from domain.catalog.exam_papers import load_papers
from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.exam import ChoiceForm, ExamPapers, Form, Item, Part, Passage, Script
from domain.rules.exam_marking import (
    endless,
    options_of,
    order_of,
    percent,
    right_choices,
    right_fields,
    rounded,
    typing_score,
)
from domain.workbook import rubrics
from domain.workbook.exam_room import grid
from domain.workbook.exam_room.entering import Entry, begin_many, store_in
from domain.workbook.wording import DAY, count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

KEPT = 60 * DAY
"""How long single answers are kept beside the papers that hold them; an open paper is taken up again much sooner."""
MEASURED: Mapping[Part, tuple[str, ...]] = {
    Part.TYPING: ("ex.typing_speed", "ex.typing_accuracy"),
    Part.GRAMMAR: ("ex.grammar",),
    Part.READING: ("ex.reading",),
    Part.POLICY: ("ex.policy",),
    Part.LISTENING: ("ex.listening",),
    Part.DATA_ENTRY: ("ex.data_entry",),
}
"""What a part measures."""
NAMES: Mapping[Part, str] = {
    Part.TYPING: "Typing test",
    Part.GRAMMAR: "Grammar",
    Part.READING: "Reading",
    Part.POLICY: "What would you do",
    Part.LISTENING: "Listening",
    Part.DATA_ENTRY: "Data entry",
}
LONGEST_ENTRY = 120
"""Characters of one field."""
LONGEST_TYPED = 6_000
"""Characters of a typing test; nobody types that many in three minutes."""
_SEED = 2**31


@dataclass(frozen=True, slots=True)
class Offer:
    """One part as it can be handed over."""

    part: Part
    name: str
    entered: bool
    """Everything that it measures is entered already."""
    begun: bool
    """It was begun and not finished: it goes on where it stopped."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What can be handed over to somebody."""

    application: int
    name: str
    offers: tuple[Offer, ...]

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that are not entered yet."""
        return tuple(offer.part for offer in self.offers if not offer.entered)


@dataclass(frozen=True, slots=True)
class Paper:
    """One part of an exam as one person takes it."""

    id: int
    attempt: int
    part: Part
    form: Form
    seed: int
    place: int
    finished: bool
    spent: int
    """Milliseconds on the clock of the part so far."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """By item or field; empty for a typing test."""
    typed: str = ""

    @property
    def name(self) -> str:
        """What the part is called."""
        return NAMES[self.part]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at the keyboard."""

    attempt: int
    name: str
    papers: tuple[Paper, ...]


def known_papers(wb: Workbook) -> ExamPapers:
    """Every passage, form and script; read when the first of them is asked for."""
    if wb.papers_seen is None:
        wb.papers_seen = load_papers(wb.catalogue_folder)
    return wb.papers_seen


# handing over --------------------------------------------------------------------------------------------------------


def plan(wb: Workbook, application: int) -> Plan:
    """What can be handed over to somebody now; Conflict where their exam is decided."""
    with wb.store.read() as tx:
        row = grid.read_rows(wb, tx, [application]).get(application)
        if row is None:
            raise NotFound("This application is no longer in the workbook.", "It may have been undone.")
        if row.closed:
            raise Conflict(f"The exam of {row.name} is decided.", "Undo the decision first.", names=[row.name])
        fresh = row.decided or not row.attempt
        begun = set() if fresh else {paper.part for paper in _read(wb, tx, row.attempt)}
    offers = tuple(
        Offer(part, NAMES[part], not fresh and _entered(row, part), part in begun)
        for part in Part
        if known_papers(wb).of(part) and any(key in row.cells for key in MEASURED[part])
    )
    return Plan(application, row.name, offers)


def _entered(row: grid.Row, part: Part) -> bool:
    cells = [row.cells[key] for key in MEASURED[part] if key in row.cells]
    return all(cell.held in (grid.Held.VALUE, grid.Held.NOT_OBSERVED) for cell in cells)


def hand_over(wb: Workbook, application: int, parts: Sequence[Part], *, seed: int | None = None) -> Sitting:
    """Begin the exam where it has not begun, and lay the papers of these parts out, as one act.

    A part that was begun and not finished goes on with its own paper. Who has had a form gets another one; once all
    were used, the one that is longest ago. BadInput for no parts; Conflict as `plan` and the exam's beginning have it.
    """
    wanted = [part for part in Part if part in parts]
    if not wanted:
        raise BadInput("No part was chosen.", "Choose at least one.")
    told = plan(wb, application)
    wb.store.sweep("answer", wb.now() - KEPT)

    def work(act: Act) -> int:
        attempt = begin_many(wb, act, [application])[application]
        person = int(act.value("select person from attempt where id = :id", id=attempt))
        going = {paper.part for paper in _read(wb, act, attempt)}
        last = int(act.value("select max(place) from paper where attempt = :a", a=attempt) or 0)
        for place, part in enumerate((part for part in wanted if part not in going), last + 1):
            drawn = act.new_id() % _SEED if seed is None else seed
            form = _next_form(wb, act, person, part, drawn)
            act.insert(
                "paper",
                attempt=attempt,
                person=person,
                part=part,
                form=form.id,
                digest=known_papers(wb).digests[form.id],
                seed=drawn,
                place=place,
                who=wb.store.who,
                at=act.at,
            )
        return attempt

    attempt = wb.store.do(f"handed the keyboard to {told.name}: {count(len(wanted), 'part')}", work)
    found = sitting(wb, attempt)
    return Sitting(attempt, told.name, tuple(paper for paper in found.papers if paper.part in wanted))


def _next_form(wb: Workbook, tx: Tx, person: int, part: Part, seed: int) -> Form:
    """One that the person has not had, by the seed, so that all are in use; else the one that is longest ago."""
    forms = known_papers(wb).of(part)
    had = [
        row["form"]
        for row in tx.rows(
            "select form from paper where person = :p and part = :part order by at, id", p=person, part=part
        )
    ]
    unused = [form for form in forms if form.id not in had]
    if unused:
        return unused[seed % len(unused)]
    return min(forms, key=lambda form: len(had) - had[::-1].index(form.id))


def sitting(wb: Workbook, attempt: int) -> Sitting:
    """The papers of an exam that are not finished, with what was answered; NotFound where the exam is gone."""
    with wb.store.read() as tx:
        name = tx.value("select p.name from attempt t join person p on p.id = t.person where t.id = :id", id=attempt)
        if name is None:
            raise NotFound("This exam is no longer in the workbook.", "It may have been undone.")
        return Sitting(attempt, str(name), tuple(_read(wb, tx, attempt)))


def _read(wb: Workbook, tx: Tx, attempt: int) -> list[Paper]:
    rows = tx.rows("select * from paper where attempt = :a and finished_at = 0 order by place, id", a=attempt)
    among, values = tx.among("paper", [row["id"] for row in rows])
    given: dict[int, list[dict[str, object]]] = {row["id"]: [] for row in rows}
    for answer in tx.rows(f"select paper, item, value, spent from answer where {among} order by id", **values):
        given[answer["paper"]].append(answer)
    return [_paper(wb, row, given[row["id"]]) for row in rows]


def _paper(wb: Workbook, row: dict[str, object], given: Sequence[Mapping[str, object]]) -> Paper:
    part = Part(str(row["part"]))
    try:
        form = known_papers(wb).form(str(row["form"]))
    except KeyError:
        raise NotFound(f'The form "{row["form"]}" is no longer in the catalogue.', "Put it back.") from None
    typing = part is Part.TYPING
    return Paper(
        id=int(str(row["id"])),
        attempt=int(str(row["attempt"])),
        part=part,
        form=form,
        seed=int(str(row["seed"])),
        place=int(str(row["place"])),
        finished=bool(row["finished_at"]),
        spent=max((int(str(one["spent"])) for one in given), default=0),
        answers={} if typing else {str(one["item"]): str(one["value"]) for one in given},
        typed=_typed([str(one["value"]) for one in given]) if typing else "",
    )


def _typed(changes: Sequence[str]) -> str:
    """What stands there after all changes; each keeps a beginning and goes on with other characters."""
    text = ""
    for change in changes:
        keep, _, more = change.partition(" ")
        text = text[: int(keep)] + more
    return text


# answering -----------------------------------------------------------------------------------------------------------


def answer(wb: Workbook, paper: int, item: str, value: str, spent: int) -> None:
    """Keep one answer, at once and for good; a later one to the same item counts. Conflict once it is handed in."""
    _keep(wb, paper, item, value[:LONGEST_ENTRY], spent)


def keep_typing(wb: Workbook, paper: int, before: str, now: str, spent: int) -> None:
    """Keep what is typed, as the change from what was kept last. Conflict once it is handed in."""
    same = 0
    for one, other in zip(before, now[:LONGEST_TYPED], strict=False):
        if one != other:
            break
        same += 1
    _keep(wb, paper, "", f"{same} {now[same:LONGEST_TYPED]}", spent)


def _keep(wb: Workbook, paper: int, item: str, value: str, spent: int) -> None:
    with wb.store.read() as tx:
        _open_row(tx, paper)
    wb.store.jot("answer", paper=paper, item=item, value=value, spent=spent, at=wb.now())


def _open_row(tx: Tx, paper: int) -> dict[str, object]:
    row = tx.row("select * from paper where id = :id", id=paper)
    if row is None:
        raise NotFound("This part is no longer in the workbook.", "It may have been undone.")
    if row["finished_at"]:
        raise Conflict("This part is finished.", "Raise your hand.")
    return row


# finishing -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """What a part came to."""

    correct: int
    asked: int
    measures: Mapping[str, float]
    """By criterion, rounded as its unit is written."""


def mark(wb: Workbook, paper: Paper) -> Mark:
    """What a paper is worth as it stands."""
    if isinstance(paper.form, Passage):
        score = typing_score(paper.form.text, paper.typed, paper.form.minutes)
        speed, accuracy = MEASURED[Part.TYPING]
        measures = {speed: score.net_wpm, accuracy: score.accuracy}
        return Mark(score.characters - score.errors, score.characters, _rounded(wb, measures))
    if isinstance(paper.form, ChoiceForm):
        correct, asked = right_choices(paper.form, paper.answers), len(paper.form.items)
    else:
        correct, asked = right_fields(paper.form.fields, paper.answers), len(paper.form.fields)
    (key,) = MEASURED[paper.part]
    return Mark(correct, asked, _rounded(wb, {key: percent(correct, asked)}))


def _rounded(wb: Workbook, measures: Mapping[str, float]) -> dict[str, float]:
    units = {one.id: wb.catalogue.units.get(one.scoring.unit) for one in grid.columns(wb)}
    return {
        key: rounded(value, unit.decimals, unit.low, unit.high)
        for key, value in measures.items()
        if (unit := units.get(key)) is not None
    }


def finish(wb: Workbook, paper_id: int, spent: int) -> Mark:
    """Close a part; its answers and measures are written with it, as one act of who handed the keyboard over.

    Where the exam was decided meanwhile, or has a second look, the paper is kept and changes nothing more. Conflict
    where it is finished.
    """
    with wb.store.read() as tx:
        found = _paper_of(wb, tx, paper_id)
        name = str(
            tx.value("select p.name from attempt t join person p on p.id = t.person where t.id = :a", a=found.attempt)
        )
    what = f"{NAMES[found.part].lower()} of {name} at the keyboard"

    def work(act: Act) -> Mark:
        row = _open_row(act, paper_id)
        paper = _paper_of(wb, act, paper_id)
        marked = mark(wb, paper)
        act.update(
            "paper",
            paper_id,
            finished_at=act.at,
            spent=max(spent, 0),
            correct=marked.correct,
            asked=marked.asked,
            answers=msgspec.json.encode(paper.typed if paper.part is Part.TYPING else paper.answers).decode(),
        )
        attempt = act.row("select application, finished_at from attempt where id = :id", id=row["attempt"])
        looked_at = act.value("select id from card where attempt = :id limit 1", id=row["attempt"])
        if attempt is not None and not attempt["finished_at"] and not looked_at:
            held = _held(wb, act, paper.attempt)
            entries = [
                Entry(attempt["application"], key, value) for key, value in marked.measures.items() if key in held
            ]
            if entries:
                store_in(wb, act, entries, {attempt["application"]: paper.attempt})
        return marked

    return wb.store.do(what, work)


def _paper_of(wb: Workbook, tx: Tx, paper: int) -> Paper:
    row = _open_row(tx, paper)
    return next(one for one in _read(wb, tx, int(str(row["attempt"]))) if one.id == paper)


def _held(wb: Workbook, tx: Tx, attempt: int) -> frozenset[str]:
    """The criteria that this exam holds."""
    rubric = int(tx.value("select rubric from attempt where id = :id", id=attempt))
    return frozenset(criterion.id for criterion in rubrics.milestone(wb, tx, rubric).criteria)


def items(paper: Paper) -> tuple[Item, ...]:
    """The items of a paper as this candidate gets them; none where nothing is chosen."""
    return order_of(paper.form, paper.seed) if isinstance(paper.form, ChoiceForm) else ()


def options(paper: Paper, item: Item) -> tuple[str, ...]:
    """The ids of an item's options as this candidate gets them."""
    return options_of(item, paper.seed)


def passage(paper: Paper, characters: int) -> str:
    """So many characters of what is to be typed, which begins again where it ends."""
    return endless(paper.form.text, characters) if isinstance(paper.form, Passage) else ""


def scripts(wb: Workbook) -> tuple[Script, ...]:
    """Every script that is read aloud, in the order of the catalogue."""
    return known_papers(wb).scripts


def script_for(wb: Workbook, application: int, part: Part) -> Script | None:
    """The script that somebody's open paper needs; None where none is laid out."""
    with wb.store.read() as tx:
        row = grid.read_rows(wb, tx, [application]).get(application)
        papers = _read(wb, tx, row.attempt) if row and row.attempt else []
    return next((one.form for one in papers if one.part is part and isinstance(one.form, Script)), None)
