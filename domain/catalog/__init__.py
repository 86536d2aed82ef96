"""Call-centre knowledge: YAML files that ship with the product or belong to a site, read into values."""

from __future__ import annotations

from domain.catalog.kept import load
from domain.catalog.resolve import cut_offs, resolve

__all__ = ["cut_offs", "load", "resolve"]
