"""What only a server can do to a workbook: other rights, other tables, another version, a connection that breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from domain.model.errors import NotAWorkbook, NotFound, ReadOnly, Unavailable
from domain.store import is_server, open_store
from domain.store.schema import STEPS
from domain.store.table import LINE, Table
from tests.engines import ENGINES
from tests.store.people import add, change, field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.store import Act
    from domain.store.verbs import SchemaVerbs
    from tests.engines import Workshop

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.skipif("postgresql" not in ENGINES, reason="PostgreSQL was left out")


@pytest.fixture
def dsn(workshop: Workshop, tmp_path: Path) -> Iterator[str]:
    """The address of an up-to-date, empty workbook."""
    with workshop.address("postgresql", tmp_path) as address:
        yield address


@pytest.fixture
def empty(workshop: Workshop, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with workshop.address("postgresql", tmp_path, empty=True) as address:
        yield address


def run(dsn: str, *statements: str) -> list[tuple[object, ...]]:
    """Statements past the store; what the last one answers."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        for statement in statements:
            cursor = conn.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture
def clerk(dsn: str) -> Iterator[str]:
    """A role that may log in and nothing else, and is gone after the test."""
    name = f"clerk_{uuid4().hex[:8]}"
    run(dsn, f"create role {name} login")
    yield name
    run(dsn, f"drop owned by {name}", f"drop role {name}")


def as_role(dsn: str, role: str) -> str:
    """The same database in the name of this role."""
    start, _, rest = dsn.partition("//")
    return f"{start}//{role}@{rest.partition('@')[2]}"


def test_role_without_rights_to_write_only_reads(dsn: str, clerk: str) -> None:
    owner = open_store(dsn, who="Noor")
    row = add(owner, "Ben")
    run(dsn, f"grant select on all tables in schema public to {clerk}")
    store = open_store(as_role(dsn, clerk), who="clerk")
    assert store.read_only
    assert field(store, row, "name") == "Ben"
    assert store.check() == []
    with pytest.raises(ReadOnly):
        change(store, row, city="Cebu")
    store.close()
    owner.close()


def test_role_with_rights_to_rows_works_but_cannot_touch_the_log(dsn: str, clerk: str) -> None:
    run(
        dsn,
        f"grant select, insert, update, delete on all tables in schema public to {clerk}",
        f"revoke insert, update, delete on change from {clerk}",
    )
    store = open_store(as_role(dsn, clerk), who="clerk")
    row = add(store, "Ben")
    change(store, row, city="Cebu")
    store.undo()
    assert field(store, row, "city") == ""
    assert store.check() == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(as_role(dsn, clerk), "delete from change")
    store.close()


def test_role_without_a_superusers_rights_can_make_a_workbook(empty: str, clerk: str) -> None:
    run(empty, f"grant create on schema public to {clerk}")
    store = open_store(as_role(empty, clerk), who="clerk")
    add(store, "Ben")
    assert store.check() == []
    store.close()
    run(empty, f"drop owned by {clerk}")


def test_other_tables_are_refused_and_left_alone(empty: str) -> None:
    run(empty, "create table person (id int)")
    with pytest.raises(NotAWorkbook, match="other tables"):
        open_store(empty, who="Noor")
    assert run(empty, "select count(*) from pg_class where relnamespace = 'public'::regnamespace") == [(1,)]


def test_empty_database_is_not_filled_against_the_wish(empty: str) -> None:
    with pytest.raises(NotFound):
        open_store(empty, who="Noor", create=False)
    with pytest.raises(NotFound):
        open_store(empty, who="Noor", read_only=True)
    assert run(empty, "select count(*) from pg_class where relnamespace = 'public'::regnamespace") == [(0,)]


LATER = Table("later", {"name": LINE}, logged=False)


def m999_later(s: SchemaVerbs) -> None:
    s.create(LATER)


def test_newer_and_older_workbooks(dsn: str) -> None:
    with pytest.raises(ReadOnly, match="older version"):
        open_store(dsn, who="Noor", read_only=True, steps=(*STEPS, m999_later))
    open_store(dsn, who="Noor", steps=(*STEPS, m999_later)).close()
    with pytest.raises(NotAWorkbook, match="newer version"):
        open_store(dsn, who="Noor")


def test_reading_only_on_request(dsn: str) -> None:
    store = open_store(dsn, who="Noor", read_only=True)
    with pytest.raises(ReadOnly):
        add(store, "Ben")
    store.close()


def test_workbook_lives_in_the_schema_of_the_connection(empty: str) -> None:
    run(empty, "create schema hub")
    hub = f"{empty}{'&' if '?' in empty else '?'}options=-csearch_path%3Dhub"
    store = open_store(hub, who="Noor")
    row = add(store, "Ben")
    change(store, row, city="Cebu")
    store.do("remove", lambda act: act.delete("person", row))
    assert store.check() == []
    store.close()
    assert run(empty, "select count(*) from hub.change") == [(3,)]
    assert run(empty, "select count(*) from pg_class where relnamespace = 'public'::regnamespace") == [(0,)]


CUT_OFF = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where application_name = 'milepost' and datname = current_database()"
)
"""Nobody is cut off but who works in this database: tests that run beside this one share the server."""


def test_broken_connection_is_made_anew(dsn: str) -> None:
    store = open_store(dsn, who="Noor")
    row = add(store, "Ben")
    for use in (lambda: field(store, row, "name"), lambda: change(store, row, city="Cebu"), lambda: store.wait(0)):
        run(dsn, CUT_OFF)
        use()
    assert field(store, row, "city") == "Cebu"
    assert [act.what for act in store.acts()] == ["change", "add Ben"]
    store.close()


def test_connection_that_breaks_within_an_act_is_made_anew_and_the_act_happens_once(dsn: str) -> None:
    store = open_store(dsn, who="Noor")
    kills = [CUT_OFF]

    def work(act: Act) -> None:
        act.insert("person", name="Ben")
        if kills:
            run(dsn, kills.pop())

    store.do("add Ben", work)
    with store.read() as tx:
        assert tx.value("select count(*) from person") == 1
    store.close()


def test_somebody_who_holds_the_writers_turn_is_waited_for_and_then_named_busy(dsn: str) -> None:
    first, second = open_store(dsn, who="Noor"), open_store(dsn, who="Omar", patience=0.1)

    def work(act: Act) -> None:
        with pytest.raises(Unavailable, match="in use by somebody else"):
            add(second, "Ana")

    first.do("long work", work)
    assert add(second, "Ana")
    first.close()
    second.close()


def test_server_that_is_away_says_so_without_the_password() -> None:
    with pytest.raises(Unavailable) as refused:
        open_store("postgresql://noor:geheim@127.0.0.1:1/hub", who="Noor")
    assert "postgresql://noor@127.0.0.1:1/hub" in refused.value.message
    assert "geheim" not in str(refused.value)
    assert refused.value.hint


def test_address_that_is_none_says_so() -> None:
    with pytest.raises(NotAWorkbook) as refused:
        open_store("postgresql://noor:geheim@[", who="Noor")
    assert "geheim" not in str(refused.value)


def test_missing_database_says_so(dsn: str) -> None:
    with pytest.raises(Unavailable, match="nowhere"):
        open_store(dsn.replace("/book_", "/nowhere_"), who="Noor")


@pytest.mark.parametrize(
    ("where", "server"),
    [("postgresql://host/hub", True), ("postgres://host/hub", True), ("hub.milepost", False), ("postgres.db", False)],
)
def test_addresses_are_told_from_files(where: str, server: bool) -> None:
    assert is_server(where) is server
