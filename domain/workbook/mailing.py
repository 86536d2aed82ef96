"""The mail of the outbox: put there, taken back, sent again, and how far each came; `mail_runs` sends it.

A mail carries a slip or a short message (`letters`); what tells the two apart is in `mail_loads`.
"""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import SlipState
from domain.reports import Format, check_templates
from domain.rules.gates import GateId
from domain.store.cleaning import clean
from domain.workbook import slip_delivery, slip_gates, slips
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.store import Act
    from domain.workbook.slip_delivery import Chosen, Delivered
    from domain.workbook.workbook import Workbook

LEASE = 15 * 60_000
"""Milliseconds after which a claim counts as left behind; longer than any talk with a server lasts."""


WAITED_FOR = frozenset({GateId.HOURS, GateId.CAP})
"""What mail waits for in the outbox, where it keeps nobody from putting it there."""
FOR_THEIR_HOURS = "It waits for their hours."


class MailState(StrEnum):
    """How far one mail came."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"


class Carries(StrEnum):
    """What a mail carries: the table that holds its words."""

    SLIP = "slip"
    LETTER = "letter"


NOUNS = {Carries.SLIP: "slip", Carries.LETTER: "message"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the mail of one slip."""

    slip: int
    state: MailState
    address: str
    leaves_at: int
    """When it goes, or is tried next, milliseconds UTC."""
    tries: int
    why: str


# putting mail in the outbox ------------------------------------------------------------------------------------------


def put(wb: Workbook, chosen: Sequence[Chosen], wait: int) -> Delivered:
    """Freeze these slips and put them in the mail, in one act; they leave `wait` milliseconds later at the earliest.

    Who cannot be reached by mail, or whose slip changed since it was shown, stays, named with why. Outside somebody's
    hours the mail waits for them. Until a mail is claimed, one undo takes everything back. TemplateFault where a
    template of the site cannot be used: nothing is put there.
    """
    check_templates(wb.site.letterhead, [Format.EML])
    what = f"put {count(len(chosen), 'slip')} in the mail"
    if len(chosen) == 1:
        what = f"put the slip of {chosen[0].name} in the mail"

    def work(act: Act) -> Delivered:
        done: list[int] = []
        refused: list[tuple[str, str]] = []
        for start in range(0, len(chosen), slip_delivery.BATCH):
            part = chosen[start : start + slip_delivery.BATCH]
            some, others = slip_delivery.hand_over_in(wb, act, part, slips.BY_MAIL, but=WAITED_FOR)
            insert_in(wb, act, some, wait)
            done += some
            refused += others
        return slip_delivery.Delivered(tuple(done), tuple(refused))

    return wb.store.do(what, work)


def insert_in(wb: Workbook, act: Act, ids: Sequence[int], wait: int, carries: Carries = Carries.SLIP) -> None:
    """A mail for each of these slips or messages; one that had a mail before goes on with that one."""
    if not ids:
        return
    among, values = act.among("s.id", ids)
    words = "s.digest" if carries is Carries.SLIP else "s.words"
    rows = act.rows(
        f"select s.id, s.person, {words} as words, p.email, p.zone, p.window_from, p.window_to,"
        f" coalesce(m.id, 0) as mailing from {carries} s join person p on p.id = s.person"
        f" left join mailing m on m.{carries} = s.id where {among}",
        **values,
    )
    fresh, known, held = [], {}, {}
    for row in rows:
        opens = _opens(wb, row)
        if opens > act.at + wait:
            held[row["id"]] = {"why": FOR_THEIR_HOURS}
        fields = {
            "address": row["email"],
            "message": f"{carries}-{row['id']}-{_digest(carries, row['words'])[:16]}",
            "state": MailState.WAITING,
            "wait": wait,
            "not_before": opens,
            "tries": 0,
            "claim": "",
            "claimed_at": 0,
            "why": FOR_THEIR_HOURS if row["id"] in held else "",
            "at": act.at,
        }
        if row["mailing"]:
            known[row["mailing"]] = fields
        else:
            fresh.append({carries: row["id"], "person": row["person"], **fields})
    if held:
        act.update_many(carries, held)
    if fresh:
        act.insert_many("mailing", fresh)
    if known:
        act.update_many("mailing", known)


def _digest(carries: Carries, words: str) -> str:
    """What a message is known by: a slip has it already."""
    return words if carries is Carries.SLIP else sha256(words.encode()).hexdigest()


def _opens(wb: Workbook, row: dict[str, Any]) -> int:
    moment = slip_gates.moment_of(wb, row["zone"], row["window_from"], row["window_to"])
    return 0 if moment.good or moment.opens is None else int(moment.opens.timestamp() * 1000)


