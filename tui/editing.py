"""Long text in the editor of the user's choice: Milepost steps aside, and takes back what was written."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.app import SuspendNotSupported

from domain.model.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import App

    from tui.app import MilepostApp

MOST_BYTES = 1 << 20
KEPT = "What you typed is still here."


def editor_of(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the words of the editor's command: ``$VISUAL``, else ``$EDITOR``.

    Raises:
        BadInput: neither is set, or its quotes do not match.
    """
    said = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    if not said:
        raise BadInput("No editor is set.", "Set VISUAL or EDITOR, as in EDITOR=nano, and start Milepost again.")
    try:
        return shlex.split(said)
    except ValueError as error:
        raise BadInput(f"The editor cannot be read: {said}.", "Mend the quotes in VISUAL or EDITOR.") from error


@contextmanager
def private_file(text: str) -> Iterator[Path]:
    """A file that only this user can read, in a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder:
        path = Path(folder) / "text.txt"
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{text}\n" if text else "")
        yield path


def edit(app: MilepostApp, text: str) -> str:
    """Return ``text`` as the user left it in their editor, on one line, as it stands on a slip or a sheet.

    Raises:
        WorkbookError: there is no editor, it failed, or Milepost cannot step aside here; nothing typed is lost.
    """
    command = editor_of()
    with private_file(text) as path:
        try:
            with app.suspend():
                failed = _run([*command, str(path)])
        except SuspendNotSupported as error:
            raise Unavailable("Milepost cannot step aside in this terminal.", f"Type here. {KEPT}") from error
        if failed:
            raise Unavailable(failed, f"Check VISUAL or EDITOR. {KEPT}")
        return " ".join(_read(path).split())


TAKE_A_LINE: Final = frozenset({"vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "joe", "ne"})
"""Editors that understand ``+4`` as the line to start on."""


def edit_file(app: App[Any], path: Path, line: int = 1) -> None:
    """Leave the screen to the user's editor on a file of theirs, at a line from 1, until it is closed.

    Raises:
        WorkbookError: there is no editor, it failed, or Milepost cannot step aside here; the hint names the file.
    """
    command = editor_of()
    start = [f"+{line}"] if line > 1 and Path(command[0]).name in TAKE_A_LINE else []
    try:
        with app.suspend():
            failed = _run([*command, *start, str(path)])
    except SuspendNotSupported as error:
        raise Unavailable("Milepost cannot step aside in this terminal.", f"The file is {path}.") from error
    if failed:
        raise Unavailable(failed, f"Check VISUAL or EDITOR. The file is {path}.")


def _run(command: list[str]) -> str:
    """Run the editor until it is left; what went wrong, or ``""``."""
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        return f"{command[0]} cannot be started: {(error.strerror or 'unknown').lower()}."
    return f"{command[0]} ended with code {code}." if code else ""


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput("That text is too long for a field.", KEPT)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("The editor did not write UTF-8.", f"Save the text as UTF-8. {KEPT}") from error
    except OSError as error:
        raise Unavailable("The editor took the file away.", KEPT) from error
