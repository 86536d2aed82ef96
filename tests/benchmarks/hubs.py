"""Big workbooks for benchmarks, kept in a temporary folder by size and day, so that a second run is quick.

A small demonstration hub of today with a queue, and behind it as many more people as are asked for, each with an
application that stands somewhere on the road; those have no attempts, which no list reads.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from itertools import cycle, islice, product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from domain.store import fold_words
from domain.workbook import Site, Workbook, open_workbook
from domain.workbook.people import search_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

BASE = 400
"""People of the demonstration hub in front."""
STANDING = ("opening", "account", "milestone", "state", "since", "retest", "road")
Fields = dict[str, object]


def today() -> date:
    """The site's day, by the clock of the machine, which the program goes by as well."""
    return datetime.now(Site().tz()).date()


def cache() -> Path:
    """Where the workbooks are kept."""
    folder = Path(tempfile.gettempdir()) / f"milepost-benchmarks-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def hub(people: int) -> Path:
    """The path of a workbook with so many people; made when there is none of today."""
    path = cache() / f"hub-{people}-{today()}-{_digest()}.milepost"
    if not path.exists():
        for stale in cache().glob(f"hub-{people}-*"):
            stale.unlink()
        making = path.with_suffix(".making")
        print(f"making a hub of {people:,} people ...", flush=True)
        _make(making, people)
        making.rename(path)
        Path(f"{making}-journal").unlink(missing_ok=True)
    return path


def look(path: Path) -> Workbook:
    """The workbook, open for reading."""
    return open_workbook(path, who="Noor", create=False, read_only=True)


def _digest() -> str:
    """Changes with the tables."""
    from domain.store import schema, table

    files = (schema.__file__, table.__file__, *(part.__file__ for part in schema.PARTS))
    return hashlib.sha256(b"".join(Path(str(file)).read_bytes() for file in files)).hexdigest()[:8]


def _make(path: Path, people: int) -> None:
    from seed import build

    wb = build(path, people=min(BASE, people), today=today()).workbook
    try:
        _add(wb, people - BASE)
    finally:
        wb.close()


def _add(wb: Workbook, more: int) -> None:
    """Load the others in two passes over the same people, so that memory stays bounded."""
    if more <= 0:
        return
    with wb.store.read() as tx:
        known = tx.rows(f"select name, city, source, {', '.join(STANDING)} from person where application > 0")
    with wb.store.bulk(f"{more:,} more people") as loader:
        first = loader.new_id()
        loader.add("person", (person for person, _ in _others(known, more, first, wb.now())))
        loader.add("application", (application for _, application in _others(known, more, first, wb.now())))


def _others(known: list[Fields], more: int, first: int, now: int) -> Iterator[tuple[Fields, Fields]]:
    """Persons with their applications; ids go on from `first`, which is later than all that there are."""
    given = sorted({str(row["name"]).split()[0] for row in known})
    families = sorted({str(row["name"]).split()[-1] for row in known})
    names = [f"{one} {other}" for one, other in product(given, families)]
    Random(7).shuffle(names)
    for number, (name, like) in enumerate(islice(zip(cycle(names), cycle(known), strict=False), more)):
        person, application = first + 2 * number + 1, first + 2 * number + 2
        phone = f"+639{number % 1_000_000_000:09}"
        email = f"p{number}@example.org"
        standing = {column: like[column] for column in STANDING}
        person_row: Fields = {
            "id": person,
            "name": name,
            "sort_name": " ".join(fold_words(name)),
            "phone": phone,
            "email": email,
            "city": like["city"],
            "source": like["source"],
            "find": search_words(name, phone, phone, email, ""),
            "at": now - number,
            "application": application,
            **standing,
        }
        yield person_row, {"id": application, "person": person, "at": now - number, **standing}
