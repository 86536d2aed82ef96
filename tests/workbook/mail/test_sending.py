"""Mail over a real server on loopback: it leaves once, is refused in plain words, and is never sent twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.letterhead import Letterhead
from domain.model.terms import MilestoneId, SlipState
from domain.rules.sending import WAITS
from domain.workbook import (
    applications,
    exporting,
    history,
    mail_runs,
    mail_server,
    mailing,
    people,
    slip_delivery,
    slip_list,
    slips,
)
from domain.workbook import outbox as outbox_of
from domain.workbook.mail_server import SmtpPost
from domain.workbook.mailing import MailState
from domain.workbook.slip_delivery import Chosen
from tests.workbook.mail.loopback import PASSWORD, SENDER, Loopback, free_port, serving
from tests.workbook.test_outbox import ready

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook.mail_runs import Progress
    from domain.workbook.workbook import MailServer
    from tests.workbook.hub import Hub

WAIT = 3 * 60_000


def mailed(hub: Hub, name: str = "Joan Alcaraz", **known: object) -> slips.SlipView:
    """A slip that can go by mail."""
    return ready(hub, name, email=f"{name.split()[0].lower()}@example.org", **known)  # type: ignore[arg-type]


def put(hub: Hub, *views: slips.SlipView, wait: int = 0) -> slip_delivery.Delivered:
    """Put slips in the mail."""
    chosen = []
    for view in views:
        now = slips.view(hub.wb, view.id)
        chosen.append(Chosen(now.id, now.version, now.name))
    return mailing.put(hub.wb, chosen, wait)


def run(outbox: Hub, server: MailServer) -> Progress:
    """Send what is due."""
    return mail_runs.send_due(outbox.wb, server, SmtpPost(server))


def state(hub: Hub, view: slips.SlipView) -> SlipState:
    """Where a slip is."""
    return slips.view(hub.wb, view.id).state


def standing(hub: Hub, view: slips.SlipView) -> mailing.Standing:
    """How far its mail came."""
    return mailing.standing(hub.wb, [view.id])[view.id]


# It arrives.


@pytest.mark.parametrize("tls", [False, True])
def test_a_slip_arrives_as_it_was_frozen(hub: Hub, outbox: Hub, tls: bool) -> None:
    view = mailed(hub)
    put(hub, view)
    assert (state(hub, view), slips.owed_count(hub.wb)) == (SlipState.LEAVING, 1)
    with serving(tls=tls) as loopback:
        done = run(outbox, loopback.server(security="tls" if tls else "starttls"))
    assert (done.sent, done.failed, done.of, loopback.logins) == (1, 0, 1, 1)
    now = slips.view(hub.wb, view.id)
    assert (now.state, now.channel, now.by, now.delivered_at) == (SlipState.SENT, "e-mail", "Noor", hub.clock.now)
    assert slip_list.counts(hub.wb) == (0, 1)
    message = loopback.messages()[0]
    assert (message["To"], message["Subject"]) == ("joan@example.org", "Feedback for Joan Alcaraz")
    assert message["From"] == f"Harbour hub <{SENDER}>"
    assert message["Message-ID"] == f"<slip-{view.id}-{now.digest[:16]}@hub.example>"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == exporting.slip_text(now.document)
    page, pdf = message.get_body(("html",)), next(message.iter_attachments())
    assert page is not None
    assert "<h1" in page.get_content()
    assert pdf.get_content()[:5] == b"%PDF-"


def test_one_connection_serves_many_and_each_goes_once(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    views = [mailed(hub, name) for name in ("Ana Lim", "Bea Cruz", "Caro Ito")]
    put(hub, *views)
    assert run(outbox, loopback.server()).sent == 3
    assert loopback.logins == 1
    assert sorted(loopback.asked) == ["ana@example.org", "bea@example.org", "caro@example.org"]
    assert run(outbox, loopback.server()).of == 0
    assert len(loopback.taken) == 3
    assert mail_runs.next_at(hub.wb) is None


def test_the_run_can_be_stopped_between_two_and_goes_on_later(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    put(hub, *(mailed(hub, name) for name in ("Ana Lim", "Bea Cruz", "Caro Ito")))
    server = loopback.server()
    done = mail_runs.send_due(outbox.wb, server, SmtpPost(server), lambda so_far: so_far.done < 1)
    assert (done.sent, done.stopped, len(loopback.taken)) == (1, True, 1)
    assert run(outbox, server).sent == 2


# Second thoughts.


def test_it_waits_for_second_thoughts_and_one_undo_takes_all_back(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    views = [mailed(hub, name) for name in ("Ana Lim", "Bea Cruz")]
    put(hub, *views, wait=WAIT)
    assert mail_runs.next_at(hub.wb) == hub.clock.now + WAIT
    hub.clock.ahead(minutes=2)
    assert run(outbox, loopback.server()).of == 0
    history.undo(hub.wb)
    assert [state(hub, view) for view in views] == [SlipState.DRAFT] * 2
    hub.clock.ahead(minutes=2)
    assert run(outbox, loopback.server()).of == 0
    history.redo(hub.wb)
    assert mail_runs.next_at(hub.wb) == hub.clock.now + WAIT
    hub.clock.ahead(minutes=3)
    assert run(outbox, loopback.server()).sent == 2
    with pytest.raises(Conflict, match="Cannot undo"):
        history.undo(hub.wb)
    assert [state(hub, view) for view in views] == [SlipState.SENT] * 2


def test_what_left_is_not_reached_by_the_next_undo(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    other = mailed(hub, "Bea Cruz")
    put(hub, view)
    slips.deliver(hub.wb, other.id, slips.ON_PAPER)
    run(outbox, loopback.server())
    history.undo(hub.wb)
    assert (state(hub, view), state(hub, other)) == (SlipState.SENT, SlipState.DRAFT)


def test_the_mail_goes_to_the_address_that_is_right_when_it_leaves(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view, wait=WAIT)
    known = people.find(hub.wb, view.person)
    people.correct(hub.wb, view.person, known.version, people.NewPerson(name=known.name, email="joan.a@example.org"))
    hub.clock.ahead(minutes=3)
    run(outbox, loopback.server())
    assert loopback.asked == ["joan.a@example.org"]


def test_taken_back_it_is_a_draft_again_and_can_go_another_way(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    mailing.take_back(hub.wb, [view.id])
    assert run(outbox, loopback.server()).of == 0
    assert (state(hub, view), slips.view(hub.wb, view.id).digest) == (SlipState.DRAFT, "")
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    with pytest.raises(Conflict):
        mailing.again(hub.wb, [view.id], 0)


def test_what_was_taken_back_can_be_mailed_after_all(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    mailing.take_back(hub.wb, [view.id])
    assert put(hub, view).done == (view.id,)
    assert run(outbox, loopback.server()).sent == 1
    with pytest.raises(Conflict, match="sent, or was"):
        mailing.take_back(hub.wb, [view.id])


# What keeps it back.


def test_nobody_is_mailed_without_an_address(hub: Hub) -> None:
    view = ready(hub)
    assert put(hub, view).refused == (("Joan Alcaraz", "no e-mail address of theirs is known"),)
    assert state(hub, view) is SlipState.DRAFT


def test_outside_their_hours_the_mail_waits_for_them(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub, window_from="20:00", window_to="22:00")
    assert put(hub, view).done == (view.id,)
    assert run(outbox, loopback.server()).of == 0
    assert hub.wb.time_of_day(standing(hub, view).leaves_at) == "20:00"
    assert slips.view(hub.wb, view.id).why == "It waits for their hours."
    hub.clock.now = standing(hub, view).leaves_at
    assert run(outbox, loopback.server()).sent == 1


def test_hours_that_ended_meanwhile_keep_it_until_they_begin_again(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    hub.clock.ahead(hours=12)
    assert run(outbox, loopback.server()).sent == 0
    assert (loopback.asked, state(hub, view)) == ([], SlipState.LEAVING)
    found = standing(hub, view)
    assert "outside their hours until Thu 9:00" in found.why
    hub.clock.now = found.leaves_at
    assert run(outbox, loopback.server()).sent == 1


def test_an_offer_that_came_meanwhile_keeps_a_refusal_in_the_house(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    no = ready(hub, "Bea Cruz", 2, email="bea@example.org")
    put(hub, view, no)
    other = applications.add(hub.wb, no.person, hub.opening("travel_air"))
    hub.take_to(other, MilestoneId.OFFER)
    done = run(outbox, loopback.server())
    assert (done.sent, loopback.asked, state(hub, no)) == (1, ["joan@example.org"], SlipState.LEAVING)
    assert "at the offer" in standing(hub, no).why
    mailing.take_back(hub.wb, [no.id])
    assert state(hub, no) is SlipState.DRAFT


# What is refused.


def test_a_refused_address_comes_back_with_its_reason_and_the_others_go(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    bad, good = mailed(hub, "Ana Lim"), mailed(hub, "Bea Cruz")
    loopback.recipient = lambda address: "550 5.1.1 no such user\x07 here" if "ana" in address else "250 OK"
    put(hub, bad, good)
    done = run(outbox, loopback.server())
    assert (done.sent, done.failed) == (1, 1)
    assert (state(hub, bad), state(hub, good)) == (SlipState.FAILED, SlipState.SENT)
    why = slips.view(hub.wb, bad.id).why
    assert why == (
        "This address does not take mail. It said: 550 5.1.1 no such user here. Check it with them, or take another"
        " way."
    )
    assert slips.owed_count(hub.wb) == 1
    assert slip_list.owed(hub.wb, slip_list.SlipQuery()).posted[0][1] == bad.id
    loopback.recipient = lambda _address: "250 OK"
    mailing.again(hub.wb, [bad.id], 0)
    assert run(outbox, loopback.server()).sent == 1
    assert loopback.messages()[-1]["To"] == "ana@example.org"


def test_a_wrong_password_is_asked_once_told_plainly_and_never_written_down(
    hub: Hub, outbox: Hub, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, capfd: Any, caplog: Any
) -> None:
    views = [mailed(hub, name) for name in ("Ana Lim", "Bea Cruz", "Caro Ito")]
    put(hub, *views)
    monkeypatch.setenv(mail_server.PASSWORD, "a wrong secret")
    done = run(outbox, loopback.server())
    assert (done.failed, done.sent, loopback.taken) == (3, 0, [])
    assert loopback.logins <= 2
    assert {state(hub, view) for view in views} == {SlipState.FAILED}
    assert slips.view(hub.wb, views[2].id).why.startswith("The mail server did not take the user name or the password.")
    told = "".join((*capfd.readouterr(), caplog.text, *(str(row) for row in hub.rows("select * from change"))))
    assert "wrong secret" not in told
    assert "d3Jvbmcgc2VjcmV0" not in told
    monkeypatch.setenv(mail_server.PASSWORD, PASSWORD)
    for view in views:
        mailing.again(hub.wb, [view.id], 0)
    assert run(outbox, loopback.server()).sent == 3


def test_a_server_without_starttls_hears_no_password_and_no_name(hub: Hub, outbox: Hub) -> None:
    view = mailed(hub)
    put(hub, view)
    with serving(starttls=False) as plain:
        done = run(outbox, plain.server())
    assert (done.failed, plain.logins, plain.asked) == (1, 0, [])
    assert "could not be made safe" in slips.view(hub.wb, view.id).why


def test_a_certificate_that_nobody_vouches_for_ends_it(
    hub: Hub, outbox: Hub, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    view = mailed(hub)
    put(hub, view)
    assert run(outbox, loopback.server()).failed == 1
    assert "could not be made safe" in slips.view(hub.wb, view.id).why
    assert loopback.logins == 0


def test_a_refused_message_says_what_the_server_said(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    loopback.data = "554 looks like spam"
    assert run(outbox, loopback.server()).failed == 1
    assert "It said: 554 looks like spam." in slips.view(hub.wb, view.id).why


def test_a_template_that_cannot_be_used_keeps_mail_in_the_house(
    hub: Hub, outbox: Hub, loopback: Loopback, tmp_path: Path
) -> None:
    view, other = mailed(hub), mailed(hub, "Bea Cruz")
    (tmp_path / "ours").mkdir()
    own = replace(hub.wb.site, letterhead=Letterhead("Quay Talent", templates=str(tmp_path / "ours")))
    for wb in (hub.wb, outbox.wb):
        wb.take_settings(own, wb.store.who)
    put(hub, view)
    (tmp_path / "ours" / "slip.html").write_text("{{ nobody }}", encoding="utf-8")
    with pytest.raises(BadInput, match=r"slip\.html, line 1"):
        put(hub, other)
    assert state(hub, other) is SlipState.DRAFT
    assert (run(outbox, loopback.server()).failed, loopback.logins) == (1, 0)
    assert "line 1: 'nobody' is undefined. Mend it, then send again." in slips.view(hub.wb, view.id).why
    (tmp_path / "ours" / "slip.html").unlink()
    mailing.again(hub.wb, [view.id], 0)
    assert run(outbox, loopback.server()).sent == 1
    assert "Quay Talent" in loopback.taken[0].decode()


def test_who_asked_not_to_be_contacted_gets_no_mail_whenever_they_said_it(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    before, meanwhile = mailed(hub, no_contact=True), mailed(hub, "Bea Cruz")
    assert put(hub, before).refused == (("Joan Alcaraz", "they asked not to be contacted"),)
    put(hub, meanwhile)
    bea = people.find(hub.wb, meanwhile.person)
    said = people.NewPerson("Bea Cruz", email="bea@example.org", no_contact=True)
    people.correct(hub.wb, bea.id, bea.version, said)
    assert (run(outbox, loopback.server()).sent, loopback.asked) == (0, [])
    assert "They asked not to be contacted. Show or print it" in slips.view(hub.wb, meanwhile.id).why
    slips.deliver(hub.wb, before.id, slips.ON_PAPER)
    assert state(hub, before) is SlipState.HANDED_OVER


def test_the_third_message_of_a_day_waits_for_the_next(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    assert run(outbox, loopback.server()).sent == 1
    for text in ("Bring your ID.", "Bring two pens."):
        fresh = outbox_of.correct(hub.wb, slips.view(hub.wb, view.id).id)
        draft = slips.view(hub.wb, fresh)
        slips.save(hub.wb, fresh, draft.version, replace(draft.draft, free_text=text))
        view = hub.confirm(fresh)
        put(hub, view)
        run(outbox, loopback.server())
    assert len(loopback.asked) == 2
    assert "They were sent 2 messages within a day. There is room from" in slips.view(hub.wb, view.id).why
    hub.clock.ahead(days=1)
    outbox.clock.now = hub.clock.now
    assert run(outbox, loopback.server()).sent == 1
    assert len(loopback.asked) == 3


# What breaks.


def test_a_server_that_is_not_there_is_tried_again_with_growing_waits_and_then_given_up(hub: Hub, outbox: Hub) -> None:
    view, other = mailed(hub), mailed(hub, "Bea Cruz")
    put(hub, view, other)
    server = Loopback(free_port()).server()
    for tries, wait in enumerate(WAITS, 1):
        done = run(outbox, server)
        assert (done.later, done.failed) == (2, 0)
        found = standing(hub, view)
        assert (found.tries, found.leaves_at) == (tries, hub.clock.now + wait)
        assert standing(hub, other).leaves_at == found.leaves_at
        assert run(outbox, server).of == 0
        hub.clock.now = found.leaves_at
        if not slip_gates_open(hub):
            hub.clock.ahead(hours=14)
    assert run(outbox, server).failed == 2
    assert slips.view(hub.wb, other.id).why == (
        "The mail server could not be reached. It was tried 6 times. Send it again, or take another way."
    )


def slip_gates_open(hub: Hub) -> bool:
    """Whether somebody without hours of their own may be reached now."""
    from domain.workbook.hours import moment_of

    return moment_of(hub.wb, "", "", "").good


def test_waits_outlive_the_program(where: str, hub: Hub, outbox: Hub) -> None:
    from tests.workbook.hub import make_hub

    view = mailed(hub)
    put(hub, view)
    run(outbox, Loopback(free_port()).server())
    outbox.wb.close()
    with serving() as loopback:
        again = make_hub(where, "outbox", hub.clock)
        assert run(again, loopback.server()).of == 0
        hub.clock.ahead(minutes=1)
        assert run(again, loopback.server()).sent == 1
        again.wb.close()
    assert (state(hub, view), len(loopback.taken)) == (SlipState.SENT, 1)


def test_a_try_again_of_the_server_is_believed(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    loopback.recipient = lambda _address: "451 greylisted"
    assert run(outbox, loopback.server()).later == 1
    assert state(hub, view) is SlipState.LEAVING
    loopback.recipient = lambda _address: "250 OK"
    hub.clock.ahead(minutes=1)
    assert run(outbox, loopback.server()).sent == 1
    assert len(loopback.taken) == 1


@pytest.mark.parametrize("does", ["hang up", "say nothing"])
def test_what_breaks_while_the_message_goes_is_never_sent_again_by_itself(
    hub: Hub, outbox: Hub, loopback: Loopback, does: str
) -> None:
    view = mailed(hub)
    put(hub, view)
    loopback.data = does
    done = run(outbox, loopback.server(timeout=2.0))
    assert (done.failed, state(hub, view)) == (1, SlipState.FAILED)
    assert "may have arrived. Ask them before you send it again." in slips.view(hub.wb, view.id).why
    loopback.data = "250 OK"
    hub.clock.ahead(days=1)
    assert run(outbox, loopback.server()).of == 0
    assert loopback.taken == []


@pytest.mark.parametrize("word", ["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT"])
def test_a_server_that_hangs_up_before_the_message_gets_it_once_when_it_is_back(
    hub: Hub, outbox: Hub, loopback: Loopback, word: str
) -> None:
    view = mailed(hub)
    put(hub, view)
    loopback.leaves_at = word
    assert run(outbox, loopback.server()).later == 1
    assert (state(hub, view), loopback.taken) == (SlipState.LEAVING, [])
    loopback.leaves_at = ""
    hub.clock.ahead(minutes=1)
    assert run(outbox, loopback.server()).sent == 1
    hub.clock.ahead(days=1)
    assert run(outbox, loopback.server()).of == 0
    assert (state(hub, view), len(loopback.taken)) == (SlipState.SENT, 1)


def test_a_server_that_hangs_up_at_goodbye_has_the_message(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    loopback.leaves_at = "QUIT"
    assert run(outbox, loopback.server()).sent == 1
    hub.clock.ahead(days=1)
    assert run(outbox, loopback.server()).of == 0
    assert (state(hub, view), len(loopback.taken)) == (SlipState.SENT, 1)


def test_a_server_that_says_nothing_at_all_is_tried_again(hub: Hub, outbox: Hub) -> None:
    import socket

    view = mailed(hub)
    put(hub, view)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert run(outbox, Loopback(port).server(timeout=0.2)).later == 1
    assert standing(hub, view).why == "The mail server did not answer in time. It is tried again."


def test_a_mail_that_came_back_is_owed_again_with_what_was_said(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    with pytest.raises(Exception, match="no mail"):
        mailing.came_back(hub.wb, view.id, "full")
    put(hub, view)
    run(outbox, loopback.server())
    with pytest.raises(BadInput):
        mailing.came_back(hub.wb, view.id, " ")
    mailing.came_back(hub.wb, view.id, "mailbox full")
    now = slips.view(hub.wb, view.id)
    assert (now.state, slips.owed_count(hub.wb)) == (SlipState.FAILED, 1)
    assert now.why.startswith("It came back: mailbox full.")
    history.undo(hub.wb)
    assert state(hub, view) is SlipState.SENT


# Two at once.


def test_two_who_send_at_once_send_each_mail_once(hub: Hub, outbox: Hub, colleague: Hub, loopback: Loopback) -> None:
    view, other = mailed(hub, "Ana Lim"), mailed(hub, "Bea Cruz")
    put(hub, view, other)
    server = loopback.server()

    def meanwhile() -> None:
        loopback.after = lambda: None

    loopback.after = meanwhile
    theirs: list[Progress] = []

    def told(so_far: Progress) -> bool:
        if so_far.done == 0 and not theirs:
            theirs.append(mail_runs.send_due(colleague.wb, server, SmtpPost(server)))
        return True

    mine = mail_runs.send_due(outbox.wb, server, SmtpPost(server), told)
    assert (theirs[0].sent, mine.sent) == (2, 0)
    assert sorted(loopback.asked) == ["ana@example.org", "bea@example.org"]


def test_a_claim_that_was_taken_over_sends_nothing(hub: Hub, outbox: Hub, colleague: Hub, loopback: Loopback) -> None:
    view = mailed(hub)
    put(hub, view)
    server = loopback.server()

    class Slow(SmtpPost):
        def send(self, recipient: str, message: bytes, handing: Any) -> None:
            hub.clock.ahead(minutes=16)
            mail_runs.recover(colleague.wb)
            super().send(recipient, message, handing)

    assert mail_runs.send_due(outbox.wb, server, Slow(server)).later == 1
    assert loopback.taken == []
    assert standing(hub, view).state is MailState.WAITING
    assert run(outbox, server).sent == 1


# The password.


def test_a_command_gives_the_password(tmp_path: Path, loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(mail_server.PASSWORD)
    kept = tmp_path / "secret"
    kept.write_text("hush hush\nnot this\n")
    assert mail_server.password_of(loopback.server(password_command=f"cat {kept}")) == "hush hush"
    assert mail_server.password_of(loopback.server()) == ""


@pytest.mark.parametrize("command", ["false", "no-such-program-here", "true", "'"])
def test_a_command_that_does_not_work_says_so_and_nothing_that_it_printed(loopback: Loopback, command: str) -> None:
    with pytest.raises(mail_server.NotSent, match="command that gives the mail password") as caught:
        mail_server.password_of(loopback.server(password_command=command))
    assert caught.value.__context__ is None


def test_the_history_says_who_put_it_there_who_sent_it_and_what_became_of_it(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    view = mailed(hub)
    put(hub, view)
    run(outbox, loopback.server())
    mailing.came_back(hub.wb, view.id, "full")
    mailing.take_back(hub.wb, [view.id])
    slip = "the slip of the online application, attempt 1"
    acts, *_ = history.of_person(hub.wb, view.person)
    said = [(act.who, act.said) for act in history.of_person(hub.wb, view.person)[:5]]
    assert said == [
        ("Noor", f"took {slip} out of the mail"),
        ("Noor", f"noted that the mail of {slip} came back"),
        ("outbox", f"sent {slip}, e-mail"),
        ("outbox", f"began to mail {slip}"),
        ("Noor", f"put {slip} in the mail"),
    ]
    assert history.details(hub.wb, view.person, acts.act).groups
