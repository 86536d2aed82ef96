"""Taking rows away for good: from the tables, from every image that the log keeps, from the search and from the file.

What is left in the log says that something was there: its changes keep their place without their images, so that the
log still agrees with the tables, and the acts that made them can no longer be taken back.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.store.folding import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from domain.store.acts import Act
    from domain.store.belongings import Belongings
    from domain.store.shape import Shape

NOBODY = "someone"
"""What stands where a name stood."""

_MOST = 500
"""Rows that are read at a time."""
_FEW = 60
"""Ways of writing for which the database is asked; more are looked for row by row."""


def take_away(act: Act, found: Belongings, words: Collection[str]) -> None:
    """Take everything of `found` away, within an act of kind 'erase'; `finish` is to follow once all is taken.

    `words`, the parts of their names, are replaced in what the acts are called that touched them.
    """
    act.record()
    for table, ids in found.rows.items():
        act.delete_many(table, ids)
    act.take_beside(found.beside)
    touched = _acts(act, found.logged())
    _blank(act, found.logged())
    _close(act, touched, _replacing(words))


def finish(act: Act, shape: Shape, phrases: Collection[str]) -> None:
    """Replace phrases wherever else in the workbook they stand, whole names, numbers and addresses; then let the search
    forget what is gone, and leave the mark by which the file is swept.
    """
    _replace_elsewhere(act, shape, phrases)
    act.mark_unswept()


def _acts(act: Act, rows: Mapping[str, Sequence[int]]) -> list[int]:
    """The acts that touched these rows."""
    acts: set[int] = set()
    for table, ids in rows.items():
        among, values = act.among('"row"', ids)
        acts |= set(act.ids(f"select distinct act from change where tbl = :tbl and {among}", tbl=table, **values))
    return sorted(acts - {act.id})


def _blank(act: Act, rows: Mapping[str, Sequence[int]]) -> None:
    for table, ids in rows.items():
        among, values = act.among('"row"', ids)
        act.change_log(
            f"update change set before = null, after = null, owner = 0 where tbl = :tbl and {among}",
            {"tbl": table, **values},
        )


def _close(act: Act, touched: Sequence[int], nameless: Callable[[str], str]) -> None:
    """Acts that can no longer be taken back, and no longer say whom they were about."""
    among, values = act.among("id", touched)
    for row in act.rows(f"select id, what, kind from act where {among}", **values):
        kind = "erased" if row["kind"] in ("do", "undo", "redo") else row["kind"]
        act.change_log(
            "update act set what = :what, kind = :kind where id = :id",
            {"id": row["id"], "what": nameless(row["what"]), "kind": kind},
        )


def _replacing(words: Collection[str]) -> Callable[[str], str]:
    """What puts one `NOBODY` in the place of these words, whole ones only and however they are written."""
    known = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not known:
        return str
    one = "|".join(re.escape(word) for word in known)
    found = re.compile(rf"(?<!\w)(?:{one})(?!\w)(?:[\s.,'-]+(?:{one})(?!\w))*", re.IGNORECASE)
    return lambda text: found.sub(NOBODY, text)


# what others say of them ---------------------------------------------------------------------------------------------

_AUTHORS = frozenset({"who", "rater", "second", "confirmed_by", "owner", "claim"})
"""Columns that name whoever works here, who may be called like somebody that was erased."""
_OWN = frozenset(
    {"name", "called", "sort_name", "phone", "phone_typed", "email", "email_typed", "reference", "city", "zone"}
)
"""Columns of a card that say who somebody is: nobody else's are changed."""
_JSON = frozenset({"slip.draft", "intake.report"})
"""Columns of JSON that are looked through; what was handed over stays word for word."""


def _looked_through(shape: Shape, table: str) -> list[str]:
    """Columns of a table in which somebody else may be named."""
    if table in ("exported", "unswept", "apart", "owed_apart"):
        return []
    kind = shape[table]
    known = [name for name, text in kind.texts.items() if not text.folded and name not in _AUTHORS]
    known = [name for name in known if not kind.columns[name].exact or f"{table}.{name}" in _JSON]
    return [name for name in known if table != "person" or name not in _OWN]


