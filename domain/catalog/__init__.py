"""Call-centre knowledge: YAML files that ship with the product or belong to a site, read into values."""

from __future__ import annotations

from domain.catalog.edited import Misfit, check_edited
from domain.catalog.loader import load, load_from
from domain.catalog.resolve import cut_offs, resolve

__all__ = ["Misfit", "check_edited", "cut_offs", "load", "load_from", "resolve"]
