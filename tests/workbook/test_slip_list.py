"""The list of slips: what is owed comes whole, what was delivered in parts, and nobody is lost between them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict, NotFound
from domain.model.terms import MilestoneId, Result
from domain.workbook import decisions, people, slip_list, slips
from domain.workbook.slip_list import AGE, NAME, TODO, SlipQuery

if TYPE_CHECKING:
    from array import array

    from tests.workbook.hub import Hub

NAMES = ("Omar Said", "Ana Lim", "Yuki Tanabe", "Ana Reyes", "Bea Cruz", "Zoe Ito", "Ana Said")


def decided(hub: Hub, *names: str, delivered: bool = True) -> dict[str, int]:
    """The attempt of each, decided a minute after the one before."""
    opening = hub.opening()
    found = {}
    for name in names:
        slip = hub.take(hub.application(hub.person(name, opening))).slip
        if delivered:
            hub.hand_over(slip)
        found[name] = slips.view(hub.wb, slip).attempt
        hub.clock.ahead(minutes=1)
    return found


def named(hub: Hub, attempts: array[int] | list[int]) -> list[str]:
    """Whose attempts they are."""
    return [line.name for line in slip_list.lines(hub.wb, attempts)]


def everything(hub: Hub, query: SlipQuery, size: int) -> list[str]:
    """Whose slips were delivered, read in parts of a size."""
    found: list[int] = []
    part, place = slip_list.delivered(hub.wb, query, size=size)
    found += part
    while place:
        part, place = slip_list.delivered(hub.wb, query, place, size)
        found += part
    return named(hub, found)


QUERIES = (
    SlipQuery(),
    SlipQuery(sort=AGE),
    SlipQuery(sort=AGE, descending=True),
    SlipQuery(sort=NAME),
    SlipQuery(sort=NAME, descending=True),
)


def test_what_was_delivered_comes_in_every_order_in_parts_of_every_size(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(hub, *NAMES)
    by_name = [row["name"] for row in hub.rows("select name from person order by sort_name, id")]
    for query in QUERIES:
        wanted = by_name if query.sort == NAME else list(NAMES)
        if query.descending or query.sort == TODO:
            wanted = wanted[::-1]
        for size in (1, 2, 3, 7, 50):
            assert everything(hub, query, size) == wanted, (query, size)
        for few in (0, 50):
            monkeypatch.setattr(slip_list, "FEW", few)
            mine = [name for name in wanted if "Ana" in name]
            for size in (2, 50):
                assert everything(hub, query.with_words("ana"), size) == mine, (query, few, size)
        assert everything(hub, query.with_words("nobody"), 3) == []


def test_several_that_were_delivered_at_one_moment_are_each_there_once(hub: Hub) -> None:
    opening = hub.opening()
    for name in NAMES:
        hub.hand_over(hub.take(hub.application(hub.person(name, opening))).slip)
    for query in QUERIES:
        for size in (1, 3):
            assert sorted(everything(hub, query, size)) == sorted(NAMES)


def test_what_is_owed_comes_whole_and_in_order(hub: Hub) -> None:
    made = decided(hub, *NAMES, delivered=False)
    lost = made["Yuki Tanabe"]
    drop_draft(hub, lost)
    owed = slip_list.owed(hub.wb, SlipQuery())
    assert named(hub, owed.nothing) == ["Yuki Tanabe"]
    drafted = [name for name in NAMES if name != "Yuki Tanabe"]
    assert named(hub, [attempt for attempt, _ in owed.drafted]) == drafted
    turned = slip_list.owed(hub.wb, SlipQuery(sort=AGE, descending=True))
    assert named(hub, [attempt for attempt, _ in turned.drafted]) == drafted[::-1]
    some = slip_list.owed(hub.wb, SlipQuery("ana", NAME))
    assert set(named(hub, [attempt for attempt, _ in some.drafted])) == {"Ana Lim", "Ana Reyes", "Ana Said"}
    assert not some.nothing
    assert named(hub, slip_list.owed(hub.wb, SlipQuery("yuki tan")).nothing) == ["Yuki Tanabe"]
    assert slip_list.counts(hub.wb) == (7, 0)
    assert slip_list.counts(hub.wb)[0] == slips.owed_count(hub.wb)


def test_percent_signs_and_odd_words_match_nobody_by_chance(hub: Hub) -> None:
    decided(hub, *NAMES)
    assert everything(hub, SlipQuery("a%d"), 3) == []
    assert everything(hub, SlipQuery("[/]"), 3) == list(reversed(NAMES))


def drop_draft(hub: Hub, attempt: int) -> None:
    """Lose the draft of an attempt, as where a decision was brought in from elsewhere."""
    slip = hub.value("select slip from attempt where id = :id", id=attempt)

    def drop(act: object) -> None:
        act.update("attempt", attempt, slip=0)  # type: ignore[attr-defined]
        act.delete("slip", slip)  # type: ignore[attr-defined]

    hub.wb.store.do("lost the draft", drop)


# one row -------------------------------------------------------------------------------------------------------------


def test_a_row_says_where_it_stands_and_by_when_it_was_promised(hub: Hub) -> None:
    """An online application is answered within two working days: Wednesday's by Friday."""
    attempt = decided(hub, "Omar Said", delivered=False)["Omar Said"]
    (line,) = slip_list.lines(hub.wb, [attempt])
    assert (line.state, line.milestone, line.result) == ("draft", MilestoneId.APPLICATION, "passed")
    assert line.promised == date(2026, 8, 14)
    assert not line.late(date(2026, 8, 14))
    assert line.late(date(2026, 8, 15))
    hub.clock.ahead(days=4)
    hub.hand_over(line.slip)
    (line,) = slip_list.lines(hub.wb, [attempt])
    assert (line.state, line.channel, line.since) == ("handed_over", slips.IN_PERSON, hub.clock.now)
    assert not line.late(hub.wb.today())


