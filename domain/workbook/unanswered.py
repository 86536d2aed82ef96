"""What people wrote or asked of us that waits for us, the oldest first, in one question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import NextStep
from domain.workbook import due

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.due import Part
    from domain.workbook.workbook import Workbook


REPLIES: Final = "replies"
"""What somebody wrote, where a touch or a snooze is about it."""
KEEP: Final = "keep"
"""A request that is a duty of ours, and waits for nobody. Both stand here, as the first screen asks for them."""


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """Something that somebody wrote and that is to be answered."""

    touch: int
    person: int
    name: str
    outcome: str
    """An `Outcome`: a thank-you note, a check-in."""
    due: date


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Something that somebody asked about what is held of them."""

    request: int
    person: int
    name: str
    kind: str
    """A `requests.Kind`."""
    day: date
    """On which they asked."""


_REPLIES = f"""select 'reply' as part, t.id, t.person, p.name, t.outcome as kind, t.due as day
  from touch t join person p on p.id = t.person
 where t.next > '' and t.closed_at = 0 and t.next in ('{NextStep.ANSWER}', '{NextStep.KIND_LINE}')
   and not exists (select 1 from snooze s where s.person = t.person and s.kind = :replies and s.about = t.id
                   and s.until || '' > :today)"""
_REQUESTS = """select 'request' as part, a.id, a.person, p.name, a.kind, a.day
  from asked a join person p on p.id = a.person where a.done_at = 0 and a.kind <> :keep"""


def read(wb: Workbook, tx: Tx, limit: int) -> tuple[Part[ReplyRow], Part[RequestRow]]:
    """Up to so many replies to give and requests to do, the oldest first, with how many there are."""
    counted = "count(*) over (partition by part) as many"
    counted += ", row_number() over (partition by part order by day, id) as place"
    rows = tx.rows(
        f"select * from (select asked.*, {counted} from ({_REPLIES} union all {_REQUESTS}) as asked) as hit"
        f" where place <= {int(limit)} order by part, place",
        today=wb.today().isoformat(),
        replies=REPLIES,
        keep=KEEP,
    )
    replies = [row for row in rows if row["part"] == "reply"]
    asked = [row for row in rows if row["part"] == "request"]
    return (
        due.part([ReplyRow(*_common(row), row["kind"], _day(row)) for row in replies], _count(replies)),
        due.part([RequestRow(*_common(row), row["kind"], _day(row)) for row in asked], _count(asked)),
    )


def _common(row: dict[str, Any]) -> tuple[int, int, str]:
    return row["id"], row["person"], row["name"]


def _day(row: dict[str, Any]) -> date:
    return date.fromisoformat(row["day"])


def _count(rows: list[dict[str, Any]]) -> tuple[int, bool]:
    return (int(rows[0]["many"]) if rows else 0), False
