"""How far a person came, where they stopped, why, and what to do about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.slip import EarlierSlip, JourneyDocument, Promised, RoadStop, SlipDocument, SlipDraft, TipTaken
from domain.model.terms import ACCOUNT_TESTS, ROAD, MilestoneId, Result, SlipState, State
from domain.rules.composing import contact_line, labels_of, with_date
from domain.rules.handing_over import Taken
from domain.rules.road import CELL_WORDS, RoadCell
from domain.rules.wording import fill, lower_first
from domain.workbook import (
    applications,
    contacts,
    fitting,
    handover,
    ladder,
    languages,
    openings,
    people,
    pooling,
    practising,
    promises,
    queue,
    slips,
    standing,
    touches,
)
from domain.workbook.wording import STATE_WORDS, count, day_month, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.ladder import How
    from domain.rules.tongues import Tongue
    from domain.store import Tx
    from domain.workbook.applications import ApplicationRow
    from domain.workbook.fitting import Fit
    from domain.workbook.ladder import Standing
    from domain.workbook.people import Person
    from domain.workbook.pooling import Entry
    from domain.workbook.practising import Practice
    from domain.workbook.promises import PromiseRow
    from domain.workbook.slips import SlipRow
    from domain.workbook.touches import TouchRow
    from domain.workbook.workbook import Workbook


TOUCHES_SHOWN = 8
"""Of the contacts with a person, the last ones that their page lists."""


@dataclass(frozen=True, slots=True)
class Post:
    """One milepost of the road."""

    milestone: MilestoneId
    short: str
    cell: RoadCell
    word: str
    note: str
    """A date, or which attempt is due."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt as the person page lists it."""

    id: int
    """0 for the one that is still to start."""
    milestone: MilestoneId
    short: str
    number: int
    result: Result | None
    slip: int
    slip_state: str
    """'owed', a `SlipState`, or '' while it is open."""
    who: str
    at: int
    application: int


