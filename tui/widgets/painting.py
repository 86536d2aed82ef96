"""What is painted of a screen when a part of it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.geometry import Region
    from textual.strip import Strip


class NearCompositor(Compositor):
    """A compositor that asks only those widgets for their lines that stand where something has changed.

    Textual's own asks every widget in sight and throws most of it away: as long as what a cursor key changes takes.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in list(self.visible_widgets.items()):
            shown = region.intersection(clip)
            if shown and (crop is None or crop.overlaps(shown)):
                yield region, clip, widget.render_lines(shown.translate(-region.offset))
