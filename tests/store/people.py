"""Short ways to put invented people into a workbook and to look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.store import Act, Store


def add(store: Store, name: str, **fields: object) -> int:
    """One act that adds a person; the row's id."""
    return store.do(f"add {name}", lambda act: act.insert("person", name=name, find=name, **fields))


def change(store: Store, row: int, what: str = "change", **fields: object) -> None:
    """One act that changes a person."""
    store.do(what, lambda act: act.update("person", row, **fields))


def person(store: Store, row: int) -> dict[str, Any] | None:
    """The row as it is now."""
    with store.read() as tx:
        return tx.row("select * from person where id = :id", id=row)


def field(store: Store, row: int, name: str) -> Any:
    """One field of a person who is there."""
    found = person(store, row)
    assert found is not None
    return found[name]


def add_attempt(store: Store, person_id: int, what: str = "start the exam") -> int:
    """One act with a rubric, an opening, an application and an attempt; the attempt's id."""

    def work(act: Act) -> int:
        number = 1 + act.value("select count(*) from rubric")
        rubric = act.insert("rubric", kind="account", name="retail_cs", number=number)
        opening = act.insert("opening", account="retail_cs", rubric=rubric)
        application = act.insert("application", person=person_id, opening=opening)
        return act.insert(
            "attempt", person=person_id, application=application, rubric=rubric, milestone="exam", number=number
        )

    return store.do(what, work)


def found(store: Store, words: str) -> list[str]:
    """Names of the people whom these words find, by name."""
    with store.read() as tx:
        where, values = tx.match("person", words)
        return [row["name"] for row in tx.rows(f"select name from person where {where} order by name", **values)]
