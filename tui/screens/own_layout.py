"""A template of the site that cannot be used: what is wrong with it, and whether to go on with Milepost's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.choice import Choice, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from domain.workbook.exporting import TemplateFault
    from tui.app import MilepostApp

STANDARD, NOTHING = "standard", "nothing"


def ask_for_layout(app: MilepostApp, fault: TemplateFault, again: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Say what is wrong with the template, and do it again with the layout of Milepost if that is chosen."""
    options = [
        Option(STANDARD, "Use the layout of Milepost, this once"),
        Option(NOTHING, "Write nothing, and mend the template"),
    ]

    def answered(choice: str | None) -> None:
        if choice == STANDARD:
            app.run_guarded(again())
        elif choice == NOTHING:
            app.notice(fault.message, "stopped", error=True)

    app.push_screen(Choice("Your template cannot be used", options, lines=(fault.message,)), answered)
