"""A lexicon for tests of the language, as of one day, that no workbook need be asked for."""

from __future__ import annotations

from datetime import date

from domain.workbook.filters import FieldName, Lexicon, Value
from domain.workbook.filters import lexicon as reading
from tests.workbook.hub import catalogue

TODAY = date(2026, 8, 12)


class _Shop:
    """As much of a workbook as the words of the catalogue need."""

    catalogue = catalogue()


def known(**more: tuple[str, ...]) -> Lexicon:
    """The words of the catalogue, and sources, tags, owners, cities and openings such as hubs have."""
    shop: object = _Shop()
    texts: dict[str, tuple[str, ...]] = {
        "source": ("walk-in", "Walk in", "referral", "online form", "job fair", "ref"),
        "tag": ("nights", "keep warm", "night owl"),
        "owner": ("Ines", "Noor"),
        "city": ("Quezon City", "Cebu City", "Iloilo", "田中"),
        **more,
    }
    plain = {FieldName(name): tuple(Value(text, text) for text in said) for name, said in texts.items()}
    return Lexicon(
        TODAY,
        plain
        | {
            FieldName.STAGE: reading._stages(shop),  # type: ignore[arg-type]
            FieldName.STATE: reading._states(),
            FieldName.ACCOUNT: reading._accounts(shop),  # type: ignore[arg-type]
            FieldName.OPENING: (
                Value("11", "Retail customer service, class of 1 Sep", "", ("11",)),
                Value("12", "Telecom tech support", "", ("12",)),
                Value("13", "Telecom tech support", "", ("13",)),
            ),
            FieldName.OWNER: (Value("@me", "me"), *plain[FieldName.OWNER], Value("", "none")),
            FieldName.RETEST: (Value("@due", "due"), Value("@any", "any"), Value("", "none")),
            FieldName.LANGUAGE: (Value("en", "english"), Value("fil", "filipino")),
            FieldName.ENDED: reading._endings(),
            FieldName.POOL: reading._kept(),
        },
    )
