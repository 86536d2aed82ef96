"""The handover to the final interviewer: one page, private, and without a score until they have rated themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.slip import SlipDraft
from domain.model.terms import MilestoneId, Result, SlipState
from domain.reports import slug, write_new
from domain.rules.handing_over import Shown, Taken, probes, strengths, taken
from domain.rules.points import composite
from domain.rules.routes import fits
from domain.rules.telling import observation
from domain.workbook import applications, attempts, exports, fitting, hurdles, openings, people, standing
from domain.workbook.exporting import Exported
from domain.workbook.hurdles import Cleared, HurdleRow
from domain.workbook.slip_facts import COMPARED
from domain.workbook.wording import day_month

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from domain.store import Tx
    from domain.workbook.attempts import Sheet
    from domain.workbook.workbook import Workbook

__all__ = [
    "Handover",
    "Quoted",
    "ScoreRow",
    "Scores",
    "Taken",
    "Tip",
    "cleared",
    "hurdle_line",
    "read",
    "scores_lines",
    "text",
    "tip_line",
    "to_file",
]

MOST_TIPS = 5
LEAST_WEIGHT = 1.0
"""Of a milestone that carries none on the account, so that what it showed is told after all others."""
PRIVATE = "Private. For the final interviewer alone, not for the candidate."
_SKIPPED = (MilestoneId.FINAL, MilestoneId.OFFER)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A criterion with what was seen, as it would be told."""

    title: str
    milestone: str
    """Its short name."""
    words: str
    """'At the start you said, "..."'; '' where no evidence was written."""


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip that they were given, and what became of it."""

    title: str
    target: str
    milestone: str
    given_at: int
    taken: Taken
    at: MilestoneId
    """Where it was given."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Points 0-100 of one milestone."""

    milestone: str
    points: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What is told once the interviewer has submitted their own ratings."""

    total: float | None
    done: int
    of: int
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything on the page."""

    person: int
    name: str
    opening: str
    account: str
    hurdles: tuple[HurdleRow, ...]
    strengths: tuple[Quoted, ...]
    probes: tuple[Quoted, ...]
    tips: tuple[Tip, ...]
    points: tuple[str, ...]
    """What they want to say."""
    final: int
    """The attempt at the final interview; 0 while there is none."""
    scores: Scores | None
    """None until the interviewer has submitted their own."""


def read(wb: Workbook, person_id: int) -> Handover:
    """The handover of the application that the lists show; Conflict where the person is on no opening."""
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        current = applications.current(tx, person.id)
        if current is None:
            raise Conflict(f"{person.name} is on no opening.", "Put them on one first.")
        stored = applications.row(tx, current.id)
        account = openings.account_of(wb, tx, current.opening)
        tries = standing.latest_attempts(tx, stored)
        held = fitting.against(wb, tx, current.opening, wb.today())
        fit = fits(held, fitting.past_of(wb, tx, person.id))
        rows = tx.rows(_ATTEMPTS, p=person.id)
        sheets = attempts.read_sheets(wb, tx, [row["id"] for row in rows if row["finished_at"]])
        final = tries.get(MilestoneId.FINAL)
        submitted = final is not None and _has_rated(wb, tx, final)
        given = tx.rows(_DELIVERED, p=person.id, unwanted=SlipState.NOT_WANTED)
    path = standing.route_of(account, stored)
    newest = {key: sheets[one.id] for key, one in tries.items() if one.id in sheets and key in path}
    shown = _shown(newest, account.weights)
    asked = _asked(given, {one.id for one in tries.values()})
    strong = strengths(one for one in shown if (one.milestone, one.criterion) not in asked)
    return Handover(
        person=person.id,
        name=person.name,
        opening=current.opening_name,
        account=account.title,
        hurdles=_hurdles(hurdles.rows(wb, held, fit), submitted),
        strengths=tuple(_quoted(wb, one) for one in strong),
        probes=tuple(_quoted(wb, one) for one in probes(shown, strong)),
        tips=_tips(wb, given, rows, sheets),
        points=person.points,
        final=final.id if final else 0,
        scores=_scores(wb, newest, account.weights) if submitted else None,
    )


def tips_of(wb: Workbook, person_id: int) -> tuple[Tip, ...]:
    """What the delivered slips of a person asked them to work on, and what became of it, the newest first."""
    with wb.store.read() as tx:
        rows = tx.rows(_ATTEMPTS, p=person_id)
        sheets = attempts.read_sheets(wb, tx, [row["id"] for row in rows if row["finished_at"]])
        given = tx.rows(_DELIVERED, p=person_id, unwanted=SlipState.NOT_WANTED)
    return _tips(wb, given, rows, sheets)


_ATTEMPTS = "select id, milestone, number, finished_at, result from attempt where person = :p order by number"
_DELIVERED = """select s.attempt, s.draft, s.delivered_at, a.milestone, a.number from slip s
  join attempt a on a.id = s.attempt where s.person = :p and s.gone + 0 = 1 and s.state <> :unwanted
 order by s.delivered_at desc, s.id desc"""


def _has_rated(wb: Workbook, tx: Tx, final: standing.Latest) -> bool:
    """Whether the final interview was rated and submitted: decided, or both of two raters are in."""
    if final.finished_at:
        return final.result in COMPARED
    return attempts.read_sheet(wb, tx, final.id).both_in


def _hurdles(rows: tuple[HurdleRow, ...], submitted: bool) -> tuple[HurdleRow, ...]:
    """Before the interviewer has rated, a hurdle is met or missed, without what was scored."""
    return rows if submitted else tuple(HurdleRow(row.name, row.need, row.state) for row in rows)


