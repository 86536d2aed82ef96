"""Handing the keyboard to a candidate, for an exam or the free questions, going on after a break, taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from domain.model.errors import WorkbookError
from domain.model.exam import READ_ALOUD, Part
from domain.workbook import freely
from domain.workbook.exam_room import papers
from tui import seat as seats
from tui.kiosk.freely import FreelyScreen
from tui.kiosk.locked import LockedScreen
from tui.kiosk.screen import KioskScreen
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.widgets.fields import Field

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from domain.workbook.exam_room.papers import Plan
    from tui.places import Milepost

ALL = "all"
KEYBOARD = "keyboard"
FEW = 4
"""Parts that can be named on one line."""
WHERE_ELSE = "This seat is kept for an exam of another workbook."


async def offer(app: Milepost, application: int) -> None:
    """Ask which parts somebody takes, and for the staff code; then hand the keyboard over.

    Raises:
        WorkbookError: where their exam cannot begin, or is decided.
    """
    plan = await app.read(papers.plan, application)
    missing = [offer.part for offer in plan.offers if not offer.entered]
    alone = [part for part in missing if part not in READ_ALOUD]
    options = []
    if len(alone) > 1:
        options.append(Option(KEYBOARD, "All but what is read aloud", _names(alone)))
    if len(missing) > len(alone) and len(missing) > 1:
        options.append(Option(ALL, "All that is missing", _names(missing)))
    options += [Option(str(each.part), each.name, _fact(each)) for each in plan.offers]
    groups = {KEYBOARD: alone, ALL: missing} | {str(each.part): [each.part] for each in plan.offers}

    def chosen(choice: str | None) -> None:
        if choice is not None:
            _ask_code(app, partial(_hand_exam, app, plan, groups[choice]))

    name = app.look.name(plan.name)
    app.push_screen(Choice(f"Hand the keyboard to {name}", options, "they see nobody else's data"), chosen)


def _names(parts: Sequence[Part]) -> str:
    """The parts, or how many they are where their names would push the words before them aside."""
    if len(parts) > FEW:
        return f"{len(parts)} parts, {sum(part in READ_ALOUD for part in parts)} of them read aloud"
    return ", ".join(part.replace("_", " ") for part in parts)


def _fact(offer: papers.Offer) -> str:
    aloud = "read aloud" if offer.part in READ_ALOUD else ""
    state = "goes on where it stopped" if offer.begun else "entered already" if offer.entered else ""
    return ", ".join(word for word in (aloud, state) if word)


GIVES_BACK = "gives the screen back; if it is forgotten: milepost unlock"


def _ask_code(
    app: Milepost, hand_over: Callable[[seats.SeatFiles, seats.Code], Awaitable[object]], fact: str = GIVES_BACK
) -> None:
    files = seats.SeatFiles(app.seat_name)
    last = files.last_code()
    hint = "4 to 12 digits"
    fields = [
        Field(
            key="code",
            label="Staff code",
            hint=f"{hint}; empty: as last time" if last else hint,
            required=last is None,
            secret=True,
        ),
        Field(key="again", label="Once more", hint="the same digits", required=last is None, secret=True),
    ]

    async def save(values: dict[str, str]) -> None:
        typed, again = values["code"].strip(), values["again"].strip()
        if typed != again:
            raise seats.differing()
        code = last if last is not None and not typed else seats.make_code(typed)
        assert code is not None
        await hand_over(files, code)

    app.push_screen(Form("Staff code", fields, save, fact=fact), partial(_show, app))


async def _hand_exam(
    app: Milepost, plan: Plan, parts: Sequence[Part], files: seats.SeatFiles, code: seats.Code
) -> None:
    sitting = await app.write(papers.hand_over, plan.application, parts)
    ids = tuple(paper.id for paper in sitting.papers)
    seat = seats.Seat(seats.mark_of(app.where), sitting.attempt, code, ids)
    _take_seat(app, files, seat)
    app.kept_by = KioskScreen(seat, files, _ended(app), sitting=sitting)


async def offer_free(app: Milepost, person: int, name: str) -> None:
    """Ask for the staff code; then hand the keyboard over for the free questions.

    Raises:
        WorkbookError: where this site has none.
    """
    await app.read(freely.page, person)
    _ask_code(app, partial(_hand_free, app, person), f"for {name} alone: you see nothing of what they say")


async def _hand_free(app: Milepost, person: int, files: seats.SeatFiles, code: seats.Code) -> None:
    page = await app.write(freely.offer, person)
    seat = seats.Seat(seats.mark_of(app.where), 0, code, person=page.person)
    _take_seat(app, files, seat)
    app.kept_by = FreelyScreen(seat, files, _ended(app), page=page)


def _take_seat(app: Milepost, files: seats.SeatFiles, seat: seats.Seat) -> None:
    holder = seats.Holder(files)
    if not holder.take():
        raise seats.taken()
    try:
        files.keep(seat)
    except WorkbookError:
        holder.release()
        raise
    app.holder = holder


def _ended(app: Milepost) -> Callable[[], Awaitable[object]]:
    async def ended() -> None:
        _free(app)
        app.acts += 1
        app.pop_screen()

    return ended


def _show(app: Milepost, values: dict[str, str] | None) -> None:
    if values is not None and isinstance(app.kept_by, LockedScreen):
        app.push_screen(app.kept_by)


def _free(app: Milepost) -> None:
    app.kept_by = None
    if app.holder is not None:
        app.holder.release()
        app.holder = None


async def resume(app: Milepost) -> bool:
    """Go on with the exam that this seat is kept for, still locked; False where the program that runs it is alive."""
    files = seats.SeatFiles(app.seat_name)
    holder = seats.Holder(files)
    if not holder.take():
        return False
    seat = files.kept()
    if seat is None:
        holder.release()
        return False
    app.holder = holder
    trouble = WHERE_ELSE if seat.where != seats.mark_of(app.where) else ""

    async def ended() -> None:
        _free(app)
        await app.begin_unkept()

    kiosk: LockedScreen = (FreelyScreen if seat.person else KioskScreen)(
        seat, files, ended, trouble=trouble or "One moment."
    )
    app.kept_by = kiosk
    failed = await app.opened()
    app.trouble_at_start = failed
    if failed is not None and not trouble:
        trouble = "This cannot go on just now." if seat.person else "The exam cannot go on just now."
    kiosk.trouble = trouble
    await app.push_screen(kiosk)
    return True
