"""What a hub learns from itself: one module a view, each of which answers with frozen rows.

Every view takes a `Scope`: which people are looked at, and over which days. The database does the counting.
"""

from __future__ import annotations

from domain.rules.shares import Share
from domain.workbook.insights.scope import EVERYTHING, Scope

__all__ = ["EVERYTHING", "Scope", "Share"]
