"""What may enter a workbook: text without traps, numbers that both engines keep exactly."""

from __future__ import annotations

import math
import re
import unicodedata

from domain.model.errors import BadInput

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_NEVER_STORED = re.compile("[\0\ud800-\udfff]")
_HIDDEN = re.compile(
    "["
    "\0-\x09\x0b-\x1f\x7f-\x9f"  # control characters, the line feed apart
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners and fillers without width
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\uffa0\u3164\ufff9-\ufffb"  # zero width, direction, annotation
    "\ud800-\udfff"  # half characters
    "\U000e0000-\U000e007f"  # tags
    "]"
)

SIGNIFICANT_DIGITS = 12
"""Digits kept of a fraction: few enough for JSON in every engine to give the same number back."""


def clean(text: str, limit: int, lines: bool = False) -> str:
    """The text in NFC, without control, direction and zero-width characters, cut to `limit` characters.

    A tab becomes a space; so does a line break, unless `lines`, where it becomes a line feed.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n" if lines else " ", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))[:limit]


def storable(text: str) -> str:
    """The text as it is, without NUL and half characters, which no engine stores."""
    return text if text.isascii() and "\0" not in text else _NEVER_STORED.sub("", text)


def clean_fraction(value: float) -> float:
    """The number to 12 significant digits; `BadInput` when it is not finite."""
    if not math.isfinite(value):
        raise BadInput(f"{value} is not a number.", "Give a number.")
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def clean_integer(value: int) -> int:
    """The number as it is; `BadInput` when it needs more than 64 bits."""
    if not -(2**63) <= value < 2**63:
        raise BadInput(f"{value} is too large a number.", "Give a smaller number.")
    return int(value)
