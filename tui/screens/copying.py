"""What ``y`` copies of a person and of a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import exporting
from tui.screens.person_parts import contact_phrases

if TYPE_CHECKING:
    from datetime import datetime

    from domain.workbook.journeys import Page as Journey
    from domain.workbook.slip_desk import Desk
    from tui.look import Look


def person_card(look: Look, page: Journey, now: datetime) -> str:
    """Return who they are, how to reach them, how far they are and why; as it shows, so without hidden names."""
    application = page.application
    lines = (
        look.name(page.person.name),
        application.opening_name if application else "On no opening",
        ", ".join(phrase for phrase in contact_phrases(look, page, now) if phrase),
        page.headline,
        page.detail,
    )
    return "\n".join(line for line in lines if line)


def slip_words(desk: Desk) -> str:
    """Return the slip word for word, as plain text; nothing while something is missing that must be there."""
    return "" if desk.slip.blocks and not desk.frozen else exporting.slip_text(desk.slip.document)
