"""Insights: where people stop, why, and what was promised and kept; every figure opens the people behind it."""

from __future__ import annotations

import asyncio
from array import array
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from domain.workbook import freely
from domain.workbook.exporting import TableFormat
from domain.workbook.insights import Scope, tables
from domain.workbook.insights.funnel import View
from domain.workbook.views import View as SavedView
from domain.workbook.wording import count
from tui.lines import PANE_WIDTH
from tui.screens import insights_scope as scopes
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.insights_fairness import FairnessView, subject_of
from tui.screens.insights_fairness import Found as Groups
from tui.screens.insights_funnel import FunnelView
from tui.screens.insights_kept import KeptView
from tui.screens.insights_lines import Asked, Room
from tui.screens.insights_periods import ask_period
from tui.screens.insights_planning import PlanningView, ask
from tui.screens.insights_raters import RatersView, call_of
from tui.screens.insights_staying import StayingView
from tui.screens.insights_time import TimeView
from tui.screens.insights_verbs import INSIGHTS_VERBS
from tui.screens.insights_why import WhyView
from tui.screens.person_acts import short_path
from tui.screens.place import PlaceScreen
from tui.widgets.bars import Tab, TabsRow
from tui.widgets.empty import EmptyState
from tui.widgets.fields import Field
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from domain.workbook import Workbook
    from domain.workbook.insights.fairness import Period
    from tui.screens.insights_lines import InsightView

WITH_PANE = 112
FOLLOW = 0.06
"""Seconds that the cursor rests before the pane follows it."""
VIEWS: Final[tuple[InsightView, ...]] = (
    FunnelView(),
    WhyView(),
    TimeView(),
    KeptView(),
    RatersView(),
    PlanningView(),
    StayingView(),
)
"""In the order of the tabs."""
WHERE_ON: Final[tuple[InsightView, ...]] = (FairnessView(),)
"""Behind them, at a site that looks at fairness."""
FORMATS: Final = (
    (TableFormat.CSV, "CSV", "for spreadsheets"),
    (TableFormat.JSON, "JSON", "for programs"),
    (TableFormat.MD, "Markdown", "a table"),
)
WAYS_ON: Final = (("t", "other days"), ("o", "other people"), ("w", "take in a walk-in, about 45 seconds"))
WAYS_ON_IN: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    RatersView.id: (*WAYS_ON[:2], ("c", "keep a call of yours for calibration")),
    PlanningView.id: (("o", "other people"), ("g o", "open a class, in Openings")),
    StayingView.id: (*WAYS_ON[:2], ("g f", "ask who is still here, in Follow-up")),
}
"""What helps where a view has nothing to show, by view, where a walk-in does not."""


class InsightLines(LineView):
    """The rows of a view."""


