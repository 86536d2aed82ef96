"""Nothing private, nobody else and no bare number is in what a person gets, in any format and for any outcome.

Every text column of the workbook is planted with a marker of its own after the slips were drafted, and again by the
use cases before that; only what is listed in `THEIRS` may come out again. A new column is planted by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING
from zipfile import ZipFile

from domain.model.call import JotKind
from domain.model.ladder import How
from domain.model.ladder_file import PartId
from domain.model.slip import SlipDocument
from domain.model.terms import ErrorEffect, MilestoneId, Outcome, Result, State
from domain.reports import Format, file_name, render_journey, render_ladder, render_slip
from domain.store.schema import STEPS
from domain.store.shape import shape_of
from domain.workbook import (
    applications,
    attempts,
    calls,
    decisions,
    exporting,
    journeys,
    ladder,
    ladder_file,
    people,
    promises,
    queue,
    slip_files,
    slips,
    snoozes,
    touches,
)
from domain.workbook.mail_server import PASSWORD
from tests.reports.reading import html_text, pdf_text
from tests.workbook.mail.test_planted import everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

    from domain.model.slip import JourneyDocument
    from domain.store.acts import Act
    from tests.workbook.hub import Hub

MARK = re.compile(r"z[a-z]?q\d{4}x", re.IGNORECASE)
BARE = re.compile(r"57\.9|0\.83|83\.1|\bpercentile\b|\bcomposite\b|\bcut-?off\b|\bpass mark\b|\branked?\b|\bNoor\b")
"""Numbers that are planted as points and coverage, words for what is never told, and whoever rated."""
LANGUAGES = ("en", "tl", "es-MX")

CODES = {
    "rubric": {"kind", "name", "digest", "body", "milestones"},
    "opening": {"account", "starts"},
    "person": {"language", "zone", "channel", "window_from", "window_to", "account", "milestone", "state", "retest"}
    | {"road", "find"},
    "application": {"account", "added_tests", "joins", "brought", "milestone", "state", "retest", "road", "ended_by"},
    "attempt": {"milestone", "scenario", "result", "proposal", "retest", "made"},
    "card": {"kind", "scenario"},
    "rating": {"criterion"},
    "revision": {"criterion"},
    "critical": {"error"},
    "slip": {"state", "draft", "document", "digest", "channel", "overrides"},
    "visit": {"day", "state", "milestone"},
    "slot": {"milestone"},
    "offer": {"state", "terms", "papers", "starts", "reply_by", "touched"},
    "twin": {"settled"},
    "promise": {"due", "hour"},
    "view": {"filter", "sort"},
    "call": {"scenario", "moments", "flagged"},
    "paper": {"part", "form", "digest", "answers"},
    "mailing": {"state"},
    "touch": {"milestone", "direction", "channel", "kind", "outcome", "message", "next", "due", "via"},
    "snooze": {"kind", "until"},
    "rung": {"level", "how", "since"},
    "proof": {"level", "asks", "day"},
    "calibration": {"milestone", "scenario", "moments"},
    "calibrated": {"draft", "ratings"},
    "pool": {"why", "since", "until", "last", "due", "left_why"},
}
"""Columns that hold a code of ours or structured data: no words of anybody, or planted by use cases."""
THEIRS = {"person": {"name", "called", "email"}, "opening": {"name"}, "rating": {"moment", "did", "effect"}}
"""Columns whose words are for the person: who they are, the class they applied for, and the evidence."""


PLANTED = {
    name: [text for text in table.texts if text not in CODES.get(name, set()) | THEIRS.get(name, set())]
    for name, table in shape_of(STEPS).items()
    if table.logged
}


class Marks:
    """Markers, each given out once."""

    def __init__(self) -> None:
        self.given = 0

    def next(self, kind: str = "") -> str:
        """A word that stands nowhere else."""
        self.given += 1
        return f"Z{kind}q{self.given:04}x"


def underway(hub: Hub, application: int, marks: Marks) -> int:
    """An attempt with all that can be noted on it: a note, ratings, a point of the card, evidence."""
    attempt = attempts.open_or_start(hub.wb, application)
    attempts.note(hub.wb, attempt, f"{marks.next()} points 57.9, composite 61.2, rank 3 of 40, cut-off 70")
    return attempt


def by_result(result: Result, level: int) -> Callable[[Hub, int, Marks], object]:
    """Rated at a level and decided so, with a reason of ours."""

    def story(hub: Hub, application: int, marks: Marks) -> None:
        hub.rate(underway(hub, application, marks), level)
        attempt = attempts.open_or_start(hub.wb, application)
        decisions.decide(hub.wb, attempt, result, reason=f"{marks.next()} reason")

    return story


def critical(hub: Hub, application: int, marks: Marks) -> None:
    """A critical error that decides, with its quote and second name, and one that was cleared again."""
    hub.take_to(application, MilestoneId.PHONE)
    attempt = underway(hub, application, marks)
    hub.rate(attempt, 4)
    milestone = hub.value("select milestone from attempt where id = :id", id=attempt)
    error = next(
        one.id
        for one in hub.wb.catalogue.milestones[MilestoneId(milestone)].critical_errors
        if one.effect is ErrorEffect.FAIL_ATTEMPT
    )
    for cleared in (True, False):
        noted = attempts.critical(hub.wb, attempt, error, f"{marks.next()} quote", second=f"{marks.next()} second")
        if cleared:
            attempts.clear_critical(hub.wb, noted, f"{marks.next()} cleared")
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason=f"{marks.next()} reason")


def called(hub: Hub, application: int, marks: Marks) -> None:
    """A mock call was played, with words heard in it that nobody took for the slip."""
    hub.take_to(application, MilestoneId.MOCK_CALL)
    attempt = underway(hub, application, marks)
    call = calls.begin(hub.wb, attempt, calls.console(hub.wb, attempt).offers[0].id)
    calls.start(hub.wb, call)
    hub.clock.ahead(minutes=1)
    calls.jot(hub.wb, call, JotKind.QUOTE, words=f"{marks.next()} was heard")
    hub.clock.ahead(minutes=5)
    calls.stop(hub.wb, call)
    hub.rate(attempt, 2)
    decisions.decide(hub.wb, attempt, Result.NOT_YET, reason=f"{marks.next()} reason")


def ended(how: State) -> Callable[[Hub, int, Marks], object]:
    """After a first step was passed it ended so, with a reason of ours."""

    def story(hub: Hub, application: int, marks: Marks) -> None:
        hub.take_to(application, MilestoneId.PHONE)
        applications.end(hub.wb, application, how, reason=f"{marks.next()} end")

    return story


STORIES: dict[str, Callable[[Hub, int, Marks], object]] = {
    "passed": by_result(Result.PASSED, 5),
    "not yet": by_result(Result.NOT_YET, 2),
    "incomplete": by_result(Result.INCOMPLETE, 3),
    "void": by_result(Result.VOID, 3),
    "critical": critical,
    "call": called,
    "no-show": lambda hub, a, marks: decisions.no_show(hub.wb, a),
    "withdrew": lambda hub, a, marks: decisions.withdraw(hub.wb, a, reason=f"{marks.next()} left"),
    "unreachable": lambda hub, a, marks: decisions.withdraw(hub.wb, a, State.UNREACHABLE, reason=marks.next()),
    "outscored": ended(State.OUTSCORED),
    "client": ended(State.CLIENT_DECLINED),
    "not selected": ended(State.NOT_SELECTED),
}


def live(hub: Hub, marks: Marks) -> dict[int, str]:
    """Everybody's story in every language; the marker of their name by person."""
    opening = hub.opening()
    names: dict[int, str] = {}
    for at, (name, story) in enumerate(STORIES.items()):
        mine = marks.next("n")
        known = people.NewPerson(
            name=f"{marks.next()} Cruz",  # a name that they had before is in the history only
            language=LANGUAGES[at % len(LANGUAGES)],
            email=f"{mine}@example.org",
            mobile=f"+63917123{at:04}",
            note=marks.next(),
            source=marks.next(),
            reference=marks.next(),
            city=marks.next(),
            tags=marks.next(),
            points=(marks.next("p"),),
        )
        person = queue.find(hub.wb, queue.walk_in(hub.wb, known, opening)).person
        people.correct(hub.wb, person, people.find(hub.wb, person).version, replace(known, name=f"{mine} Alcaraz"))
        names[person] = mine
        promises.make(hub.wb, person, f"{marks.next('p')} told", hub.wb.today())
        touches.log(hub.wb, person, Outcome.CHECK_IN, words=f"{marks.next()} wrote")
        snoozes.put_off(hub.wb, "replies", 0, person, hub.wb.today() + timedelta(days=2), f"{marks.next()} why")
        step = hub.wb.catalogue.ladder[at % 3]
        ladder.place(hub.wb, person, step.id, How.INTERNAL)
        ladder.note(hub.wb, person, step.id, step.evidence[0], f"{marks.next()} saw it")
        story(hub, hub.application(person), marks)
        for row in slips.listing(hub.wb, person_id=person):
            if row.id:
                hub.fill_gaps(row.id)
                hub.confirm(row.id, f"{marks.next()} confirmed")
        assert slips.listing(hub.wb, person_id=person), name
        if at % 2:  # frozen, while the others are composed anew
            for row in slips.listing(hub.wb, "draft", person_id=person):
                slips.deliver(hub.wb, row.id, slips.ON_PAPER)
    return names


