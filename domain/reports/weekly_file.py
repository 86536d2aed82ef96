"""The weekly page as HTML and PDF: the same words and bars on one sheet, readable printed in black and white.

It is Milepost's own page; a site's templates do not change it, its letterhead stands on it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from domain.reports.formats import Format, Rendered
from domain.reports.html_file import filled
from domain.reports.names import slug
from domain.reports.pdf_file import Look, set_or_long, sizes, soft, stamp
from domain.reports.tidy import tidy_head, tidy_text
from domain.reports.values import colours, page_values

if TYPE_CHECKING:
    from domain.model.weekly import Bar, Cause, ClassRow, KeptWeek, MilestoneWeek, TimeWeek, Told, WeeklyPage
    from domain.reports.formats import Letterhead, Paper

LOOKS = (
    Look(size=9.4, leading=0.56, air=0.75, side=18, top=14, bottom=13, day=9),
    Look(size=8.8, leading=0.52, air=0.6, side=17, top=12, bottom=11, day=9),
    Look(size=8.2, leading=0.46, air=0.42, side=16, top=10, bottom=10, day=9),
    Look(size=7.8, leading=0.44, air=0.4, side=15, top=9, bottom=9, day=9),
    Look(size=7.4, leading=0.4, air=0.3, side=14, top=8, bottom=9, day=9),
)
"""From generous to tight, for a page of figures that is looked at together."""
NAME_LENGTH = 48
LONGEST = 60
"""Characters of a name on the page; more are cut, so that one class cannot push the others off it."""
NONE = "no case"
"""What stands where a share is of nobody."""


def render_weekly(
    page: WeeklyPage,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """The page as HTML, or as PDF for every other format; the same bytes for the same page.

    WorkbookError where the PDF cannot be set.
    """
    values = weekly_values(page)
    if format is Format.HTML:
        head = page_values("en", page.site, paper, letterhead)
        return Rendered(filled("weekly.html", head | values, None).encode())
    return _pdf(page, values, paper, letterhead)


def weekly_name(page: WeeklyPage, format: Format) -> str:  # noqa: A002
    """The name for its file: '2026-W47 weekly all-openings.pdf'."""
    return f"{page.week} weekly {slug(page.whom, 'class', NAME_LENGTH)}{format.suffix}"


def _pdf(page: WeeklyPage, values: dict[str, Any], paper: Paper, letterhead: Letterhead | None) -> Rendered:
    head = tidy_head(page.site, letterhead)
    words = {"site": head.name, "site_line": head.line, "footer": head.footer}
    data = soft(words | values) | {
        "name": values["title"],
        "author": words["site"],
        "language": "en",
        "region": "",
        "paper": paper,
        "numbered": False,
        **colours(letterhead),
    }
    for look in LOOKS:
        found = set_or_long("weekly.typ", data | {"look": sizes(look), "one_page": True}, stamp(page.dated))
        if isinstance(found, Rendered):
            return found
    found = set_or_long("weekly.typ", data | {"look": sizes(LOOKS[-1]), "one_page": False}, stamp(page.dated))
    assert isinstance(found, Rendered)
    return Rendered(found.data, (*found.notes, "The names on this page are too long for one sheet."))


def weekly_values(page: WeeklyPage) -> dict[str, Any]:
    """The page as words, and as parts 0-1 of the width of a bar."""
    most = max((bar.people for row in page.funnel for bar in (row.now, row.before)), default=0)
    year, _, number = page.week.partition("-W")
    return {
        "title": f"Week {int(number)} of {year}, {tidy_text(page.days)}",
        "under": _under(page),
        "talk": [tidy_text(line) for line in page.talk],
        "funnel": [_milestone(row, most) for row in page.funnel],
        "gaps": _causes(page.gaps),
        "endings": _causes(page.endings),
        "times": [_time(row) for row in page.times],
        "kept": [_kept(row) for row in page.kept],
        "owed": _owed(page.owed_late),
        "classes": [_class(row) for row in page.classes],
        "more": _more(page),
        "note": (
            f"A share is told in percent, and drawn, from {page.least} cases on; below that the counts stand alone. "
            "Target days are working days. They had the chance where they answered 4 or 5 of 5. "
            "The page holds counts and no names of candidates."
        ),
    }


def _under(page: WeeklyPage) -> str:
    said = f"{_capital(_cut(page.whom))}, beside {tidy_text(page.days_before)}"
    return f"{said}. The week is not over yet." if page.so_far else said


def _milestone(row: MilestoneWeek, most: int) -> dict[str, Any]:
    now = row.now
    return {
        "title": tidy_text(row.title),
        "people": f"{now.people:,}",
        "was": f"{row.before.people:,}",
        "passed": _share(row.passed),
        "passed_before": _share(row.passed_before),
        "now": _parts(now, most),
        "before": _parts(row.before, most),
        "said": f"{now.passed:,} passed, {now.stopped:,} stopped, {now.waiting:,} waiting",
    }


def _parts(bar: Bar, most: int) -> list[dict[str, Any]]:
    """Where passed, stopped and waiting begin and how wide they are, as parts of the longest bar."""
    ends = accumulate((bar.passed, bar.stopped, bar.waiting), initial=0)
    widths = zip(("passed", "stopped", "waiting"), pairwise(ends), strict=True)
    return [
        {"kind": kind, "from": round(first / most, 4), "width": round((end - first) / most, 4)}
        for kind, (first, end) in widths
        if end > first
    ]


def _share(told: Told | None) -> str:
    """'62%' from enough cases on, else '12 of 19'; 'no case' where there is none, '' where nothing is counted."""
    if told is None:
        return ""
    if not told.of:
        return NONE
    return _percent(told) if told.enough else f"{told.n:,} of {told.of:,}"


def _percent(told: Told) -> str:
    """'44%'; only all is 100%, and only nobody is 0%."""
    if told.n and not told.percent:
        return "<1%"
    return f"{99 if told.n < told.of and told.percent == 100 else told.percent}%"


def _drawn(told: Told | None) -> float | None:
    """How long the bar of a share is, 0-1; None where there are too few cases to draw one."""
    return round(told.n / told.of, 4) if told is not None and told.enough and told.of else None


def _causes(causes: tuple[Cause, ...]) -> list[dict[str, Any]]:
    most = max((one.people for one in causes), default=0)
    return [
        {
            "words": _capital(_cut(one.words)),
            "where": tidy_text(one.where),
            "people": f"{one.people:,}",
            "part": round(one.people / most, 4) if most else 0.0,
        }
        for one in causes
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _time(row: TimeWeek) -> dict[str, Any]:
    return {
        "what": tidy_text(row.what),
        "target": row.target,
        "median": row.median,
        "kept": _share(row.kept),
        "before": _share(row.kept_before),
    }


def _kept(row: KeptWeek) -> dict[str, Any]:
    return {
        "what": row.what,
        "now": _share(row.now),
        "before": _share(row.before),
        "of": f"{row.now.of:,}" if row.now.of else "",
        "part": _drawn(row.now),
    }


def _owed(late: int) -> str:
    if not late:
        return "No slip of the week is late."
    return f"{late:,} slip{'' if late == 1 else 's'} of the week {'is' if late == 1 else 'are'} late and not given."


def _class(row: ClassRow) -> dict[str, Any]:
    seats = max(row.seats, row.taken, 1)
    return {
        "name": _cut(row.name),
        "starts": row.starts or "no day yet",
        "seats": f"{row.taken:,} of {row.seats:,}",
        "way": f"{row.on_the_way:,}",
        "find": f"{row.to_find:,}",
        "chance": _chance(row),
        "taken": round(row.taken / seats, 4),
        "likely": round(row.likely / seats, 4),
    }


def _chance(row: ClassRow) -> str:
    if row.taken >= row.seats:
        return "full"
    if row.chance is None:
        return "too late"
    return _percent(row.chance) + ("*" if row.stated else "")


def _more(page: WeeklyPage) -> str:
    if not page.classes:
        return ""
    said = ["Fills: the chance that those who are on the way now fill every seat."]
    if page.more_classes:
        said.insert(0, f"{page.more_classes:,} more later on.")
    if any(_chance(row).endswith("*") for row in page.classes):
        said.append(f"* with stated rates for steps at which the hub has fewer than {page.least} cases of its own.")
    return " ".join(said)


def _cut(name: str) -> str:
    told = tidy_text(name)
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1].rstrip()}…"
