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

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import SlipState
from domain.reports import Envelope, TemplateFault, mail_address
from domain.rules.gates import GateId
from domain.rules.sending import CRASHED, Answer, Verdict, given_up, wait_after
from domain.workbook import mail_loads
from domain.workbook.mail_server import NotSent
from domain.workbook.mailing import LEASE as LEASE
from domain.workbook.mailing import MAIL, Carries, MailState, leaves_at
from domain.workbook.wording import count
from domain.workbook.workbook import OUTBOX as OUTBOX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.rules.gates import Gate
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

    carries: Carries
    id: int
    """Of the slip or the message."""
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
            rows = tx.rows(f"{MAIL} where m.state = 'failed' and coalesce(s.state, l.state) = 'failed' order by m.id")
            return [_of(row, row["address"], 0, now=False, why=row["why"]) for row in rows]
        rows = _open_rows(tx)
        held = mail_loads.held_in(wb, tx, rows)
    return [_outlook(wb, row, held[row["id"]]) for row in rows]


def _of(row: dict[str, Any], address: str, at: int, *, now: bool, why: str) -> Outlook:
    return Outlook(Carries(row["carries"]), row["carried"], row["name"], address, at, now, why)


def _outlook(wb: Workbook, row: dict[str, Any], gates: tuple[Gate, ...]) -> Outlook:
    at = leaves_at(row)
    why = f"{gates[0].message}. {gates[0].hint}" if gates else ""
    due = row["state"] == MailState.WAITING and at <= wb.now() and not gates
    return _of(row, row["email"], at, now=due, why=why)


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
        _carried(act, row, state=SlipState.LEAVING)

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
        message = mail_loads.load_of(found).message(wb, found["carried"], envelope)
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
        gates = mail_loads.held_in(wb, tx, [row])[mailing]
    if gates:
        _hold(wb, row, gates)
        return None

    def work(act: Act) -> None:
        fields = {"state": MailState.CLAIMED, "claim": claim, "claimed_at": act.at, "tries": row["tries"] + 1}
        act.update("mailing", mailing, row["version"], address=row["email"], **fields)
        _carried(act, row, state=SlipState.SENDING)

    wb.store.do(f"began to mail {_WHOSE[row['carries']]} {row['name']}", work)
    return row


_WHOSE = {Carries.SLIP: "the slip of", Carries.LETTER: "a message to"}
_WAITS = frozenset({GateId.HOURS, GateId.OFFER, GateId.CAP, GateId.PACE})


def _carried(act: Act, row: dict[str, Any], **fields: object) -> None:
    """Write down what became of the slip or the message that a mail carries."""
    act.update(row["carries"], row["carried"], row["carried_version"], **fields)


def _hold(wb: Workbook, row: dict[str, Any], gates: tuple[Gate, ...]) -> None:
    """Keep a mail back: until their hours begin, for a while, or, where nothing but a hand can help, for good."""
    gate = next((one for one in gates if one.id not in _WAITS), gates[0])
    words = f"{gate.message[:1].upper()}{gate.message[1:]}. {gate.hint}"
    if gate.id in _WAITS:
        until = int(gate.until.timestamp() * 1000) if gate.until else wb.now() + LOOK_AGAIN

        def wait(act: Act) -> None:
            act.update("mailing", row["id"], row["version"], not_before=until, why=words)
            _carried(act, row, why=words)

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
        _carried(act, row, **mail_loads.load_of(row).sent_in(wb, act, row["carried"]))

    wb.store.do("sent an e-mail", work)


def _settle(wb: Workbook, mailing: int, answer: Answer) -> Answer:
    """Note what came of a try that did not work; what it comes to in the end."""
    came_to = [answer]

    def work(act: Act) -> None:
        row = _row(act, mailing)
        mail, carried, came_to[0] = _come_to(row, answer, act.at)
        act.update("mailing", mailing, row["version"], **mail)
        _carried(act, row, **carried)

    wb.store.do("could not send an e-mail", work)
    return came_to[0]


def _spare_the_rest(wb: Workbook, run: Progress, rest: Sequence[int], answer: Answer) -> Progress:
    """What would be the same for all that are due is not asked again and again: they wait, or fail, in one act."""
    if not rest:
        return run

    def work(act: Act) -> list[Answer]:
        among, values = act.among("m.id", rest)
        rows = act.rows(f"{MAIL} where {among} and m.state = 'waiting'", **values)
        told, mails = [], {}
        of: dict[str, dict[int, dict[str, object]]] = {carries: {} for carries in Carries}
        for row in rows:
            now = row | {"tries": row["tries"] + 1}
            mails[row["id"]], of[row["carries"]][row["carried"]], came_to = _come_to(now, answer, act.at)
            told.append(came_to)
        for table, changes in {"mailing": mails, **of}.items():
            if changes:
                act.update_many(table, changes)
        return told

    for came_to in wb.store.do(f"could not send {count(len(rest), 'e-mail')}", work):
        run = _counted(run, came_to)
    return run


def _come_to(row: dict[str, Any], answer: Answer, at: int) -> tuple[dict[str, object], dict[str, object], Answer]:
    """What a mail and what it carries come to after a try that did not work, and what that means in the end."""
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