def _replace_elsewhere(act: Act, shape: Shape, phrases: Collection[str]) -> None:
    """Rows and images that are not theirs and still hold a phrase; the same in both, so that they still agree."""
    if not phrases:
        return
    written = _Phrases(phrases)
    columns = {name: _looked_through(shape, name) for name in shape}
    for name, looked in columns.items():
        for row in _holding(act, name, looked, written):
            changed = _changed(row, looked, written)
            if changed and shape[name].logged:
                act.update(name, row["id"], **changed)
            elif changed:
                _set(act, name, row["id"], changed)
    for row in _holding(act, "act", ["what"], written):
        _set(act, "act", row["id"], _changed(row, ["what"], written))
    for row in _holding(act, "change", ["before", "after"], written, also=("tbl",)):
        images = {side: json.loads(row[side]) if row[side] else None for side in ("before", "after")}
        fresh = {side: one and one | _in_image(row["tbl"], one, columns, written) for side, one in images.items()}
        if fresh != images:
            _set(act, "change", row["id"], {k: one and json.dumps(one, ensure_ascii=False) for k, one in fresh.items()})


def _in_image(
    table: str, image: Mapping[str, Any], columns: Mapping[str, Sequence[str]], written: _Phrases
) -> dict[str, Any]:
    """What an image holds without phrases; a card that was put together with theirs for a while held their own too."""
    changed = _changed(image, columns[table], written)
    theirs = {} if table != "person" else {name: image[name] for name in _OWN if image.get(name) in written.whole}
    if theirs:
        words = {word for text in theirs.values() for word in fold_words(text)}
        tails = {word[-4:] for word in words if word.isdecimal()}
        kept = [word for word in str(image.get("find", "")).split() if word not in words | tails]
        changed |= dict.fromkeys(theirs, NOBODY) | {"find": " ".join(kept)}
        if "name" in theirs:
            changed["called"] = NOBODY
    return changed


def _changed(row: Mapping[str, Any], columns: Sequence[str], written: _Phrases) -> dict[str, Any]:
    """The columns that hold a phrase, without it."""
    fresh = {column: written.taken_out(row[column]) for column in columns if column in row}
    return {column: text for column, text in fresh.items() if text != row[column]}


def _set(act: Act, table: str, row: int, values: Mapping[str, object]) -> None:
    if values:
        sets = ", ".join(f'"{column}" = :{column}' for column in values)
        act.change_log(f'update "{table}" set {sets} where id = :id', {**values, "id": row})


def _written(phrase: str) -> set[str]:
    """The ways in which a phrase may be written."""
    return {phrase, phrase.lower(), phrase.upper(), phrase.title()}


class _Phrases:
    """Phrases in all the ways in which they may be written, the longest first; looked up by their first word."""

    def __init__(self, phrases: Collection[str]) -> None:
        self.forms = sorted({form for phrase in phrases for form in _written(phrase)}, key=len, reverse=True)
        self.whole = frozenset(self.forms)
        self._shortest = min(map(len, self.forms))
        self._by_word: dict[str, list[str]] = {}
        for form in self.forms:
            if words := fold_words(form):
                self._by_word.setdefault(words[0], []).append(form)

    def taken_out(self, text: Any) -> Any:
        """The text without them."""
        for form in self.found_in(text):
            text = _whole(form).sub(NOBODY, text)
        return text

    def found_in(self, text: Any) -> list[str]:
        """Those that stand in a text, the longest first, whole or as a part of something else."""
        if not isinstance(text, str) or len(text) < self._shortest:
            return []
        near = self.forms
        if len(near) > _FEW:
            words = self._by_word.keys() & set(fold_words(text))
            near = sorted((form for word in words for form in self._by_word[word]), key=len, reverse=True)
        return [form for form in near if form in text or json.dumps(form, ensure_ascii=False)[1:-1] in text]


@lru_cache(4096)
def _whole(form: str) -> re.Pattern[str]:
    """A phrase that is no part of a longer name, number or address."""
    return re.compile(rf"(?<!\w)(?<!\w[.+-]){re.escape(form)}(?!\w)(?!-\w)(?!\.?@)")


def _holding(
    act: Act, table: str, columns: Sequence[str], written: _Phrases, also: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Rows with one of the phrases: the database looks for a few, for many every row is read once."""
    if not columns:
        return
    shown = ", ".join(f'"{column}"' for column in ("id", *columns, *also))
    holds, values = "1 = 1", dict[str, object]()
    if len(written.forms) <= _FEW:
        forms = {json.dumps(form, ensure_ascii=False)[1:-1] for form in written.forms} | set(written.forms)
        values = {f"w{at}": f"%{_plain(form)}%" for at, form in enumerate(sorted(forms))}
        holds = " or ".join(f"\"{column}\" like :{name} escape '!'" for column in columns for name in values)
    low = -1
    while rows := act.rows(
        f'select {shown} from "{table}" where id > :low and ({holds}) order by id limit {_MOST}', low=low, **values
    ):
        yield from (row for row in rows if any(written.found_in(row[column]) for column in columns))
        low = rows[-1]["id"]


def _plain(text: str) -> str:
    return re.sub(r"([!%_])", r"!\1", text)