def again(wb: Workbook, ids: Sequence[int], wait: int, carries: Carries = Carries.SLIP) -> None:
    """Send the same words again after mails that failed, in one act; Conflict where one of them did not."""
    rows = [mail_of(wb, one, carries) for one in ids]
    if any(row["carried_state"] != SlipState.FAILED for row in rows):
        raise Conflict("This mail did not fail.", "Wait for what comes of it.")
    said = _named(rows, carries)

    def work(act: Act) -> None:
        for row in rows:
            act.update(carries, row["carried"], row["carried_version"], state=SlipState.LEAVING, why="")
        insert_in(wb, act, ids, wait, carries)

    wb.store.do(f"put {said} in the mail again", work)


def take_back(wb: Workbook, ids: Sequence[int], carries: Carries = Carries.SLIP) -> None:
    """Take slips or messages back whose mail waits or failed, in one act; Conflict once one is being sent, or was.

    Slips are drafts then; a message is gone, as if nobody had written it.
    """
    rows = [mail_of(wb, one, carries) for one in ids]
    said = _named(rows, carries)

    def work(act: Act) -> None:
        for row in rows:
            now = act.row("select state, version from mailing where id = :id", id=row["id"])
            if now is None or now["state"] not in (MailState.WAITING, MailState.FAILED):
                raise Conflict("This mail is being sent, or was.", "Correct the slip with a new one instead.")
            if carries is Carries.LETTER:
                act.delete("mailing", row["id"])
                act.delete("letter", row["carried"])
                continue
            act.update("mailing", row["id"], now["version"], state=MailState.FAILED, why="taken back")
            act.update("slip", row["slip"], row["carried_version"], **_DRAFT_AGAIN)

    wb.store.do(f"took {said} out of the mail", work)


def _named(rows: Sequence[dict[str, Any]], carries: Carries) -> str:
    """What is put in the mail or taken out, for an act."""
    if len(rows) > 1:
        return count(len(rows), NOUNS[carries])
    return f"{'the slip of' if carries is Carries.SLIP else 'a message to'} {rows[0]['name']}"


_DRAFT_AGAIN = {
    "state": SlipState.DRAFT, "document": "", "digest": "", "channel": "", "delivered_at": 0, "why": ""
}  # fmt: skip


def came_back(wb: Workbook, one: int, why: str, carries: Carries = Carries.SLIP) -> None:
    """Note that a mail came back after the server had taken it, with what was said; a slip is owed again.

    BadInput without a reason; Conflict where it was not sent by mail, or they said that they have it.
    """
    reason = " ".join(clean(why, slips.MAX_REASON).split())
    if not reason:
        raise BadInput("Say what came back.", "Two or three words of the message that you got.")
    row = mail_of(wb, one, carries)
    if row["carried_state"] != SlipState.SENT or row["state"] != MailState.SENT:
        raise Conflict(f"This {NOUNS[carries]} was not sent by mail.", "Look at it again.")
    told = f"It came back: {reason}. Check the address with them, or take another way."
    owed = {"gone": 0} if carries is Carries.SLIP else {}

    def work(act: Act) -> None:
        act.update("mailing", row["id"], row["version"], state=MailState.FAILED, why=told)
        act.update(carries, one, row["carried_version"], state=SlipState.FAILED, why=told, **owed)

    wb.store.do(f"noted that the mail to {row['name']} came back", work)


MAIL = """
select m.*, case when m.letter is null then 'slip' else 'letter' end as carries, coalesce(m.slip, m.letter) as carried,
       coalesce(s.state, l.state) as carried_state, coalesce(s.version, l.version) as carried_version,
       p.name, p.email, act.at as put_at
  from mailing m left join slip s on s.id = m.slip left join letter l on l.id = m.letter
  join person p on p.id = m.person join act on act.id = m.act
"""


def mail_of(wb: Workbook, one: int, carries: Carries) -> dict[str, Any]:
    """The mail that carries a slip or a message; NotFound where none does."""
    with wb.store.read() as tx:
        row = tx.row(f"{MAIL} where m.{carries} = :id", id=one)
    if row is None:
        raise NotFound(f"This {NOUNS[carries]} is in no mail.", "It may have been undone.")
    return row


def standing(wb: Workbook, slip_ids: Iterable[int]) -> dict[int, Standing]:
    """What is known of the mail of these slips, by slip; those without one are left out."""
    with wb.store.read() as tx:
        among, values = tx.among("m.slip", list(slip_ids))
        rows = tx.rows(f"{MAIL} where {among}", **values)
    return {
        row["slip"]: Standing(
            row["slip"], MailState(row["state"]), row["address"], leaves_at(row), row["tries"], row["why"]
        )
        for row in rows
    }


def leaves_at(row: dict[str, Any]) -> int:
    """When something is to be done about a mail: it may leave, or its claim counts as left behind.

    The time for second thoughts runs from the act that put it there, so that doing it again after an undo begins anew.
    """
    if row["state"] != MailState.WAITING:
        return int(row["claimed_at"]) + LEASE
    begun = row["put_at"] + row["wait"] if not row["tries"] else 0
    return max(int(row["not_before"]), int(begun))
