"""Shaping a slip: words at a place, points that come and go, another drill or tip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.slip import ImprovementDraft, StrengthDraft
from domain.workbook import slip_shaping, slips
from domain.workbook.slip_shaping import IMPROVEMENT, STRENGTH, parts_of, point_at, points_of, text_at
from tui.screens.choice import Choice, Option
from tui.screens.slip_page import SlipPage
from tui.screens.slip_parts import (
    chips_of,
    group_of,
    hint_of,
    is_evidence,
    is_text,
    missing,
    row_of,
    shown_tips,
    stop_of,
    tips_of,
    what_is_missing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.slip import SlipDraft
    from domain.workbook.slip_shaping import Place, Point
    from tui.widgets.slip_fields import SlipFields


class SlipEditing(SlipPage):
    """A slip that can be written in and whose points can be changed; every change is stored when it is made."""

    # Writing.

    def edit(self) -> None:
        """Write in the focused field; on a head choose another point, on a tip take it."""
        place = self.place
        self._to_fields()
        if is_text(place):
            self._begin(place)
        elif place.startswith("next_tip"):
            self.milepost.run_guarded(self._tip(parts_of(place)[1]))
        elif parts_of(place)[0] == STRENGTH:
            self.other_strength()
        elif parts_of(place)[0] == IMPROVEMENT:
            self.other_improvement()

    def _begin(self, place: Place, text: str | None = None) -> None:
        desk = self.desk
        if desk is None or desk.frozen:
            return
        self.filling = any(stop_of(finding) == place for finding in desk.slip.blocks)
        stored = text_at(desk.slip.draft, place)
        self.fields.begin(place, stored if text is None else text, hint_of(place), slip_shaping.MAX_WORDS)
        self._show_help()

    def free_line(self) -> None:
        """Write one line of your own."""
        self._to_fields()
        self.free_line_open = True
        self._show_again()
        self._begin("free_text")

    def on_slip_fields_typed(self, event: SlipFields.Typed) -> None:
        """Compose with what is being written; store it when typing rests."""
        if event.rests:
            self.milepost.run_guarded(self._store(event.place, event.text))
        else:
            self.milepost.run_guarded(
                self._preview(event.place, event.text), group="preview", node=self, exclusive=True
            )

    def on_slip_fields_kept(self, event: SlipFields.Kept) -> None:
        """Store what was written; after filling a gap, go to the next one."""
        self.milepost.run_guarded(self._keep(event.place, event.text, event.entered and self.filling))

    async def _keep(self, place: Place, text: str, go_on: bool) -> None:
        await self._store(place, text)
        if place == "free_text" and not text.strip():
            self.free_line_open = False
            self._show_again()
        if go_on and self.desk is not None and not any(stop_of(one) == place for one in self.desk.slip.blocks):
            self.next_missing(quiet=True)

    async def _store(self, place: Place, text: str) -> None:
        """Store words at a place; somebody else's work on the slip stays, and what cannot be stored is kept."""
        async with self._storing:
            desk = self.desk
            if desk is None or slip_shaping.with_text(desk.slip.draft, place, text) == desk.slip.draft:
                self._show_again()
                return
            try:
                theirs = await self.milepost.write(slip_shaping.write, self.slip_id, desk.slip.draft, place, text)
            except Conflict as refused:
                self.milepost.drafts[self._kept_name] = {place: text}
                await self.load()
                self.notice(f'{refused.message} Your words are kept: "{text}"', "stopped", error=True)
                return
            self.milepost.drafts.pop(self._kept_name, None)
            if self.is_here:
                await self.load()
        if theirs:
            self.notice(f'Meanwhile somebody wrote "{theirs}". Yours is kept.', "here", keys=[("u", "take theirs")])

    @property
    def _kept_name(self) -> str:
        return f"slip {self.slip_id}"

    def desk_read(self) -> None:
        """Words that could not be stored come back when they can be."""
        kept = self.milepost.drafts.get(self._kept_name)
        if not kept or self.desk is None or self.desk.frozen or self.fields.place:
            return
        for place, text in kept.items():
            if point_at(self.desk.slip.draft, place) is not None or place in ("better", "free_text"):
                self.free_line_open = self.free_line_open or place == "free_text"
                self._show_again()
                self.milepost.drafts.pop(self._kept_name, None)
                self._begin(place, text)
                return

    async def leave(self) -> None:
        """Quit; what is being written is stored first."""
        fields = self.fields
        if fields.place:
            await self._store(fields.place, fields.typing.value)
        self.milepost.leave()

    # Changing points.

    async def _change(self, draft: SlipDraft, what: str, said: str = "") -> None:
        """Store another draft; where somebody else changed the slip first, show theirs instead."""
        async with self._storing:
            desk = self.desk
            if desk is None or draft == desk.slip.draft:
                return
            try:
                await self.milepost.write(slips.save, self.slip_id, desk.slip.version, draft, what)
            except Conflict as refused:
                await self.load()
                self.notice(f"{refused.message} {refused.hint}", "stopped", error=True)
                return
            await self.load()
        if said:
            self.notice(said, keys=[("u", "undo")])

    async def digit(self, at: int) -> None:
        """Take a ready piece of evidence, or a tip."""
        desk, place = self.desk, self.place
        if desk is None:
            return
        if place.startswith("next_tip"):
            await self._tip(at)
        elif is_evidence(place):
            chips = chips_of(desk, place)
            if at < len(chips):
                what = f"slip: evidence, {chips[at].label}"
                await self._change(slip_shaping.with_chip(desk.slip.draft, place, chips[at]), what, "Evidence saved.")
                self._after_filling()

    def _after_filling(self) -> None:
        """Go on to the next gap where the focused point has none left."""
        desk = self.desk
        if desk is not None and not any(group_of(stop_of(one)) == group_of(self.place) for one in desk.slip.blocks):
            self.next_missing(quiet=True)

    async def _tip(self, at: int) -> None:
        desk = self.desk
        if desk is None:
            return
        tips = shown_tips(desk)
        if at < len(tips):
            await self._take_tip(tips[at])
        elif at == len(tips) < len(tips_of(desk)):
            rest = [tip for tip in tips_of(desk) if tip not in tips]
            options = [Option(tip, tip) for tip in rest]
            self.milepost.push_screen(Choice("One tip", options), self._tip_chosen)

    def _tip_chosen(self, tip: str | None) -> None:
        if tip is not None:
            self.milepost.run_guarded(self._take_tip(tip))

    async def _take_tip(self, tip: str) -> None:
        assert self.desk is not None
        await self._change(replace(self.desk.slip.draft, next_tip=tip), "slip: the tip")
        self._after_filling()

    async def other_drill(self) -> None:
        """Give the point another drill of its criterion."""
        desk, place = self.desk, self.place
        if desk is None:
            return
        point = point_at(desk.slip.draft, place)
        if not isinstance(point, ImprovementDraft):
            self.notice("A drill belongs to a point to work on. Go to one first.", "open")
            return
        drill = desk.drills.get(point.criterion)
        if drill is None:
            self.notice("There is no other drill for this point.", "open")
            return
        self._to_fields()
        self.fields.rows.choose(f"{group_of(place)} drill")
        await self._change(slip_shaping.with_point(desk.slip.draft, place, drill.next), "slip: other drill")

    def other_strength(self) -> None:
        """Choose what else went well, in place of the focused strength."""
        if self.desk is not None:
            self._swap(STRENGTH, self.desk.options.strengths, "What else went well")

    def other_improvement(self) -> None:
        """Choose what else to work on, in place of the focused point."""
        if self.desk is not None:
            self._swap(IMPROVEMENT, self.desk.options.improvements, "What else to work on")

    def _swap(self, kind: str, offered: Sequence[Point], title: str) -> None:
        desk = self.desk
        assert desk is not None
        if not offered:
            self.notice(_no_other(kind), "open")
            return
        place = group_of(self.place)
        if parts_of(place)[0] != kind:
            place = f"{kind} {max(1, len(points_of(desk.slip.draft, kind)))}"
        point = point_at(desk.slip.draft, place)
        options = [Option(str(at), other.title, self._fact(other)) for at, other in enumerate(offered[:9])]
        fact = f"in place of {point.title.lower()}" if point is not None else ""

        def chosen(choice: str | None) -> None:
            if choice is not None:
                self.milepost.run_guarded(self._put(place, offered[int(choice)]))

        self.milepost.push_screen(Choice(title, options, fact), chosen)

    def _fact(self, point: Point) -> str:
        gap = self.desk.gaps.get(point.criterion) if self.desk is not None else None
        if isinstance(point, StrengthDraft) or gap is None:
            return "with evidence" if point.evidence.act else ""
        return f"gap {gap.weight:g} {'x' if self.milepost.look.ascii_only else '×'} {gap.lacks:.0f}"

    async def _put(self, place: Place, point: Point) -> None:
        assert self.desk is not None
        draft = slip_shaping.with_point(self.desk.slip.draft, place, point)
        await self._change(draft, f"slip: {point.title.lower()}")
        self._to_fields()
        self._go_into(place)

    def _go_into(self, place: Place) -> None:
        """Stand on the first gap of a point, else on its head."""
        assert self.desk is not None
        gaps = [row_of(one) for one in missing(self.desk) if group_of(stop_of(one)) == place]
        self.fields.rows.choose(gaps[0] if gaps else place)

    def add_point(self) -> None:
        """Add one more point of the kind in focus; elsewhere ask which."""
        kind = parts_of(self.place)[0]
        if kind in (STRENGTH, IMPROVEMENT):
            self.milepost.run_guarded(self._add(kind))
            return
        options = [Option(STRENGTH, "One more thing that went well"), Option(IMPROVEMENT, "One more thing to work on")]
        self.milepost.push_screen(Choice("Add a point", options), self._kind_chosen)

    def _kind_chosen(self, kind: str | None) -> None:
        if kind is not None:
            self.milepost.run_guarded(self._add(kind))

    async def _add(self, kind: str) -> None:
        desk = self.desk
        if desk is None:
            return
        offered: Sequence[Point] = desk.options.strengths if kind == STRENGTH else desk.options.improvements
        held = len(points_of(desk.slip.draft, kind))
        if held >= desk.rules.max_points:
            self.notice(f"{desk.rules.max_points} at most; keep the others for later.", "open")
        elif not offered:
            self.notice(_no_other(kind), "open")
        else:
            await self._put(f"{kind} {held + 1}", offered[0])

    async def remove_point(self) -> None:
        """Take the focused point out; one of each kind stays."""
        desk, place = self.desk, self.place
        if desk is None or point_at(desk.slip.draft, place) is None:
            self.notice("Go to a point first.", "open")
            return
        point = point_at(desk.slip.draft, place)
        assert point is not None
        draft = slip_shaping.without_point(desk.slip.draft, place)
        await self._change(draft, f"slip: took out {point.title.lower()}", f"{point.title} is out.")
        kind, index, _ = parts_of(place)
        left = len(points_of(self.desk.slip.draft, kind)) if self.desk is not None else 0
        self.fields.rows.choose(f"{kind} {min(index + 1, left)}")

    def next_missing(self, *, quiet: bool = False) -> None:
        """Go to the next gap, round and round."""
        desk = self.desk
        if desk is None:
            return
        stops = list(dict.fromkeys(row_of(finding) for finding in missing(desk)))
        lines = [line.id for line in self.fields.rows.lines]
        places = sorted(lines.index(stop) for stop in stops if stop in lines)
        if not places:
            if not quiet:
                self.notice(
                    "Nothing is missing." if not stops else what_is_missing(desk), "done" if not stops else "open"
                )
            return
        self._to_fields()
        later = [at for at in places if at > self.fields.rows.at]
        self.fields.rows.choose(lines[(later or places)[0]])


def _no_other(kind: str) -> str:
    return "Nothing else went well enough to be named." if kind == STRENGTH else "There is no other point to work on."