def plant(hub: Hub, marks: Marks) -> None:
    """Put a marker in every text column that is not for the person, and known numbers where points are kept."""

    def work(act: Act) -> None:
        for table, columns in PLANTED.items():
            for row in act.rows(f'select id from "{table}"'):
                act.update(table, row["id"], **{name: marks.next() for name in columns})
        for row in act.rows("select id from attempt where finished_at > 0"):
            act.update("attempt", row["id"], points=57.913, coverage=0.8317)

    hub.wb.store.do("planted", work)


def read_back(data: bytes, form: Format) -> str:
    """All that is in a file, heads and names of files included."""
    if form is Format.PDF:
        return pdf_text(data)
    if form.value == "eml":
        return everything(message_from_bytes(data, policy=default))
    text = data.decode()
    return f"{text}\n{html_text(text)}" if form is Format.HTML else text


def slip_texts(hub: Hub, document: SlipDocument) -> Iterator[tuple[str, str]]:
    """A slip in every way that it leaves the house."""
    for form in Format:
        if form is not Format.PDF:  # it is in the e-mail, and all are in one below
            yield form.value, read_back(render_slip(document, form).data, form)
        yield "name", file_name(document, form)
    yield "copied", exporting.slip_text(document)
    yield "page", exporting.slip_page(hub.wb, document)


