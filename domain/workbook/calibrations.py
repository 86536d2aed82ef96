"""Calibration: a stored call with its marks and a transcript that all raters rate alone, and then open side by side.

It changes nobody's result and is in no view of a candidate. It goes without a name, and it goes with its person when
they are erased. Whoever rates sees nothing of the others before all is opened; once it is open, nobody rates any more.
Who was shown the others' ratings rates that call no more, even if its opening is taken back.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from domain.model.call import Moment
from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, ScoringType
from domain.rules.points import check_value
from domain.workbook import rubrics
from domain.workbook.wording import count, day_month, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from domain.model.catalogue import Criterion, Milestone
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

    Row = Mapping[str, Any]

MAX_TRANSCRIPT: Final = 20_000
"""Characters of a transcript."""
MAX_NAME: Final = 80
SUBMITTED, OPEN = 1, 2
"""How far a rating came, as `calibrated.stage` holds it; 0 while it is entered."""
HIDDEN: Final = "[name]"
"""What stands in a transcript where the person was called by name."""


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """One stored call as a list shows it."""

    id: int
    name: str
    milestone: MilestoneId
    scenario: str
    day: date
    """On which it was kept."""
    who: str
    raters: int
    """How many have submitted."""
    begun: bool
    """Whether whoever works here has rated something of it."""
    submitted: bool
    """Whether theirs is in."""
    opened: bool
    shown: bool
    """Whether they have seen what the others gave, so that they rate it no more."""


@dataclass(frozen=True, slots=True)
class CalibrationSheet:
    """A stored call as one rater has it before them."""

    row: CalibrationRow
    transcript: str
    moments: tuple[Moment, ...]
    """What was marked on the call, in the order of time."""
    criteria: tuple[Criterion, ...]
    """What is rated 1-5."""
    ratings: Mapping[str, int | None]
    """Their own, by criterion; None = not observed. What is not in here is still to be entered."""

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """What is still to be entered."""
        return tuple(one for one in self.criteria if one.id not in self.ratings)


# taking a call -------------------------------------------------------------------------------------------------------


def store(wb: Workbook, call_id: int, transcript: str, name: str = "") -> int:
    """Keep a call that is over for calibration, with what was said on it; the id of it.

    Every part of the person's name is taken out of the transcript. NotFound for no such call; Conflict while it runs;
    BadInput without a transcript, or with one that is too long.
    """
    text = transcript.strip()
    if not text:
        raise BadInput("There is no transcript.", "Raters need to read what was said: paste it in.")
    if len(text) > MAX_TRANSCRIPT:
        raise BadInput(
            f"This has {count(len(text), 'character')}, {MAX_TRANSCRIPT} are the most.", "Take the part that matters."
        )
    title = " ".join(name.split())
    if len(title) > MAX_NAME:
        raise BadInput(f"That name has {len(title)} characters, and {MAX_NAME} fit.", "Shorten it.")

    def work(act: Act) -> int:
        row = act.row(
            "select c.id, c.scenario, c.moments, c.over_at, a.person, a.milestone, a.rubric, p.name, p.called"
            " from call c join attempt a on a.id = c.attempt join person p on p.id = a.person where c.id = :id",
            id=call_id,
        )
        if row is None:
            raise NotFound("This call is no longer there.", "It may have been taken back.")
        if not row["over_at"]:
            raise Conflict("This call is still running.", "End it first.")
        return act.insert("calibration", **kept_of(wb, row, text, title), who=wb.store.who, at=act.at)

    return wb.store.do("kept a call for calibration", work)


def kept_of(wb: Workbook, row: Row, transcript: str, title: str = "") -> dict[str, Any]:
    """What is kept of a call, without a name; `row` is the call with its attempt's and its person's columns."""
    return {
        **{key: row[key] for key in ("person", "milestone", "rubric", "scenario")},
        "call": row["id"],
        "name": _nameless(title, row) or _title(wb, row),
        "moments": json.dumps([_bare(moment, row) for moment in json.loads(row["moments"] or "[]")]),
        "transcript": _nameless(transcript, row),
    }


def _title(wb: Workbook, row: Row) -> str:
    scenario = wb.catalogue.scenarios.get(row["scenario"])
    step = wb.catalogue.milestones[MilestoneId(row["milestone"])].title
    return f"{step}: {scenario.title}" if scenario else step


def _bare(moment: dict[str, Any], row: Row) -> dict[str, Any]:
    return {key: _nameless(value, row) if isinstance(value, str) else value for key, value in moment.items()}


def _nameless(text: str, row: Row) -> str:
    """A text without the words of a name; initials stay, since most of them are words of their own."""
    words = {word.strip(".,") for word in f"{row['name']} {row['called']}".split()}
    known = sorted((word for word in words if len(word) > 2 or not word.isascii()), key=len, reverse=True)
    if not known:
        return text
    name = "|".join(map(re.escape, known))
    # No \b: a name may end in a vowel sign, as in Hindi, which is no letter of a word to it.
    return re.sub(rf"(?<!\w)(?:{name})(?!\w)(?:\s+(?:{name})(?!\w))*", HIDDEN, text, flags=re.IGNORECASE)


def take_away(wb: Workbook, calibration_id: int) -> None:
    """Take a stored call away, with all that was said of it; NotFound when it is not there."""

    def work(act: Act) -> None:
        find_row(act, calibration_id)
        act.delete_many("calibrated", act.ids("select id from calibrated where calibration = :c", c=calibration_id))
        act.delete("calibration", calibration_id)

    wb.store.do("took a call for calibration away", work)


@dataclass(frozen=True, slots=True)
class RecentCall:
    """A call that is over and could be kept."""

    id: int
    title: str
    """What was played, without a name."""
    about: str
    """When it was over."""


def recent_calls(wb: Workbook, limit: int = 9) -> tuple[RecentCall, ...]:
    """The last calls of whoever works here that are over and not kept yet, the newest first."""
    with wb.store.read() as tx:
        rows = tx.rows(
            "select c.id, c.scenario, c.over_at, c.who, a.milestone from call c join attempt a on a.id = c.attempt"
            " where c.over_at > 0 and c.who = :who"
            " and not exists (select 1 from calibration k where k.call = c.id) order by c.over_at desc limit :most",
            who=wb.store.who,
            most=limit,
        )
    return tuple(
        RecentCall(
            int(row["id"]),
            _title(wb, row),
            f"{day_month(wb.day(row['over_at']), wb.today())}, {wb.time_of_day(row['over_at'])}",
        )
        for row in rows
    )


# rating alone --------------------------------------------------------------------------------------------------------


def listing(wb: Workbook) -> tuple[CalibrationRow, ...]:
    """All stored calls, the newest first."""
    with wb.store.read() as tx:
        rows = tx.rows("select * from calibration order by at desc, id desc")
        ids = [int(row["id"]) for row in rows]
        said, seen = said_of(tx, ids), shown_of(wb, tx, ids)
        return tuple(row_of(wb, row, said[int(row["id"])], seen) for row in rows)


def sheet(wb: Workbook, calibration_id: int) -> CalibrationSheet:
    """A stored call with one's own ratings and nobody else's; NotFound when it is not there."""
    with wb.store.read() as tx:
        row = find_row(tx, calibration_id)
        said = said_of(tx, [calibration_id])[calibration_id]
        seen = shown_of(wb, tx, [calibration_id])
        milestone = rubrics.milestone(wb, tx, int(row["rubric"]))
    mine = _mine(wb, said)
    return CalibrationSheet(
        row_of(wb, row, said, seen),
        row["transcript"],
        msgspec.json.decode(row["moments"], type=tuple[Moment, ...]),
        judged_of(milestone),
        _entered(mine),
    )


def rate(wb: Workbook, calibration_id: int, criterion_id: str, level: int | None) -> None:
    """Rate a criterion 1-5 in one's own name; None = not observed.

    BadInput for a level out of range or a criterion that is not rated here; Conflict once one's own was submitted, all
    is open, or one has seen what the others gave; NotFound when the call is not there.
    """

    def work(act: Act) -> None:
        row = _rated_by_me(wb, act, calibration_id)
        known = {one.id: one for one in judged_of(rubrics.milestone(wb, act, int(row["rubric"])))}
        if criterion_id not in known:
            raise BadInput(f'"{criterion_id}" is not rated here.', f"Known: {', '.join(known)}.")
        if level is not None:
            check_value(known[criterion_id].scoring, None, level)
        mine = _mine(wb, said_of(act, [calibration_id])[calibration_id])
        if mine is None:
            draft = json.dumps({criterion_id: level})
            act.insert("calibrated", calibration=calibration_id, rater=wb.store.who, draft=draft, at=act.at)
            return
        _not_submitted(mine)
        act.update("calibrated", mine["id"], draft=json.dumps(_entered(mine) | {criterion_id: level}), at=act.at)

    wb.store.do("rated a call for calibration, alone", work)


def submit(wb: Workbook, calibration_id: int) -> None:
    """Submit one's own; Conflict where something is still to be entered, it is in already, or all is or was open."""

    def work(act: Act) -> None:
        row = _rated_by_me(wb, act, calibration_id)
        mine = _mine(wb, said_of(act, [calibration_id])[calibration_id])
        judged = judged_of(rubrics.milestone(wb, act, int(row["rubric"])))
        entered = _entered(mine)
        if mine is None or (missing := [one for one in judged if one.id not in entered]):
            missing = missing if mine else list(judged)
            raise Conflict(
                f"Not submitted: {len(missing)} of {len(judged)} are not rated yet.",
                f"First {inside(missing[0].name)}; 0 where there was nothing to hear.",
            )
        _not_submitted(mine)
        # The draft goes, so that nothing of it is taken back once it is in.
        act.update("calibrated", mine["id"], ratings=mine["draft"], draft="", stage=SUBMITTED, at=act.at)

    wb.store.do("submitted a calibration rating", work)