@dataclass(frozen=True, slots=True)
class Twin:
    """Another entry that may be the same person."""

    id: int
    """Of the pair, for settling it."""
    person: int
    name: str
    why: str

    def __str__(self) -> str:
        """Return "Joana Alcaraz: same mobile number"."""
        return f"{self.name}: {self.why}"


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the person page shows."""

    person: Person
    application: ApplicationRow | None
    account_short: str
    posts: tuple[Post, ...]
    passed: int
    on_route: int
    headline: str
    """How far and where, one sentence or two."""
    detail: str
    """Why, and from when."""
    attempts: tuple[AttemptRow, ...]
    slips: tuple[SlipRow, ...]
    applications: tuple[ApplicationRow, ...]
    look_for: tuple[str, ...]
    """What their last slip asked them to work on."""
    last_tip: str
    """The first drill of their last slip."""
    last_tip_from: str
    """'mock call on 29 Jul'."""
    fits: tuple[Fit, ...]
    promises: tuple[PromiseRow, ...]
    """What they were promised and have not got yet, by the moment it is due."""
    visit_number: int
    visit_wait: int
    """Milliseconds they have waited today; 0 when they do not wait."""
    twins: tuple[Twin, ...]
    """Entries that may be the same person."""
    language: str
    """What their language is called."""
    touched: tuple[TouchRow, ...]
    """The last contacts, the newest first."""
    not_now: str
    """The rule of contact that stands against contacting them now, as a sentence; '' where none does."""
    practice: Practice | None = None
    """Their wait for a retake, and the drill log of it; None while they wait for none."""
    pool: Entry | None = None
    """How they are kept for another opening."""
    kept: tuple[str, ...] = ()
    """The same in words: until when, why, and what is next."""
    ladder: Standing | None = None
    """Where they stand on the career ladder; None for who is not on it."""
    says: How | None = None
    """What their source says: that they work here, or worked here once."""

    @property
    def may_add_test(self) -> bool:
        """Whether somebody of the ladder is on the way to a seat whose route lacks an account test."""
        here = self.ladder is not None or self.says is not None
        running = self.application is not None and not self.application.ended_at
        lacking = (post for post in self.posts if post.milestone in ACCOUNT_TESTS and post.cell is RoadCell.NOT_NEEDED)
        return here and running and any(lacking)


def page(wb: Workbook, person_id: int) -> Page:
    """The whole page of a person, of the one that an entry was put into; NotFound when they are gone."""
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        person_id = person.id
        application = applications.current(tx, person_id)
        posts, passed, on_route = _posts(wb, tx, application)
        newest = slips.newest_draft(tx, person_id)
        visit = queue.today_in(wb, tx, person_id)
        attempts = _attempts(wb, tx, person_id, application)
        mine = tuple(applications.of_person(tx, person_id))
        twins = _twins(tx, person_id)
        gaps = _gaps(tx, person_id, application)
        told = tuple(promises.read_of_person(wb, tx, person_id))
        touched = tuple(touches.read_of_person(tx, person_id, TOUCHES_SHOWN))
        not_now = contacts.read_warning(wb, tx, person_id)
        practice = practising.read_in(
            wb, tx, person_id, applications.row(tx, application.id) if application and application.retest else None
        )
        stands = ladder.read_in(wb, tx, person_id)
        pool = pooling.of_person(wb, tx, person_id) if person.ok_keep else None
    headline, detail = _sentences(wb, application, passed, on_route, gaps, attempts)
    waits = visit is not None and visit["state"] == "waiting"
    return Page(
        person=person,
        application=application,
        account_short=_account_short(wb, application),
        posts=posts,
        passed=passed,
        on_route=on_route,
        headline=headline,
        detail=detail,
        attempts=attempts,
        slips=tuple(slips.listing(wb, person_id=person_id)),
        applications=mine,
        look_for=tuple(point.target or point.title for point in newest[0].improvements) if newest else (),
        last_tip=_tip(newest[0]) if newest else "",
        last_tip_from=_tip_from(wb, *newest) if newest else "",
        fits=fitting.fits_of(wb, person_id) if application else (),
        promises=told,
        visit_number=int(str(visit["number"])) if visit else 0,
        visit_wait=wb.now() - int(str(visit["since"])) if visit and waits else 0,
        twins=twins,
        language=languages.named(wb, person.language),
        touched=touched,
        not_now=not_now,
        practice=practice,
        pool=pool,
        ladder=stands,
        says=wb.catalogue.follow_up.ladder.says(person.source),
        kept=pooling.told(wb, pool) if pool else (),
    )


def _gaps(tx: Tx, person_id: int, application: ApplicationRow | None) -> tuple[str, ...]:
    """What the last try at the milestone where they stand left to work on."""
    told = slips.last_draft(tx, person_id, application.milestone) if application else None
    return tuple(point.title.lower() for point in told.improvements) if told else ()


def _tip(draft: SlipDraft) -> str:
    if not draft.improvements:
        return draft.next_tip
    first = draft.improvements[0]
    return f"{first.drill} {first.target}".strip()


def _tip_from(wb: Workbook, draft: SlipDraft, at: int) -> str:
    return f"{wb.catalogue.milestones[draft.milestone].short.lower()} on {day_month(wb.day(at), wb.today())}"


def _account_short(wb: Workbook, application: ApplicationRow | None) -> str:
    account = wb.catalogue.accounts.get(application.account) if application else None
    return account.short if account else ""


def _twins(tx: Tx, person_id: int) -> tuple[Twin, ...]:
    rows = tx.rows(
        "select t.id, p.id as person, p.name, t.why from twin t"
        " join person p on p.id = case when t.person = :id then t.other else t.person end"
        " where (t.person = :id or t.other = :id) and t.settled = '' order by t.at",
        id=person_id,
    )
    return tuple(Twin(**row) for row in rows)


def _posts(wb: Workbook, tx: Tx, application: ApplicationRow | None) -> tuple[tuple[Post, ...], int, int]:
    """The ten posts, how many of the route are passed, and how long the route is."""
    if application is None:
        return tuple(_post(wb, milestone, RoadCell.TO_COME, None) for milestone in ROAD), 0, len(ROAD)
    row = applications.row(tx, application.id)
    account = openings.account_of(wb, tx, application.opening)
    path = standing.route_of(account, row)
    tries = standing.latest_attempts(tx, row)
    posts = tuple(
        _post(wb, milestone, RoadCell(cell), tries.get(milestone))
        for milestone, cell in zip(ROAD, application.road, strict=True)
    )
    passed = sum(post.cell is RoadCell.PASSED for post in posts)
    return posts, passed, len(path) - len(standing.elsewhere(path, row))


def _post(wb: Workbook, milestone: MilestoneId, cell: RoadCell, last: standing.Latest | None) -> Post:
    note = ""
    if last is not None and last.finished_at:
        note = day_month(wb.day(last.finished_at), wb.today())
        if cell is RoadCell.HERE or last.number > 1:
            note = f"attempt {last.number + (cell is RoadCell.HERE)}"
    elif last is not None:
        note = f"attempt {last.number}"
    return Post(milestone, wb.catalogue.milestones[milestone].short, cell, CELL_WORDS[cell], note)


def _attempts(wb: Workbook, tx: Tx, person_id: int, application: ApplicationRow | None) -> tuple[AttemptRow, ...]:
    rows = tx.rows(
        "select a.id, a.milestone, a.number, a.result, a.slip, a.who, a.finished_at, a.opened_at, a.application,"
        " coalesce(s.state, case when a.finished_at > 0 then 'owed' else '' end) as slip_state"
        " from attempt a left join slip s on s.id = a.slip where a.person = :p"
        " order by case when a.finished_at = 0 then 0 else 1 end, a.finished_at desc, a.id desc",
        p=person_id,
    )
    listed = tuple(_attempt_row(wb, row) for row in rows)
    due = _to_start(wb, application, listed)
    return (due, *listed) if due else listed


def _attempt_row(wb: Workbook, row: dict[str, object]) -> AttemptRow:
    milestone = MilestoneId(str(row["milestone"]))
    return AttemptRow(
        id=int(str(row["id"])),
        milestone=milestone,
        short=wb.catalogue.milestones[milestone].short,
        number=int(str(row["number"])),
        result=Result(str(row["result"])) if row["result"] else None,
        slip=int(str(row["slip"])),
        slip_state=str(row["slip_state"]),
        who=str(row["who"]),
        at=int(str(row["finished_at"])) or int(str(row["opened_at"])),
        application=int(str(row["application"])),
    )


def _to_start(wb: Workbook, application: ApplicationRow | None, listed: tuple[AttemptRow, ...]) -> AttemptRow | None:
    """The attempt that is due next, as a row of its own."""
    if application is None or application.ended_at or application.state in (State.UNDERWAY, State.ON_HOLD):
        return None
    here = application.milestone
    number = 1 + max((row.number for row in listed if row.milestone is here), default=0)
    short = wb.catalogue.milestones[here].short
    return AttemptRow(0, here, short, number, None, 0, "", "", 0, application.id)


def _spoken(wb: Workbook, milestone: MilestoneId) -> str:
    """The milestone within a sentence: 'mock call' of 'Mock call / call simulation'."""
    return wb.catalogue.milestones[milestone].title.lower()


def _sentences(
    wb: Workbook,
    application: ApplicationRow | None,
    passed: int,
    on_route: int,
    gaps: tuple[str, ...],
    attempts: tuple[AttemptRow, ...],
) -> tuple[str, str]:
    if application is None:
        return "On no opening yet.", "Put them on one to begin."
    name = _spoken(wb, application.milestone)
    so_far = f"Passed {passed} of {on_route}."
    on_day = day_month(wb.day(application.since), wb.today())
    match application.state:
        case State.READY:
            return f"{so_far} Next is the {name}.", "Ready since " + on_day + "."
        case State.UNDERWAY:
            return f"{so_far} At the {name} now.", ""
        case State.HIRED:
            return f"Hired on {on_day}. {so_far}", ""
        case State.NOT_YET | State.INCOMPLETE | State.ON_HOLD | State.NO_SHOW if not application.ended_at:
            return f"{so_far} Stopped at the {name} on {on_day}.", _why(wb, application, gaps, attempts)
    how = STATE_WORDS[application.state][1]
    return f"{so_far} {how[:1].upper()}{how[1:]} on {on_day}, at the {name}.", sentence(application.reason)


def _why(wb: Workbook, application: ApplicationRow, gaps: tuple[str, ...], attempts: tuple[AttemptRow, ...]) -> str:
    parts = []
    if application.state is State.NOT_YET and gaps:
        parts.append(f"{count(len(gaps), 'gap').capitalize()}: {', '.join(gaps)}.")
    elif application.state is not State.NOT_YET:
        parts.append(f"{application.state.replace('_', ' ').capitalize()}.")
    if application.retest:
        opens = date.fromisoformat(application.retest)
        when = "today" if opens <= wb.today() else day_month(opens, wb.today())
        number = next((row.number for row in attempts if row.id == 0), 0)
        parts.append(f"Attempt {number} is open from {when}.")
    return " ".join(parts)


# the report ----------------------------------------------------------------------------------------------------------


def document(wb: Workbook, person_id: int) -> JourneyDocument:
    """The journey report of a person: the road, every slip that can be read, and how to go on.

    A delivered slip stands in it word for word; one that something still blocks is left out.
    """
    found = page(wb, person_id)
    shown = [slips.view(wb, row.id) for row in found.slips if row.id]
    voice = languages.voice(wb, found.person.language)
    tongue = voice.tongue
    whole, earlier = _two_pages([view.document for view in shown if _readable(view)])
    return JourneyDocument(
        person=found.person.name,
        site=wb.site.name,
        dated=wb.today(),
        language=voice.tag,
        opening=_opening_line(found, tongue),
        road=tuple(_stop(wb, post, found, tongue) for post in found.posts if post.cell is not RoadCell.NOT_NEEDED),
        slips=whole,
        come_back=_come_back(wb, found, tongue),
        contact=contact_line(
            tongue,
            channel=wb.site.contact_channel,
            hours=wb.site.contact_hours,
            called=found.person.called or found.person.name,
        ),
        case=found.person.points,
        taken_up=_taken_up(wb, person_id, tongue),
        promises=tuple(Promised(promises.to_them(one.words, tongue), one.due) for one in found.promises[:MOST_LISTED]),
        earlier=earlier,
        labels=labels_of(tongue.words),
    )


WHOLE_WORDS = 520
"""Words of slips that stand whole in a report, the newest slip aside: what two pages hold beside the road."""
MOST_LISTED = 6
"""Promises, and tips, that a report lists."""
MOST_EARLIER = 18


def _readable(view: slips.SlipView) -> bool:
    return not view.blocks and view.state is not SlipState.NOT_WANTED


def _two_pages(
    documents: Sequence[SlipDocument],
) -> tuple[tuple[SlipDocument, ...], tuple[EarlierSlip, ...]]:
    """The newest slips whole, as they were given, as far as two pages hold them; the others in short, the newest first.

    The words are counted here and not where pages are set, so that every format carries the same.
    """
    left, whole = WHOLE_WORDS, 0
    for document in reversed(documents):
        left -= _words(document)
        if whole and left < 0:
            break
        whole += 1
    before = documents[: len(documents) - whole]
    short = [_in_short(document) for document in reversed(before)]
    return tuple(documents[len(documents) - whole :]), tuple(short[:MOST_EARLIER])


def _words(document: SlipDocument) -> int:
    work = [f"{point.observation} {point.drill}" for point in document.work_on]
    texts = (document.opening, *document.went_well, *work, document.tip, document.free_text, document.contact)
    return sum(len(text.split()) for text in texts)


def _in_short(document: SlipDocument) -> EarlierSlip:
    return EarlierSlip(
        document.milestone,
        document.attempt,
        document.dated,
        document.went_well[0] if document.went_well else "",
        tuple(drill.title for drill in document.drills),
    )


def _taken_up(wb: Workbook, person_id: int, tongue: Tongue) -> tuple[TipTaken, ...]:
    """The tips of delivered slips after which a later try showed better, the newest first."""
    better = [tip for tip in handover.tips_of(wb, person_id) if tip.taken is Taken.BETTER]
    return tuple(
        TipTaken(
            tongue.or_english(tip.title),
            tongue.or_english(wb.catalogue.milestones[tip.at].title),
            wb.day(tip.given_at),
        )
        for tip in better[:MOST_LISTED]
    )


def _opening_line(found: Page, tongue: Tongue) -> str:
    said = tongue.words.journey
    if found.application is None:
        return said["no_class"]
    steps = {"passed": str(found.passed), "total": str(found.on_route)}
    return fill(said["so_far"], **steps, **{"class": found.application.opening_name})


def _stop(wb: Workbook, post: Post, found: Page, tongue: Tongue) -> RoadStop:
    tries = [row for row in found.attempts if row.milestone is post.milestone and row.id]
    finished = [row for row in tries if row.result is not None]
    dated = wb.day(max(row.at for row in finished)) if finished else None
    title = tongue.or_english(wb.catalogue.milestones[post.milestone].title)
    word = tongue.words.road[post.cell.name.lower()]
    return RoadStop(title, word, dated, len(finished), passed=post.cell is RoadCell.PASSED)


def _come_back(wb: Workbook, found: Page, tongue: Tongue) -> str:
    application, said = found.application, tongue.words.journey
    if application is None:
        return said["ask_us"]
    milestone = wb.catalogue.milestones[application.milestone]
    name = lower_first(tongue.or_english(milestone.title))
    if application.ended_at:
        return said["ended"]
    if application.retest:
        opens = date.fromisoformat(application.retest)
        today = wb.today()
        return with_date(tongue.or_english(milestone.words.retake), max(opens, today), today, tongue.words)
    if application.state is State.ON_HOLD:
        return said["on_hold"]
    return fill(said["next"], milestone=name)
