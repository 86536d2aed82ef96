"""The shipped catalogue, a copy of it to spoil, and a site's folder to write."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from domain.catalog import load
from domain.catalog.kept import DATA
from domain.catalog.loader import load_from
from domain.model.errors import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

    from domain.model.catalogue import Catalogue


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The catalogue as it ships."""
    return load()


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the shipped files in which a test changes a line."""

    folder: Path

    def spoil(self, name: str, old: str, new: str) -> None:
        """Replaces the only place where a text stands."""
        file = self.folder / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), "utf-8")

    def line(self, name: str, text: str) -> int:
        """The line, from 1, that holds a text."""
        lines = (self.folder / name).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def complaint(self) -> CatalogueError:
        """What reading it says."""
        with pytest.raises(CatalogueError) as caught:
            load_from(self.folder)
        return caught.value


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the shipped files."""
    return Copy(shutil.copytree(DATA, tmp_path / "data"))


@dataclass(frozen=True, slots=True)
class Site:
    """A site's folder."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        """A file of the site; returns where it is."""
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def read(self) -> Catalogue:
        """The shipped catalogue with this folder laid over it."""
        return load(self.folder)

    def complaint(self) -> CatalogueError:
        """What reading it says."""
        with pytest.raises(CatalogueError) as caught:
            load(self.folder)
        return caught.value


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder of a site."""
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder)
