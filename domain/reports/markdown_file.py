"""Markdown in which a document's own words are only words: no link, heading, table or HTML can start in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.reports import labels
from domain.reports.tidy import tidy_head, tidy_journey, tidy_slip, tidy_text
from domain.reports.values import told_data

if TYPE_CHECKING:
    from domain.model.slip import JourneyDocument, SlipDocument, WorkOn
    from domain.reports.formats import Letterhead

INLINE = re.compile(r"[\\`*_{}\[\]<>&|~$@#^=]")
"""Signs that can start something anywhere in a line: code, emphasis, links, HTML, entities, tables, mathematics."""

BARE_LINK = re.compile(r"(?i)(?<=www)\.|(?<=\S)\.(?=[^\W\d_])|:(?=//)")
"""Where common readers begin a link without brackets."""

LINE_START = re.compile(r"(?:[-+]|(?<=\d)[.)])")
"""What makes a list or a rule at the start of a line; the digits before it stay."""

NUMBERED = re.compile(r"\d{1,9}")


def escape(text: str) -> str:
    """The text, on one line, so that Markdown shows every sign of it as it is."""
    quiet = BARE_LINK.sub(r"\\\g<0>", INLINE.sub(r"\\\g<0>", tidy_text(text)))
    digits = NUMBERED.match(quiet)
    start = digits.end() if digits else 0
    mark = LINE_START.match(quiet, start)
    return f"{quiet[:start]}\\{quiet[start:]}" if mark else quiet


def slip_markdown(document: SlipDocument, letterhead: Letterhead | None = None) -> str:
    """A whole slip: head, body and drill log."""
    slip = tidy_slip(document)
    head = [
        head_lines(slip.site, letterhead),
        f"# {escape(labels.slip_title(slip))}",
        escape(labels.slip_line(slip)),
    ]
    return joined([*head, *_body(slip, "##"), *_drill_log(slip), *foot_lines(slip.site, letterhead)])


def journey_markdown(document: JourneyDocument, letterhead: Letterhead | None = None) -> str:
    """A whole journey report: the road, what comes next, and every slip."""
    report = tidy_journey(document)
    said = labels.labels_of(report)
    blocks = [
        head_lines(report.site, letterhead),
        f"# {escape(labels.journey_title(report))}",
        escape(labels.long_date(report.dated, said)),
        escape(report.opening),
        *_road(report),
    ]
    if report.come_back:
        blocks += [f"## {escape(said.next)}", escape(report.come_back)]
    told = told_data(report)
    for title, lines in (
        (said.promises, told["promises"]),
        (said.taken, told["taken_up"]),
        (said.case, report.case),
    ):
        blocks += [f"## {escape(title)}", "\n".join(f"- {escape(line)}" for line in lines)] if lines else []
    blocks.append(escape(report.contact))
    if report.slips:
        blocks.append(f"## {escape(said.slips)}")
    for slip in report.slips:
        blocks += [f"### {escape(labels.slip_line(slip))}", *_body(slip, "####")]
    blocks += [f"## {escape(said.earlier)}"] if told["earlier"] else []
    for one in told["earlier"]:
        blocks += [f"### {escape(one['line'])}", escape(one["text"])]
    return joined([*blocks, *foot_lines(report.site, letterhead)])


def table_row(values: list[str]) -> str:
    """One row of a table; the values must be escaped already."""
    return f"| {' | '.join(values)} |"


def joined(blocks: list[str]) -> str:
    """The blocks with an empty line between each two; empty ones are left out."""
    return "\n\n".join(filter(None, blocks)) + "\n"


def head_lines(site: str, letterhead: Letterhead | None) -> str:
    """The head of the paper."""
    head = tidy_head(site, letterhead)
    name = f"**{escape(head.name)}**" if head.name else ""
    return ", ".join(filter(None, (name, escape(head.line))))


def foot_lines(site: str, letterhead: Letterhead | None) -> list[str]:
    """The foot below a rule of its own."""
    footer = escape(tidy_head(site, letterhead).footer)
    return ["---", footer] if footer else []


def _body(slip: SlipDocument, mark: str) -> list[str]:
    """The blocks of one slip under headings of the given depth."""
    blocks = [escape(slip.greeting), escape(slip.opening), escape(slip.critical)]
    if slip.went_well:
        blocks += [_heading(mark, slip.went_well_heading), "\n".join(f"- {escape(x)}" for x in slip.went_well)]
    if slip.work_on:
        steps = "\n".join(_step(number, point) for number, point in enumerate(slip.work_on, 1))
        blocks += [_heading(mark, slip.work_on_heading), steps]
    blocks += [_tip(slip), escape(slip.free_text), escape(slip.contact)]
    return blocks


def _heading(mark: str, text: str) -> str:
    return f"{mark} {escape(text)}" if text else ""


def _step(number: int, point: WorkOn) -> str:
    return f"{number}. {escape(f'{point.observation} {point.drill}')}"


def _tip(slip: SlipDocument) -> str:
    if not slip.tip:
        return ""
    return f"**{escape(slip.tip_heading)}:** {escape(slip.tip)}" if slip.tip_heading else escape(slip.tip)


def _drill_log(slip: SlipDocument) -> list[str]:
    drills, said = slip.drills, labels.labels_of(slip)
    if not drills:
        return []
    days = [str(day) for day in range(1, labels.DAYS + 1)]
    head = [table_row([escape(said.day), *days]), table_row(["---"] * (labels.DAYS + 1))]
    rows = [table_row([escape(labels.drill_line(drill, said)), *["☐"] * labels.DAYS]) for drill in drills]
    minutes = table_row([escape(said.minutes), *[" "] * labels.DAYS])
    body = [line for row in rows for line in (row, minutes)]
    return [f"## {escape(said.log)}", escape(said.log_hint), "\n".join([*head, *body])]


def _road(report: JourneyDocument) -> list[str]:
    road, said = report.road, labels.labels_of(report)
    if not road:
        return []
    head = [table_row(list(map(escape, (said.milestone, said.where, said.when)))), table_row(["---"] * 3)]
    rows = [table_row([escape(x.milestone), escape(x.word), escape(labels.stop_detail(x, said))]) for x in road]
    return [f"## {escape(said.road)}", "\n".join([*head, *rows])]
