"""The catalogue as it was read last, kept in a file: the YAML is parsed and checked only when it has changed."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from domain.model import catalogue, follow_up, insight_rules, labels, ladder, role_plays, wording
from domain.model.catalogue import Catalogue
from domain.model.wording import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).with_name("data")
"""Beside this module, in a checkout and in an installed wheel; importlib.resources costs 10 ms more at start-up."""

_SUM = 4
"""Bytes of the check sum of what is kept."""


def load(site: Path | None = None, kept: Path | None = None) -> Catalogue:
    """Everything the product knows, with a site's folder laid over it.

    A site's folder has the same file names and holds only what differs; `documents` says how it is laid over.
    `kept` names a file of the user's own in which the catalogue is kept; reading it takes 2 ms of processor time,
    reading the YAML about 50. Raises CatalogueError, naming the file, the line and the place, for anything that cannot
    be right, and for a folder that is not there.
    """
    if kept is None:
        return _read(site)
    mark = _mark(site)
    return _taken(kept, mark) or _put(kept, mark, _read(site))


def language_of(catalogue: Catalogue, code: str) -> Language | None:
    """A language of the catalogue; None for English and for one that it does not have."""
    data = catalogue.languages.get(code)
    return _unpacked(data) if data is not None else None


@lru_cache(maxsize=16)
def _unpacked(data: bytes) -> Language:
    return msgspec.msgpack.decode(data, type=Language)


def _read(site: Path | None) -> Catalogue:
    from domain.catalog.loader import load_from

    return load_from(DATA, site)


SHAPES = tuple(
    str(module.__file__) for module in (catalogue, follow_up, insight_rules, labels, ladder, role_plays, wording)
)


def _mark(site: Path | None) -> bytes:
    """Differs as soon as any file does, or the shape that it is read into; ends where what is kept begins."""
    found = []
    for file in (*SHAPES, *_files(DATA), *(_files(site) if site else ())):
        with suppress(OSError):  # a folder or a file that is not there is for the reader to tell
            seen = os.stat(file)
            found.append(f"{file}\0{seen.st_size}\0{seen.st_mtime_ns}\0{seen.st_ctime_ns}\n")
    return "".join(found).encode() + b"\n"


def _files(folder: Path) -> Iterator[str]:
    """The files of a folder, and those in its folders, in the order of their names; the folders themselves as well."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield here
        yield from (os.path.join(here, name) for name in sorted(names) if name.endswith(".yaml"))


def _taken(kept: Path, mark: bytes) -> Catalogue | None:
    """What is kept; None where it is of other files, damaged, or of an older program."""
    try:
        data = kept.read_bytes()
    except OSError:
        return None
    head = len(mark) + _SUM
    body = data[head:]
    if data[:head] != mark + _sum(body):
        return None
    try:
        return msgspec.msgpack.decode(body, type=Catalogue)
    except msgspec.DecodeError:
        return None


def _sum(body: bytes) -> bytes:
    return crc32(body).to_bytes(_SUM)


def _put(kept: Path, mark: bytes, value: Catalogue) -> Catalogue:
    from tempfile import NamedTemporaryFile

    body = msgspec.msgpack.encode(value)
    with suppress(OSError):  # where nothing can be kept, the next start is a little slower and nothing else
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(mark + _sum(body) + body)
        os.replace(file.name, kept)
    return value