def told_to_assessors(hub: Hub) -> list[str]:
    """What stands in the scenarios for whoever plays the customer, without spaces."""
    texts = [
        text
        for one in hub.wb.catalogue.scenarios.values()
        for text in (one.setup, one.curveball, *(fact.reveal for fact in one.hidden_facts))
    ]
    return [re.sub(r"\s", "", text) for text in texts if len(text) > 30]


def check(text: str, where: str, *mine: str) -> None:
    """Only what is theirs is in a text; words that a line end or a hyphen took apart are put together again."""
    bare = re.sub(r"[\s\u00ad=-]", "", text)
    allowed = {marker.lower() for marker in mine}
    assert {found.lower() for found in MARK.findall(bare)} <= allowed, where
    assert not BARE.search(text), (where, BARE.search(text))
    assert "63917123" not in bare, where


def test_nothing_planted_comes_out_in_any_format_outcome_or_language(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = Marks()
    monkeypatch.setenv(PASSWORD, marks.next())
    names = live(hub, marks)
    plant(hub, marks)
    seen, secrets = set(), told_to_assessors(hub)
    said = set()
    assert len(secrets) > 50
    for person, mine in names.items():
        for row in slips.listing(hub.wb, person_id=person):
            view = slips.view(hub.wb, row.id)
            seen.add((view.draft.result, view.draft.ending))
            for form, text in slip_texts(hub, view.document):
                bare = re.sub(r"\s", "", text)
                assert not [secret for secret in secrets if secret in bare], form
                check(text, f"{form} of {view.draft.result}", mine)
        for form in Format:
            check_report(hub, person, form, mine)
        for language in LANGUAGES:
            speaks(hub, person, language)
            said.add(check_report(hub, person, Format.JSON, mine).contact)
    assert len(seen) > 6
    assert len(said) == len(LANGUAGES)
    check_together(hub, names, tmp_path)
    check_list(hub, tmp_path)


def check_report(hub: Hub, person: int, form: Format, mine: str) -> JourneyDocument:
    """The journey report with all slips of the person in it, and their ladder file.

    What they want to say and were promised is theirs.
    """
    points = hub.value("select points from person where id = :id", id=person)
    told = hub.value("select words from promise where person = :id", id=person)
    report = journeys.document(hub.wb, person)
    assert report.slips
    check(read_back(render_journey(report, form).data, form), f"journey {form}", mine, points, told)
    check(file_name(report, form), "journey name", mine)
    file = ladder_file.document(hub.wb, person)
    assert PartId.SHOWN in {part.id for part in file.parts}
    check(read_back(render_ladder(file, form).data, form), f"ladder {form}", mine)
    check(file_name(file, form), "ladder name", mine)
    return report


def speaks(hub: Hub, person: int, language: str) -> None:
    """What is written to them from now on is in that language."""
    hub.wb.store.do("another language", lambda act: act.update("person", person, language=language))


def check_list(hub: Hub, folder: Path) -> None:
    """A list of people has the columns that it names, and nothing else of anybody."""
    fields = "p.name, p.phone, p.phone_typed, p.email, p.email_typed, p.city, p.source"
    shown = f"select p.id, o.name as opening, {fields} from person p join opening o on o.id = p.opening"
    rows = hub.rows(shown)
    listed = {marker for row in rows for value in row.values() for marker in MARK.findall(str(value).lower())}
    for form in exporting.TableFormat:
        path = exporting.people_to(hub.wb, folder / "list", form, [row["id"] for row in rows]).path
        text = path.read_text("utf-8-sig")
        found = set(MARK.findall(text.lower()))
        assert found
        assert found <= listed, form


def check_together(hub: Hub, names: dict[int, str], folder: Path) -> None:
    """The same for what holds many: one PDF, files, and zips with their names."""
    attempts_of = [row["id"] for row in hub.rows("select id from attempt where slip > 0 order by id")]
    documents = [one for one in slip_files.documents(hub.wb, attempts_of) if isinstance(one, SlipDocument)]
    assert len(documents) > len(STORIES)
    one = slip_files.write_one(documents, folder / "one").first
    assert one is not None
    check(pdf_text(one.read_bytes()), "one PDF", *names.values())
    packed = slip_files.write_zip(documents, folder / "zip", Format.HTML).first
    assert packed is not None
    with ZipFile(packed) as archive:
        check(" ".join(archive.namelist()), "names in the zip", *names.values())
        assert all("/" not in name and ".." not in name for name in archive.namelist())
        for document, name in zip(documents, archive.namelist(), strict=True):
            mine = next(marker for marker in names.values() if marker in document.person)
            check(read_back(archive.read(name), Format.HTML), name, mine)


def test_a_column_of_words_is_planted_or_named_as_for_the_person() -> None:
    assert PLANTED["person"]
    assert "note" in PLANTED["person"]
    assert {"note", "reason", "who"} <= set(PLANTED["attempt"])
    for table, kept in [*CODES.items(), *THEIRS.items()]:
        assert kept <= set(shape_of(STEPS)[table].texts), table
