"""How a file is to be read: what the options or the answers say, and what still cannot be told."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from domain.workbook import Workbook
    from domain.workbook.intake import Doubt, Preview

ORDER: Final = "date order"
SETTINGS: Final = ("encoding", "delimiter", "sheet", "region", ORDER)
"""What a doubt can be about; an option each."""

MUST_ASK: Final = ("encoding", "delimiter")
"""Without an answer to these the words of the file themselves are a guess; --yes does not cover them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said about how a file is to be read."""

    columns: dict[str, str] = field(default_factory=dict)
    """Header -> field, or '-'."""
    said: dict[str, str] = field(default_factory=dict)
    """By setting, as the option takes it; what is not in it was not said."""

    def preview(self, wb: Workbook, path: Path) -> Preview:
        """Read and check a file; BadInput names it and what to do."""
        from domain.workbook import taking_in

        order = self.said.get(ORDER)
        return taking_in.preview(
            wb,
            path,
            path.name,
            columns=self.columns,
            encoding=self.said.get("encoding"),
            delimiter=self.said.get("delimiter"),
            sheet=self.said.get("sheet"),
            region=self.said.get("region"),
            order=order.replace("-", " ") if order else None,
        )

    def answered(self, about: str, value: str) -> Reading:
        """The same with an answer about one of the settings."""
        return replace(self, said=self.said | {about: value})

    def with_column(self, header: str, wanted: str) -> Reading:
        """The same with a column corrected."""
        return replace(self, columns=self.columns | {header: wanted})

    def open_doubts(self, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
        """Those of the doubts that were not settled by what was said."""
        return tuple(doubt for doubt in doubts if setting(doubt) not in self.said)

    def must_ask(self, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
        """The open ones that nothing may be stored with."""
        return tuple(doubt for doubt in self.open_doubts(doubts) if doubt.about in MUST_ASK)

    def option_of(self, doubt: Doubt) -> str:
        """The options that settle a doubt: '--encoding cp1252 or --encoding cp1250'."""
        option = f"--{setting(doubt).replace(' ', '-')}"
        return " or ".join(f"{option} {_quoted(choice_word(doubt, choice))}" for choice in doubt.choices)


def setting(doubt: Doubt) -> str:
    """What a doubt is about, without the column it stands in."""
    return doubt.about.partition(":")[0]


def choice_word(doubt: Doubt, choice: str) -> str:
    """A choice as an option takes it: a tab is 'tab', 'day first' is 'day-first'."""
    if doubt.about == "delimiter":
        from domain.workbook.intake.delimited import DELIMITERS

        return DELIMITERS.get(choice, choice)
    return choice.replace(" ", "-") if setting(doubt) == ORDER else choice


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def settle_twins(shown: Preview, duplicates: str) -> Preview:
    """The preview with one choice, 'leave-out', 'add' or 'fill', for every row whose person is surely there already."""
    from domain.workbook import taking_in
    from domain.workbook.intake import Choice

    sure = {row.line for row in shown.rows if row.twin is not None and row.twin.sure and not row.refused}
    return taking_in.choose(shown, sure, Choice(duplicates.replace("-", "_")))
