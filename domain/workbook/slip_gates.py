"""What keeps slips back although nothing is missing on them, read for many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.lazily import dataclass
from domain.model.slip import SlipDocument, SlipDraft
from domain.model.terms import MilestoneId
from domain.rules.correcting import changes
from domain.rules.gates import Caps, Full, Reader, caps, gates
from domain.rules.gates import Gate as Gate
from domain.rules.gates import GateId as GateId
from domain.rules.gates import Way as Way
from domain.workbook import languages
from domain.workbook.contacts import may_text
from domain.workbook.hours import local_of
from domain.workbook.hours import moment_of as moment_of
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.rules.contact_hours import Moment
    from domain.store import Tx
    from domain.workbook.workbook import Workbook


DAY = 24 * 60 * 60_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Held:
    """What stands against giving a slip to its reader, by the way that is taken."""

    reader: Reader

    @property
    def moment(self) -> Moment:
        """Whether it is a good moment by their clock."""
        return self.reader.moment

    @property
    def address(self) -> str:
        """Where mail goes; '' where nobody knows."""
        return self.reader.address

    def against(self, way: Way) -> tuple[Gate, ...]:
        """What keeps it back, the weightiest first."""
        return gates(self.reader, way)


SENT = ("text message", "chat app", "by hand", "e-mail")
"""The channels by which words were sent, as `slips` names them."""
_SENT = ", ".join(f"'{channel}'" for channel in SENT)


def _last(person: str, place: str, but: str = "0") -> str:
    """When the words of ours went to somebody that stand at a place, the newest first: slips and messages."""
    return f"""(select w.at from (
           select x.delivered_at as at from slip x where x.person = {person} and x.gone > 0
              and x.channel in ({_SENT}) and x.id <> {but}
           union all
           select t.at from touch t where t.person = {person} and t.direction = 'out' and t.outcome = 'left_word'
              and t.channel <> 'call') as w order by w.at desc limit 1 offset {place})"""


_READERS = f"""
select s.id, s.draft, s.corrects, p.email, p.ok_text, p.channel as wish, p.second_channel, p.zone, p.window_from,
       p.window_to, p.no_contact,
       (select max(o.id) from application o where o.person = s.person and o.id <> a.application
           and o.milestone = :offer and o.ended_at = 0) as offer,
       (select max(g.id) from slip g where g.attempt = s.attempt and g.gone + 0 = 1 and g.state <> 'not_wanted'
           and g.id <> s.id and g.id <> s.corrects) as told,
       coalesce(old.document, '') as old,
       {_last("s.person", ":in_day", "s.id")} as last_of_day, {_last("s.person", ":in_week", "s.id")} as last_of_week
  from slip s join attempt a on a.id = s.attempt join person p on p.id = s.person
  left join slip old on old.id = s.corrects
 where
"""


def look_in(wb: Workbook, tx: Tx, slip_ids: Sequence[int], documents: Mapping[int, SlipDocument]) -> dict[int, Held]:
    """What keeps these slips back, in one question; `documents` holds their words, by slip."""
    among, values = tx.among("s.id", slip_ids)
    most = caps(wb.catalogue.follow_up)
    rows = tx.rows(f"{_READERS} {among}", offer=MilestoneId.OFFER, **_places(most), **values)
    return {row["id"]: Held(_reader(wb, row, documents.get(row["id"]), most)) for row in rows}


def full(wb: Workbook, tx: Tx, person_id: int) -> Full | None:
    """The cap on messages to one person that is reached now, slips and messages together."""
    most = caps(wb.catalogue.follow_up)
    columns = f"{_last('p.id', ':in_day')} as last_of_day, {_last('p.id', ':in_week')} as last_of_week"
    row = tx.row(f"select p.zone, {columns} from person p where p.id = :id", id=person_id, **_places(most))
    return _full(wb, row, most) if row else None


def _places(most: Caps) -> dict[str, int]:
    """Where, from 0, the message stands that must be old enough."""
    return {"in_day": max(0, most.per_day - 1), "in_week": max(0, most.per_week - 1)}


def _full(wb: Workbook, row: dict[str, Any], most: Caps) -> Full | None:
    """The cap that is reached and opens last, on the person's clock."""
    spans = ((most.per_day, row["last_of_day"], DAY, "a day"), (most.per_week, row["last_of_week"], 7 * DAY, "7 days"))
    reached = [
        (int(last) + span, f"{count(cap, 'message')} within {words}")
        for cap, last, span, words in spans
        if cap and last and int(last) + span > wb.now()
    ]
    if not reached:
        return None
    until, words = max(reached)
    return Full(words, local_of(wb, row["zone"], until))


def _reader(wb: Workbook, row: dict[str, Any], document: SlipDocument | None, most: Caps) -> Reader:
    told = msgspec.json.decode(row["draft"], type=SlipDraft)
    return Reader(
        result=told.result,
        ending=told.ending,
        offer_elsewhere=bool(row["offer"]),
        told=bool(row["told"]),
        changes=_changes(wb, row["old"], document),
        address=row["email"],
        wish=row["wish"],
        ok_text=may_text(row),
        moment=moment_of(wb, row["zone"], row["window_from"], row["window_to"]),
        no_contact=bool(row["no_contact"]),
        full=_full(wb, row, most),
    )


def _changes(wb: Workbook, old: str, document: SlipDocument | None) -> int | None:
    """How many parts of a correction differ from what they have; None for a slip that is none."""
    if not old or document is None:
        return None
    theirs = msgspec.json.decode(old, type=SlipDocument)
    return len(changes(theirs, document, languages.voice(wb, theirs.language).tongue.words.correction["sorry"]))
