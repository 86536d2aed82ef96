"""Call-centre knowledge: YAML files that ship with the product or belong to a site, read into values."""

from __future__ import annotations

from domain.catalog.kept import language_of, load

__all__ = ["language_of", "load"]
