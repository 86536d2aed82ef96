"""Critical errors: noting one with its quote, putting the second name to it, or saying that it does not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import attempts
from tui.safe_text import cut
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from domain.workbook.attempts import Sheet
    from tui.app import MilepostApp

    Done = Callable[[], Awaitable[object]]

UNDO = (("u", "undo"),)
NOTED, CONFIRM, CLEAR, SHEET = "noted:", "confirm", "clear", "sheet"


def offer(app: MilepostApp, sheet: Sheet, card: int, done: Done) -> None:
    """Ask which critical error it was; those noted already that want a second name come first."""
    waiting = [one for one in sheet.criticals if not one.second and not one.cleared]
    settle = [Option(f"{NOTED}{one.id}", cut(f"Settle: {one.quote}", 60), "second name missing") for one in waiting]
    new = [
        Option(error.id, cut(error.trigger, 70), error.effect.replace("_", " "))
        for error in sheet.milestone.critical_errors
    ]

    def chosen(choice: str | None) -> None:
        if choice is not None and choice.startswith(NOTED):
            noted = next(one for one in waiting if one.id == int(choice.removeprefix(NOTED)))
            offer_settling(app, noted.id, noted.by, noted.quote, done)
        elif choice is not None:
            _ask_quote(app, sheet.attempt, card, choice, done)

    app.push_screen(Choice("Critical error", [*settle, *new], "needs a quote and a second name"), chosen)


def _ask_quote(app: MilepostApp, attempt: int, card: int, error: str, done: Done) -> None:
    fields = [
        Field(key="quote", label="Quote", hint="what was said or done, word for word", required=True),
        Field(key="second", label="Second", hint="who saw it with you; can follow later"),
    ]

    async def store(quote: str, second: str) -> None:
        await app.write(attempts.critical, attempt, error, quote, second=second, card=card)
        await done()
        left = "" if second.strip() else " It waits for its second name on Today."
        app.notice(f"Critical error noted.{left}", "stopped", keys=UNDO)

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(store(values["quote"], values["second"]))

    app.push_screen(Form("Critical error", fields, fact="it counts once a second name stands on it"), answered)


def offer_settling(
    app: MilepostApp, critical: int, noted_by: str, quote: str, done: Done, sheet: Callable[[], None] | None = None
) -> None:
    """Ask how a critical error is settled: by a second name, or because it does not stand; or show its sheet."""
    options: Sequence[Option] = [
        Option(CONFIRM, "A second name: it happened", f"noted by {noted_by or 'somebody'}"),
        Option(CLEAR, "It does not stand", "say why"),
        *([Option(SHEET, "Look at the score sheet")] if sheet is not None else []),
    ]

    def chosen(choice: str | None) -> None:
        if choice == CONFIRM:
            field = Field(key="second", label="Second", hint="who looked at it, not who noted it", required=True)
            _ask(app, critical, quote, field, done)
        elif choice == CLEAR:
            _ask(app, critical, quote, Field(key="why", label="Why", hint="one line", required=True), done)
        elif choice == SHEET and sheet is not None:
            sheet()

    app.push_screen(Choice("Critical error", options, cut(f"“{quote}”", 50, app.look.dots)), chosen)


def _ask(app: MilepostApp, critical: int, quote: str, field: Field, done: Done) -> None:
    async def store(given: str) -> None:
        if field.key == "why":
            await app.write(attempts.clear_critical, critical, given)
        else:
            await app.write(attempts.confirm_critical, critical, given)
        await done()
        said = "It does not stand any more." if field.key == "why" else f"Confirmed by {given.strip()}."
        app.notice(said, keys=UNDO)

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(store(values[field.key]))

    app.push_screen(Form("Critical error", [field], fact=cut(f"“{quote}”", 50, app.look.dots)), answered)
