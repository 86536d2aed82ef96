"""Taking rows away for good: from the tables, from every image that the log keeps, from the search and from the file.

What is left in the log says that something was there: its changes keep their place without their images, so that the
log still agrees with the tables, and the acts that made them can no longer be taken back.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from domain.store.acts import Act
    from domain.store.belongings import Belongings
    from domain.store.shape import Shape

NOBODY = "someone"
"""What stands where a name stood."""

_MOST = 500


def erase(act: Act, shape: Shape, found: Belongings, phrases: Collection[str], words: Collection[str]) -> None:
    """Take everything of `found` away, within an act of kind 'erase'.

    `phrases` are replaced wherever else in the workbook they stand: whole names, numbers, addresses. `words`, the parts
    of their names, only in what the acts are called that touched them.
    """
    act.record()
    for table, ids in found.rows.items():
        act.delete_many(table, ids)
    act.take_beside(found.beside)
    touched = _acts(act, found.logged())
    _blank(act, found.logged())
    _close(act, touched, _replacing(words))
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


def _replace_elsewhere(act: Act, shape: Shape, phrases: Collection[str]) -> None:
    """Rows and images that are not theirs and still hold a phrase; the same in both, so that they still agree."""
    written = sorted({form for phrase in phrases for form in _written(phrase)}, key=len, reverse=True)
    if not written:
        return
    for name, table in shape.items():
        columns = [column for column, kind in table.types.items() if kind is str and column != table.searchable]
        for row in _holding(act, name, columns, written):
            fresh = {column: _without(row[column], written) for column in columns}
            changed = {column: text for column, text in fresh.items() if text != row[column]}
            if table.logged:
                act.update(name, row["id"], **changed)
            else:
                sets = ", ".join(f'"{column}" = :{column}' for column in changed)
                act.change_log(f'update "{name}" set {sets} where id = :id', {**changed, "id": row["id"]})
    for name, columns in (("change", ["before", "after"]), ("act", ["what"])):
        for row in _holding(act, name, columns, written):
            values = {column: _without(row[column], written) for column in columns}
            sets = ", ".join(f'"{column}" = :{column}' for column in columns)
            act.change_log(f'update "{name}" set {sets} where id = :id', {**values, "id": row["id"]})


def _written(phrase: str) -> set[str]:
    """The ways in which a phrase may stand somewhere: as it is, in other letters, and inside of JSON."""
    forms = {phrase, phrase.lower(), phrase.upper(), phrase.title()}
    return forms | {json.dumps(form, ensure_ascii=False)[1:-1] for form in forms}


def _holding(act: Act, table: str, columns: Sequence[str], written: Sequence[str]) -> list[dict[str, Any]]:
    if not columns:
        return []
    shown = ", ".join(f'"{column}"' for column in ("id", *columns))
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(written), 20):
        some = written[start : start + 20]
        values = {f"w{at}": f"%{_plain(form)}%" for at, form in enumerate(some)}
        holds = " or ".join(f"\"{column}\" like :w{at} escape '!'" for column in columns for at in range(len(some)))
        found |= {row["id"]: row for row in act.rows(f'select {shown} from "{table}" where {holds}', **values)}
    return list(found.values())


def _plain(text: str) -> str:
    return re.sub(r"([!%_])", r"!\1", text)


def _without(text: str | None, written: Sequence[str]) -> str | None:
    for form in written:
        text = text.replace(form, NOBODY) if text else text
    return text
