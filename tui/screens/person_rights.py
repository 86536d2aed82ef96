"""What a person may ask, on their page: to see what is held, to have it corrected, to be left alone, to be erased."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.workbook import erasing, holding, requests
from domain.workbook.requests import Kind
from domain.workbook.wording import count, day_month
from tui.lines import GAP, Line, text
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.person_acts import UNDO, told_path
from tui.widgets import fields
from tui.widgets.told import Told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from domain.workbook import Workbook
    from domain.workbook.erasing import Erased, Preview
    from tui.app import MilepostApp
    from tui.look import Look
    from tui.screens.person_acts import Whom

FILES_SHOWN = 4
"""Files that are named before somebody is erased; all of them are afterwards."""
ASKS = {"correct": Kind.CORRECT, "stop": Kind.STOP, "ask_erase": Kind.ERASE}


async def hold(app: MilepostApp, whom: Whom, form: str = "txt") -> None:
    """Write everything that is held of them as one file."""
    from tui.settings import config

    made = await app.write_slowly("writing what is held", holding.to_file, config.exports_path(), whom.person, form)
    where = told_path(app, made.path)
    app.notice(f"Read it before you hand it over: {where}.", keys=UNDO)


async def offer(
    app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]], leave: Callable[[bool], None]
) -> None:
    """Show what they asked so far, and what they may ask; `leave` hears before and after that nobody is to be shown."""
    asked = await app.read(_asked, whom.person)
    duty = any(line.startswith("To be kept") and not line.endswith("no longer.") for line in asked)
    options = [
        Option("txt", "What we hold, as text", "one file, for them to read"),
        Option("json", "What we hold, for programs", "JSON"),
        Option("correct", "They asked to have something corrected", "done by the next correction"),
        Option("stop", "They asked not to be contacted", "holds at once, on every channel"),
        Option("ask_erase", "They asked to be erased", "noted with today's date"),
        Option("keep", "The record must be kept until a day", "a law or a claim asks for it"),
        Option("release", "It need no longer be kept", "", "" if duty else "no duty to keep it"),
        Option("erase", "Erase them…", "for good; the name is typed first"),
    ]

    def chosen(choice: str | None) -> None:
        if choice in holding.FORMATS:
            app.run_guarded(hold(app, whom, choice))
        elif choice in ASKS:
            app.run_guarded(_ask(app, whom, ASKS[choice], done))
        elif choice == "keep":
            _keep(app, whom, done)
        elif choice == "release":
            app.run_guarded(_release(app, whom, done))
        elif choice == "erase":
            app.open_with(_offer_erasing(app, whom, leave))

    app.push_screen(Choice("Their rights", options, app.look.name(whom.name), lines=asked[:3]), chosen)


def _asked(wb: Workbook, person: int) -> list[str]:
    with wb.store.read() as tx:
        said = [requests.words_of(wb, one) for one in requests.of_person(tx, person)]
    return [f"{words[:1].upper()}{words[1:]}." for words in said]


async def _ask(app: MilepostApp, whom: Whom, kind: Kind, done: Callable[[], Awaitable[object]]) -> None:
    await app.write(requests.ask, whom.person, kind)
    await done()
    app.notice(f"Noted: {app.look.name(whom.name)} asked {requests.WORDS[kind]}.", keys=UNDO)


async def _release(app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]]) -> None:
    await app.write(requests.release, whom.person)
    await done()
    app.notice("The record need no longer be kept.", keys=UNDO)


def _keep(app: MilepostApp, whom: Whom, done: Callable[[], Awaitable[object]]) -> None:
    asked = (
        fields.Field(key="until", label="Until", kind=fields.Kind.DATE, hint="31 dec 2027, or +90", required=True),
        fields.Field(key="why", label="Why", hint="which law or claim", required=True, longest=requests.MAX_WHY),
    )

    async def save(values: dict[str, str]) -> None:
        await app.write(requests.keep, whom.person, date.fromisoformat(values["until"]), values["why"])

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_kept(app, date.fromisoformat(values["until"]), done))

    app.push_screen(Form("Keep the record", asked, save, fact=app.look.name(whom.name)), closed)


async def _kept(app: MilepostApp, until: date, done: Callable[[], Awaitable[object]]) -> None:
    await done()
    app.notice(f"The record is kept until {day_month(until, app.today)}; nobody erases it before.", keys=UNDO)


# erasing -------------------------------------------------------------------------------------------------------------


class EraseForm(Form):
    """What goes, what stays and what cannot be taken back; their whole name, typed, erases them."""

    def __init__(self, shown: Preview, look: Look, leave: Callable[[bool], None]) -> None:
        """Ask for the name of the person of ``shown``; ``leave`` hears that their page has nobody to show."""
        name = fields.Field(
            key="name",
            label="Their name",
            hint="the whole name, to confirm",
            required=True,
            private=True,
            check=lambda typed: "" if erasing.confirms(shown.name, typed) else "That is not their name.",
        )
        super().__init__("Erase for good", [name], self._erase, fact=look.name(shown.name))
        self.shown = shown
        self.look = look
        self.leave_page = leave
        self.erased: Erased | None = None

    def compose_main(self) -> ComposeResult:
        """Put what it means above the field."""
        view = Told(erase_lines(self.shown, self.look), indent=4, inner=72)
        view.styles.height = len(view.lines)
        yield view
        yield from super().compose_main()

    async def _erase(self, values: dict[str, str]) -> None:
        doing = "erasing, and sweeping the workbook"
        self.leave_page(True)
        try:
            self.erased = await self.milepost.write_slowly(doing, erasing.erase, self.shown.person, values["name"])
        finally:
            self.leave_page(self.erased is not None)


def erase_lines(shown: Preview, look: Look) -> list[Line]:
    """Return what must be read before somebody is erased."""
    lines = [
        GAP,
        *text(f"Goes: {', '.join(('the card', *shown.goes))}, all of its history, and what the search holds.", "", 72),
        *text("Stays: a count of each application, without a name.", "", 72),
        *text("Nothing takes it back. Backups from before hold them still.", "bold due", 72),
    ]
    if shown.sent:
        lines += text(f"They have {count(shown.sent, 'slip')} of ours, on paper or by mail.", "muted", 72)
    if files := [*shown.files, *shown.lists]:
        lines += [GAP, *text("Files that nobody takes back; delete them by hand:", "", 72)]
        named = [f"{file.kind}: {file.file}" for file in files[:FILES_SHOWN]] if not look.hide_names else []
        lines += [line for words in named for line in text(words, "muted", 72)]
        if more := len(files) - len(named):
            lines += text(f"and {count(more, 'more file')}." if named else f"{count(more, 'file')}.", "muted", 72)
    if shown.apart:
        lines += [GAP, *text("What they may have said freely goes when these files are opened next:", "", 72)]
        places = shown.apart if not look.hide_names else (f"{count(len(shown.apart), 'file')}.",)
        lines += [line for words in places for line in text(words, "muted", 72)]
    return [*lines, GAP]


async def _offer_erasing(app: MilepostApp, whom: Whom, leave: Callable[[bool], None]) -> None:
    shown = await app.read(erasing.preview, whom.person)
    if shown.refused:
        app.notice(f"Not erased: {shown.refused}", "open")
        return
    form = EraseForm(shown, app.look, leave)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None and form.erased is not None:
            app.back()
            _tell(app, form.erased)

    app.push_screen(form, closed)


def _tell(app: MilepostApp, done: Erased) -> None:
    files = f" {count(len(done.files), 'file')} outside may still name them." if done.files else ""
    left = " Not all pages could be swept yet; the next start does it." if done.left else ""
    app.notice(f"Erased for good.{files}{left}", "done")