def _still_closed(tx: Tx, calibration_id: int) -> Row:
    row = find_row(tx, calibration_id)
    if row["opened_at"]:
        raise Conflict("The ratings of this call are open.", "Nobody rates it alone any more; take another one.")
    return row


def _rated_by_me(wb: Workbook, tx: Tx, calibration_id: int) -> Row:
    row = _still_closed(tx, calibration_id)
    if shown_of(wb, tx, [calibration_id]):
        raise Conflict(
            "You have seen what the others gave this call.",
            "A rating counts only where it is given alone: take another call. U brings back what you had submitted.",
        )
    return row


def _not_submitted(mine: Row) -> None:
    if mine["stage"]:
        raise Conflict("Your rating was submitted.", "Wait until all is opened, or undo it before.")


# opened side by side -------------------------------------------------------------------------------------------------


def open_all(wb: Workbook, calibration_id: int) -> None:
    """Lay all ratings that are in side by side, for everybody; whoever has none in rates this call no more.

    Conflict before one's own is in, with fewer than two, or where it is open already.
    """

    def work(act: Act) -> None:
        _still_closed(act, calibration_id)
        said = [row for row in said_of(act, [calibration_id])[calibration_id] if row["stage"]]
        if _mine(wb, said) is None:
            raise Conflict("Your own rating is not in.", "Rate it and submit, then open all.")
        if len(said) < 2:
            raise Conflict("Nobody else has rated this call.", "Open it once a colleague has submitted as well.")
        # Written on every rating too, so that no rating is taken back behind what was seen.
        act.update_many("calibrated", {int(row["id"]): {"stage": OPEN} for row in said})
        act.update("calibration", calibration_id, opened_at=act.at)

    wb.store.do("opened the ratings of a calibration call", work)


