"""The fixtures of the workbook, for the views of insights."""

from __future__ import annotations

from tests.workbook.conftest import colleague, engine, hub, where, workshop

__all__ = ["colleague", "engine", "hub", "where", "workshop"]
