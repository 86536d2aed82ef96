"""What files call things, from intake.yaml; checked when read."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations when it runs
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from domain.model.errors import CatalogueError
from domain.model.terms import Channel, EndedBy, MilestoneId, State  # noqa: TC001 - the same
from domain.store.folding import fold_words
from domain.workbook.intake.fields import Field

DATA = Path(__file__).resolve().parents[2] / "catalog" / "data" / "intake.yaml"

K = TypeVar("K")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """The words of a text without case, accents and punctuation, one space between; files repeat themselves."""
    return " ".join(fold_words(text))


class FieldWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the headers of one field are written."""

    label: str
    headers: tuple[str, ...]
    words: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of column that the workbook never holds."""

    rule: str
    headers: tuple[str, ...]


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What other systems say for one ending."""

    state: State
    by: EndedBy
    reason: str
    says: tuple[str, ...]


class Windows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for hours of the day."""

    any: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    after: tuple[str, ...]
    onwards: tuple[str, ...]
    before: tuple[str, ...]
    earliest: str
    latest: str


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words inside names that are not written like other words."""

    honorifics: tuple[str, ...]
    suffixes: tuple[str, ...]
    upper: tuple[str, ...]
    particles: tuple[str, ...]
    mac: tuple[str, ...]
    short: tuple[str, ...]
    special: frozenset[str] = frozenset()
    """All words that are not simply the next word of a name; filled in when read."""

    def filled(self) -> NameWords:
        """The same with `special`."""
        return msgspec.structs.replace(self, special=frozenset((*self.honorifics, *self.suffixes, *self.short)))


class _Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """intake.yaml as it is written."""

    fields: Mapping[Field, FieldWords]
    filler: tuple[str, ...]
    guard: tuple[str, ...]
    refused: tuple[Rule, ...]
    civil_words: tuple[str, ...]
    blank: tuple[str, ...]
    sources: Mapping[str, tuple[str, ...]]
    channels: Mapping[Channel, tuple[str, ...]]
    languages: Mapping[str, tuple[str, ...]]
    accounts: Mapping[str, tuple[str, ...]]
    no_account: tuple[str, ...]
    stages: Mapping[MilestoneId, tuple[str, ...]]
    stage_endings: Mapping[State, tuple[str, ...]]
    reasons: tuple[Reason, ...]
    windows: Windows
    measures: Mapping[Field, str]
    names: NameWords
    regions: Mapping[str, str]
    month_first: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """The same, turned round for looking up: folded text -> what it means."""

    labels: Mapping[Field, str]
    headers: Mapping[str, Field]
    header_words: Mapping[str, Field]
    header_starts: Mapping[str, Field]
    filler: frozenset[str]
    guard: frozenset[str]
    refused: Mapping[str, str]
    """Folded header -> rule."""
    civil_words: frozenset[str]
    blank: frozenset[str]
    """Lower case, not folded: '-' has no words."""
    sources: Mapping[str, str]
    channels: Mapping[str, Channel]
    languages: Mapping[str, str]
    accounts: Mapping[str, str]
    no_account: frozenset[str]
    stages: Mapping[str, MilestoneId]
    stage_endings: Mapping[str, State]
    reasons: Mapping[str, Reason]
    windows: Windows
    day_parts: Mapping[str, str]
    """Folded word -> '08:00-12:00'."""
    measures: Mapping[Field, str]
    names: NameWords
    regions: Mapping[str, str]
    """Region -> country in words."""
    month_first: tuple[str, ...]


def _turn(place: str, table: Mapping[K, tuple[str, ...]]) -> dict[str, K]:
    """Folded text -> key; CatalogueError where one text means two things."""
    turned: dict[str, K] = {}
    for key, texts in table.items():
        for text in texts:
            folded = fold(text)
            if turned.setdefault(folded, key) != key:
                raise CatalogueError(
                    f'{DATA.name}: {place}: "{text}" stands under both {turned[folded]} and {key}.',
                    "Keep it under one of them.",
                )
    return turned


def parse_vocabulary(text: str) -> Vocabulary:
    """The vocabulary in YAML text; raises CatalogueError with the place that is wrong."""
    import yaml

    try:
        source = msgspec.convert(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _Source)
    except yaml.YAMLError as error:
        raise CatalogueError(f"{DATA.name}: {error}", "Correct the file or put the one of the release back.") from error
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{DATA.name}: {error}", "Correct the file or put the one of the release back.") from error
    missing = [name.value for name in Field if name not in source.fields]
    if missing:
        raise CatalogueError(f"{DATA.name}: fields: {', '.join(missing)} not described.", "Add them under fields.")
    return Vocabulary(
        labels={key: words.label for key, words in source.fields.items()},
        headers=_turn("fields", {key: words.headers for key, words in source.fields.items()}),
        header_words=_turn("fields", {key: words.words for key, words in source.fields.items()}),
        header_starts=_turn("fields", {key: words.starts for key, words in source.fields.items()}),
        filler=frozenset(source.filler),
        guard=frozenset(source.guard),
        refused=_turn("refused", {rule.rule: rule.headers for rule in source.refused}),
        civil_words=frozenset(map(fold, source.civil_words)),
        blank=frozenset(source.blank),
        sources=_turn("sources", source.sources),
        channels=_turn("channels", source.channels),
        languages=_turn("languages", source.languages),
        accounts=_turn("accounts", source.accounts),
        no_account=frozenset(map(fold, source.no_account)),
        stages=_turn("stages", source.stages),
        stage_endings=_turn("stage_endings", source.stage_endings),
        reasons={fold(text): reason for reason in source.reasons for text in reason.says},
        windows=source.windows,
        day_parts=_turn("windows", source.windows.parts),
        measures=source.measures,
        names=source.names.filled(),
        regions=source.regions,
        month_first=source.month_first,
    )


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program, read once."""
    return parse_vocabulary(DATA.read_text(encoding="utf-8"))
