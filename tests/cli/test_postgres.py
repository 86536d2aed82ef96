"""The same command line on a workbook that a PostgreSQL server keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.engines import ENGINES, shared_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Line

pytestmark = pytest.mark.skipif("postgresql" not in ENGINES, reason="MILEPOST_TEST_ENGINES leaves PostgreSQL out")


@pytest.fixture(scope="module")
def dsn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with an empty workbook."""
    with shared_workshop().address("postgresql", tmp_path_factory.mktemp("books")) as address:
        yield address


def test_import_list_undo_and_where(line: Line, people_file: Path, dsn: str) -> None:
    assert line("import", people_file, "--yes", where=dsn).exit_code == 0
    assert json.loads(line("list", "people", "--json", where=dsn).stdout)["total"] == 3
    assert line("show", "alcaraz", where=dsn).stdout.startswith("Joan Alcaraz\n")
    assert line("undo", where=dsn).exit_code == 0
    assert json.loads(line("list", "people", "--json", where=dsn).stdout)["total"] == 0
    found = json.loads(line("where", "--json", where=dsn).stdout)
    assert (found["engine"], found["bytes"], found["there"]) == ("postgresql", None, True)
    assert line("check", where=dsn).exit_code == 0


def test_its_server_makes_the_backups(line: Line, dsn: str, tmp_path: Path) -> None:
    ran = line("backup", tmp_path / "copy", where=dsn)
    assert ran.exit_code == 1
    assert "pg_dump" in ran.stderr


def test_a_demo_only_goes_into_an_empty_one(line: Line, dsn: str) -> None:
    ran = line.bare("demo", "--people", "5", "--into", dsn)
    assert ran.exit_code == 1, "the workbook was used by the test before"
    assert json.loads(line("list", "people", "--json", where=dsn).stdout)["total"] == 0
