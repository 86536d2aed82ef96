"""What a mail carries, a slip or a short message: what keeps it back, its bytes, and what it comes to once sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from domain.model.slip import SlipDocument
from domain.model.terms import SlipState
from domain.reports import slip_message
from domain.rules.gates import Way
from domain.workbook import letters, slip_gates
from domain.workbook.mailing import Carries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.reports import Envelope
    from domain.rules.gates import Gate
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]
"""A mail, as `mailing.MAIL` reads it."""


class Load(Protocol):
    """One kind of what a mail carries."""

    def held(self, wb: Workbook, tx: Tx, ids: Sequence[int]) -> Mapping[int, tuple[Gate, ...]]:
        """What keeps these back now, by id, the weightiest first."""

    def message(self, wb: Workbook, one: int, envelope: Envelope) -> bytes:
        """The whole message; TemplateFault and BadInput where it cannot be made."""

    def sent_in(self, wb: Workbook, act: Act, one: int) -> Mapping[str, object]:
        """What is written down of it once the server took it, and what else follows."""


class _Slip:
    def held(self, wb: Workbook, tx: Tx, ids: Sequence[int]) -> Mapping[int, tuple[Gate, ...]]:
        documents = _documents(tx, ids)
        found = slip_gates.look_in(wb, tx, list(documents), documents)
        return {slip: held.against(Way.MAIL) for slip, held in found.items()}

    def message(self, wb: Workbook, one: int, envelope: Envelope) -> bytes:
        with wb.store.read() as tx:
            document = _documents(tx, [one])[one]
        return slip_message(document, envelope, paper=wb.site.paper, letterhead=wb.site.letterhead).data

    def sent_in(self, wb: Workbook, act: Act, one: int) -> Mapping[str, object]:
        return {"state": SlipState.SENT, "gone": 1, "delivered_at": act.at, "why": ""}


def _documents(tx: Tx, ids: Sequence[int]) -> dict[int, SlipDocument]:
    among, values = tx.among("id", ids)
    rows = tx.rows(f"select id, document from slip where {among}", **values)
    return {row["id"]: msgspec.json.decode(row["document"], type=SlipDocument) for row in rows}


class _Letter:
    def held(self, wb: Workbook, tx: Tx, ids: Sequence[int]) -> Mapping[int, tuple[Gate, ...]]:
        return letters.held_in(wb, tx, ids)

    def message(self, wb: Workbook, one: int, envelope: Envelope) -> bytes:
        return letters.message(wb, one, envelope)

    def sent_in(self, wb: Workbook, act: Act, one: int) -> Mapping[str, object]:
        return letters.sent_in(wb, act, one)


_LOADS: Mapping[Carries, Load] = {Carries.SLIP: _Slip(), Carries.LETTER: _Letter()}


def load_of(row: Row) -> Load:
    """What deals with the load of a mail."""
    return _LOADS[Carries(row["carries"])]


def held_in(wb: Workbook, tx: Tx, rows: Sequence[Row]) -> dict[int, tuple[Gate, ...]]:
    """What keeps these mails back now, by the id of the mail, in few questions."""
    found: dict[int, tuple[Gate, ...]] = {}
    for carries, load in _LOADS.items():
        mine = {row["carried"]: row["id"] for row in rows if row["carries"] == carries}
        if mine:
            found |= {mine[one]: gates for one, gates in load.held(wb, tx, list(mine)).items()}
    return found
