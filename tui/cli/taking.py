"""Taking a preview in, and saying what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.output import say

if TYPE_CHECKING:
    from domain.workbook import Workbook
    from domain.workbook.intake import Preview
    from domain.workbook.taking_in import Taken


def new_openings(wb: Workbook, shown: Preview, opening: int) -> tuple[str, ...]:
    """Names of the openings that would be made; NotFound where the one that everybody is to be put on is none."""
    from domain.workbook import openings, taking_in

    if opening:
        openings.find(wb, opening)
    return taking_in.new_openings(wb, shown, opening)


def take(wb: Workbook, shown: Preview, opening: int, *, quiet: bool = False) -> Taken | None:
    """Take a preview in and say what came of it; None where nobody in it is new."""
    from domain.workbook import taking_in
    from domain.workbook.wording import count

    if not shown.counts.taken:
        if not quiet:
            say(f"Nobody in {shown.file} is to be taken in; nothing was stored.")
        return None
    taken = taking_in.take_in(wb, shown, opening_id=opening)
    if not quiet:
        say(f"Took in {count(taken.added, 'person', 'people')} from {shown.file}.")
        if taken.filled:
            say(f"Filled blanks of {count(taken.filled, 'person', 'people')}.")
        if taken.left_out:
            say(f"Left out {count(taken.left_out, 'row')}.")
        for name in taken.openings:
            say(f'Made the opening "{name}"; its seats are a guess.')
        say(f"milepost undo takes all of it back; it is act {taken.act}.")
    return taken


def taken_json(taken: Taken) -> dict[str, object]:
    """What an import did, under stable keys."""
    return {
        "act": str(taken.act),
        "added": taken.added,
        "filled": taken.filled,
        "left_out": taken.left_out,
        "openings": list(taken.openings),
    }