def _entered(mine: Row | None) -> dict[str, int | None]:
    found: dict[str, int | None] = json.loads(mine["draft"] or mine["ratings"]) if mine else {}
    return found


# inside --------------------------------------------------------------------------------------------------------------


def find_row(tx: Tx, calibration_id: int) -> dict[str, Any]:
    """The stored row; NotFound when there is none."""
    row = tx.row("select * from calibration where id = :id", id=calibration_id)
    if row is None:
        raise NotFound("This call is no longer kept for calibration.", "Look at the list again.")
    return row


def said_of(tx: Tx, ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """What raters said of these calls, by name; nothing for a call that nobody rated."""
    wanted = list(ids)
    among, values = tx.among("calibration", wanted)
    found: dict[int, list[dict[str, Any]]] = {one: [] for one in wanted}
    for row in tx.rows(f"select * from calibrated where {among} order by rater, id", **values):
        found[int(row["calibration"])].append(row)
    return found


def _mine(wb: Workbook, said: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    own = wb.store.who.casefold()
    return next((row for row in said if row["rater"].casefold() == own), None)


def judged_of(milestone: Milestone) -> tuple[Criterion, ...]:
    """What is rated 1-5."""
    return tuple(one for one in milestone.criteria if one.scoring.type is ScoringType.BARS)


def shown_of(wb: Workbook, tx: Tx, ids: Sequence[int]) -> frozenset[int]:
    """Those of these calls whose ratings whoever works here was shown, whatever was taken back since."""
    among, values = tx.among("calibration", ids)
    own = wb.store.who.casefold()
    rows = tx.rows(f"select calibration, who from shown where {among}", **values)
    return frozenset(int(row["calibration"]) for row in rows if row["who"].casefold() == own)


def row_of(wb: Workbook, row: Row, said: Sequence[dict[str, Any]], shown: frozenset[int]) -> CalibrationRow:
    """A stored row as a list shows it; `shown` are the calls that they have seen laid open."""
    mine = _mine(wb, said)
    return CalibrationRow(
        id=int(row["id"]),
        name=row["name"],
        milestone=MilestoneId(row["milestone"]),
        scenario=row["scenario"],
        day=wb.day(row["at"]),
        who=row["who"],
        raters=sum(one["stage"] > 0 for one in said),
        begun=mine is not None,
        submitted=mine is not None and mine["stage"] > 0,
        opened=row["opened_at"] > 0,
        shown=int(row["id"]) in shown,
    )
