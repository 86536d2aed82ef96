"""`milepost send`: what is due leaves once, the rest is counted, and the exit code says how it went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from domain.workbook import mailing, slips
from domain.workbook.mail_server import PASSWORD as VARIABLE
from domain.workbook.slip_delivery import Chosen
from tests.workbook.hub import make_hub
from tests.workbook.mail.loopback import PASSWORD, PEM, SENDER, USER, Loopback, serving
from tests.workbook.test_outbox import ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Line


@pytest.fixture
def server(line: Line, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server on loopback that the settings name."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with serving() as found:
        said = f'[mail]\nhost = "127.0.0.1"\nport = "{found.port}"\nsender = "{SENDER}"\nuser = "{USER}"\n'
        (line.home / "config.toml").write_text(said, encoding="utf-8")
        yield found


@pytest.fixture
def posted(line: Line) -> None:
    """Two slips in the mail that are due, and one that waits for another day."""
    hub = make_hub(line.book)
    for name, wait in (("Joan Alcaraz", 0), ("Bea Cruz", 0), ("Dev Rao", 24 * 3_600_000)):
        view = slips.view(hub.wb, ready(hub, name, email=f"{name.split()[0].lower()}@example.org").id)
        mailing.put(hub.wb, [Chosen(view.id, view.version, view.name)], wait)
    hub.wb.close()


@pytest.mark.usefixtures("posted")
def test_a_dry_run_counts_and_sends_nothing(line: Line, server: Loopback) -> None:
    ran = line("send", "--dry-run")
    assert (ran.exit_code, server.asked) == (0, [])
    assert "Joan Alcaraz, joan@example.org: would leave now" in ran.stdout
    assert "2 would leave now, 1 waits." in ran.stdout
    found = json.loads(line("send", "--dry-run", "--json").stdout)
    assert (found["would_leave"], [one["now"] for one in found["mails"]]) == (2, [True, True, False])


@pytest.mark.usefixtures("posted")
def test_what_is_due_leaves_once(line: Line, server: Loopback) -> None:
    ran = line("send")
    assert ran.exit_code == 0, ran.stderr
    assert "2 sent, 0 failed, 0 tried again later, 1 in the mail." in ran.stdout
    assert sorted(server.asked) == ["bea@example.org", "joan@example.org"]
    again = json.loads(line("send", "--json").stdout)
    assert (again["sent"], again["waiting"], len(server.taken)) == (0, 1, 2)


@pytest.mark.usefixtures("posted")
def test_what_did_not_get_through_is_named_and_told_by_the_exit_code(line: Line, server: Loopback) -> None:
    server.recipient = lambda address: "550 nobody here" if address.startswith("bea") else "250 OK"
    ran = line("send")
    assert ran.exit_code == 1
    assert "1 sent, 1 failed" in ran.stdout
    assert "Bea Cruz: " in ran.stderr
    assert "nobody here" in ran.stderr
    assert "Bea Cruz" not in line("send").stderr, "it is told once"


@pytest.mark.usefixtures("posted")
def test_what_is_tried_again_has_a_code_of_its_own(line: Line, server: Loopback) -> None:
    server.data = "451 later"
    assert line("send").exit_code == 5


@pytest.mark.usefixtures("stocked")
def test_without_a_server_it_says_what_to_set(line: Line) -> None:
    ran = line("send")
    assert ran.exit_code == 1
    assert "No mail server is set." in ran.stderr
    assert "[mail]" in ran.stderr
