"""Keeping somebody in the pool, renewing them and letting them go, from their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import pooling
from domain.workbook.wording import day_month
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.person_acts import UNDO
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.workbook.journeys import Page
    from tui.app import MilepostApp

RENEW, LET_GO, NOT_WANTED = "renew", "let_go", "not_wanted"
SAID_YES = (("", "not asked, or no"), ("1", "yes, they said so"))


def offer(app: MilepostApp, page: Page, done: Callable[[], Awaitable[object]]) -> None:
    """Keep somebody who is not kept; else ask whether they are renewed, let go, or do not want it."""
    if page.pool is None:
        _keep(app, page, done)
        return
    name = app.look.name(page.person.name)
    options = [
        Option(RENEW, "Renew", "they still look: their days begin again"),
        Option(LET_GO, "Let go", "with a reason; they may come in again"),
        Option(NOT_WANTED, "They do not want it", "gone at once, until they say yes again"),
    ]

    def chosen(choice: str | None) -> None:
        if choice == LET_GO:
            _let_go(app, page, done)
        elif choice is not None:
            app.run_guarded(_change(app, page, choice, done))

    app.push_screen(Choice(f"{name} in the pool", options, page.kept[0]), chosen)


async def _change(app: MilepostApp, page: Page, how: str, done: Callable[[], Awaitable[object]]) -> None:
    name = app.look.name(page.person.name)
    if how == RENEW:
        until = await app.write(pooling.renew, page.person.id)
        said = f"{name} stays in the pool until {day_month(until, app.today)}."
    else:
        await app.write(pooling.not_wanted, page.person.id)
        said = f"{name} is no longer in the pool."
    await done()
    app.notice(said, keys=UNDO)


def _keep(app: MilepostApp, page: Page, done: Callable[[], Awaitable[object]]) -> None:
    name = app.look.name(page.person.name)
    fields = [Field(key="words", label="Why", hint="as in 'strong on chat, moves here in May'", longest=120)]
    if not page.person.ok_keep:
        fields.append(Field(key="agreed", label="Ok to keep", kind=Kind.CHOICE, choices=SAID_YES, value=""))

    async def save(values: dict[str, str]) -> None:
        await app.write(pooling.keep, page.person.id, values["words"], agreed=bool(values.get("agreed")))

    _ask(app, "Keep in the pool", fields, save, done, f"{name} is in the pool.", name)


def _let_go(app: MilepostApp, page: Page, done: Callable[[], Awaitable[object]]) -> None:
    name = app.look.name(page.person.name)
    field = Field(key="words", label="Why", hint="as in 'found another job'", longest=120)

    async def save(values: dict[str, str]) -> None:
        await app.write(pooling.let_go, page.person.id, values["words"])

    _ask(app, "Let go from the pool", [field], save, done, f"{name} is no longer in the pool.", name)


def _ask(
    app: MilepostApp,
    title: str,
    fields: list[Field],
    save: Callable[[dict[str, str]], Awaitable[object]],
    done: Callable[[], Awaitable[object]],
    said: str,
    name: str,
) -> None:
    async def tell() -> None:
        await done()
        app.notice(said, keys=UNDO)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(tell())

    app.push_screen(Form(title, fields, save, fact=name), closed)
