"""How a result is shown wherever one stands: by glyph and word, never by colour alone."""

from __future__ import annotations

from typing import Final

from domain.model.terms import Result

RESULTS: Final = {
    Result.PASSED: ("done", "passed"),
    Result.NOT_YET: ("open", "not yet"),
    Result.ON_HOLD: ("stopped", "on hold"),
    Result.VOID: ("void", "void"),
    Result.INCOMPLETE: ("unfinished", "incomplete"),
    Result.NO_SHOW: ("no_show", "no-show"),
}
"""Glyph and word of each result."""
