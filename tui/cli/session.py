"""What every verb needs: the settings, which workbook is meant, and the open workbook."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from tui.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domain.workbook import Workbook
    from tui.settings.config import Config


class Session:
    """One run of the command line."""

    clock: Callable[[], int] | None = None
    """Milliseconds UTC; None for the real time."""

    def __init__(self, named: str = "") -> None:
        """Keep what --file or MILEPOST_FILE says; '' leaves it to the settings."""
        self.named = named.strip()

    on_screen = False
    """Whether the full screen opens, which says itself what is wrong with the settings."""

    @cached_property
    def config(self) -> Config:
        """The settings; what cannot be used in them is said on the error stream, and the default stands in for it."""
        from tui.settings.config import load_config

        found = load_config()
        if not self.on_screen:
            for problem in found.problems:
                note(str(problem))
        return found

    @cached_property
    def where(self) -> str:
        """The path or PostgreSQL address that is meant: --file, MILEPOST_FILE, the settings, the usual place."""
        from domain.workbook.keeping import is_server
        from tui.settings.config import workbook_path

        meant = self.named or self.config.workbook
        if not meant:
            return str(workbook_path())
        return meant if is_server(meant) else str(Path(meant).expanduser())

    @property
    def file(self) -> Path | None:
        """The workbook's file, whether it exists or not; None where a server keeps it."""
        from domain.workbook.keeping import is_server

        return None if is_server(self.where) else Path(self.where)

    def prepare(self) -> None:
        """Make the folder of the usual place; folders that somebody named are theirs to make."""
        from domain.workbook.keeping import make_private_folder

        if not self.named and not self.config.workbook and self.file is not None:
            make_private_folder(self.file.parent)

    @contextmanager
    def workbook(self, *, create: bool = False, who: str = "") -> Iterator[Workbook]:
        """The open workbook, in the name of the user or of `who`; says on the error stream where it is read only."""
        if create:
            self.prepare()
        with self._open(self.where, create=create, who=who) as wb:
            if wb.store.read_only:
                note(f"{wb.store.where} can only be read.")
            yield wb

    @contextmanager
    def for_looking(self) -> Iterator[Workbook]:
        """The workbook where there is one, else an empty one that is gone afterwards: to preview without making any."""
        if self.file is None or self.file.exists():
            with self.workbook() as wb:
                yield wb
            return
        import tempfile

        with (
            tempfile.TemporaryDirectory(prefix="milepost-") as folder,
            self._open(str(Path(folder) / "empty.milepost"), create=True) as wb,
        ):
            yield wb

    @contextmanager
    def _open(self, where: str, *, create: bool, who: str = "") -> Iterator[Workbook]:
        from domain.workbook import open_workbook
        from tui.settings.config import catalogue_kept

        wb = open_workbook(
            where,
            who=who or self.config.who,
            site=self.config.site,
            catalogue_folder=self.config.catalogue,
            catalogue_kept=catalogue_kept(),
            clock=self.clock,
            create=create,
        )
        try:
            yield wb
        finally:
            wb.close()

    def folder(self, asked: str) -> Path:
        """Where files go: the folder asked for, or the usual one. BadInput where a file stands there."""
        from tui.settings.config import exports_path

        folder = Path(asked).expanduser() if asked else exports_path()
        if folder.exists() and not folder.is_dir():
            raise BadInput(f"{folder} is a file, not a folder.", "Name a folder with --to.")
        return Path(os.path.abspath(folder))
