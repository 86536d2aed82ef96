"""The start stays short: nothing slow is imported before it is used."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from domain.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

SLOW = ("sqlite_utils", "psycopg", "textual", "faker", "click")


def imported(code: str, *arguments: str) -> set[str]:
    """Which slow packages a fresh process has imported after this code."""
    script = f"import sys\n{code}\nprint(*(set({SLOW!r}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_store_imports_no_database() -> None:
    assert imported("import domain.store") == set()


def test_opening_a_workbook_that_is_up_to_date_imports_no_schema_tools(tmp_path: Path) -> None:
    path = tmp_path / "hub.milepost"
    open_store(path, who="Noor").close()
    code = "from domain.store import open_store\nopen_store(sys.argv[1], who='Noor').acts()"
    assert imported(code, str(path)) == set()
