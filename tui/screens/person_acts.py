"""What can be done for a person from the list of people and from their page, with the questions it takes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.errors import Stopped
from domain.model.lazily import dataclass
from domain.model.terms import ACCOUNT_TESTS, GONE, MilestoneId, State
from domain.workbook import applications, decisions, exporting, exports, fitting, openings, rerouting, slips
from domain.workbook.wording import day_month
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.workbook import Workbook
    from domain.workbook.journeys import Page
    from tui.app import MilepostApp

JOURNEYS = 20
"""Journey reports that are read and written at a time."""
MOST = 9
"""Options that a digit can choose."""
UNDO = (("u", "undo"),)


@dataclass(frozen=True, slots=True)
class Whom:
    """The person that something is done for, and the application it is about (0 = none)."""

    person: int
    name: str
    application: int = 0


ENDINGS: tuple[tuple[State, str, str], ...] = (
    (State.WITHDREW, "Withdrew", "they chose to stop here"),
    (State.NO_SHOW, "No-show, with notice", "they told us before"),
    (State.NOT_SELECTED, "Not selected", "we go on with others"),
    (State.OUTSCORED, "Outscored", "met the standard, the class is full"),
    (State.DECLINED, "Said no to the offer", "their choice"),
    (State.CLIENT_DECLINED, "Not taken by the client", "open for another account"),
    (State.UNREACHABLE, "Could not be reached", "open again when they reply"),
    (State.DUPLICATE, "Entered twice", "the other entry goes on; no slip"),
)
"""How an application can end, as it is offered."""


# Moving and beginning.


async def offer_move(app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]]) -> None:
    """Show every other opening with their hurdles and what counts there; a digit moves them."""
    from tui.screens.reroute import RerouteScreen

    if not (await app.read(rerouting.ways, whom.person)).routes:
        app.notice("There is no other opening to move to.", "open")
        return
    app.open_page(RerouteScreen(whom.person, done))


async def move(app: MilepostApp, whom: Whom, opening: int, done: Callable[[], Awaitable[object]]) -> None:
    """Move them to an opening with the scores that are valid there."""
    await app.write(fitting.move, whom.application, opening)
    await done()
    app.notice(f"{app.look.name(whom.name)} moved, valid scores went along.", keys=UNDO)


async def offer_opening(app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]]) -> None:
    """Ask which opening, the next class first, and put them on it."""
    found = await app.read(openings.listing)
    if not found:
        app.notice("There is no opening yet.", "open", keys=[("g o", "openings")])
        return
    today = app.today
    options = [
        Option(str(row.id), row.name, f"{row.taken} of {row.seats} seats, starts {day_month(row.starts, today)}")
        if row.starts
        else Option(str(row.id), row.name, f"{row.taken} of {row.seats} seats")
        for row in found
    ]

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.run_guarded(begin(app, whom, int(choice), done))

    app.push_screen(Choice("Put on an opening", options), chosen)


async def begin(app: MilepostApp, whom: Whom, opening: int, done: Callable[[], Awaitable[object]]) -> None:
    """Put them on an opening."""
    await app.write(applications.add, whom.person, opening)
    await done()
    app.notice(f"{app.look.name(whom.name)} is on an opening now.", keys=UNDO)


async def add_test(app: MilepostApp, whom: Whom, test: MilestoneId, done: Callable[[], Awaitable[object]]) -> None:
    """Add an account test to their route."""
    await app.write(applications.add_test, whom.application, test)
    await done()
    app.notice("Test added to the route.", keys=UNDO)


def offer_test(app: MilepostApp, whom: Whom, page: Page, done: Callable[[], Awaitable[object]]) -> None:
    """Choose an account test that is not on their route, and add it."""
    options = [
        Option(post.milestone, f"{post.short} test", "", "" if post.word == "not needed" else "on the route already")
        for post in page.posts
        if post.milestone in ACCOUNT_TESTS
    ]

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.run_guarded(add_test(app, whom, MilestoneId(choice), done))

    app.push_screen(Choice("Add a test", options, "for who aims at a lead or management role"), chosen)


# Ending.


async def no_show(app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]], *, notice: bool = False) -> None:
    """They did not come; the slip says how to come back."""
    await app.write(decisions.no_show, whom.application, notice=notice)
    await done()
    app.notice(f"{app.look.name(whom.name)} did not come, slip drafted.", "no_show", keys=[("f", "slip"), *UNDO])


def offer_ending(app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]]) -> None:
    """Ask how the application ends, then why."""

    def chosen(choice: str | None) -> None:
        if choice == State.NO_SHOW:
            app.run_guarded(no_show(app, whom, done, notice=True))
        elif choice is not None:
            _ask_why(app, whom, State(choice))

    options = [Option(state, label, fact) for state, label, fact in ENDINGS]
    app.push_screen(Choice("End the application", options, "the road so far is kept"), chosen)


def _ask_why(app: MilepostApp, whom: Whom, how: State) -> None:
    label = next(words for state, words, _ in ENDINGS if state is how)
    name = app.look.name(whom.name)
    field = Field(key="reason", label="Reason", hint="in a few words; it is never on a slip")

    async def save(values: dict[str, str]) -> None:
        await end(app, whom, how, values["reason"])

    def closed(values: dict[str, str] | None) -> None:
        if values is not None and how is State.DUPLICATE:
            app.notice(f"{name}: entry closed.", keys=UNDO)
        elif values is not None:
            app.notice(f"{name}: {label.lower()}, slip drafted.", keys=[("f", "slip"), *UNDO])

    app.push_screen(Form(label, [field], save, fact=f"{name}, Enter ends the application"), closed)


async def end(app: MilepostApp, whom: Whom, how: State, reason: str) -> None:
    """End the application; whoever leaves the road gets a slip, an entry made twice does not."""
    if how is State.DUPLICATE:
        await app.write(applications.end, whom.application, how, reason=reason)
    else:
        await app.write(decisions.withdraw, whom.application, how, reason=reason)


# Slips and reports.


def slips_of(wb: Workbook, person: int) -> tuple[int, int]:
    """Return their newest slip that is not delivered and their newest of all; 0 where there is none."""
    found = [slip for slip in slips.listing(wb, "drafted", person_id=person) if slip.id]
    waiting = [slip.id for slip in found if slip.state not in GONE]
    return (waiting[-1] if waiting else 0), (found[-1].id if found else 0)


def open_slip(app: MilepostApp, slip: int) -> None:
    """Show a slip."""
    from tui.screens.slip import SlipScreen

    app.open_page(SlipScreen(slip))


async def open_newest_slip(app: MilepostApp, whom: Whom) -> None:
    """Show their newest slip that is not delivered, else their newest."""
    waiting, newest = await app.read(slips_of, whom.person)
    if waiting or newest:
        open_slip(app, waiting or newest)
    else:
        app.notice(f"{app.look.name(whom.name)} has no slip yet.", "open")


def write_journeys(app: MilepostApp, people: list[int]) -> None:
    """Choose how the journey report of each person is written, and write it."""
    from tui.screens.slips_work import FORMATS

    labels = {**FORMATS, exporting.Format.PDF.value: "PDF, two pages at most"}
    options = [Option(form.value, labels[form.value], form.suffix) for form in exporting.Format]
    title = "Journey report" if len(people) == 1 else f"{len(people):,} journey reports"

    def chosen(form: str | None) -> None:
        if form is not None:
            app.run_guarded(_write_journeys(app, people, exporting.Format(form)))

    app.push_screen(Choice(title, options), chosen)


async def _write_journeys(
    app: MilepostApp, people: list[int], form: exporting.Format, *, standard: bool = False
) -> None:
    """Write them and say where; Milepost's own layout stands in for a template with a mistake where it is chosen.

    What is stopped, or dies, goes on where it was when the same people are chosen again.
    """
    from tui.screens.own_layout import ask_for_layout
    from tui.settings import config

    folder = config.exports_path()
    run = await app.read(exporting.run_of, folder, form, standard)
    whole = False
    try:
        await _write_parts(app, run, people, form)
        whole = True
    except exporting.TemplateFault as fault:
        ask_for_layout(app, fault, lambda: _write_journeys(app, people, form, standard=True))
        return
    except Stopped:
        app.notice(f"Stopped. {run.files + run.there:,} of {_reports(len(people))} are there.", "stopped")
        return
    finally:
        run.close(whole)
    if len(people) == 1 and run.first is not None and not app.hide_names:
        said = f"Journey report written: {short_path(run.first)}."
    else:
        said = f"{_reports(run.files)} written to {short_path(folder)}."
    there = [f"{run.there:,} {'was' if run.there == 1 else 'were'} there already."] if run.there else []
    app.notice(" ".join([said, *there, *run.notes[:1]]))


def _reports(number: int) -> str:
    return f"{number:,} journey {'report' if number == 1 else 'reports'}"


async def _write_parts(app: MilepostApp, run: exporting.Run, people: list[int], form: exporting.Format) -> None:
    """Read some, write them beside the screen, say how far it is, and so on; stopped between any two parts."""
    from tui.settings import config

    doing = "writing the journey report" if len(people) == 1 else f"writing {len(people):,} journey reports"
    with app.slow.watching(doing) as tell:
        for start in range(0, len(people), JOURNEYS):
            some = await app.bridge.call(exporting.journeys_of, people[start : start + JOURNEYS], form)
            await asyncio.to_thread(list, run.write(some))
            at = run.first if len(people) == 1 and run.first is not None else config.exports_path()
            await app.bridge.call(exports.note, exports.JOURNEY, at, people[start : start + JOURNEYS])
            if start + JOURNEYS < len(people):
                tell(f"writing {start + JOURNEYS:,} of {len(people):,} journey reports")


def told_path(app: MilepostApp, path: Path) -> str:
    """Return the path of a file that is named after a person, or its folder while names are hidden."""
    return short_path(path.parent if app.hide_names else path)


def short_path(path: Path) -> str:
    """Return a path as people write it, with ``~`` for their own folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
