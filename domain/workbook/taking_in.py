"""Taking a checked file into the workbook: one act, nothing half-done, duplicates only as somebody chose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import msgspec

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, MilestoneId, State
from domain.rules.path import next_on, route
from domain.store import Act, Tx, fold_words
from domain.workbook import applications, languages, openings, people, rubrics, standing
from domain.workbook.intake import Choice, Counts, Known, PersonDraft, Preview, PreviewRow, build_preview, read_table
from domain.workbook.tags import tidied
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from domain.workbook.workbook import Workbook

SEATS_UNKNOWN = 20
"""Seats of an opening that an import had to make; said in the preview and easily changed."""
PAGE = 400


@dataclass(frozen=True, slots=True)
class StoredPeople:
    """Who is in the workbook already, asked in bulk."""

    wb: Workbook

    def by_phone(self, numbers: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by E.164 number."""
        return self._by("phone", numbers)

    def by_email(self, addresses: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by lower-case address."""
        return self._by("email", addresses)

    def by_reference(self, references: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by their number in another system."""
        return self._by("reference", references)

    def by_names(self, names: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by folded name."""
        return self._by("sort_name", names)

    def _by(self, column: str, values: Collection[str]) -> Mapping[str, Sequence[Known]]:
        wanted = sorted({value for value in values if value})
        found: dict[str, list[Known]] = {}
        with self.wb.store.read() as tx:
            if not wanted or not tx.value("select id from person limit 1"):
                return found
            for start in range(0, len(wanted), PAGE):
                for key, known in _known(tx, column, wanted[start : start + PAGE]):
                    found.setdefault(key, []).append(known)
        return found


def _known(tx: Tx, column: str, values: list[str]) -> Iterable[tuple[str, Known]]:
    names = {f"v{number}": value for number, value in enumerate(values)}
    listed = ", ".join(f":{name}" for name in names)
    for row in tx.rows(
        f"select {column} as key_value, id, name, phone, phone_typed, email, reference from person"
        f" where {column} in ({listed})",
        **names,
    ):
        key = row.pop("key_value")
        yield str(key), Known(**row)


def preview(
    wb: Workbook,
    source: Path | bytes,
    name: str,
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    region: str | None = None,
    order: str | None = None,
) -> Preview:
    """Read and check a file without storing anything; BadInput names the file and what to do.

    What could not be told is in the preview's doubts; the argument of the same name settles it, and `order`, 'month
    first' or 'day first', a doubt about dates.
    """
    table = read_table(source, name, encoding=encoding, delimiter=delimiter, sheet=sheet)
    return build_preview(
        table,
        columns or {},
        region=region or wb.site.region,
        accounts={account.id: account.name for account in wb.catalogue.accounts.values()},
        units=wb.catalogue.units,
        cefr=wb.catalogue.cefr,
        today=wb.today(),
        existing=StoredPeople(wb),
        languages=languages.names(wb),
        order=order,
    )


def choose(shown: Preview, lines: Collection[int], choice: Choice) -> Preview:
    """The preview with another choice for these lines; refused rows stay refused, only twins can be filled in."""
    rows = tuple(_chosen(row, choice) if row.line in lines else row for row in shown.rows)
    return replace(shown, rows=rows, counts=_counts(rows, shown.counts))


def _chosen(row: PreviewRow, choice: Choice) -> PreviewRow:
    if row.person is None:
        raise BadInput(f"Line {row.line} was refused.", "Mend it in the file and import again.")
    if choice is Choice.FILL and row.twin is None:
        raise BadInput(f"Line {row.line} has nobody to fill in.", "Take it, or leave it out.")
    return replace(row, choice=choice)


def _counts(rows: Sequence[PreviewRow], before: Counts) -> Counts:
    taken = sum(row.choice is not Choice.LEAVE_OUT for row in rows)
    return replace(before, taken=taken, left_out=len(rows) - taken)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did."""

    act: int
    added: int
    filled: int
    left_out: int
    openings: tuple[str, ...]
    """Names of openings that were made for it."""


def new_openings(wb: Workbook, shown: Preview, opening_id: int = 0) -> tuple[str, ...]:
    """Names of the openings that taking this preview in would make."""
    if opening_id:
        return ()
    open_now = openings.listing(wb)
    needed = (_wanted(row.person) for row in shown.rows if row.person and _needs_opening(row))
    unmatched = (name for account, name in needed if not _match(open_now, account, name))
    return tuple(sorted({tuple(fold_words(name)): name for name in unmatched}.values()))


def _needs_opening(row: PreviewRow) -> bool:
    draft = row.person
    return (
        draft is not None
        and row.choice in (Choice.TAKE, Choice.ADD)
        and bool(draft.account)
        and (draft.stage is not None or draft.ending is not None)
    )


def _wanted(draft: PersonDraft) -> tuple[str, str]:
    return draft.account, draft.account_typed or draft.account


def _match(known: Sequence[openings.OpeningRow], account: str, name: str) -> int:
    """The opening of that name; else the account's only one; 0 where that cannot be told."""
    folded = fold_words(name)
    for row in known:
        if row.account == account and fold_words(row.name) == folded:
            return row.id
    of_account = [row.id for row in known if row.account == account]
    return of_account[0] if len(of_account) == 1 else 0


def take_in(wb: Workbook, shown: Preview, *, opening_id: int = 0) -> Taken:
    """Store what the preview's choices say, as one act; Conflict where the same file was taken in before."""
    _refuse_twice(wb, shown)
    target = _target(wb, opening_id) if opening_id else None
    open_now = [target] if target else openings.listing(wb)
    made = new_openings(wb, shown, opening_id)

    def work(act: Act) -> Taken:
        known = [*open_now, *(_make_opening(wb, act, name, shown) for name in made)]
        writer = _Writer(wb, act, known, target)
        for row in shown.rows:
            writer.take(row)
        writer.write()
        left_out = shown.counts.left_out
        act.insert(
            "intake",
            file=shown.file,
            digest=shown.digest,
            lines=len(shown.rows),
            taken=writer.added + writer.filled,
            left_out=left_out,
            report=msgspec.json.encode(_report(shown)).decode(),
            at=act.at,
        )
        return Taken(act.id, writer.added, writer.filled, left_out, made)

    return wb.store.do(f"imported {count(shown.counts.taken, 'person', 'people')} from {shown.file}", work)


def _target(wb: Workbook, opening_id: int) -> openings.OpeningRow:
    with wb.store.read() as tx:
        return openings.open_one(wb, tx, opening_id)


def _refuse_twice(wb: Workbook, shown: Preview) -> None:
    with wb.store.read() as tx:
        before = tx.value("select at from intake where digest = :digest order by at desc limit 1", digest=shown.digest)
    if before and not any(row.choice in (Choice.ADD, Choice.FILL) for row in shown.rows) and not shown.counts.taken:
        raise Conflict(
            f"{shown.file} was taken in on {wb.day(int(before)).isoformat()} and holds nobody new.", "Nothing to do."
        )


def _report(shown: Preview) -> list[list[object]]:
    """Every refused, doubtful or left-out row with its line and reasons, as it is kept with the import."""
    return [
        [row.line, row.choice, [f"{flag.field}: {flag.message}" if flag.field else flag.message for flag in row.flags]]
        for row in shown.rows
        if row.flags or row.choice is Choice.LEAVE_OUT
    ]


def _make_opening(wb: Workbook, act: Act, name: str, shown: Preview) -> openings.OpeningRow:
    account_id = next(
        row.person.account
        for row in shown.rows
        if row.person and _needs_opening(row) and _wanted(row.person)[1] == name
    )
    account = wb.catalogue.accounts[account_id]
    row = act.insert(
        "opening",
        account=account.id,
        name=name,
        seats=SEATS_UNKNOWN,
        rubric=rubrics.account_version(wb, act, account),
        at=act.at,
    )
    return openings.OpeningRow(row, account.id, account.short, account.name, name, SEATS_UNKNOWN, 0, 0, None, False)


class _Writer:
    """Collects the rows of an import and writes them table by table."""

    def __init__(
        self, wb: Workbook, act: Act, known: list[openings.OpeningRow], target: openings.OpeningRow | None
    ) -> None:
        self.wb, self.act, self.known, self.target = wb, act, known, target
        self.people: list[dict[str, object]] = []
        self.applications: list[dict[str, object]] = []
        self.twins: list[dict[str, object]] = []
        self.by_line: dict[int, int] = {}
        self.fills: list[tuple[int, PersonDraft]] = []
        self.paths: dict[int, tuple[MilestoneId, ...]] = {}
        self.added = 0
        self.filled = 0

    def take(self, row: PreviewRow) -> None:
        """Follow a row's choice."""
        if row.person is None or row.choice is Choice.LEAVE_OUT:
            return
        other = (row.twin.person or self.by_line.get(row.twin.line, 0)) if row.twin else 0
        if row.choice is Choice.FILL and other:
            self.fills.append((other, row.person))
            return
        person = self.act.new_id()
        self.by_line[row.line] = person
        self.people.append({"id": person, **_columns(self.wb, row.person, self.act.at)})
        self._put_on(person, row.person)
        if row.twin and other:
            self.twins.append({"person": person, "other": other, "why": row.twin.why, "at": self.act.at})
        self.added += 1

    def _put_on(self, person: int, draft: PersonDraft) -> None:
        account, name = _wanted(draft)
        opening_id = self.target.id if self.target else _match(self.known, account, name) if account else 0
        if not opening_id:
            return
        opening = next(row for row in self.known if row.id == opening_id)
        application = self._application(person, opening, draft)
        self.applications.append(application)
        shown = {
            key: application[key] for key in ("opening", "account", "milestone", "state", "since", "retest", "road")
        }
        self.people[-1] |= {"application": application["id"], **shown}

    def _application(self, person: int, opening: openings.OpeningRow, draft: PersonDraft) -> dict[str, object]:
        path = self._path(opening.id)
        joins = _joins(path, draft)
        ended_at = _ms(self.wb, draft.ended_at) or self.act.at if draft.ending in ENDINGS else 0
        stored = draft.ending or State.READY
        row: dict[str, object] = {
            "id": self.act.new_id(),
            "person": person,
            "opening": opening.id,
            "account": opening.account,
            "added_tests": "",
            "joins": "" if joins == path[0] else joins,
            "brought": "",
            "state": stored,
            "at": _ms(self.wb, draft.stage_at or draft.applied_at) or self.act.at,
            "ended_at": ended_at,
            "ended_by": (draft.ended_by or applications.ENDED_BY[stored]) if ended_at else "",
            "reason": draft.reason,
        }
        stands = standing.work_out(row, path, {})
        return row | {
            "milestone": stands.milestone,
            "state": stands.state,
            "since": stands.since,
            "retest": stands.retest,
            "road": stands.road,
        }

    def _path(self, opening_id: int) -> tuple[MilestoneId, ...]:
        if opening_id not in self.paths:
            self.paths[opening_id] = route(openings.account_of(self.wb, self.act, opening_id))
        return self.paths[opening_id]

    def write(self) -> None:
        """Store everything that was collected."""
        self.act.insert_many("person", self.people)
        self.act.insert_many("application", self.applications)
        self.act.insert_many("twin", self.twins)
        for person, draft in self.fills:
            self.filled += self._fill(person, draft)

    def _fill(self, person: int, draft: PersonDraft) -> int:
        """Fill only what is blank."""
        stored = self.act.row("select * from person where id = :id", id=person)
        if stored is None:
            return 0
        offered = _columns(self.wb, draft, self.act.at)
        blanks = {key: value for key, value in offered.items() if value and stored[key] in ("", 0) and key != "find"}
        blanks.pop("account", None)
        if blanks:
            merged = stored | blanks
            words = people.search_words(
                str(merged["name"]),
                str(merged["phone"]),
                str(merged["phone_typed"]),
                str(merged["email"] or merged["email_typed"]),
                str(merged["reference"]),
            )
            self.act.update("person", person, find=words, **blanks)
        return 1


def _joins(path: tuple[MilestoneId, ...], draft: PersonDraft) -> MilestoneId:
    """Where they join a route: at their stage, or where that is not asked for here, at the next that is.

    Who was hired elsewhere has the whole road behind them.
    """
    if draft.ending is State.HIRED:
        return path[-1]
    if draft.stage is None:
        return path[0]
    return draft.stage if draft.stage in path else next_on(path, draft.stage) or path[-1]


def _columns(wb: Workbook, draft: PersonDraft, at: int) -> dict[str, object]:
    return {
        "name": draft.name,
        "called": draft.called,
        "sort_name": draft.sort_name,
        "phone": draft.phone,
        "phone_typed": draft.phone_typed,
        "email": draft.email,
        "email_typed": draft.email_typed,
        "city": draft.city,
        "language": draft.language or wb.site.language,
        "zone": draft.zone or wb.site.zone,
        "channel": draft.channel,
        "second_channel": people.other_way(draft.channel, draft.second_channel),
        "window_from": draft.window_from,
        "window_to": draft.window_to,
        "source": draft.source,
        "reference": draft.reference,
        "tags": tidied(draft.tags),
        "note": _note(wb, draft),
        "account": draft.account,
        "find": people.search_words(
            draft.name, draft.phone, draft.phone_typed, draft.email or draft.email_typed, draft.reference
        ),
        "at": _ms(wb, draft.applied_at) or at,
    }


def _note(wb: Workbook, draft: PersonDraft) -> str:
    """What the file tells beside: private, with measures that somebody took elsewhere."""
    measured = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in draft.measures.items())
    return "\n".join(part for part in (draft.note, f"Measured elsewhere: {measured}" if measured else "") if part)


def _ms(wb: Workbook, day: date | None) -> int:
    """A date or a moment of a file as milliseconds UTC; a date is taken at noon of the site."""
    if day is None:
        return 0
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(12))
    local = moment if moment.tzinfo else moment.replace(tzinfo=wb.site.tz())
    return int(local.astimezone(UTC).timestamp() * 1000)
