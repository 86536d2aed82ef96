"""Looking after the workbook itself: where it is, whether it is whole, and copies of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.store import is_server, make_private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook.workbook import Workbook

__all__ = ["About", "about", "backup", "check", "is_server", "make_private_folder"]


@dataclass(frozen=True, slots=True)
class About:
    """What an open workbook says of itself."""

    where: str
    """The file, or the address of the database without its password."""
    engine: str
    """'sqlite' or 'postgresql'."""
    read_only: bool
    people: int
    acts: int


def about(wb: Workbook) -> About:
    """Where the workbook is, and how much is in it."""
    with wb.store.read() as tx:
        people = int(tx.value("select count(*) from person"))
        acts = int(tx.value("select count(*) from act"))
    return About(wb.store.where, wb.store.engine_name, wb.store.read_only, people, acts)


def check(wb: Workbook) -> list[str]:
    """What is wrong with the workbook, in words; nothing where it is whole."""
    return wb.store.check()


def backup(wb: Workbook, to: Path) -> None:
    """Write a whole copy to a new file for its owner only; BadInput where something of that name is there."""
    wb.store.backup(to)
