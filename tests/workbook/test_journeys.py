"""The person page and the journey report: how far, where it stopped, why, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from domain.model.errors import NotFound
from domain.model.slip import Promised
from domain.model.terms import MilestoneId, Result, State
from domain.workbook import (
    applications,
    attempts,
    decisions,
    exporting,
    fitting,
    journeys,
    people,
    promises,
    queue,
    slips,
)
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workbook.hub import Hub


def at(hub: Hub, milestone: MilestoneId, **known: Any) -> int:
    """The application of somebody who passed everything before a milestone."""
    application = hub.put_on(**known)
    hub.take_to(application, milestone)
    return application


def person_of(hub: Hub, application: int) -> int:
    """Whose application it is."""
    return int(hub.stands(application)["person"])


def hold(hub: Hub, application: int) -> None:
    """A hold is noted and the attempt is put on hold."""
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    attempts.critical(hub.wb, attempt, "ex.ce.cheating", "a second screen was open")
    decisions.decide(hub.wb, attempt, Result.ON_HOLD)


# how far -------------------------------------------------------------------------------------------------------------

STORIES: list[tuple[str, Callable[[Hub, int], object], str, str]] = [
    ("ready", lambda hub, a: None, "Passed 3 of 8. Next is the exam.", "Ready since 12 Aug."),
    ("underway", lambda hub, a: attempts.open_or_start(hub.wb, a), "Passed 3 of 8. At the exam now.", ""),
    (
        "not yet",
        lambda hub, a: hub.take(a, 2, Result.NOT_YET),
        "Passed 3 of 8. Stopped at the exam on 12 Aug.",
        "2 gaps: typing speed (net), typing accuracy. Attempt 2 is open from 10 Nov.",
    ),
    ("on hold", hold, "Passed 3 of 8. Stopped at the exam on 12 Aug.", "On hold."),
    (
        "incomplete",
        lambda hub, a: hub.take(a, 4, Result.INCOMPLETE, reason="the power went"),
        "Passed 3 of 8. Stopped at the exam on 12 Aug.",
        "Incomplete. Attempt 2 is open from today.",
    ),
    (
        "no-show",
        lambda hub, a: decisions.no_show(hub.wb, a),
        "Passed 3 of 8. Stopped at the exam on 12 Aug.",
        "No show. Attempt 2 is open from 19 Aug.",
    ),
    (
        "withdrew",
        lambda hub, a: decisions.withdraw(hub.wb, a, reason="found another job"),
        "Passed 3 of 8. Withdrew on 12 Aug, at the exam.",
        "Found another job.",
    ),
    (
        "outscored",
        lambda hub, a: applications.end(hub.wb, a, State.OUTSCORED),
        "Passed 3 of 8. Met the standard, class full on 12 Aug, at the exam.",
        "",
    ),
]


@pytest.mark.parametrize(("story", "headline", "detail"), [one[1:] for one in STORIES], ids=[one[0] for one in STORIES])
def test_the_headline_of_every_state(hub: Hub, story: Callable[[Hub, int], object], headline: str, detail: str) -> None:
    application = at(hub, MilestoneId.EXAM)
    story(hub, application)
    page = journeys.page(hub.wb, person_of(hub, application))
    assert (page.headline, page.detail) == (headline, detail)
    assert (page.passed, page.on_route) == (3, 8)


def test_somebody_on_no_opening(hub: Hub) -> None:
    page = journeys.page(hub.wb, people.add(hub.wb, people.NewPerson("Joan Alcaraz")))
    assert (page.headline, page.detail) == ("On no opening yet.", "Put them on one to begin.")
    assert (page.application, page.attempts, page.slips, page.fits, page.visit_number) == (None, (), (), (), 0)
    assert len(page.posts) == 10


def test_another_year_is_named(hub: Hub) -> None:
    application = at(hub, MilestoneId.EXAM)
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=200)
    page = journeys.page(hub.wb, person_of(hub, application))
    assert page.headline == "Passed 3 of 8. Stopped at the exam on 12 Aug 2026."
    assert page.detail.endswith("Attempt 2 is open from today.")


def test_the_posts_of_the_road(hub: Hub) -> None:
    application = at(hub, MilestoneId.EXAM)
    hub.take(application, 2, Result.NOT_YET)
    page = journeys.page(hub.wb, person_of(hub, application))
    assert [(post.short, post.word, post.note) for post in page.posts][2:6] == [
        ("In person", "passed", "12 Aug"),
        ("Exam", "not yet", "12 Aug"),
        ("Mock call", "to come", ""),
        ("Sales", "not needed", ""),
    ]


def test_the_attempt_that_is_due_comes_first(hub: Hub) -> None:
    application = at(hub, MilestoneId.PHONE)
    hub.take(application, 2, Result.NOT_YET)
    rows = journeys.page(hub.wb, person_of(hub, application)).attempts
    assert [(row.short, row.number, row.result, row.slip_state) for row in rows] == [
        ("Phone", 2, None, ""),
        ("Phone", 1, Result.NOT_YET, "draft"),
        ("Applied", 1, Result.PASSED, "draft"),
    ]
    assert rows[0].id == 0


def test_no_attempt_is_due_while_one_is_open_or_held_or_after_the_end(hub: Hub) -> None:
    for change in (
        lambda a: attempts.open_or_start(hub.wb, a),
        lambda a: hold(hub, a),
        lambda a: decisions.withdraw(hub.wb, a),
    ):
        application = at(hub, MilestoneId.EXAM)
        change(application)
        assert all(row.id for row in journeys.page(hub.wb, person_of(hub, application)).attempts)


def test_the_gaps_are_those_of_where_they_stopped(hub: Hub) -> None:
    """A slip of another application, written later, does not explain why they stopped here."""
    application = at(hub, MilestoneId.EXAM)
    person = person_of(hub, application)
    hub.take(application, 2, Result.NOT_YET)
    before = journeys.page(hub.wb, person).detail
    hub.clock.ahead(days=1)
    other = applications.add(hub.wb, person, hub.opening("saas_chat"))
    hub.take(other, 4)
    decisions.withdraw(hub.wb, other)
    page = journeys.page(hub.wb, person)
    assert page.application is not None
    assert page.application.id == application
    assert page.detail == before


def test_what_to_look_for_is_what_the_last_slip_asked_for(hub: Hub) -> None:
    application = at(hub, MilestoneId.MOCK_CALL)
    slip = slips.view(hub.wb, hub.take(application, 2, Result.NOT_YET).slip)
    hub.clock.ahead(days=14)
    page = journeys.page(hub.wb, slip.person)
    first = slip.draft.improvements[0]
    assert page.look_for == tuple(point.target for point in slip.draft.improvements)
    assert page.last_tip == f"{first.drill} {first.target}"
    assert page.last_tip_from == "mock call on 12 Aug"


def test_the_page_says_how_long_they_wait(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    hub.clock.ahead(minutes=38)
    page = journeys.page(hub.wb, person)
    assert (page.visit_number, page.visit_wait) == (1, 38 * MINUTE)
    queue.leave(hub.wb, queue.rows(hub.wb)[0].id)
    assert journeys.page(hub.wb, person).visit_wait == 0


def test_the_page_offers_other_openings_and_not_their_own(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening("retail_cs"))
    for account in ("travel_air", "banking_cs", "saas_chat", "telecom_tech"):
        hub.opening(account)
    fits = journeys.page(hub.wb, person).fits
    assert len(fits) == fitting.MOST_OFFERED
    assert "retail_cs" not in {fit.opening.account for fit in fits}


def test_possible_twins_are_shown_on_both_pages_until_they_are_settled(hub: Hub) -> None:
    first = hub.person("Joan Alcaraz", mobile="0917 555 4471")
    second = hub.person("Joana Alcaraz", mobile="0917 555 4471")
    assert [str(twin) for twin in journeys.page(hub.wb, first).twins] == [f"Joana Alcaraz: {people.SAME_MOBILE}"]
    assert [str(twin) for twin in journeys.page(hub.wb, second).twins] == [f"Joan Alcaraz: {people.SAME_MOBILE}"]
    people.settle_twin(hub.wb, hub.value("select id from twin"), "different")
    assert journeys.page(hub.wb, first).twins == ()


def test_a_page_of_nobody(hub: Hub) -> None:
    with pytest.raises(NotFound):
        journeys.page(hub.wb, 12)
    with pytest.raises(NotFound):
        journeys.document(hub.wb, 12)


# the report ----------------------------------------------------------------------------------------------------------


def test_delivered_slips_stand_in_the_report_word_for_word(hub: Hub) -> None:
    application = hub.put_on()
    delivered = hub.hand_over(hub.take(application).slip)
    person = people.find(hub.wb, delivered.person)
    people.correct(hub.wb, person.id, person.version, people.NewPerson("Joana Cruz"))
    report = journeys.document(hub.wb, person.id)
    assert report.person == "Joana Cruz"
    assert report.slips == (delivered.document,)
    assert report.slips[0].greeting == "Hi Joan,"


def test_a_slip_that_is_not_fit_to_be_read_is_not_in_the_report(hub: Hub) -> None:
    application = hub.put_on()
    blocked = slips.view(hub.wb, hub.take(application, 1, Result.NOT_YET).slip)
    slips.save(hub.wb, blocked.id, blocked.version, replace(blocked.draft, free_text="{name} is too old for this."))
    assert slips.view(hub.wb, blocked.id).blocks
    assert journeys.document(hub.wb, blocked.person).slips == ()


def test_neither_notes_nor_points_nor_reasons_are_in_the_report(hub: Hub) -> None:
    application = hub.put_on(points=("I led a team of nine",), note="came with a cousin of Rey")
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    attempts.note(hub.wb, attempt, "knows the guard from the old site")
    slip = decisions.decide(hub.wb, attempt, Result.NOT_YET, reason="answers were read out").slip
    hub.hand_over(slip)
    score = hub.value("select points from attempt")
    shown = repr(journeys.document(hub.wb, person_of(hub, application)))
    for private in ("guard", "cousin", "read out", "Noor", f"{score:g}", "points"):
        assert private not in shown


def test_the_road_of_the_report_leaves_out_what_is_not_asked_for(hub: Hub) -> None:
    application = at(hub, MilestoneId.EXAM)
    hub.take(application, 2, Result.NOT_YET)
    report = journeys.document(hub.wb, person_of(hub, application))
    assert [(stop.milestone, stop.word, stop.attempts) for stop in report.road] == [
        ("Online application", "passed", 1),
        ("Phone interview", "passed", 1),
        ("In-person interview", "passed", 1),
        ("Exam", "not yet", 1),
        ("Mock call", "to come", 0),
        ("Customer-service test", "to come", 0),
        ("Final interview", "to come", 0),
        ("Job offer", "to come", 0),
    ]
    assert report.road[3].dated == date(2026, 8, 12)
    assert report.opening == (
        "You applied for Retail customer service, class of 1 Sep. You passed 3 of 8 steps so far."
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "You can take the exam again from 10 November."),
        (85, "You can take the exam again from Tuesday 10 November."),
        (90, "You can take the exam again from today."),
        (120, "You can take the exam again from today."),
    ],
)
def test_how_to_come_back_names_a_day_to_come(hub: Hub, days: int, words: str) -> None:
    application = at(hub, MilestoneId.EXAM)
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=days)
    assert journeys.document(hub.wb, person_of(hub, application)).come_back == words


def test_how_to_go_on_in_other_states(hub: Hub) -> None:
    ready, held, left = (at(hub, MilestoneId.EXAM) for _ in range(3))
    hold(hub, held)
    decisions.withdraw(hub.wb, left)
    told = [journeys.document(hub.wb, person_of(hub, one)).come_back for one in (ready, held, left)]
    assert told == [
        "Your next step is the exam.",
        "One point is being looked into. We will write to you when it is clear.",
        "Thank you for the road you walked with us. You can write to us any time.",
    ]
    nobody = people.add(hub.wb, people.NewPerson("Joan Alcaraz"))
    assert journeys.document(hub.wb, nobody).come_back == "Ask us which openings suit you."


@pytest.mark.parametrize(
    ("channel", "hours", "line"),
    [
        ("sms", "9 am to 7 pm", "Questions? Reach us by text message, 9 am to 7 pm."),
        ("the desk at gate 2", "9 am to 7 pm", "Questions? Reach us by the desk at gate 2, 9 am to 7 pm."),
        ("sms", "", "Questions? Reach us by text message."),
    ],
)
def test_the_report_says_how_to_reach_us_as_slips_do(hub: Hub, channel: str, hours: str, line: str) -> None:
    hub.wb.site = replace(hub.wb.site, contact_channel=channel, contact_hours=hours)
    view = slips.view(hub.wb, hub.take(hub.put_on()).slip)
    report = journeys.document(hub.wb, view.person)
    assert report.contact == view.document.contact == line


@pytest.mark.parametrize("language", ["fil", "es-MX"])
def test_promises_stand_in_the_language_of_the_person_or_the_recruiter_is_told(hub: Hub, language: str) -> None:
    person = person_of(hub, hub.put_on(language=language))
    steps = [f"Call with the {one.title.lower()} result" for one in hub.wb.catalogue.milestones.values()]
    for words in (*promises.wordings(hub.wb, person), *steps):
        made = promises.make(hub.wb, person, words, date(2026, 8, 14))
        (told,) = journeys.document(hub.wb, person).promises
        assert told.words not in (words, words.replace("their", "your"))
        assert promises.read_in_english(hub.wb, person, words) == ""
        promises.keep(hub.wb, made)
    own = "bring the shift plan"
    promises.make(hub.wb, person, own, date(2026, 8, 14))
    assert journeys.document(hub.wb, person).promises[0].words == "Bring the shift plan"
    assert promises.read_in_english(hub.wb, person, own) == {"fil": "Filipino", "es-MX": "Spanish"}[language]
    assert promises.read_in_english(hub.wb, person, "te llamamos por el turno de la noche") == (
        "" if language == "es-MX" else "Filipino"
    )


def test_the_report_holds_their_case_tips_taken_up_and_what_they_were_promised(hub: Hub) -> None:
    application = hub.put_on(points=("I led a team of nine",))
    person = person_of(hub, application)
    first = hub.take(application, 2, Result.NOT_YET)
    hub.hand_over(first.slip)
    made = promises.make(hub.wb, person, "answer their question", date(2026, 8, 14))
    before = journeys.document(hub.wb, person)
    assert before.case == ("I led a team of nine",)
    assert before.promises == (Promised("Answer your question", date(2026, 8, 14)),)
    assert before.taken_up == ()
    promises.keep(hub.wb, made)
    hub.clock.ahead(days=90)
    hub.take(application, 5)
    after = journeys.document(hub.wb, person)
    assert after.promises == ()
    assert {tip.milestone for tip in after.taken_up} == {before.slips[0].milestone}
    assert {tip.title for tip in after.taken_up} == {drill.title for drill in before.slips[0].drills}
    assert {tip.given for tip in after.taken_up} == {date(2026, 8, 12)}


@pytest.mark.parametrize("tries", [1, 9])
def test_the_report_of_a_long_road_has_two_pages_and_leaves_no_slip_out(hub: Hub, tries: int, tmp_path: Path) -> None:
    application = hub.put_on(points=("I led a team of nine", "I worked nights for two years", "I type fast"))
    person = person_of(hub, application)
    for n in range(tries):
        hub.clock.ahead(days=120 * bool(n))
        hub.hand_over(hub.take(application, 2, Result.NOT_YET).slip)
    report = journeys.document(hub.wb, person)
    assert len(report.slips) + len(report.earlier) == tries
    assert [one.attempt for one in report.earlier] == list(range(tries - len(report.slips), 0, -1))
    assert [slip.attempt for slip in report.slips] == list(range(tries - len(report.slips) + 1, tries + 1))
    made = exporting.journey_to(hub.wb, tmp_path / "out", exporting.Format.PDF, person)
    assert made.notes == ()
    assert len(PdfReader(made.path).pages) <= 2