def _shown(newest: Mapping[MilestoneId, Sheet], weights: Mapping[MilestoneId, float]) -> list[Shown]:
    found = []
    for key, sheet in newest.items():
        if key in _SKIPPED or sheet.result not in COMPARED:
            continue
        lines = {line.criterion.id: line for line in sheet.lines}
        found += [
            Shown(
                score.criterion,
                lines[score.criterion].criterion.name,
                key,
                score.weight * max(float(weights.get(key, 0)), LEAST_WEIGHT),
                score.points,
                lines[score.criterion].evidence,
            )
            for score in sheet.assessment.scores
            if score.points is not None and score.weight > 0
        ]
    return found


def _quoted(wb: Workbook, one: Shown) -> Quoted:
    words = observation(one.evidence) if one.evidence.act.strip() else ""
    return Quoted(one.title, wb.catalogue.milestones[one.milestone].short, words)


def _asked(given: Sequence[dict[str, Any]], newest: Collection[int]) -> set[tuple[str, str]]:
    """What the slips of the newest attempts asked them to work on: its evidence tells of a gap, whatever was scored."""
    return {
        (slip["milestone"], point.criterion)
        for slip in given
        if slip["attempt"] in newest
        for point in msgspec.json.decode(slip["draft"], type=SlipDraft).improvements
    }


def _tips(
    wb: Workbook, given: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], sheets: Mapping[int, Sheet]
) -> tuple[Tip, ...]:
    """What their delivered slips asked them to work on, the newest first, each criterion of a milestone once."""
    found: dict[tuple[str, str], Tip] = {}
    for slip in given:
        for point in msgspec.json.decode(slip["draft"], type=SlipDraft).improvements:
            key = (slip["milestone"], point.criterion)
            if key in found:
                continue
            later = [
                row["id"]
                for row in rows
                if row["milestone"] == slip["milestone"]
                and row["number"] > slip["number"]
                and row["result"] in COMPARED
            ]
            then = _points_of(sheets.get(slip["attempt"]), point.criterion)
            now = _points_of(sheets.get(later[-1]) if later else None, point.criterion)
            key_of = MilestoneId(slip["milestone"])
            short = wb.catalogue.milestones[key_of].short
            found[key] = Tip(point.title, point.target, short, slip["delivered_at"], taken(then, now), key_of)
    return tuple(found.values())[:MOST_TIPS]


def _points_of(sheet: Sheet | None, criterion: str) -> float | None:
    scores = sheet.assessment.scores if sheet is not None else ()
    return next((score.points for score in scores if score.criterion == criterion), None)


def _scores(wb: Workbook, newest: Mapping[MilestoneId, Sheet], weights: Mapping[MilestoneId, float]) -> Scores:
    points = {
        key: sheet.assessment.score
        for key, sheet in newest.items()
        if sheet.result in (Result.PASSED, Result.NOT_YET) and sheet.assessment.score is not None
    }
    whole = composite(points, weights)
    rows = tuple(ScoreRow(wb.catalogue.milestones[key].short, points[key]) for key in MilestoneId if key in points)
    return Scores(whole.total, whole.done, whole.of, rows)


# on paper ------------------------------------------------------------------------------------------------------------


def to_file(wb: Workbook, folder: Path, person_id: int) -> Exported:
    """Write the handover as plain text, marked private."""
    found = read(wb, person_id)
    name = f"{wb.today().isoformat()} handover {slug(found.name, 'person', 48)}.txt"
    path = write_new(folder, name, text(wb, found).encode())
    exports.note(wb, exports.HANDOVER, path, [person_id])
    return Exported(path)


def text(wb: Workbook, found: Handover) -> str:
    """The handover as plain text; its first line says whom it is for."""
    parts = [
        [PRIVATE, "", f"Handover: {found.name}", f"{found.opening}"],
        ["Hurdles of the account", *(f"- {hurdle_line(row)}" for row in found.hurdles)],
        ["Strengths", *_quotes(found.strengths)],
        ["To probe", *_quotes(found.probes)],
        ["Tips they were given", *(f"- {tip_line(wb, tip)}" for tip in found.tips)],
        ["They want to say", *(f"- {point}" for point in found.points)],
        ["Scores", *scores_lines(found.scores)],
    ]
    return "\n\n".join("\n".join(part if len(part) > 1 else [*part, "- nothing yet"]) for part in parts) + "\n"


def _quotes(quoted: Sequence[Quoted]) -> list[str]:
    return [f"- {one.title} ({one.milestone.lower()}): {one.words or 'no words were written down'}" for one in quoted]


def hurdle_line(row: HurdleRow) -> str:
    """'Typing speed, 30 wpm: met'."""
    got = f", {row.got}" if row.got else ""
    return f"{row.name}, {row.need}: {row.state}{got}"


def tip_line(wb: Workbook, tip: Tip) -> str:
    """'Clear speech, phone on 12 Aug: better since'."""
    return f"{tip.title}, {tip.milestone.lower()} on {day_month(wb.day(tip.given_at), wb.today())}: {tip.taken}"


def scores_lines(scores: Scores | None) -> list[str]:
    """The scores, or why there are none."""
    if scores is None:
        return ["They show once the interviewer has submitted their own ratings."]
    total = "none" if scores.total is None else f"{scores.total:.1f}"
    rows = [f"- {row.milestone}: {row.points:.1f}" for row in scores.rows]
    return [f"- Together: {total}, {scores.done} of {scores.of} done", *rows]


def cleared(found: Handover) -> tuple[int, int]:
    """How many hurdles are met, and how many there are."""
    return sum(row.state is Cleared.MET for row in found.hurdles), len(found.hurdles)
