"""Bytes to text: what can be told is told, what cannot is asked."""

from __future__ import annotations

import codecs
import re

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook.intake.drafts import Doubt

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250", "mac_roman", "cp850")
"""Encodings that a caller may name."""

EIGHT_BIT = ("cp1252", "cp1250", "mac_roman", "cp850")
SAMPLES = 3
_PROBE = 8192
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", 3),
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)
_NO_SHEETS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
)
_SURE = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°·’‘“”–—…€«»©®™×\u00a0")
"""What English, Spanish and Filipino texts are full of."""
_HIGH = re.compile("[^\x00-\x7f]")
_AROUND = re.compile("(?=(.?)([^\x00-\x7f])(.?))")
_JOINERS = frozenset("’‘'–—-\u00a0·")
_SIGNS_OF_BINARY = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and how it was read."""

    text: str
    encoding: str
    doubts: tuple[Doubt, ...] = ()


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a file's bytes; raises BadInput where it is no text at all, or not in the encoding asked for."""
    if encoding is not None:
        return _as_asked(data, name, encoding)
    for mark, found, length in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[length:], name, found), found)
    _refuse_binary(data, name)
    wide = _wide(data)
    if wide:
        return Decoded(_strict(data, name, wide), wide)
    if len(_SIGNS_OF_BINARY.findall(data[:_PROBE])) > len(data[:_PROBE]) // 20:
        raise _no_table(name, "not text")
    return _narrow(data)


def _as_asked(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        wanted = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        wanted = ""
    allowed = {codecs.lookup(each).name: each for each in ENCODINGS} | {"utf-8-sig": "utf-8", "iso8859-1": "cp1252"}
    if wanted not in allowed:
        raise BadInput(
            f'{name}: "{encoding}" is no encoding that can be read.', f"Choose one of {', '.join(ENCODINGS)}."
        )
    return Decoded(_strict(data, name, allowed[wanted]).removeprefix("\ufeff"), allowed[wanted])


def _strict(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{name}: line {line} does not read as {encoding}.",
            f"Save it as CSV UTF-8, or name another encoding: {', '.join(EIGHT_BIT)}.",
        ) from error


def _no_table(name: str, what: str) -> BadInput:
    return BadInput(f"{name} is {what}, not a table.", "Save the sheet as CSV UTF-8 or .xlsx and take that in.")


def _refuse_binary(data: bytes, name: str) -> None:
    for start, what in _NO_SHEETS:
        if data.startswith(start):
            raise _no_table(name, what)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark shows in NULs at every second byte."""
    probe = data[:_PROBE]
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    if even + odd < len(probe) // 4:
        return ""
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _narrow(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass  # Not UTF-8 throughout: judge the eight-bit readings.
    readings = {each: data.decode(each, "replace") for each in EIGHT_BIT}
    harm = {each: _implausible(text) for each, text in readings.items()}
    if not harm["cp1252"] and _differing(data) <= _SURE:
        return Decoded(readings["cp1252"], "cp1252")
    choices = sorted(EIGHT_BIT, key=lambda each: (harm[each], EIGHT_BIT.index(each)))
    if _mostly_utf8(data):
        choices.insert(0, "utf-8")
        readings["utf-8"] = data.decode("utf-8", "replace")
    return Decoded(readings[choices[0]], choices[0], (_ask(readings, choices),))


def _differing(data: bytes) -> set[str]:
    """The characters beyond ASCII that Western and Central European readings disagree on."""
    high = bytes(sorted({byte for byte in data if byte > 0x7F}))
    pairs = zip(high.decode("cp1252", "replace"), high.decode("cp1250", "replace"), strict=True)
    return {western for western, central in pairs if western != central}


def _implausible(text: str) -> int:
    """How many characters beyond ASCII stand where no writer puts them."""
    return sum(_odd(*window) for window in _AROUND.findall(text))


def _odd(before: str, char: str, after: str) -> bool:
    if char == "\ufffd" or "\x80" <= char <= "\x9f":
        return True
    if not char.isalpha():
        return before.isalpha() and after.isalpha() and char not in _JOINERS
    if char.isupper():
        return before.islower()
    return before.isupper() and after.isupper()


def _mostly_utf8(data: bytes) -> bool:
    """True where the bytes beyond ASCII are UTF-8 but for a few."""
    broken = len(_HIGH.findall(data.decode("utf-8", "replace"))), data.decode("utf-8", "replace").count("\ufffd")
    return broken[0] - broken[1] > 4 * broken[1]


def _ask(readings: dict[str, str], choices: list[str]) -> Doubt:
    lines = readings[choices[0]].splitlines()
    marked = [number for number, line in enumerate(lines) if not line.isascii()][:SAMPLES]
    others = {each: readings[each].splitlines() for each in choices}
    samples = tuple(
        f"{each}, line {number + 1}: {others[each][number][:120]}"
        for number in marked
        for each in choices
        if number < len(others[each])
    )
    return Doubt("encoding", "Which of these lines reads right?", tuple(choices), samples)
