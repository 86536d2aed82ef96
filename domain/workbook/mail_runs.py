"""Sending the mail of the outbox: each one once and never twice, whatever breaks in the middle.

A mail goes through four states: `waiting` until the time for second thoughts is over and the server is there;
`claimed` by one sender while it talks to the server; `handing` from the moment before the first byte of the message
goes; then `sent` or `failed`. Each step is an act of its own, stored before the next one begins. So a crash leaves one
of two things: a claim, of which the server has nothing and which goes back to waiting; or a message of which some was
handed over, which is never sent again by itself, because the server may have taken it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.slip import SlipDocument
from domain.model.terms import SlipState
from domain.reports import Envelope, TemplateFault, mail_address, slip_message
from domain.rules.gates import GateId, Way
from domain.rules.sending import CRASHED, Answer, Verdict, given_up, wait_after
from domain.workbook import slip_gates
from domain.workbook.mail_server import NotSent
from domain.workbook.mailing import LEASE as LEASE
from domain.workbook.mailing import MAIL, MailState, leaves_at
from domain.workbook.wording import count
from domain.workbook.workbook import OUTBOX as OUTBOX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.store import Act, Tx
    from domain.workbook.mail_server import Post
    from domain.workbook.workbook import MailServer, Workbook

LOOK_AGAIN = 60 * 60_000
"""Milliseconds until a mail is looked at again that an offer elsewhere keeps back."""
MEANWHILE = Answer(Verdict.AGAIN, "It was taken back, kept back or taken over by somebody else meanwhile.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run of sending is."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    """Tried, and tried again later."""
    of: int = 0
    stopped: bool = False

    @property
    def done(self) -> int:
        """How many were looked at."""
        return self.sent + self.failed + self.later


@dataclass(frozen=True, slots=True)
class Outlook:
    """A mail as it stands before a run, or one that did not get through."""

    slip: int
    name: str
    address: str
    leaves_at: int
    """When it may leave, milliseconds UTC."""
    now: bool
    """Whether a run would send it now."""
    why: str
    """What keeps it back, or came of it; '' for nothing."""


def outlook(wb: Workbook, *, failed: bool = False) -> list[Outlook]:
    """The mail that is waiting, in the order in which it leaves, or all that did not get through; nothing changes."""
    with wb.store.read() as tx:
        if failed:
            rows = tx.rows(f"{MAIL} where m.state = 'failed' and s.state = 'failed' order by m.id")
            return [Outlook(row["slip"], row["name"], row["address"], 0, False, row["why"]) for row in rows]
        rows = _open_rows(tx)
        among, values = tx.among("id", [row["slip"] for row in rows])
        texts = tx.rows(f"select id, document from slip where {among}", **values)
        documents = {row["id"]: msgspec.json.decode(row["document"], type=SlipDocument) for row in texts}
        held = slip_gates.look_in(wb, tx, list(documents), documents)
    return [_outlook(wb, row, held[row["slip"]].against(Way.MAIL)) for row in rows]


def _outlook(wb: Workbook, row: dict[str, Any], gates: tuple[slip_gates.Gate, ...]) -> Outlook:
    at = leaves_at(row)
    why = f"{gates[0].message}. {gates[0].hint}" if gates else ""
    due = row["state"] == MailState.WAITING and at <= wb.now() and not gates
    return Outlook(row["slip"], row["name"], row["email"], at, due, why)


def next_at(wb: Workbook) -> int | None:
    """When the next mail can leave, or a claim runs out, milliseconds UTC; None where there is none."""
    with wb.store.read() as tx:
        waiting = [leaves_at(row) for row in _open_rows(tx)]
    return min(waiting, default=None)


def _open_rows(tx: Tx) -> list[dict[str, Any]]:
    states = "('waiting', 'claimed', 'handing')"
    return tx.rows(f"{MAIL} where m.state <> 'sent' and m.state in {states} order by m.not_before, m.id")


def send_due(
    wb: Workbook,
    server: MailServer,
    post: Post,
    told: Callable[[Progress], bool] = lambda _progress: True,
) -> Progress:
    """Send every mail whose time has come, one after the other; `told` hears of each and says whether to go on.

    Give it a workbook of its own in the name of `OUTBOX`. What the settings are to blame for ends the run, and all that
    was due with it, so that a server is not asked the same wrong thing a hundred times.
    """
    recover(wb)
    with wb.store.read() as tx:
        due = [row["id"] for row in _open_rows(tx) if row["state"] == MailState.WAITING and leaves_at(row) <= wb.now()]
    run = Progress(of=len(due))
    try:
        for at, mailing in enumerate(due):
            if not told(run):
                return replace(run, stopped=True)
            answer = _send_one(wb, server, post, mailing)
            run = _counted(run, answer)
            if answer is not None and answer.everybody:
                run = _spare_the_rest(wb, run, due[at + 1 :], answer)
                break
    finally:
        post.close()
    told(run)
    return run


def _counted(run: Progress, answer: Answer | None) -> Progress:
    if answer is None:
        return replace(run, sent=run.sent + 1)
    if answer.verdict is Verdict.AGAIN:
        return replace(run, later=run.later + 1)
    return replace(run, failed=run.failed + 1)


def recover(wb: Workbook) -> None:
    """Settle what a sender left behind that is no more: a claim waits again, a message half handed over has failed."""
    with wb.store.read() as tx:
        left = [row for row in _open_rows(tx) if row["state"] != MailState.WAITING and leaves_at(row) <= wb.now()]
    for row in left:
        if row["state"] == MailState.HANDING:
            _settle(wb, row["id"], CRASHED)
            continue
        _release(wb, row)


def _release(wb: Workbook, row: dict[str, Any]) -> None:
    def work(act: Act) -> None:
        act.update("mailing", row["id"], row["version"], state=MailState.WAITING, claim="", claimed_at=0)
        act.update("slip", row["slip"], row["slip_version"], state=SlipState.LEAVING)

    try:
        wb.store.do("put a mail back that was not sent", work)
    except Conflict:
        return  # whoever changed it meanwhile knows better


def _send_one(wb: Workbook, server: MailServer, post: Post, mailing: int) -> Answer | None:
    """Send one mail; None when the server took it, else what came of it."""
    claim = f"{wb.store.new_id():x}"
    try:
        found = _claim(wb, mailing, claim)
    except (Conflict, NotFound):
        return MEANWHILE
    if found is None:
        return MEANWHILE
    try:
        envelope = Envelope(server.sender, found["email"], _message_id(server, found["message"]), found["at"])
        message = slip_message(found["document"], envelope, paper=wb.site.paper, letterhead=wb.site.letterhead).data
        recipient = mail_address(found["email"])
    except TemplateFault as error:
        return _settle(wb, mailing, Answer(Verdict.SETUP, f"{error.message} Mend it, then send again.", everybody=True))
    except BadInput as error:
        return _settle(wb, mailing, Answer(Verdict.FAILED, f"{error.message} {error.hint}"))
    try:
        post.send(recipient, message, partial(_handing, wb, mailing, claim))
    except NotSent as error:
        return _settle(wb, mailing, error.answer)
    except Conflict:
        return MEANWHILE
    _sent(wb, mailing)
    return None


def _message_id(server: MailServer, message: str) -> str:
    return f"<{message}@{server.sender.rpartition('@')[2]}>"


def _claim(wb: Workbook, mailing: int, claim: str) -> dict[str, Any] | None:
    """Take a mail for this sender, in an act of its own; None where the rules of contact keep it back now."""
    with wb.store.read() as tx:
        row = tx.row(f"{MAIL} where m.id = :id", id=mailing)
        if row is None or row["state"] != MailState.WAITING:
            raise Conflict("This mail is no longer waiting.", "Look again.")
        text = tx.value("select document from slip where id = :id", id=row["slip"])
        document = msgspec.json.decode(text, type=SlipDocument)
        held = slip_gates.look_in(wb, tx, [row["slip"]], {row["slip"]: document})[row["slip"]]
    gates = held.against(Way.MAIL)
    if gates:
        _hold(wb, row, gates)
        return None

    def work(act: Act) -> None:
        fields = {"state": MailState.CLAIMED, "claim": claim, "claimed_at": act.at, "tries": row["tries"] + 1}
        act.update("mailing", mailing, row["version"], address=row["email"], **fields)
        act.update("slip", row["slip"], row["slip_version"], state=SlipState.SENDING)

    wb.store.do(f"began to mail the slip of {row['name']}", work)
    return row | {"document": document}


def _hold(wb: Workbook, row: dict[str, Any], gates: tuple[slip_gates.Gate, ...]) -> None:
    """Keep a mail back: until their hours begin, for a while, or, where nothing but a hand can help, for good."""
    gate = gates[0]
    words = f"{gate.message[:1].upper()}{gate.message[1:]}. {gate.hint}"
    if gate.id in (GateId.HOURS, GateId.OFFER, GateId.CAP):
        until = int(gate.until.timestamp() * 1000) if gate.until else wb.now() + LOOK_AGAIN

        def wait(act: Act) -> None:
            act.update("mailing", row["id"], row["version"], not_before=until, why=words)
            act.update("slip", row["slip"], row["slip_version"], why=words)

        wb.store.do(f"kept the mail to {row['name']} back", wait)
        return
    _settle(wb, row["id"], Answer(Verdict.FAILED, words))


def _handing(wb: Workbook, mailing: int, claim: str) -> None:
    """Note that from now on the server may have it; Conflict where the claim is no longer ours."""

    def work(act: Act) -> None:
        row = act.row("select state, claim, version from mailing where id = :id", id=mailing)
        if row is None or row["state"] != MailState.CLAIMED or row["claim"] != claim:
            raise Conflict("This mail is somebody else's by now.", "Look again.")
        act.update("mailing", mailing, row["version"], state=MailState.HANDING, claimed_at=act.at)

    wb.store.do("hands a mail over", work)


def _sent(wb: Workbook, mailing: int) -> None:
    """Note that the server took it, whatever anybody thought of it meanwhile."""

    def work(act: Act) -> None:
        row = _row(act, mailing)
        act.update("mailing", mailing, row["version"], state=MailState.SENT, claim="", why="")
        fields = {"state": SlipState.SENT, "gone": 1, "delivered_at": act.at, "why": ""}
        act.update("slip", row["slip"], row["slip_version"], **fields)

    wb.store.do("sent a slip by e-mail", work)


def _settle(wb: Workbook, mailing: int, answer: Answer) -> Answer:
    """Note what came of a try that did not work; what it comes to in the end."""
    came_to = [answer]

    def work(act: Act) -> None:
        row = _row(act, mailing)
        mail, slip, came_to[0] = _come_to(row, answer, act.at)
        act.update("mailing", mailing, row["version"], **mail)
        act.update("slip", row["slip"], row["slip_version"], **slip)

    wb.store.do("could not mail a slip", work)
    return came_to[0]


def _spare_the_rest(wb: Workbook, run: Progress, rest: Sequence[int], answer: Answer) -> Progress:
    """What would be the same for all that are due is not asked again and again: they wait, or fail, in one act."""
    if not rest:
        return run

    def work(act: Act) -> list[Answer]:
        among, values = act.among("m.id", rest)
        rows = act.rows(f"{MAIL} where {among} and m.state = 'waiting'", **values)
        told, mails, of = [], {}, {}
        for row in rows:
            mails[row["id"]], of[row["slip"]], came_to = _come_to(row | {"tries": row["tries"] + 1}, answer, act.at)
            told.append(came_to)
        if rows:
            act.update_many("mailing", mails)
            act.update_many("slip", of)
        return told

    for came_to in wb.store.do(f"could not mail {count(len(rest), 'slip')}", work):
        run = _counted(run, came_to)
    return run


def _come_to(row: dict[str, Any], answer: Answer, at: int) -> tuple[dict[str, object], dict[str, object], Answer]:
    """What a mail and its slip come to after a try that did not work, and what that means in the end."""
    wait = wait_after(row["tries"]) if answer.verdict is Verdict.AGAIN else None
    known = {"claim": "", "claimed_at": 0, "tries": row["tries"]}
    if wait is not None:
        mail = {"state": MailState.WAITING, "not_before": at + wait, "why": answer.why, **known}
        return mail, {"state": SlipState.LEAVING, "why": answer.why}, answer
    last = given_up(answer, row["tries"]) if answer.verdict is Verdict.AGAIN else answer
    mail = {"state": MailState.FAILED, "why": last.why, "not_before": 0, **known}
    return mail, {"state": SlipState.FAILED, "why": last.why}, replace(last, everybody=answer.everybody)


def _row(tx: Tx, mailing: int) -> dict[str, Any]:
    row = tx.row(f"{MAIL} where m.id = :id", id=mailing)
    if row is None:
        raise NotFound("This mail is no longer in the workbook.", "It may have been undone.")
    return row
