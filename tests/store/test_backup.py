"""Backups of a workbook file; a server makes its own."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, WorkbookError
from domain.store import open_store
from tests.engines import ENGINES
from tests.store.people import add, field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.store import Store
    from tests.engines import Workshop


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Store]:
    """An open workbook file."""
    store = open_store(tmp_path / "hub.milepost", who="Noor")
    yield store
    store.close()


def test_copy_is_whole_private_and_a_workbook(book: Store, tmp_path: Path) -> None:
    row = add(book, "Ben")
    copy = tmp_path / "copy.milepost"
    book.backup(copy)
    add(book, "Ana")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    again = open_store(copy, who="Noor")
    assert field(again, row, "name") == "Ben"
    assert len(again.acts()) == 1
    assert again.check() == []
    again.close()


def test_backup_overwrites_nothing(book: Store, tmp_path: Path) -> None:
    copy = tmp_path / "notes.txt"
    copy.write_text("mine")
    with pytest.raises(BadInput, match="File exists") as refused:
        book.backup(copy)
    assert refused.value.hint
    assert copy.read_text() == "mine"


def test_backup_into_nowhere_says_so(book: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        book.backup(tmp_path / "nowhere" / "copy.milepost")


@pytest.mark.skipif("postgresql" not in ENGINES, reason="PostgreSQL was left out")
def test_server_is_backed_up_by_its_own_tool(workshop: Workshop, tmp_path: Path) -> None:
    with workshop.address("postgresql", tmp_path) as where:
        store = open_store(where, who="Noor")
        with pytest.raises(WorkbookError) as refused:
            store.backup(tmp_path / "copy")
        store.close()
    assert "pg_dump" in refused.value.hint
    assert not (tmp_path / "copy").exists()
