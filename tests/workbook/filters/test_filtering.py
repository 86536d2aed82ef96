"""Who a filter finds: the same as reading every row and thinking about it, in every order, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.terms import ENDINGS, ROAD, MilestoneId, PoolWhy, Result, State
from domain.rules.working_days import working_day_after
from domain.store import fold_words
from domain.workbook import applications, attempts, decisions, filters, fitting, merging, people, people_list, queue
from domain.workbook.filters import Age, Ahead, Dates, Lexicon, PeopleQuery, Term
from domain.workbook.people import NewPerson
from tests.workbook.hub import Hub, make_hub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from domain.store import Act
    from tests.engines import Workshop

Row = dict[str, Any]


def a_month(hub: Hub) -> None:
    """People in every state that there is, on two accounts, over some weeks."""
    hub.clock.ahead(days=-40)
    retail, travel = hub.opening("retail_cs"), hub.opening("travel_air")
    names = ("Ana Cruz", "Ben Reyes", "Joan Alcaraz", "José Núñez", "Open Draft", "田中 美咲")
    sources, cities = ("walk-in", "referral", "Online form", ""), ("Cebu City", "Quezon City", "")
    for number in range(36):
        known = NewPerson(
            f"{names[number % 6]} {chr(97 + number % 26)}",
            mobile=f"0917 555 {4000 + (number // 2 if number < 12 else number)}",
            source=sources[number % 4],
            city=cities[number % 3],
            language=("", "fil", "", "es", "en")[number % 5],
            tags=("", "nights", "keep warm, nights", "100%_sure")[number % 4],
        )
        visit = queue.walk_in(hub.wb, known, (retail, travel, 0)[number % 3])
        live(hub, queue.find(hub.wb, visit).person, number, travel)
        hub.clock.ahead(hours=max(1, 62 - 2 * number))
    queue.book(hub.wb, people.ids(hub.wb, PeopleQuery("ana"))[0], datetime(2026, 8, 14, 9))
    for person in people.ids(hub.wb, PeopleQuery())[::5]:
        hub.wb.store.do("assigned", lambda act, person=person: act.update("person", person, owner="Noor"))  # type: ignore[misc]
    keep_some(hub)
    goes, stays = people.ids(hub.wb, PeopleQuery("jose"))[-2:]
    merging.merge(hub.wb, stays, goes)


def keep_some(hub: Hub) -> None:
    """Some in the pool for every reason; of one the time is over, one left it, one wants no contact, one said no."""
    today = hub.wb.today()

    def work(act: Act) -> None:
        for number, person in enumerate(act.ids("select id from person order by id")[::3]):
            until = today + timedelta(days=0 if number != 4 else -1)
            act.update("person", person, ok_keep=int(number != 5), no_contact=int(number == 6))
            left = {"left_at": act.at} if number == 7 else {}
            why = tuple(PoolWhy)[number % 4]
            act.insert("pool", person=person, why=why, at=act.at, until=until.isoformat(), **left)

    hub.wb.store.do("kept some", work)


def live(hub: Hub, person: int, number: int, travel: int) -> None:
    """What became of one of them."""
    application = hub.application(person)
    if not application:
        return
    match number % 8:
        case 0:
            hub.take_to(application, MilestoneId.EXAM)
        case 1:
            hub.hand_over(hub.take(application, 1, Result.NOT_YET).slip)
        case 2:
            attempts.open_or_start(hub.wb, application)
        case 3:
            how = (State.WITHDREW, State.OUTSCORED)[number % 16 > 8]
            decisions.withdraw(hub.wb, application, how, reason="Night shift, and far")
        case 4:
            decisions.no_show(hub.wb, application)
        case 5:
            applications.end(hub.wb, application, State.CLIENT_DECLINED, reason="They said 100% no_")
        case 6 if hub.stands(application)["opening"] != travel:
            fitting.move(hub.wb, application, travel)
        case 7:
            hub.take(application)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def month(
    request: pytest.FixtureRequest, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hub]:
    """The same month for all tests, which only read."""
    from tests.engines import ENGINES

    if request.param not in ENGINES:
        pytest.skip("not among the engines of this run")
    folder: Path = tmp_path_factory.mktemp("month")
    with workshop.address(request.param, folder) as where:
        hub = make_hub(where)
        a_month(hub)
        yield hub
        hub.wb.close()


# What a filter means, in plain Python.


def everybody(hub: Hub) -> list[Row]:
    """Every person with all that belongs to them."""
    found = hub.rows("select * from person")
    for row in found:
        row["shown"] = next(iter(hub.rows("select * from application where id = :a", a=row["application"])), None)
        row["attempts"] = hub.rows("select * from attempt where person = :p", p=row["id"])
        row["slips"] = hub.rows("select * from slip where person = :p", p=row["id"])
        row["visits"] = hub.rows("select * from visit where person = :p", p=row["id"])
        twins = "select id from twin where settled = '' and (person = :p or other = :p)"
        row["pool"] = hub.rows("select * from pool where person = :p", p=row["id"])
        row["twins"] = hub.rows(twins, p=row["id"])
    return found


def passes(hub: Hub, row: Row, term: Term) -> bool:
    """Whether a person is what a term asks for."""
    if term.pieces:
        found = any(FIELD[term.field](hub, row, piece) for piece in term.pieces)
    else:
        found = FLAG[term.field](hub, row)
    return found != term.negated


def within(hub: Hub, at: int, piece: Any) -> bool:
    if not at:
        return False
    if isinstance(piece, Age):
        age = hub.clock.now - at
        return (piece.least or 0) <= age if piece.most is None else (piece.least or 0) <= age <= piece.most
    day = hub.wb.day(at)
    return (piece.first or date.min) <= day <= (piece.last or date.max)


def retest(hub: Hub, row: Row, piece: Any) -> bool:
    opens = date.fromisoformat(row["retest"]) if row["retest"] else None
    if piece == "" or opens is None:
        return piece == "" and opens is None
    if isinstance(piece, Ahead):
        days = (opens - hub.wb.today()).days
        return (-9999 if piece.least is None else piece.least) <= days <= (9999 if piece.most is None else piece.most)
    if isinstance(piece, Dates):
        return (piece.first or date.min) <= opens <= (piece.last or date.max)
    return piece == "@any" or opens <= hub.wb.today()


def ended(hub: Hub, row: Row, piece: Any) -> bool:
    shown = row["shown"]
    if row["state"] not in ENDINGS or not shown or not shown["ended_at"]:
        return False
    if isinstance(piece, str):
        return piece in ("@any", row["state"]) or piece == f"by:{shown['ended_by']}"
    return within(hub, row["since"], piece)


def state(hub: Hub, row: Row, piece: str) -> bool:
    today = hub.wb.today().isoformat()
    here = {visit["state"] for visit in row["visits"] if visit["day"] == today}
    ahead = {visit["state"] for visit in row["visits"] if visit["day"] >= today}
    match piece:
        case "@here":
            return bool(here & {"waiting", "underway"})
        case "@waiting":
            return "waiting" in here
        case "@booked":
            return "booked" in ahead
    return bool(row["state"] == piece)


def kept(hub: Hub, row: Row, piece: str) -> bool:
    today = hub.wb.today().isoformat()
    whys = [one["why"] for one in row["pool"] if not one["left_at"] and one["until"] >= today]
    if row["no_contact"] or not row["ok_keep"]:
        whys = []
    return not whys if piece == "" else piece in whys or bool(whys and piece == "@any")


FIELD: dict[str, Callable[[Hub, Row, Any], bool]] = {
    "stage": lambda _, row, piece: row["milestone"] == piece,
    "state": state,
    "account": lambda _, row, piece: row["account"] == piece,
    "opening": lambda _, row, piece: row["opening"] == int(piece or 0),
    "source": lambda _, row, piece: row["source"] == piece,
    "city": lambda _, row, piece: row["city"] == piece,
    "language": lambda _, row, piece: row["language"] == piece,
    "owner": lambda _, row, piece: row["owner"] == {"@me": "Noor"}.get(piece, piece),
    "tag": lambda _, row, piece: piece in row["tags"].split(", "),
    "waiting": lambda hub, row, piece: within(hub, row["since"], piece),
    "added": lambda hub, row, piece: within(hub, row["at"], piece),
    "retest": retest,
    "ended": ended,
    "pool": kept,
    "reason": lambda _, row, piece: bool(row["shown"] and piece in row["shown"]["reason"].lower()),
}
FLAG: dict[str, Callable[[Hub, Row], bool]] = {
    "owed": lambda _, row: any(
        one["finished_at"] and not any(slip["id"] == one["slip"] and slip["gone"] for slip in row["slips"])
        for one in row["attempts"]
    ),
    "draft": lambda _, row: any(slip["state"] == "draft" for slip in row["slips"]),
    "open": lambda _, row: any(not one["finished_at"] for one in row["attempts"]),
    "twin": lambda _, row: bool(row["twins"]),
    "late": lambda hub, row: bool(
        row["state"] == "ready"
        and row["milestone"] in (days := hub.wb.catalogue.follow_up.red_after_days)
        and working_day_after(hub.wb.day(row["since"]), days[row["milestone"]]) < hub.wb.today()
    ),
}


def meant(hub: Hub, rows: list[Row], query: PeopleQuery) -> list[int]:
    """Who a query asks for, in its order."""
    asked = fold_words(query.words)
    found = [
        row
        for row in rows
        if all(any(word.startswith(part) for word in row["find"].split()) for part in asked)
        and all(passes(hub, row, term) for term in query.terms)
    ]
    return [row["id"] for row in sorted_as(found, query)]


def sorted_as(rows: list[Row], query: PeopleQuery) -> list[Row]:
    milestones, states = [*ROAD, ""], [*State, ""]
    within: dict[str, Callable[[Row], tuple[Any, ...]]] = {
        "name": lambda row: (row["sort_name"],),
        "road": lambda row: (row["road"], row["since"]),
        "milestone": lambda row: (milestones.index(row["milestone"]), row["since"]),
        "state": lambda row: (states.index(row["state"]), row["since"]),
        "since": lambda row: (row["since"],),
        "retest": lambda row: (row["retest"], row["since"]),
        "added": lambda row: (row["at"],),
        "account": lambda row: (row["account"], row["sort_name"]),
        "opening": lambda row: (row["opening"], row["since"]),
        "owner": lambda row: (row["owner"],),
        "tags": lambda row: (row["tags"],),
    }
    ordered = sorted(rows, key=lambda row: (*within[query.sort](row), row["id"]), reverse=query.descending)
    last = query.sort if query.sort in ("road", "retest", "account", "opening", "owner", "tags") else ""
    return sorted(ordered, key=lambda row: bool(last) and not row[last])


# The lines.

LINES = (
    "stage:phone",
    "stage:exam,applied state:ready",
    "state:not-yet",
    "state:booked",
    "state:here,hired",
    "-state:ready,underway",
    "account:retail",
    "account:none",
    "opening:travel",
    "waiting:>3d",
    "waiting:<2h",
    "waiting:3d..20d -state:ready",
    "waiting:after:2026-08-01",
    "retest:due",
    "retest:<14d",
    "retest:>14d",
    "retest:any -stage:exam",
    "retest:none account:retail",
    "source:referral",
    "source:none,walk",
    "-source:walk-in",
    "tag:nights",
    "tag:nights tag:keep",
    "tag:100",
    "tag:none",
    "-tag:nights",
    "owner:me",
    "owner:none",
    "-owner:noor",
    'city:"quezon city"',
    "added:>10d",
    "added:before:2026-07-20",
    "ended:us",
    "ended:candidate",
    "ended:any",
    "ended:client,withdrew",
    "ended:<20d",
    "-ended:any stage:applied",
    "reason:night",
    'reason:"100% no_"',
    "pool:yes",
    "pool:no state:ready",
    "pool:silver,by-hand",
    "-pool:class-full pool:any",
    "owed",
    "-owed",
    "draft",
    "open",
    "late",
    "-late state:ready",
    "twin",
    "-twin",
    "joan",
    "ana state:ready",
    "jose account:retail owed",
    '"open"',
    "4003",
    "stage:applied account:retail waiting:>3d source:online owed ana",
)


@pytest.mark.parametrize("line", LINES)
def test_a_filter_finds_whom_it_says(month: Hub, line: str) -> None:
    known = filters.read(month.wb)
    parsed = filters.parse(line, known)
    assert parsed.problems == ()
    wanted = meant(month, everybody(month), parsed.query)
    assert list(people.ids(month.wb, parsed.query)) == wanted
    assert people.count(month.wb, parsed.query) == len(wanted)


@pytest.mark.parametrize("line", ["ana stage:applied", "-state:hired", "owed", "waiting:>3d tag:nights", ""])
def test_who_of_some_matches_is_who_the_filter_finds_among_them(month: Hub, line: str) -> None:
    query = filters.parse(line, filters.read(month.wb)).query
    some = list(people.ids(month.wb, PeopleQuery()))[::2]
    assert set(people.matching(month.wb, query, some)) == set(people.ids(month.wb, query)) & set(some)
    assert list(people.matching(month.wb, query, [])) == []


def test_the_lines_are_no_empty_words(month: Hub) -> None:
    known, rows = filters.read(month.wb), everybody(month)
    found = {line: len(meant(month, rows, filters.parse(line, known).query)) for line in LINES}
    nobody = {line for line, number in found.items() if not number}
    assert nobody <= {"stage:applied account:retail waiting:>3d source:online owed ana"}
    assert all(number < len(rows) for number in found.values())


@st.composite
def queries(draw: st.DrawFn, known: Lexicon) -> PeopleQuery:
    """Up to three lines together, in any order."""
    parts = draw(st.lists(st.sampled_from(LINES), max_size=3))
    query = filters.parse(" ".join(parts), known).query
    return replace(query, sort=draw(st.sampled_from(sorted(people.SORTS))), descending=draw(st.booleans()))


@given(data=st.data(), limit=st.integers(1, 7))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_together_find_whom_they_say_in_order_page_by_page(month: Hub, data: st.DataObject, limit: int) -> None:
    rows = everybody(month)
    query = data.draw(queries(filters.read(month.wb)))
    wanted = meant(month, rows, query)
    assert list(people.ids(month.wb, query)) == wanted
    assert list(people.ids(month.wb, query, limit)) == wanted[:limit]
    assert in_parts(month, query, limit) == wanted
    small = data.draw(st.sampled_from([1, 2, 5]))
    many = data.draw(st.sampled_from([0, 1000]))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("WALKED", "WALKED_READING", "WALKED_SLOWLY", "SLICE", "HITS"):
            patch.setattr(people_list, name, small)
        patch.setattr(people_list, "FEW", 0)
        patch.setattr(people_list, "AT_ONCE", data.draw(st.sampled_from([0, 1])))
        patch.setattr(people_list, "SORTED", data.draw(st.sampled_from([0, 3])))
        patch.setattr(people_list, "MANY", many)
        assert in_parts(month, query, limit) == wanted
        assert list(people.ids(month.wb, query, limit)) == wanted[:limit]


def in_parts(hub: Hub, query: PeopleQuery, limit: int) -> list[int]:
    """The list as a screen reads it: the first page, then whatever comes behind it."""
    page = people.first(hub.wb, query, limit)
    found, place = list(page.ids), page.behind
    while place:
        more, place = people.rest(hub.wb, query, place)
        found += more
    return found


# The lexicon.


def test_the_lexicon_knows_what_the_workbook_holds(month: Hub) -> None:
    known = filters.read(month.wb)
    labels = {field: [value.label for value in values] for field, values in known.values.items()}
    assert labels[filters.FieldName.SOURCE] == ["Online form", "referral", "walk-in", "none"]
    assert labels[filters.FieldName.CITY] == ["Cebu City", "Quezon City", "none"]
    assert labels[filters.FieldName.TAG] == ["100_sure", "keep warm", "nights", "none"]
    assert labels[filters.FieldName.OWNER] == ["me", "Noor", "none"]
    assert labels[filters.FieldName.LANGUAGE] == ["english", "filipino", "spanish"]
    assert not known.cut
    assert known.today == datetime.fromtimestamp(month.clock.now / 1000, UTC).astimezone(month.wb.site.tz()).date()


def test_what_is_not_known_in_full_is_looked_up_by_its_beginning(month: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters.lexicon, "MOST", 1)
    known = filters.read(month.wb)
    assert known.cut >= {filters.FieldName.CITY, filters.FieldName.SOURCE}
    assert not known.matching(filters.FieldName.CITY, "quez")
    more = filters.suggest(month.wb, known, filters.FieldName.CITY, "quez")
    assert [value.label for value in more.matching(filters.FieldName.CITY, "quez")] == ["Quezon City"]
