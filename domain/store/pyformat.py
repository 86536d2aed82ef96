"""From the :named parameters of the shared SQL to the ones that psycopg takes."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(
    r"""
    (?P<quoted> '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* )
  | (?P<cast> :: )
  | :(?P<name> [A-Za-z_]\w* )
  | (?P<percent> % )
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=2_000)
def pyformat(sql: str) -> str:
    """The statement with `:name` as `%(name)s`; casts, quoted text, comments and percent signs mean what they meant."""
    return _PIECE.sub(_replaced, sql)


def _replaced(piece: re.Match[str]) -> str:
    name = piece["name"]
    return f"%({name})s" if name else piece[0].replace("%", "%%")
