"""The short texts by situation, read when somebody first writes to a person: what ships, and what a site has changed.

Every language is complete, with the placeholders of the English, or is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from domain.catalog.documents import Document, read_document
from domain.catalog.shapes import shaped
from domain.catalog.texts import check_texts, holes
from domain.model.errors import CatalogueError
from domain.model.message import MessageText, Situation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.message import Messages

DATA = Path(__file__).with_name("data") / "messages"
FOLDER = "messages"
ENGLISH = "en"
PLACEHOLDERS = ("name", "hub", "who", "step", "account", "date", "time")
"""What can be filled in."""
LONGEST = 300
"""Characters of a text, before it is filled in: about two text messages."""


def load_messages(site: Path | None = None) -> Mapping[str, Messages]:
    """The texts by language; a site's folder `messages` holds files of the same names, or of languages of its own.

    CatalogueError names the file and the place of what cannot be right.
    """
    names = {file.name for folder in (DATA, site / FOLDER if site else None) for file in _files(folder)}
    documents = {name.removesuffix(".yaml"): _document(name, site) for name in sorted(names)}
    english = _read(documents[ENGLISH])
    return {code: _read(document, english) for code, document in documents.items()}


def _files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder is not None and folder.is_dir() else []


def _document(name: str, site: Path | None) -> Document:
    own = site / FOLDER / name if site else None
    found = [
        _opened(file, label)
        for file, label in ((DATA / name, f"{FOLDER}/{name}"), (own, str(own)))
        if file is not None and file.is_file()
    ]
    return found[0].over(found[1]) if len(found) > 1 else found[0]


def _opened(file: Path, label: str) -> Document:
    try:
        return read_document(file.read_bytes(), label)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CatalogueError(f"{label} cannot be read: {reason}.", "Check that it is there and readable.") from error


def _read(document: Document, english: Messages | None = None) -> Messages:
    for name in document.value:
        if name not in tuple(Situation):
            raise document.problem((name,), f"{name} is no situation", f"Known: {', '.join(Situation)}.")
    found: dict[Situation, MessageText] = {}
    for situation in Situation:
        if situation not in document.value:
            raise document.problem((), f"{situation} is missing", "Every situation needs its text.")
        text = shaped(document, (situation,), document.value[situation], MessageText)
        _check(document, situation, text, english[situation] if english else None)
        if english is None and not text.title.strip():
            raise document.problem((situation,), "title is missing", "Say what the message is chosen by.")
        found[situation] = text
    return found


def _check(document: Document, situation: Situation, text: MessageText, english: MessageText | None) -> None:
    for part in ("subject", "text", "call"):
        said: str = getattr(text, part)
        allowed = sorted(holes(getattr(english, part))) if english else PLACEHOLDERS
        check_texts(document, (situation, part), said, allowed)
        lost = sorted(holes(getattr(english, part)) - holes(said)) if english else []
        if lost:
            raise document.problem(
                (situation, part), f"{{{lost[0]}}} is missing", "The same placeholders as in English are needed."
            )
    if len(text.text) > LONGEST:
        raise document.problem((situation, "text"), f"{len(text.text)} characters", f"{LONGEST} are the most.")
