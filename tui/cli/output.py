"""The one way out: whatever the command line prints is cleaned here, so that data cannot steer a terminal."""

from __future__ import annotations

import os
import re
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BREAKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_UNSEEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""Control, direction and zero-width characters, and half characters that cannot be encoded; the line feed apart."""

_HIDDEN = re.compile(f"[\n{_UNSEEN}]")
_IN_JSON = re.compile(f"[{_UNSEEN}]")

PAGE = 500
"""Rows that are measured together before the first of them is printed."""

_GAP = "  "


def clean(text: str) -> str:
    """The text on one line, without anything that a terminal would obey."""
    return text if text.isprintable() else _HIDDEN.sub("", _BREAKS.sub(" ", text))


def prepare_streams() -> None:
    """Let characters that the terminal's encoding does not know become question marks, not errors."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(text: str = "") -> None:
    """Print one line."""
    print(clean(text))


def note(text: str) -> None:
    """Print one line to the error stream: what is said beside the result."""
    print(clean(text), file=sys.stderr)


def head(text: str) -> str:
    """A heading as it is printed: bold on a terminal that shows it and where NO_COLOR does not forbid it."""
    shown = clean(text)
    return f"\x1b[1m{shown}\x1b[0m" if _styled(sys.stdout) else shown


def say_head(text: str) -> None:
    """Print a heading."""
    print(head(text))


def _styled(stream: TextIO) -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") != "dumb" and is_terminal(stream)


def is_terminal(stream: TextIO) -> bool:
    """True where a person reads or writes the stream."""
    return not stream.closed and stream.isatty()


def can_ask() -> bool:
    """True where somebody is there to answer a question."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def say_json(document: Any) -> None:
    """Print one JSON document; nothing in it can steer a terminal, and every character comes back when it is read."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    import json

    text = json.dumps(document, ensure_ascii=not utf8, indent=2)
    print(_IN_JSON.sub(lambda found: "".join(f"\\u{unit:04x}" for unit in _utf16(found.group())), text))


def _utf16(char: str) -> list[int]:
    data = char.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def cells(text: str) -> int:
    """Cells that the text takes on a terminal; wide characters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def table_lines(
    titles: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = (), *, plain: bool = False
) -> Iterator[str]:
    """Lines of aligned columns under their titles; `right` names columns of numbers, `plain` keeps titles from
    being bold. Nothing is ever cut.

    Rows are measured in pages of 500 and printed as they come, so that a list of a million begins at once.
    """
    widths = [cells(title) for title in titles]
    source = iter(rows)
    first = True
    while page := [[clean(cell) for cell in row] for row in islice(source, PAGE)]:
        widths = [max(width, *(cells(row[n]) for row in page)) for n, width in enumerate(widths)]
        if first:
            line = _line(titles, widths, right)
            yield line if plain else head(line)
            first = False
        yield from (_line(row, widths, right) for row in page)


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    parts = []
    for n, (cell, width) in enumerate(zip(row, widths, strict=True)):
        fill = " " * (width - cells(cell))
        parts.append(fill + cell if n in right else cell + fill)
    return _GAP.join(parts).rstrip()


def say_table(titles: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print aligned columns; nothing at all where there are no rows."""
    for line in table_lines(titles, rows, right):
        print(line)


def say_lines(lines: Sequence[str]) -> None:
    """Print lines that are clean already; on a terminal that is too small for them through its pager."""
    if can_ask() and len(lines) > _height():
        import click

        click.echo_via_pager("\n".join(lines) + "\n", color=True)
        return
    for line in lines:
        print(line)


def _height() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines - 2
    except (OSError, ValueError):
        return 22
