"""Today: promises due, who waits too long, slips owed, drafts open, retests ready; beside them the hub."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from domain.workbook import today
from domain.workbook.wording import count, weekday_day_month
from tui.commands import Command
from tui.screens import today_parts as parts
from tui.screens.focused_verbs import PROMISE, InFocus
from tui.screens.place import PlaceScreen
from tui.screens.promise_verbs import CLOSE, DONE, LATER, PromiseVerbs
from tui.widgets.empty import EmptyState
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Resize

    from domain.workbook import Workbook
    from domain.workbook.today import Today
    from tui.lines import Line
    from tui.screens.person import PersonScreen
    from tui.screens.today_parts import Group

WITH_PANE = 112
WIDE_MAIN = 104
WHOLE = {"": "queue", parts.SLIPS: "slips", parts.CLASSES: "openings"}
"""By group, the place that lists all of it; every other group is a part of Follow-up, and "" is the hub."""
ONLY_HERE = (parts.SECOND_NAMES, parts.SECOND_LOOKS, parts.CHANCES, parts.REQUESTS)
"""Groups of which no other place lists more; `m` gives them all of this one."""
WAYS_ON = (("w", "take in a walk-in, about 45 seconds"), ("g q", "see who is here"), ("g c", "everybody"))
WAYS_IN = (("w", "take in a walk-in, about 45 seconds"), ("g o", "open a class"))


class DueLines(LineView):
    """The groups of what must be done."""


def _today_of(wb: Workbook) -> tuple[Today, Mapping[str, str]]:
    shorts = {str(key): milestone.short for key, milestone in wb.catalogue.milestones.items()}
    return today.snapshot(wb), shorts


def _nothing(screen: TodayScreen) -> str | None:
    return None if screen.line_id else "nothing is due"


def _no_group(screen: TodayScreen) -> str | None:
    return None if screen.groups or screen.side.can_focus else "nothing is due"


def _no_person(screen: TodayScreen) -> str | None:
    return None if screen.whom() is not None else "this is nobody"


class TodayScreen(PromiseVerbs, PlaceScreen):
    """What must be done now; every line opens where the work is done."""

    PLACE = "today"
    HEADING = "Today"
    HELP_TITLE = "Keys on Today"
    HOME = "DueLines"
    MAIN_ROW = 2
    AHEAD = _today_of
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="today.open",
            keys="",
            do="open_current",
            shown="Enter",
            word="open",
            title="Open what is focused",
            help="open where the work is done",
            when=_nothing,
        ),
        Command(
            id="today.contact",
            keys="c",
            do="contact",
            word="contact",
            title="Contact",
            help="how and when to reach them",
            when=_no_person,
        ),
        DONE,
        LATER,
        Command(
            id="today.slip",
            keys="f",
            do="slip",
            word="slip",
            title="Slip",
            help="their slip that is open",
            when=_no_person,
            opens=True,
        ),
        Command(
            id="screen.next_part", keys="tab", do="next_part", word="next group", help="next group", when=_no_group
        ),
        PROMISE,
        Command(
            id="today.whole",
            keys="m",
            do="whole_list",
            word="all",
            title="The whole list",
            help="the whole list of this group",
            when=_nothing,
        ),
        CLOSE,
    )
    FOOTER = ("app.walk_in", "app.find", "app.undo")

    def __init__(self) -> None:
        """Start without anything; `load` brings it."""
        super().__init__()
        self.found: Today | None = None
        self.shorts: Mapping[str, str] = {}
        self.people: dict[str, InFocus] = {}
        self.groups: Sequence[Group] = ()
        self.only = ""
        """The group that has the whole place, where it is listed nowhere else."""

    def compose_main(self) -> ComposeResult:
        """Yield the groups, and what stands there when all is done."""
        yield DueLines()
        nothing = EmptyState("", "", (), from_row=2)
        nothing.display = False
        yield nothing

    # Reading.

    def take_ahead(self, found: tuple[Today, Mapping[str, str]]) -> None:
        """Keep what is due."""
        super().take_ahead(found)
        self._take(*found)

    async def load(self) -> None:
        """Read what is due."""
        self._take(*await self.milepost.read(_today_of))
        self._show()

    def _take(self, found: Today, shorts: Mapping[str, str]) -> None:
        self.found, self.shorts, self.people = found, shorts, _people_of(found)

    def on_mount(self) -> None:
        """Show what was read before."""
        self._show()

    def tick(self) -> None:
        """Time goes on: what was early is due, what was due is late."""
        self.reload()

    def on_resize(self, event: Resize) -> None:
        """Show as many lines as there is room for."""
        super().on_resize(event)
        self.after_frame(self._show)

    # Painting.

    def _show(self) -> None:
        if self.found is None or not self.is_here:
            return
        look, cells = self.milepost.look, self.app.size.width
        main = self.query_one(DueLines)
        self.header.fact = weekday_day_month(self.found.day)
        wide = self.main_width - 80 if self.main_width >= WIDE_MAIN else 0
        words = parts.Words(look, self.shorts, wide)
        self.groups = parts.groups(self.found, words, with_classes=cells < WITH_PANE)
        if alone := [group for group in self.groups if group.id == self.only]:
            self.groups = alone
        else:
            self.only = ""
        self._show_all_done(not self.groups)
        main.show(parts.fitted(self.groups, self._rows()))
        if self.found.anybody:
            self.show_pane(parts.pane(self.found, look, self.milepost.ports.now().tzinfo, self._rows() + 2))
        if self.focused is not self.side:
            self.side.at = -1
        if self.groups and self.focused is None:
            self.focus_home()
        self._show_keys()

    def _rows(self) -> int:
        """Rows for the groups: all but the header, row 1, the empty row above the notice, the notice and the footer."""
        return self.app.size.height - 4 - 1

    def _show_all_done(self, done: bool) -> None:
        main, empty = self.query_one(DueLines), self.query_one(EmptyState)
        main.display, empty.display = not done, done
        found = self.found
        assert found is not None
        self.hide_pane(not found.anybody)
        if not done:
            return
        if found.anybody:
            empty.say("All done. Nobody is waiting for you.", _day_words(found), WAYS_ON)
        else:
            empty.say("A fresh start.", "What is promised, owed or waiting shows up here.", WAYS_IN)
        if self.focused is main:
            self.set_focus(None)

    def _show_keys(self) -> None:
        """Let the footer show what works on the focused line, and leave the rest to the help."""
        self.empty = not self.focused_promise()
        self.refresh_chrome()

    # Focus.

    @property
    def line_id(self) -> str:
        """The id of the focused line, in the main area or in the pane."""
        view = self.side if self.focused is self.side else self.query_one(DueLines)
        return view.line_id if view.display else ""

    def whom(self) -> InFocus | None:
        """Who the focused line is about."""
        return self.people.get(self.line_id)

    def subject(self) -> str:
        """InFocus commands act on, for the palette."""
        whom = self.whom()
        return self.milepost.look.name(whom.name) if whom is not None else ""

    def focused_promise(self) -> int:
        """The promise that is focused."""
        kind, _, number = self.line_id.partition(":")
        return int(number) if f"{kind}:" == parts.PROMISE else 0

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """Show the keys of the focused line."""
        self._show_keys()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Stand on the first line of the pane; it marks none before somebody goes there."""
        if event.widget is self.side and not self.side.line_id:
            self.side.move_first()
        self._show_keys()

    def next_part(self) -> None:
        """Go to the next group, from the last one to the pane, and round again."""
        self._step_group(1)

    def part_before(self) -> None:
        """Go to the group before."""
        self._step_group(-1)

    def _step_group(self, by: int) -> None:
        views = [view for view in (self.query_one(DueLines), self.side) if view.display and view.can_focus]
        stops = [(view, line) for view in views for line in _firsts(view.lines)]
        if not stops:
            return
        at = next((n for n, stop in reversed(list(enumerate(stops))) if self._is_behind(stop)), 0)
        view, line = stops[(at + by) % len(stops)]
        self.set_focus(view)
        view.choose(line)

    def _is_behind(self, stop: tuple[LineView, str]) -> bool:
        """Whether a group begins at the focus or before it."""
        view, line = stop
        focused = self.side if self.focused is self.side else self.query_one(DueLines)
        begins = next(at for at, one in enumerate(view.lines) if one.id == line)
        return begins <= view.at if view is focused else view is not self.side

    # Doing.

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Open where the work is done."""
        self.open_current()

    def open_current(self) -> None:
        """Open the person, the slip, the score sheet, the queue or the opening of the focused line."""
        kind, _, number = self.line_id.partition(":")
        match f"{kind}:":
            case parts.SLIP:
                self._open_slip(int(number))
            case parts.DRAFT:
                self._open_sheet(int(number))
            case parts.SECOND:
                self._open_second(int(number))
            case parts.CONFIRM:
                self._open_unconfirmed(int(number))
            case parts.VISIT:
                self._go("queue", int(number))
            case parts.CLASS:
                self._go("openings", int(number))
            case parts.REPLY:
                self._open_reply(int(number))
            case parts.REQUEST:
                self._open_rights()
            case parts.PLACE:
                self._go(number.partition(" ")[0])
            case parts.PROMISE | parts.WAITS | parts.RETEST | parts.CHANCE:
                self._open_person()

    def _open_slip(self, attempt: int) -> None:
        found = self.found
        slip = next((row.slip for row in found.owed.rows if row.attempt == attempt), 0) if found else 0
        if slip:
            from tui.screens.person_acts import open_slip

            open_slip(self.milepost, slip)
        else:
            self._open_person()

    def _open_sheet(self, attempt: int) -> None:
        from tui.screens.going_on import go_on

        self.milepost.open_with(go_on(self.milepost, attempt))

    def _open_second(self, attempt: int) -> None:
        rows = self.found.second_looks.rows if self.found is not None else ()
        if row := next((row for row in rows if row.attempt == attempt), None):
            from tui.screens.second_looks import open_waiting

            self.milepost.run_guarded(open_waiting(self.milepost, row))

    def _open_unconfirmed(self, critical: int) -> None:
        rows = self.found.unconfirmed.rows if self.found is not None else ()
        if row := next((row for row in rows if row.critical == critical), None):
            from tui.screens import critical_errors

            sheet = partial(self._open_sheet, row.attempt)
            critical_errors.offer_settling(self.milepost, critical, row.who, row.quote, self.load, sheet)

    def _open_person(self, tab: str = "") -> None:
        from tui.screens.person import PersonScreen

        if (whom := self.whom()) is not None:
            self.milepost.open_page(PersonScreen(whom.person, tab))

    def _open_reply(self, touch: int) -> None:
        """Follow-up holds what they wrote, and the keys that answer it."""
        from tui.screens.follow_up import FollowUpScreen

        self.milepost.go("follow_up")
        screen = self.milepost.get_screen("follow_up")
        if isinstance(screen, FollowUpScreen):
            screen.show_kind(parts.REPLIES)
            screen.land_on(touch)

    def _open_rights(self) -> None:
        """Their page with what they asked, and what can be done about it."""
        from tui.screens.person import PersonScreen

        if (whom := self.whom()) is not None:
            page = PersonScreen(whom.person, "contact")
            self.milepost.open_page(page)
            self.milepost.run_guarded(_ask_rights(page))

    def _go(self, place: str, row: int = 0) -> None:
        self.milepost.go(place)
        screen = self.milepost.get_screen(place)
        if row and isinstance(screen, PlaceScreen):
            screen.land_on(row)

    def contact(self) -> None:
        """Show how and when to reach them."""
        self._open_person("contact")

    async def slip(self) -> None:
        """Show their newest slip that is not delivered, else their newest."""
        from tui.screens.person_acts import Whom, open_newest_slip

        if (whom := self.whom()) is not None:
            await open_newest_slip(self.milepost, Whom(whom.person, whom.name))

    def whole_list(self) -> None:
        """Show all of the focused group."""
        from tui.screens.follow_up import FollowUpScreen

        group = self._group()
        if self.only or group in ONLY_HERE:
            self.only = "" if self.only else group
            self._show()
            return
        if group in WHOLE:
            self._go(WHOLE[group])
            return
        self.milepost.go("follow_up")
        screen = self.milepost.get_screen("follow_up")
        if isinstance(screen, FollowUpScreen):
            screen.show_kind(group)

    def _group(self) -> str:
        """The group of the focused line; '' in the hub."""
        line = self.line_id
        if line.startswith((parts.CLASS, f"{parts.PLACE}openings")):
            return parts.CLASSES
        return next((group.id for group in self.groups if line in {one.id for one in group.lines}), "")


async def _ask_rights(page: PersonScreen) -> None:
    """Show what they may ask once their page is there."""
    await page.was_read.wait()
    await page.rights()


def _firsts(lines: Sequence[Line]) -> list[str]:
    """The first line of each group that can be opened."""
    found, wanted = [], True
    for line in lines:
        wanted = wanted or line.head
        if wanted and line.id:
            found.append(line.id)
            wanted = False
    return found


def _day_words(found: Today) -> str:
    day = found.so_far
    if not day.came and not day.drafted:
        return "Nothing is promised, owed or late."
    slips = f"{day.confirmed:,} of {count(day.drafted, 'slip')} confirmed"
    return f"{count(day.came, 'person', 'people')} came in today, {slips}."


def _people_of(found: Today) -> dict[str, InFocus]:
    """InFocus each line is about."""
    told: list[tuple[str, Any]] = [
        *((f"{parts.PROMISE}{row.id}", row) for row in found.promises.rows),
        *((f"{parts.REPLY}{row.touch}", row) for row in found.replies.rows),
        *((f"{parts.REQUEST}{row.request}", row) for row in found.requests.rows),
        *((f"{parts.VISIT}{row.id}", row) for row in found.in_queue.rows),
        *((f"{parts.WAITS}{row.person}", row) for row in found.waiting.rows),
        *((f"{parts.CONFIRM}{row.critical}", row) for row in found.unconfirmed.rows),
        *((f"{parts.SECOND}{row.attempt}", row) for row in found.second_looks.rows),
        *((f"{parts.CHANCE}{row.person}", row) for row in found.chances.rows),
        *((f"{parts.SLIP}{row.attempt}", row) for row in found.owed.rows),
        *((f"{parts.DRAFT}{row.attempt}", row) for row in found.drafts.rows),
        *((f"{parts.RETEST}{row.person}", row) for row in found.retests.rows),
    ]
    return {line: InFocus(row.person, row.name) for line, row in told}
