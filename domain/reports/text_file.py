"""Plain text, wrapped at 72 cells: for a file, an e-mail body or a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.reports import labels
from domain.reports.cells import cells, wrap
from domain.reports.tidy import tidy_head, tidy_journey, tidy_slip
from domain.reports.values import told_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.model.labels import Labels
    from domain.model.slip import JourneyDocument, RoadStop, SlipDocument, WorkOn
    from domain.reports.formats import Letterhead

WIDTH = 72
"""Cells to a line: what mail programs and an 80-column terminal show whole."""


def slip_body(document: SlipDocument, width: int = WIDTH) -> str:
    """What the candidate reads, greeting to contact line, without the head of the paper and the drill log.

    This is the wording for e-mail and for the screen; `width` is in terminal cells. It ends with a newline.
    """
    return joined(_body(tidy_slip(document), width))


def slip_text(document: SlipDocument, letterhead: Letterhead | None = None) -> str:
    """A whole slip: head, body and drill log."""
    slip = tidy_slip(document)
    head = [
        *site_head(slip.site, letterhead),
        *wrap(labels.slip_title(slip), WIDTH),
        *wrap(labels.slip_line(slip), WIDTH),
    ]
    return joined([head, *_body(slip, WIDTH), *_drill_log(slip), site_foot(slip.site, letterhead)])


def journey_text(document: JourneyDocument, letterhead: Letterhead | None = None) -> str:
    """A whole journey report: the road, what comes next, and every slip."""
    report = tidy_journey(document)
    said, told = labels.labels_of(report), told_data(report)
    head = [
        *site_head(report.site, letterhead),
        *wrap(labels.journey_title(report), WIDTH),
        labels.long_date(report.dated, said),
    ]
    blocks = [head, wrap(report.opening, WIDTH), _road(report)]
    if report.come_back:
        blocks.append([said.next, *wrap(report.come_back, WIDTH)])
    blocks += [
        points(said.promises, told["promises"]),
        points(said.taken, told["taken_up"]),
        points(said.case, report.case),
    ]
    blocks.append(wrap(report.contact, WIDTH))
    for slip in report.slips:
        line = wrap(labels.slip_line(slip), WIDTH)
        blocks += [[*line, "-" * max(map(cells, line))], *_body(slip, WIDTH)]
    for at, one in enumerate(told["earlier"]):
        head = [*wrap(said.earlier, WIDTH), ""] if at == 0 else []
        blocks.append([*head, *wrap(one["line"], WIDTH), *wrap(one["text"], WIDTH)])
    return joined([*blocks, site_foot(report.site, letterhead)])


def points(title: str, lines: Iterable[str]) -> list[str]:
    """Points under a heading; nothing where there are none."""
    listed = [*_flat(wrap(line, WIDTH, first="- ", rest="  ") for line in lines)]
    return [*wrap(title, WIDTH), *listed] if listed else []


def joined(blocks: Iterable[list[str]]) -> str:
    """The blocks with a blank line between each two; empty ones are left out."""
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def site_head(site: str, letterhead: Letterhead | None) -> list[str]:
    """The head of the paper, a line each."""
    head = tidy_head(site, letterhead)
    return [*wrap(head.name, WIDTH), *wrap(head.line, WIDTH)]


def site_foot(site: str, letterhead: Letterhead | None) -> list[str]:
    """The foot of the paper."""
    return wrap(tidy_head(site, letterhead).footer, WIDTH)


def _body(slip: SlipDocument, width: int) -> list[list[str]]:
    """The blocks of one slip, in the order of the samples: no heading stands above an empty part."""
    blocks = [[*wrap(slip.greeting, width), *wrap(slip.opening, width)], wrap(slip.critical, width)]
    if slip.went_well:
        lines = (wrap(point, width, first="- ", rest="  ") for point in slip.went_well)
        blocks.append([*wrap(slip.went_well_heading, width), *_flat(lines)])
    if slip.work_on:
        steps = (_step(number, point, width) for number, point in enumerate(slip.work_on, 1))
        blocks.append([*wrap(slip.work_on_heading, width), *_flat(steps)])
    blocks.append([*_tip(slip, width), *wrap(slip.free_text, width), *wrap(slip.contact, width)])
    return blocks


def _step(number: int, point: WorkOn, width: int) -> list[str]:
    mark = f"{number}. "
    return wrap(f"{point.observation} {point.drill}", width, first=mark, rest=" " * len(mark))


def _tip(slip: SlipDocument, width: int) -> list[str]:
    if not slip.tip:
        return []
    return wrap(f"{slip.tip_heading}: {slip.tip}" if slip.tip_heading else slip.tip, width)


def _drill_log(slip: SlipDocument) -> list[list[str]]:
    """The log to fill in by hand: a box to tick and a line for the minutes, ten times for each drill."""
    if not slip.drills:
        return []
    said = labels.labels_of(slip)
    heads = [said.day, said.done, said.minutes]
    wide = max(map(cells, heads)) + 1
    day, done, minutes = (head + " " * (wide - cells(head)) for head in heads)
    days = "".join(f"{day:>5} " for day in range(1, labels.DAYS + 1)).rstrip()
    grid = [f"{day}{days}", done + "  [ ] " * labels.DAYS, minutes + "  ___ " * labels.DAYS]
    rows = [[*wrap(labels.drill_line(drill, said), WIDTH), *(line.rstrip() for line in grid)] for drill in slip.drills]
    return [[said.log, *wrap(said.log_hint, WIDTH)], *rows]


def _road(report: JourneyDocument) -> list[str]:
    """The mileposts with their words and days in columns."""
    road, said = report.road, labels.labels_of(report)
    if not road:
        return []
    names = max(cells(stop.milestone) for stop in road)
    words = max(cells(stop.word) for stop in road)
    return [said.road, *_flat(_road_line(stop, names, words, said) for stop in road)]


def _road_line(stop: RoadStop, names: int, words: int, said: Labels) -> list[str]:
    lead = f"- {stop.milestone}" + " " * (names - cells(stop.milestone) + 2)
    word = stop.word + " " * (words - cells(stop.word) + 2)
    line = f"{lead}{word}{labels.stop_detail(stop, said)}".rstrip()
    return [line] if cells(line) <= WIDTH else wrap(line.removeprefix("- "), WIDTH, first="- ", rest="  ")


def _flat(groups: Iterable[list[str]]) -> Iterator[str]:
    for group in groups:
        yield from group
