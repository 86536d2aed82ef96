"""Which person is meant by what somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.model.errors import NotFound
from tui.cli import exits
from tui.cli.output import note, table_lines
from tui.cli.wording import milestone_short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.workbook import Workbook

MOST = 20
"""People named when words fit several."""


def one_person(wb: Workbook, typed: str) -> int:
    """The id of the person with that id, or of the only one whom the words find: name, number, e-mail, reference.

    NotFound where there is nobody; where there are several they are listed and the run ends with exit code 2.
    """
    from domain.workbook import finding, people

    text = typed.strip()
    if text.isascii() and text.isdecimal() and people.rows(wb, [min(int(text), 2**63 - 1)]):
        return int(text)
    query = people.PeopleQuery(words=text)
    found = finding.by_email(wb, text) or list(people.ids(wb, query, MOST + 1))
    if not text or not found:
        raise NotFound(f'Nobody matches "{text}".', _nearest(wb, text))
    if len(found) > 1:
        _tell_several(wb, text, found, max(len(found), people.count(wb, query)))
    return found[0]


def _nearest(wb: Workbook, text: str) -> str:
    from domain.workbook import people

    near = people.closest(wb, text, 3) if text else []
    return f"Closest by spelling: {', '.join(near)}." if near else "milepost list people shows everybody."


def _tell_several(wb: Workbook, text: str, found: list[int], total: int) -> None:
    note(f'"{text}" fits {total:,} people. Name one by the id:')
    for line in table_lines(("Id", "Name", "Phone", "Milestone"), _rows(wb, found[:MOST]), plain=True):
        note(line)
    if total > MOST:
        note(f"... and {total - MOST:,} more.")
    raise click.exceptions.Exit(exits.USAGE)


def _rows(wb: Workbook, found: list[int]) -> Iterator[tuple[str, str, str, str]]:
    from domain.workbook import people

    for row in people.rows(wb, found):
        yield str(row.id), row.name, row.phone, milestone_short(wb, row.milestone)