def test_rows_come_in_the_order_asked_for_and_those_that_are_gone_are_left_out(hub: Hub) -> None:
    made = decided(hub, "Omar Said", "Ana Lim")
    assert named(hub, [made["Ana Lim"], 12, made["Omar Said"]]) == ["Ana Lim", "Omar Said"]
    assert slip_list.lines(hub.wb, []) == []


def test_a_card_shows_the_words_and_whether_now_is_a_good_moment(hub: Hub) -> None:
    person = hub.person("Omar Said", hub.opening(), window_from="21:00", window_to="23:00")
    slip = hub.take(hub.application(person)).slip
    attempt = slips.view(hub.wb, slip).attempt
    card = slip_list.card(hub.wb, attempt)
    assert card.desk is not None
    assert card.desk.slip.document == slips.view(hub.wb, slip).document
    assert not card.moment.good
    assert card.moment.opens is not None
    assert (card.moment.opens.hour, card.moment.opens.date()) == (21, hub.wb.today())
    hub.clock.ahead(hours=11)
    assert slip_list.card(hub.wb, attempt).moment.good
    drop_draft(hub, attempt)
    assert slip_list.card(hub.wb, attempt).desk is None
    with pytest.raises(NotFound, match="no longer in the workbook"):
        slip_list.card(hub.wb, 12)


# nothing drafted -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", [Result.PASSED, Result.NOT_YET, Result.NO_SHOW])
def test_a_draft_that_is_missing_is_drafted_as_it_would_have_been(hub: Hub, result: Result) -> None:
    application = hub.put_on("Omar Said")
    hub.take_to(application, MilestoneId.PHONE)
    if result is Result.NO_SHOW:
        slip = decisions.no_show(hub.wb, application)
    else:
        slip = hub.take(application, 4 if result is Result.PASSED else 2, result).slip
    first = slips.view(hub.wb, slip)
    drop_draft(hub, first.attempt)
    hub.clock.ahead(days=3)
    made = decisions.draft_missing(hub.wb, first.attempt)
    again = slips.view(hub.wb, made)
    assert (again.draft, again.document) == (first.draft, first.document)
    assert decisions.draft_missing(hub.wb, first.attempt) == made


def test_a_goodbye_that_is_missing_says_goodbye(hub: Hub) -> None:
    application = hub.put_on("Omar Said")
    first = slips.view(hub.wb, decisions.withdraw(hub.wb, application))
    drop_draft(hub, first.attempt)
    assert slips.view(hub.wb, decisions.draft_missing(hub.wb, first.attempt)).draft == first.draft


def test_an_open_attempt_gets_no_draft(hub: Hub) -> None:
    from domain.workbook import attempts

    attempt = attempts.open_or_start(hub.wb, hub.put_on("Omar Said"))
    with pytest.raises(Conflict, match="not decided yet"):
        decisions.draft_missing(hub.wb, attempt)


def test_a_name_that_changed_is_found_by_its_new_words(hub: Hub) -> None:
    attempt = decided(hub, "Omar Said")["Omar Said"]
    (line,) = slip_list.lines(hub.wb, [attempt])
    person = people.find(hub.wb, line.person)
    people.correct(hub.wb, person.id, person.version, people.NewPerson("Omar Haddad"))
    assert everything(hub, SlipQuery("haddad"), 5) == ["Omar Haddad"]
    assert everything(hub, SlipQuery("said"), 5) == []