class InsightsScreen(PlaceScreen):
    """The place: a tab a view, whose answer is read whole and painted from what came of that."""

    PLACE = "insights"
    empty = True  # the footer shows what works on the focused line, and leaves the rest to the help
    HEADING = "Insights"
    HELP_TITLE = "Keys in Insights"
    HOME = "InsightLines"
    CSS_PATH = "../styles/insights.tcss"
    VERBS = INSIGHTS_VERBS

    def __init__(self) -> None:
        """Start with the funnel of everybody; the days are known once the workbook is open."""
        super().__init__()
        self.scope: Scope | None = None
        self.flow_or_cohort = View.FLOW
        self.supposed: tuple[tuple[str, float], ...] = ()
        self.period: Period | None = None
        self.views = VIEWS
        self.there = scopes.Known({}, {}, {}, (), ())
        self.found: Any = None
        self.nothing = False
        """Whether the view has nothing to show."""
        self.detail: Any = None
        self.explaining = ""
        """The line that is explained in place of the view, where there is no pane."""
        self.shown_tab = ""

    # What is on the screen.

    def compose_row(self) -> ComposeResult:
        """Yield the tabs."""
        yield TabsRow(_tabs(self.views))

    def compose_main(self) -> ComposeResult:
        """Yield the rows, and what stands there while there are none."""
        yield InsightLines()
        yield EmptyState("", "", ())

    @property
    def view(self) -> InsightView:
        """The view in front."""
        tab = self.query_one(TabsRow).current
        return next((view for view in self.views if view.id == tab), VIEWS[0])

    @property
    def asked(self) -> Asked:
        """What is looked at."""
        scope = self.scope or scopes.first_scope(self.milepost.today)
        return Asked(scope, self.flow_or_cohort, self.supposed, self.period)

    @property
    def rows(self) -> InsightLines:
        """The rows of the view."""
        return self.query_one(InsightLines)

    @property
    def line(self) -> str:
        """The focused line; none where the view has nothing to show."""
        return "" if self.nothing else self.explaining or self.rows.line_id

    @property
    def people(self) -> Callable[[Workbook], array[int]] | None:
        """What reads the people behind the focused line."""
        return self.view.people(self.asked, self.line) if self.found is not None and self.line else None

    @property
    def explains_first(self) -> bool:
        """Whether Enter shows what explains the focused line, as there is no pane that does."""
        return not self.has_pane and not self.explaining and bool(self.line)

    def subject(self) -> str:
        """Return what is looked at."""
        if self.view.id == FairnessView.id:
            return subject_of(self.found) if self.shown_tab == self.view.id else ""
        return scopes.words(self.asked.scope, self.there, self.milepost.today)

    # Reading.

    async def load(self) -> None:
        """Count, and show what came of it; what was shown before stays readable meanwhile."""
        view, asked = self.view, self.asked
        self.there = await self.milepost.read(scopes.known)
        self._show_tabs(looks=await self.milepost.read(freely.is_on))
        self.header.fact = self.subject()
        found = await self.milepost.read_slowly(f"counting for {view.label.lower()}", view.read, asked)
        if (self.view, self.asked) != (view, asked):
            return  # something else is looked at by now
        anew = self.shown_tab != view.id
        self.found, self.shown_tab = found, view.id
        self.header.fact = self.subject()
        self.nothing = view.is_empty(found)
        self._show_nothing(self.nothing)
        if not self.nothing:
            self.hide_pane(not view.first(found))
            self._paint(view.first(found) if anew else self.rows.line_id)
            if self.focused is None:
                self.focus_home()
            self._follow()

    def _show_tabs(self, *, looks: bool) -> None:
        wanted = VIEWS + (WHERE_ON if looks else ())
        if wanted != self.views:
            self.views = wanted
            self.query_one(TabsRow).show(_tabs(wanted))

    def _show_nothing(self, nothing: bool) -> None:
        rows, empty = self.rows, self.query_one(EmptyState)
        rows.display, empty.display = not nothing, nothing
        self.hide_pane(nothing)
        if nothing:
            empty.say("No data yet.", self.view.will, WAYS_ON_IN.get(self.view.id, WAYS_ON))
            self.notices.standing = None
        self.refresh_chrome()

    @property
    def has_pane(self) -> bool:
        """Whether the pane is in sight."""
        return self.app.size.width >= WITH_PANE

    def _room(self, focused: str) -> Room:
        return Room(self.has_pane, self.app.size.height - 6, focused, self.milepost.look)

    def _paint(self, focused: str) -> None:
        """Paint the rows, with the focus on one of them; or what explains one, where there is no pane."""
        if self.found is None or self.nothing:
            return
        self.rows.indent, self.rows.inner = (6, PANE_WIDTH) if self.explaining else (2, None)
        if self.explaining:
            said = self.view.pane(self.found, self.explaining, self.detail, self.milepost.look)
            self.rows.show([replace(said[0], id=self.explaining), *said[1:]] if said else (), keep=False)
            return
        self.rows.show(self.view.lines(self.found, self._room(focused)))
        if focused and self.rows.line_id != focused:
            self.rows.choose(focused)

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Let the bar of the focused line stand out, and the pane follow."""
        if event.view is self.rows:
            self._paint(event.line)
            self._follow()

    def _follow(self) -> None:
        self.refresh_chrome()
        if self.line:
            work = self._read_detail(self.view, self.asked, self.line)
            self.milepost.run_guarded(work, group="pane", node=self, exclusive=True)

    async def _read_detail(self, view: InsightView, asked: Asked, line: str) -> None:
        await asyncio.sleep(FOLLOW)
        detail = await self.milepost.read(view.detail, asked, line)
        if (self.view, self.asked, self.line) != (view, asked, line) or self.found is None or self.nothing:
            return
        self.detail = detail
        if self.explaining:
            self._paint("")
        self.show_pane(view.pane(self.found, line, detail, self.milepost.look))

    # Looking at something else.

    def on_tabs_row_chosen(self, _event: TabsRow.Chosen) -> None:
        """Show another view."""
        self.explaining, self.found = "", None
        self.show_pane(())
        self.reload()

    def next_part(self) -> None:
        """Show the next view."""
        self.next_tab()

    def part_before(self) -> None:
        """Show the view before."""
        self.tab_before()

    def days(self) -> None:
        """Ask for other days."""
        if isinstance(self.found, Groups):
            ask_period(self.milepost, self.found.periods, self.found.period, self._take_period)
            return
        scopes.ask_days(self.milepost, self.asked.scope, self._take)

    def _take_period(self, period: Period) -> None:
        self.period, self.explaining = period, ""
        self.reload()

    def whom(self) -> None:
        """Ask whom to look at."""
        scopes.ask_whom(self.milepost, self.asked.scope, self.there, self._take)

    def _take(self, scope: Scope) -> None:
        self.scope, self.explaining = scope, ""
        self.reload()

    def how(self) -> None:
        """Change between flow and cohort."""
        self.flow_or_cohort = View.COHORT if self.flow_or_cohort is View.FLOW else View.FLOW
        self.explaining = ""
        self.reload()

    def suppose(self) -> None:
        """Ask what the focused rate of a class is supposed to be."""
        ask(self.milepost, self.found, self.line, self.asked, self._suppose)

    def keep_call(self) -> None:
        """Ask which call is kept for calibration."""
        from tui.screens.calibration import ask_call

        ask_call(self.milepost, self.reload)

    def _suppose(self, asked: Asked) -> None:
        self.supposed = asked.suppose
        self.reload()

    def on_resize(self, event: Resize) -> None:
        """Paint for the new size; what had no pane may have one now."""
        super().on_resize(event)
        focused = self.line
        self.explaining = ""
        self._paint(focused)

    def on_screen_resume(self) -> None:
        """Paint again: names, signs or days may read otherwise now."""
        super().on_screen_resume()
        self._paint(self.line)

    # Opening.

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """List the people behind the line."""
        if event.view is self.rows:
            self.open_current()

    def open_current(self) -> None:
        """List the people behind the focused line; where there is no pane, show first what explains it."""
        if self.explains_first:
            self.explaining = self.line
            self._paint("")
            self._follow()
        elif call := call_of(self.line):
            from tui.screens.calibration import CalibrationScreen

            self.milepost.push_screen(CalibrationScreen(call))
        elif (people := self.people) is not None:
            self.milepost.run_guarded(self._list(people))

    def back(self) -> None:
        """Come back from what explains a line."""
        if self.explaining:
            line, self.explaining = self.explaining, ""
            self._paint(line)
            self._follow()
        else:
            super().back()

    async def _list(self, people: Callable[[Workbook], array[int]]) -> None:
        many, cases = await self.milepost.read_slowly("looking for the people", _pick, people)
        if not many:
            self.notice("Nobody is left to list: they were erased.", "open")
            return
        from tui.screens.people import PeopleScreen

        self.milepost.go("people")
        screen = self.milepost.get_screen("people")
        if isinstance(screen, PeopleScreen):
            await screen.was_read.wait()
            screen.open_view(SavedView(0, "", "picked"))
            self.milepost.notice(_listed(many, cases), "here", [("g i", "back")])

    # Files.

    def export(self) -> None:
        """Ask for the format and the folder, and write the view."""
        options = [Option(form.value, label, fact) for form, label, fact in FORMATS]

        def chosen(form: str | None) -> None:
            if form is not None:
                self._ask_where(TableFormat(form))

        self.milepost.push_screen(Choice(f"Export {self.view.label.lower()}", options, "as a table"), chosen)

    def weekly(self) -> None:
        """Ask which week, and write its page for the people that are looked at."""
        from tui.screens.insights_weekly import ask_weekly

        ask_weekly(self.milepost, self.asked.scope, scopes.whom_words(self.asked.scope, self.there), self.notice)

    def _ask_where(self, form: TableFormat) -> None:
        from tui.settings.config import exports_path

        where = Field(key="folder", label="Folder", value=short_path(exports_path()), required=True, longest=1000)

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                folder = Path(values["folder"]).expanduser().absolute()
                self.milepost.run_guarded(self._export(folder, form))

        label = next(label for one, label, _ in FORMATS if one is form)
        self.milepost.push_screen(Form("Export", [where], fact=f"{self.view.label} as {label}, Enter writes"), answered)

    async def _export(self, folder: Path, form: TableFormat) -> None:
        written = await self.milepost.read(_write, self.view, self.found, folder, form)
        self.notice(f"{self.view.label} written to {short_path(written)}.")


def _tabs(views: Sequence[InsightView]) -> list[Tab]:
    return [Tab(view.id, view.label, short=view.short) for view in views]


def _pick(wb: Workbook, people: Callable[[Workbook], array[int]]) -> tuple[int, int]:
    """Keep the people of a line for the filter `picked`: how many they are, and how many cases they stand for."""
    cases = people(wb)
    wb.picked = array("q", dict.fromkeys(cases))
    return len(wb.picked), len(cases)


def _listed(many: int, cases: int) -> str:
    """Say who is listed, and why they are fewer than what the line counts."""
    said = f"{count(many, 'person', 'people')} from Insights"
    return f"{said}, for {cases:,} cases: some stand for several." if cases > many else f"{said}."


def _write(wb: Workbook, view: InsightView, found: Any, folder: Path, form: TableFormat) -> Path:
    return tables.written(wb, folder, form, view.table(wb, found))
