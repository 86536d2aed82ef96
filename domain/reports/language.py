"""Language tags, checked before they reach a file: a document's language is data and may be anything."""

from __future__ import annotations

import re

TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}))?", re.IGNORECASE)

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "ckb"})


def language_parts(tag: str) -> tuple[str, str]:
    """Language and region ('en', 'PH') of a tag such as 'en', 'en-PH' or 'en_PH'; ('en', '') for anything else."""
    match = TAG.fullmatch(tag.strip())
    if match is None:
        return "en", ""
    return match["language"].lower(), (match["region"] or "").upper()


def html_language(tag: str) -> str:
    """The tag as an HTML `lang` value."""
    return "-".join(filter(None, language_parts(tag)))


def direction(tag: str) -> str:
    """'rtl' for the languages that are written from right to left, else 'ltr'."""
    return "rtl" if language_parts(tag)[0] in RIGHT_TO_LEFT else "ltr"
