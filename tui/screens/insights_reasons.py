"""Why people stop, apart from the criteria: what decided, how near they were, how it ended, and after a slip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.workbook.insights import reasons, retakes
from domain.workbook.insights.retakes import After
from domain.workbook.wording import count
from tui.lines import Line, blocks, heading, text
from tui.safe_text import cut, pad
from tui.screens.insights_lines import (
    ENOUGH,
    NAMES_AT,
    Asked,
    Room,
    fact_line,
    gained,
    group,
    of_words,
    share_line,
    share_row,
)

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights import Share
    from domain.workbook.insights.endings import Reason
    from domain.workbook.insights.reasons import Reasons
    from domain.workbook.insights.retakes import Retakes

WORDS: Final = 48
NAME, BAR = 29, 19
MOST_REASONS: Final = 6
MUCH: Final = 0.2
"""From this share on, of enough reasons, those that say nothing stand out."""
SILENT: Final = "Other, or none given"
REASON, NEAR, OTHER, AFTER = "reason", "near", "other", "after"
AFTER_WORDS: Final[Mapping[After, str]] = {
    After.CAME_BACK: "Came back",
    After.PASSED: "Passed on the next try",
    After.WITH_LOG: "Passed, with a drill log",
    After.TAKEN_UP: "Tips taken up",
}


def rest(why: Reasons, after: Retakes, room: Room) -> list[Line]:
    """Return what stands below the criteria."""
    return [
        *_reasons("What decided a not yet", why.why, room),
        *group("How near they were", _near(why, room)),
        *_reasons("How applications ended", why.endings[:MOST_REASONS], room),
        *group("Reasons that say nothing", _other(why, room)),
        *group("After a slip", _after(after, room)),
    ]


def first_of(why: Reasons) -> str:
    """Return the first line of them; '' where there is none."""
    given = (*why.why, *why.endings)
    return f"{REASON} {given[0].words}" if given else ""


def people_of(asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
    """Return what reads whom such a line counts; None for another line."""
    kind, _, which = line.partition(" ")
    if kind == REASON:
        return partial(_because, asked, which)
    if kind == AFTER:
        return partial(_again, asked, After(which))
    return partial(_close if kind == NEAR else _silent, asked) if kind in (NEAR, OTHER) else None


def _because(asked: Asked, words: str, wb: Workbook) -> array[int]:
    return reasons.people_because(wb, asked.scope, words)


def _close(asked: Asked, wb: Workbook) -> array[int]:
    return reasons.people_near(wb, asked.scope)


def _silent(asked: Asked, wb: Workbook) -> array[int]:
    return reasons.people_other(wb, asked.scope)


def _again(asked: Asked, which: After, wb: Workbook) -> array[int]:
    return retakes.people(wb, asked.scope, which)


def _reasons(title: str, given: Sequence[Reason], room: Room) -> list[Line]:
    rows = []
    for one in given:
        line = f"{REASON} {one.words}"
        words = pad(cut(one.words[:1].upper() + one.words[1:], WORDS - 2, room.look.dots), WORDS)
        counts = (f"{one.people:>8,}", "")
        rows.append(Line(((words, "muted" if one.other else ""), counts), id=line, at=NAMES_AT, name=0))
    return group(title, rows)


def _share(name: str, share: Share, room: Room, line: str, *, much: bool = False) -> Line:
    return share_row(name, share, room, line, (NAME, BAR), role="due" if much else "")


def _near(why: Reasons, room: Room) -> list[Line]:
    return [_share(_within(why), why.near, room, NEAR)] if why.near.of else []


def _within(why: Reasons) -> str:
    return f"Within {why.near_points:g} points, or above"


def _other(why: Reasons, room: Room) -> list[Line]:
    much = why.other.of >= ENOUGH and why.other.value > MUCH
    return [_share(SILENT, why.other, room, OTHER, much=much)] if why.other.of else []


def _after(after: Retakes, room: Room) -> list[Line]:
    shares = {
        After.CAME_BACK: after.came_back,
        After.PASSED: after.passed,
        After.WITH_LOG: after.with_log,
        After.TAKEN_UP: after.taken_up,
    }
    return [_share(AFTER_WORDS[one], share, room, f"{AFTER} {one}") for one, share in shares.items() if share.of]


# The pane.


def pane_of(why: Reasons, after: Retakes, line: str) -> Sequence[Line]:
    """Return what such a line counts; nothing for another line."""
    kind, _, which = line.partition(" ")
    if kind == REASON:
        one = next((one for one in (*why.why, *why.endings) if one.words == which), None)
        return _pane_reason(one) if one else ()
    if kind == NEAR:
        return blocks(
            [heading("How near they were", right=count(why.near.of, "not yet", "not-yets"))],
            [share_line(_within(why), why.near)],
            text("Of the not-yets with points that were not tried again.", "muted"),
            text("What one level more would have done stands with each criterion.", "muted"),
        )
    if kind == OTHER:
        said = "Where nothing was scored, or an application ended without a word about why, nobody can learn from it."
        return blocks([heading(SILENT, right=of_words(why.other))], text(said, "muted"))
    return _pane_after(after) if kind == AFTER else ()


def _pane_reason(one: Reason) -> Sequence[Line]:
    ended = "Applications that ended in these days." if one.how else "Not-yets of these days that were not tried again."
    return blocks(
        [heading("How it ended" if one.how else "What decided it", right=f"{one.people:,}")],
        text(f"{one.words[:1].upper()}{one.words[1:]}."),
        text(ended, "muted"),
    )


def _pane_after(after: Retakes) -> Sequence[Line]:
    facts = [fact_line("Not yet in these days", f"{after.not_yets:,}")]
    if after.n and after.before is not None and after.after is not None:
        facts += gained(after.before, after.after, after.n)
    taken = "Taken up: the criterion that a tip was about got better in the next try."
    newest = " Only tips of the newest tries are looked at." if after.cut else ""
    return blocks(
        [heading("After a slip"), *text("Whenever they tried again, and however that ended.", "muted")],
        facts,
        text(taken + newest, "muted"),
    )
