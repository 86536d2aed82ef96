"""Who looks after whom, and the tags that a person carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, NotFound
from domain.store.cleaning import clean
from domain.workbook import tags

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

MAX_OWNER = 60
"""Characters of a recruiter's name."""


def clean_owner(text: str) -> str:
    """A recruiter's name as it is kept; '' for nobody in particular. BadInput where it is too long."""
    said = " ".join(clean(text, 10 * MAX_OWNER).split())
    if len(said) > MAX_OWNER:
        raise BadInput(f"A name of {len(said)} characters is too long.", f"Use {MAX_OWNER} at most.")
    return said


def owner_of(wb: Workbook, person_id: int) -> str:
    """Who looks after a person; '' for nobody in particular. NotFound where the person is gone."""
    with wb.store.read() as tx:
        return str(_row(tx, person_id)["owner"])


def assign(wb: Workbook, person_id: int, owner: str) -> None:
    """Let somebody look after a person; '' for nobody in particular."""
    said = clean_owner(owner)
    with wb.store.read() as tx:
        name = _row(tx, person_id)["name"]
    what = f"gave {name} to {said}" if said else f"gave {name} to nobody in particular"
    wb.store.do(what, lambda act: act.update("person", person_id, owner=said))


def tags_of(wb: Workbook, person_id: int) -> tuple[str, ...]:
    """The tags of a person. NotFound where they are gone."""
    with wb.store.read() as tx:
        return tags.tags_of(str(_row(tx, person_id)["tags"]))


def put_tags(wb: Workbook, person_id: int, line: str) -> tuple[str, ...]:
    """Give a person the tags of a line, as in 'nights, keep warm', and no others; the tags as they are kept.

    BadInput where one is too long or there are too many of them.
    """
    wanted = [tags.clean_tag(part) for part in line.split(",") if part.strip()]
    kept = tags.with_tags("", wanted)
    with wb.store.read() as tx:
        name = _row(tx, person_id)["name"]
    wb.store.do(f"changed the tags of {name}", lambda act: act.update("person", person_id, tags=kept))
    return tags.tags_of(kept)


def _row(tx: Tx, person_id: int) -> dict[str, object]:
    found = tx.row("select name, tags, owner from person where id = :id", id=person_id)
    if found is None:
        raise NotFound(f"Nobody here has the id {person_id}.", "milepost list people shows everybody.")
    return found
