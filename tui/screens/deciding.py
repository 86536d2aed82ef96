"""Deciding an attempt, the same from score sheet and board: the act, the reason it may take, the notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import Result
from domain.workbook import decisions, second_ratings
from domain.workbook.decisions import NeedsReason, NeedsSecond
from tui.results import RESULTS
from tui.screens.form import Form
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui.app import MilepostApp


async def decide(
    app: MilepostApp,
    attempt: int,
    name: str,
    result: Result,
    done: Callable[[], Awaitable[object]],
    *,
    reason: str = "",
    second: str = "",
) -> None:
    """Finish an attempt of somebody called `name`, run `done`, and say so; ask for a reason where it takes one.

    Raises:
        WorkbookError: as `decisions.decide` does.
    """
    try:
        decided = await app.write(decisions.decide, attempt, result, reason=reason, second=second)
    except NeedsSecond:
        await app.write(second_ratings.ask_in_band, attempt)
        await done()
        said = "Borderline: a second look decides, and is asked for."
        app.notice(said, "borderline", keys=[("S", "go on"), ("u", "undo")])
        return
    except NeedsReason as needed:
        _ask_reason(app, attempt, name, result, done, needed)
        return
    await done()
    glyph, word = RESULTS[result]
    keys = [("f", "slip"), *([("r", "elsewhere")] if result is Result.NOT_YET else []), ("u", "undo")]
    chance = " They had little chance: a second look is open." if decided.second_look else ""
    app.notice(f"{app.look.name(name)}: {word}, slip drafted.{chance}", glyph, keys=keys)


def _ask_reason(
    app: MilepostApp,
    attempt: int,
    name: str,
    result: Result,
    done: Callable[[], Awaitable[object]],
    needed: NeedsReason,
) -> None:
    fields = [Field(key="reason", label="Reason", hint=needed.asks, required=True)]
    if needed.second:
        fields.append(Field(key="second", label="Second", hint="who looked at it with you", required=True))

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            given = {"reason": values["reason"], "second": values.get("second", "")}
            app.run_guarded(decide(app, attempt, name, result, done, **given))

    app.push_screen(Form(needed.title, fields, fact=f"{needed.message} {needed.hint}"), answered)
