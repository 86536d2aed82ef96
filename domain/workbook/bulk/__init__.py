"""One act on many people: looked at first (who can, who cannot and why), then done as one, and undone as one.

shown = preview(wb, MoveTo(opening), ids_or_query)      # the first part of the look
while not shown.whole:
    shown = look_on(wb, shown)                          # each part takes some tenths of a second at most
done = carry_out(wb, shown)                             # who was previewed, asked once more inside the act
"""

from domain.workbook.bulk.carrying import Done, carry_out
from domain.workbook.bulk.deeds import AddTags, Assign, Deed, Deliver, End, MoveTo, TakeTags
from domain.workbook.bulk.previews import Group, Preview, look_on, preview, preview_all

__all__ = [
    "AddTags",
    "Assign",
    "Deed",
    "Deliver",
    "Done",
    "End",
    "Group",
    "MoveTo",
    "Preview",
    "TakeTags",
    "carry_out",
    "look_on",
    "preview",
    "preview_all",
]
