"""Whose time is over: who would be erased by rule, with their last day, and the count that is typed to erase them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook import retention
from domain.workbook.wording import count, day_month
from tui.lines import GAP, Line, text
from tui.screens.form import Form
from tui.widgets import fields
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from textual.app import ComposeResult

    from domain.workbook.erasing import Erased
    from domain.workbook.retention import Plan
    from tui.app import MilepostApp
    from tui.look import Look

NAMED = 200
"""People who are named; those whose last day is the longest ago."""
LIST_ROWS = 14
"""Lines of the list that are in sight on a screen of 24 rows."""


async def offer(app: MilepostApp) -> None:
    """Show who would go, or say that nobody would."""
    plan: Plan = await app.read_slowly("looking whose time is over", retention.plan)
    if not plan.due:
        rule = f"kept for {plan.days:,} days, that is since {day_month(plan.before, app.today)}"
        app.notice(f"Nobody's time is over: {rule}. {stay_words(plan)}".rstrip(), "done")
        return
    form = RetentionForm(plan, app.look, app.today)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None and form.erased is not None:
            app.notice(_told(form.erased), "done")

    app.push_screen(form, closed)


def stay_words(plan: Plan) -> str:
    """Say who stays although nothing happened with them for so long: '3 were hired, 2 wait for us.'; '' for nobody."""
    return ", ".join(_stays(plan)).capitalize() + "." if any(_stays(plan)) else ""


def _stays(plan: Plan) -> Iterator[str]:
    reasons = ((plan.hired, "hired"), (plan.waiting, "waiting for our answer"), (plan.held, "to be kept for now"))
    return (f"{number:,} {why}" for number, why in reasons if number)


def _told(done: Erased) -> str:
    people = "1 person" if done.people == 1 else f"{done.people:,} people"
    files = f" {count(len(done.files), 'file')} outside may still name them." if done.files else ""
    left = " Not all pages could be swept yet; the next start does it." if done.left else ""
    return f"{people} erased for good.{files}{left}"


class RetentionForm(Form):
    """Who goes, and since when nothing happened with them; their number, typed, erases all of them."""

    def __init__(self, plan: Plan, look: Look, today: date) -> None:
        """Show a plan."""
        many = len(plan.due)
        confirm = fields.Field(
            key="many",
            label="How many",
            hint=f"type {many} to erase {'them' if many > 1 else 'this one'} for good",
            required=True,
            check=lambda typed: "" if typed.replace(",", "") == str(many) else f"There are {many:,}.",
        )
        super().__init__("Whose time is over", [confirm], self._erase, fact=f"kept for {plan.days:,} days")
        self.plan = plan
        self.look = look
        self.today = today
        self.erased: Erased | None = None

    def compose_main(self) -> ComposeResult:
        """Put who goes above the field."""
        lines = LineView(plan_lines(self.plan, self.look, self.today), indent=4, inner=72)
        lines.styles.height = min(len(lines.lines), self.app.size.height - (24 - LIST_ROWS))
        yield lines
        yield from super().compose_main()

    async def _erase(self, _values: dict[str, str]) -> None:
        doing = "erasing, and sweeping the workbook"
        self.erased = await self.milepost.write_slowly(doing, retention.apply, self.plan)


def plan_lines(plan: Plan, look: Look, today: date) -> list[Line]:
    """Return what must be read before people are erased by rule: how many, what it means, and who."""
    many = f"{len(plan.due):,} {'person' if len(plan.due) == 1 else 'people'}"
    stays = f" {stay_words(plan)} They stay." if stay_words(plan) else ""
    lines = [
        GAP,
        *text(f"{many} would go, with whom nothing happened since {day_month(plan.before, today)}.{stays}", "", 72),
        *text("With them go the card, every attempt and slip, and what the search holds.", "", 72),
        *text("Nothing takes it back. Backups from before hold them still.", "bold due", 72),
        GAP,
        Line((("Person", "muted"),), (("Last step", "muted"),)),
    ]
    named = plan.due[:NAMED]
    lines += [
        Line(((look.name(one.name), ""),), ((day_month(one.last, today), "muted"),), id=str(one.person))
        for one in named
    ]
    if more := len(plan.due) - len(named):
        lines.append(Line(((f"and {more:,} more", "muted"),)))
    return lines
