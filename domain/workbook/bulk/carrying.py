"""Doing to many what was previewed: one act, asked once more inside it, written table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.terms import State
from domain.workbook import applications, decisions, fitting, openings, slip_delivery, visits
from domain.workbook.bulk.deeds import AddTags, Assign, Deliver, End, MoveTo, TakeTags
from domain.workbook.bulk.previews import Group, grouped
from domain.workbook.bulk.sorting import LeftOut, Sorted, shown_applications, sort_out
from domain.workbook.tags import with_tags, without_tags
from domain.workbook.wording import STATE_WORDS, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.store import Act
    from domain.workbook.bulk.deeds import Deed
    from domain.workbook.bulk.previews import Preview
    from domain.workbook.workbook import Workbook

TOGETHER = 500
"""People who are written together: enough to save questions, few enough to need no memory."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act on many has done."""

    act: int
    """The act, for `history.undo`; 0 where in the end nothing could be done."""
    count: int
    """People, or slips where slips were delivered."""
    left_out: tuple[Group, ...]
    """Who could no longer, although the preview had them; the largest group first."""
    what: str
    """The act in words, as the log has it: 'moved 12 people to Retail, class of 1 Sep'."""


def carry_out(wb: Workbook, shown: Preview) -> Done:
    """Do it to all whom the preview found able, as one act; who no longer can is left out and said.

    Conflict where the look is not finished, or found nobody.
    """
    if not shown.whole:
        raise Conflict("Not everybody was looked at yet.", "Wait for the preview, then go on.")
    if not shown.able:
        raise Conflict("Nobody of them can.", "Choose others, or look at why.")
    what = _words(wb, shown)

    def work(act: Act) -> Done:
        done, left = 0, Sorted()
        for some in _parts(shown.able):
            number, out = _carry(wb, act, shown, some)
            done += number
            left.left_out += out
        return Done(act.id if done else 0, done, grouped((), left), what)

    return wb.store.do(what, work)


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), TOGETHER):
        yield list(ids[start : start + TOGETHER])


def _words(wb: Workbook, shown: Preview) -> str:
    number = count(len(shown.able), *shown.noun)
    match shown.deed:
        case MoveTo(opening):
            return f"moved {number} to {openings.find(wb, opening).name}"
        case End(how):
            return f"ended for {number}: {STATE_WORDS[how][0]}"
        case AddTags(tags):
            return f"tagged {number} {', '.join(tags)}"
        case TakeTags(tags):
            return f"took {', '.join(tags)} off {number}"
        case Assign(owner):
            return f"gave {number} to {owner}" if owner else f"gave {number} to nobody in particular"
        case Deliver():
            return f"handed over {number}"


def _carry(wb: Workbook, act: Act, shown: Preview, some: list[int]) -> tuple[int, list[LeftOut]]:
    """How many it was done to, and who was left out."""
    if isinstance(shown.deed, Deliver):
        return _deliver(wb, act, shown, shown.deed, some)
    found = sort_out(wb, act, shown.deed, some)
    if found.able:
        _do(wb, act, shown.deed, found.able)
    return len(found.able), found.left_out


def _do(wb: Workbook, act: Act, deed: Deed, people: list[int]) -> None:
    match deed:
        case MoveTo():
            _move(wb, act, deed, people)
        case End():
            _end(wb, act, deed, people)
        case AddTags() | TakeTags():
            _tag(act, deed, people)
        case Assign():
            act.update_many("person", {person: {"owner": deed.owner} for person in people})


def _tag(act: Act, deed: AddTags | TakeTags, people: list[int]) -> None:
    among, values = act.among("id", people)
    change = with_tags if isinstance(deed, AddTags) else without_tags
    rows = act.rows(f"select id, tags from person where {among}", **values)
    act.update_many("person", {row["id"]: {"tags": change(row["tags"], deed.tags)} for row in rows})


def _move(wb: Workbook, act: Act, deed: MoveTo, people: list[int]) -> None:
    """Who comes back to an opening that they left is put on it anew, as who is on none."""
    target = openings.open_one(wb, act, deed.opening)
    among, values = act.among("id", people)
    rows = act.rows(f"select id, application from person where {among}", **values)
    stored = shown_applications(act, rows)
    moving = [stored[row["application"]] for row in rows if _leaves(stored.get(row["application"]), deed)]
    fresh = [row["id"] for row in rows if not _leaves(stored.get(row["application"]), deed)]
    if moving:
        fitting.move_many(wb, act, moving, target)
    if fresh:
        newcomers = [applications.Newcomer(person) for person in fresh]
        applications.add_many(wb, act, newcomers, target.id, target.account)


def _leaves(application: dict[str, object] | None, deed: MoveTo) -> bool:
    return application is not None and application["opening"] != deed.opening


def _end(wb: Workbook, act: Act, deed: End, people: list[int]) -> None:
    among, values = act.among("id", people)
    rows = act.rows(f"select application from person where {among}", **values)
    ending = [row["application"] for row in rows]
    if deed.how is State.DUPLICATE:
        applications.end_many(wb, act, ending, deed.how, deed.reason)
        visits.let_go_many(wb, act, ending)
    else:
        decisions.withdraw_many(wb, act, ending, deed.how, deed.reason)


def _deliver(wb: Workbook, act: Act, shown: Preview, deed: Deliver, some: list[int]) -> tuple[int, list[LeftOut]]:
    """Only what was looked at: a slip that was changed or delivered since is left out."""
    chosen = [slip_delivery.Chosen(slip, *shown.prepared[slip]) for slip in some]
    done, refused = slip_delivery.hand_over_in(wb, act, chosen, deed.channel)
    return len(done), [LeftOut(name, why) for name, why in refused]
