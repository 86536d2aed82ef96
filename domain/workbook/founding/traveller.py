"""One person on their road, from the day they were taken in: what happened to them becomes rows."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict
from domain.model.terms import MilestoneId, OfferState, Result, SlipState, State
from domain.rules.path import next_on
from domain.rules.retests import attempt_allowed
from domain.workbook import applications, decisions, fitting, people, slips, standing
from domain.workbook.founding.climbed import proof_row, rung_row
from domain.workbook.founding.offers import DECIDED, PastTry
from domain.workbook.founding.told import Before, Days, Told
from domain.workbook.founding.touched import touch_row
from domain.workbook.founding.walk import NOWHERE, Handed, Walk, latest_of
from domain.workbook.slip_facts import COMPARED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.model.ladder import How
    from domain.model.terms import Outcome, VisitState
    from domain.workbook.fitting import Fit
    from domain.workbook.founding.book import Founding
    from domain.workbook.founding.cards import Card
    from domain.workbook.founding.classes import OpenClass
    from domain.workbook.people import NewPerson
    from domain.workbook.standing import Latest, Standing

Fields = dict[str, object]


class Traveller:
    """A person whose history is told in the order in which it happened; times are milliseconds UTC.

    Every method refuses, as the use case of the same name does, what cannot have happened: `Conflict` or `BadInput`.
    """

    def __init__(self, book: Founding, new: NewPerson, at: int) -> None:
        self._book = book
        self.id = book.new_id()
        self._columns = people.fields(book.wb, new)
        self._at = at
        self._walks: list[Walk] = []
        self._numbers: Counter[MilestoneId] = Counter()
        self._before: dict[MilestoneId, Before] = {}
        self._past: dict[MilestoneId, list[PastTry]] = {}
        self._missed = 0
        self.rows: dict[str, list[Fields]] = defaultdict(list)

    @property
    def stands(self) -> Standing:
        """Where their newest application stands; BadInput before they are on an opening."""
        return self._walk().stands

    @property
    def opened(self) -> OpenClass:
        """The class that they are on."""
        return self._walk().opened

    @property
    def application(self) -> int:
        """The id of their newest application."""
        return int(str(self._walk().row["id"]))

    @property
    def ended(self) -> bool:
        """True where their newest application has ended."""
        return bool(self._walk().row["ended_at"])

    @property
    def last_attempt(self) -> Fields:
        """The row of the attempt that was opened last, for what happened in the rooms; BadInput before the first."""
        if not self.rows["attempt"]:
            raise BadInput(f"{self._columns['name']} has tried nothing yet.", "Let them take a milestone first.")
        return self.rows["attempt"][-1]

    @property
    def following(self) -> MilestoneId | None:
        """The milestone after the one where they stand, once that is passed; None at the end of the route."""
        walk = self._walk()
        here = walk.stands.milestone
        if walk.following is None or walk.following[0] is not here:
            covered = standing.covered(walk.opened.path, walk.row, walk.tries)
            walk.following = here, next_on(walk.opened.path, here, covered)
        return walk.following[1]

    def apply(self, opened: OpenClass, at: int, *, joins: MilestoneId | None = None) -> int:
        """They apply for a class, or join its route further on, after milestones in another system."""
        return self._begin(opened, at, joins=joins)

    def move(self, opened: OpenClass, at: int) -> int:
        """They go on to another class with the scores that are valid there."""
        old = self._walk()
        if old.opened is opened or opened.at > at:
            raise Conflict("They are on this opening already, or it is not open yet.", "Choose another one.")
        brought = self._book.offers.brought(opened, self._past, self._book.day(at))
        if not old.row["ended_at"]:
            self.end(at, State.DUPLICATE, reason=fitting.MOVED_ON)
        return self._begin(opened, at, brought=brought, moved_from=int(str(old.row["id"])))

    def others(self, at: int) -> tuple[Fit, ...]:
        """Classes that they could move to, one of each account whose hurdles they do not miss, best first."""
        taken = [walk.opened for walk in self._walks if not walk.row["ended_at"]]
        return self._book.offers.open_to(self._past, taken, at, self._book.day(at))

    def take(
        self,
        card: Card,
        result: Result,
        *,
        opened_at: int,
        finished_at: int,
        who: str,
        reason: str = "",
        next_day: date | None = None,
        booked: bool = False,
        handed: Handed | None = None,
        made: tuple[int, ...] = (),
        note: str = "",
    ) -> None:
        """They take the milestone where they stand, and it is decided; `handed` says how the slip reached them."""
        if decisions.goes_against(card.assessment.proposal, result) and not reason:
            raise decisions.NeedsReason("This goes against the proposal.", "It takes a reason.", second=False)
        if card.asks_for_second(result) and not reason:
            raise decisions.NeedsSecond("One rating alone is within the band.", "It takes a reason.", second=False)
        self._check_retake(opened_at)
        attempt = self._open(card, opened_at, finished_at, who, made=made, note=note)
        self._decide(
            attempt, card, result, finished_at, who, reason=reason, next_day=next_day, booked=booked, handed=handed
        )

    def start(self, card: Card, *, opened_at: int, until: int, who: str, note: str = "") -> None:
        """They have begun the milestone where they stand; the card holds what was entered by `until`."""
        self._check_retake(opened_at)
        attempt = self._open(card, opened_at, until, who, note=note)
        self._walk().tries[card.milestone.id] = latest_of(attempt)
        self._refresh()

    def no_show(self, at: int, who: str, *, notice: bool = False, handed: Handed | None = None) -> None:
        """They did not come to the milestone where they stand."""
        reason = decisions.WITH_NOTICE if notice else ""
        card = self._blank()
        attempt = self._open(card, at, at, who)
        self._decide(attempt, card, Result.NO_SHOW, at, who, reason=reason, notice=notice, handed=handed)
        self._missed += not notice

    def withdraw(
        self, at: int, who: str, how: State = State.WITHDREW, *, reason: str = "", handed: Handed | None = None
    ) -> None:
        """They leave the road where they stand."""
        card = self._blank()
        attempt = self._open(card, at, at, who)
        self._decide(attempt, card, Result.INCOMPLETE, at, who, reason=reason, ending=how, handed=handed)
        self.end(at, how, reason=reason)

    def end(self, at: int, how: State, *, reason: str = "") -> None:
        """Their application ends without a further attempt."""
        row = self._walk().row
        if row["ended_at"]:
            raise Conflict("This application has ended already.", "Put them on an opening again.")
        row |= {"ended_at": at, "ended_by": applications.ENDED_BY[how], "state": how, "reason": reason}
        self._refresh()

    def visit(
        self,
        day: date,
        state: VisitState,
        since: int,
        *,
        booked_for: int = 0,
        arrived_at: int = 0,
        started_at: int = 0,
        done_at: int = 0,
        place: str = "",
        reminded_at: int = 0,
    ) -> None:
        """They were in the queue of a day; their number follows from when they arrived."""
        self._book.add_visit(
            {
                "person": self.id,
                "application": self._walks[-1].row["id"] if self._walks else 0,
                "day": day.isoformat(),
                "state": state,
                "booked_for": booked_for,
                "arrived_at": arrived_at,
                "since": since,
                "started_at": started_at,
                "done_at": done_at,
                "place": place,
                "reminded_at": reminded_at,
                "milestone": self._walks[-1].row["milestone"] if booked_for and self._walks else "",
            }
        )

    def twin(self, other: int, at: int, why: str = people.SAME_MOBILE) -> None:
        """They may be the same person as another one."""
        self.rows["twin"].append(
            {"id": self._book.new_id(), "person": self.id, "other": other, "why": why, "settled": "", "at": at}
        )

    def promise(
        self, words: str, due: date, at: int, who: str, *, hour: str = "", closed_at: int = 0, outcome: str = ""
    ) -> None:
        """They were promised something at a moment; closed without an outcome, it was kept."""
        if due < self._book.day(at) or (closed_at and closed_at < at):
            raise BadInput("A promise is for a day to come, and is closed after it was made.", "Give another day.")
        self.rows["promise"].append(
            {
                "id": self._book.new_id(),
                "person": self.id,
                "words": words,
                "due": due.isoformat(),
                "hour": hour,
                "who": who,
                "at": at,
                "closed_at": closed_at,
                "kept": int(bool(closed_at) and not outcome),
                "outcome": outcome,
            }
        )

    def touch(
        self, outcome: Outcome, at: int, who: str, due: date, *, channel: str, via: str = "", words: str = ""
    ) -> None:
        """Somebody was contacted, or wrote; what is to be done then is due on a day."""
        row = touch_row(outcome, at, who, due, self.stands, channel=channel, via=via, words=words)
        own = {"id": self._book.new_id(), "person": self.id, "application": self._walk().row["id"]}
        self.rows["touch"].append(own | row)

    def stood(self, level: str, how: How, since: date, at: int, who: str) -> None:
        """Somebody set them at a moment to the level that they have here, or had."""
        self._own("rung", rung_row(level, how, since, at, who))

    def showed(self, level: str, asks: str, words: str, day: date, at: int, who: str) -> None:
        """Somebody noted at a moment what they showed of what a level asks for."""
        self._own("proof", proof_row(level, asks, words, day, at, who))

    def _own(self, table: str, row: Fields) -> None:
        self.rows[table].append({"id": self._book.new_id(), "person": self.id} | row)

    def accept(
        self, terms: Mapping[str, str], at: int, who: str, *, papers: str = "", touched: str = "", came: bool = False
    ) -> None:
        """They said yes to an offer for their class at a moment; `came` says that they were there on its first day.

        BadInput for a class whose first day is not known, or is on the other side of today.
        """
        starts, day = self.opened.row.starts, self._book.day(at)
        if starts is None or (starts < self._book.wb.today()) is not came:
            raise BadInput("An offer is taken for a class to come.", "Give a class with a first day.")
        self.rows["offer"].append(
            {
                "id": self._book.new_id(),
                "application": self._walk().row["id"],
                "person": self.id,
                "state": OfferState.ACCEPTED,
                "open": 1,
                "terms": json.dumps(dict(terms)),
                "read_aloud": 1,
                "said_back": 1,
                "papers": papers,
                "starts": starts.isoformat(),
                "made_at": at,
                "reply_by": day.isoformat(),
                "answered_at": at,
                "touched": touched,
                "came": int(came),
                "who": who,
                "at": at,
            }
        )

    def person_row(self) -> Fields:
        """The row of the person, with what lists show of their newest application."""
        row = {"id": self.id, **self._columns, "at": self._at}
        if not self._walks:
            return row | NOWHERE
        shown = self._walks[-1].row
        names = ("opening", "account", "milestone", "state", "since", "retest", "road")
        return row | {"application": shown["id"]} | {name: shown[name] for name in names}

    def _walk(self) -> Walk:
        if not self._walks:
            raise BadInput(f"{self._columns['name']} is on no opening.", "Let them apply first.")
        return self._walks[-1]

    def _begin(
        self,
        opened: OpenClass,
        at: int,
        *,
        joins: MilestoneId | None = None,
        brought: tuple[int, ...] = (),
        moved_from: int = 0,
    ) -> int:
        if opened.at > at or at < self._at:
            raise Conflict(f"{opened.row.name} was not open yet.", "Let them apply later.")
        application = self._book.new_id()
        row: Fields = {
            "id": application,
            "person": self.id,
            "opening": opened.id,
            "account": opened.account.id,
            "added_tests": "",
            "joins": joins or "",
            "brought": ",".join(map(str, brought)),
            "at": at,
            "state": State.READY,
            "ended_at": 0,
            "ended_by": "",
            "reason": "",
            "moved_from": moved_from,
        }
        carried = {last.milestone: last for last in map(self._latest, brought)}
        self._walks.append(Walk(row, opened, carried))
        self.rows["application"].append(row)
        self._refresh()
        return application

    def _latest(self, attempt: int) -> Latest:
        return next(latest_of(row) for row in self.rows["attempt"] if row["id"] == attempt)

    def _refresh(self) -> None:
        """As `standing.refresh` does."""
        walk = self._walk()
        stands = walk.stands = standing.work_out(walk.row, walk.opened.path, walk.tries)
        walk.row |= {
            "milestone": stands.milestone,
            "state": stands.state,
            "since": stands.since,
            "retest": stands.retest,
            "road": stands.road,
        }
        if stands.state is State.HIRED and not walk.row["ended_at"]:
            walk.row |= {"ended_at": stands.since, "ended_by": applications.ENDED_BY[State.HIRED]}

    def _blank(self) -> Card:
        walk = self._walk()
        return self._book.card(walk.opened, walk.stands.milestone, ())

    def _open(
        self,
        card: Card,
        opened_at: int,
        until: int,
        who: str,
        *,
        made: tuple[int, ...] = (),
        note: str = "",
    ) -> Fields:
        """The row of a new attempt where they stand, and the rows of what was entered on its card."""
        walk = self._walk()
        here = walk.stands.milestone
        kind = self._book.classes.kind(walk.opened, here)
        self._check(walk, card, kind.mark, opened_at, until)
        self._numbers[here] += 1
        attempt: Fields = {
            "id": self._book.new_id(),
            "application": walk.row["id"],
            "person": self.id,
            "milestone": here,
            "number": self._numbers[here],
            "rubric": self._book.classes.rubric(walk.opened, here),
            "opened_at": opened_at,
            "finished_at": 0,
            "who": who,
            "result": "",
            "points": None,
            "coverage": 0.0,
            "proposal": "",
            "reason": "",
            "retest": "",
            "slip": 0,
            "made": ",".join(map(str, made)),
            "note": note,
            "scenario": "",
            "kit_asked": 0,
            "they_asked": 0,
            "chance": 0,
        }
        self.rows["attempt"].append(attempt)
        self._enter(attempt, card, opened_at, until)
        return attempt

    def _check(self, walk: Walk, card: Card, mark: int, opened_at: int, until: int) -> None:
        """What the use cases refuse, and what could not have been: a time before the last."""
        if walk.row["ended_at"]:
            raise Conflict("Their application has ended.", "Put them on an opening again.")
        if walk.stands.state is State.UNDERWAY:
            raise Conflict("An attempt is open there.", "Decide it first.")
        if card.mark != mark:
            raise BadInput(f"They stand at {walk.stands.milestone}.", "Fill in the card of that milestone.")
        if not walk.stands.since <= opened_at <= until:
            raise BadInput("Nothing can happen before what it follows from.", "Look at the times.")

    def _check_retake(self, opened_at: int) -> None:
        """As `attempts.open_or_start` refuses another try."""
        walk = self._walk()
        here, day = walk.stands.milestone, self._book.day(opened_at)
        if here not in walk.tries:
            return
        if walk.stands.retest > day.isoformat():
            raise Conflict(f"The retake is open from {walk.stands.retest}.", "Let them wait.")
        tries = [one.day for one in self._past.get(here, ()) if one.result in DECIDED]
        if tries and (refused := attempt_allowed(tries, day, self._book.wb.catalogue.follow_up)):
            raise Conflict(refused, "Move them to another opening.")

    def _enter(self, attempt: Fields, card: Card, opened_at: int, until: int) -> None:
        step = (until - opened_at) // (len(card.ratings) + 1)
        common = {"attempt": attempt["id"], "rater": attempt["who"]}
        for place, rating in enumerate(card.ratings, 1):
            row = {"id": self._book.new_id(), **common, "at": opened_at + place * step, **rating}
            self.rows["rating"].append(row)
        for noted in card.criticals:
            row = {"id": self._book.new_id(), "attempt": attempt["id"], "who": attempt["who"], "at": until, **noted}
            self.rows["critical"].append(row)

    def _decide(
        self,
        attempt: Fields,
        card: Card,
        result: Result,
        at: int,
        who: str,
        *,
        reason: str = "",
        ending: State | None = None,
        notice: bool = False,
        next_day: date | None = None,
        booked: bool = False,
        handed: Handed | None = None,
    ) -> None:
        """As `decisions.finish_in` does."""
        walk, here, wb = self._walk(), card.milestone.id, self._book.wb
        today = self._book.day(at)
        if result is Result.PASSED and here is MilestoneId.OFFER:
            next_day = next_day or walk.opened.row.starts
        days = decisions.days_after(
            wb, card.sheet, result, today, self._missed, ending=ending, notice=notice, next_day=next_day
        )
        following = self.following if result is Result.PASSED else None
        attempt |= decisions.finished(card.sheet, result, reason, days.retest, at)
        number = int(str(attempt["number"]))
        self._past.setdefault(here, []).append(PastTry(int(str(attempt["id"])), card, result, today, number))
        walk.tries[here] = latest_of(attempt)
        others = self._named(at, today) if result is Result.NOT_YET and not ending else ()
        before = self._before.get(here, Before())
        told = self._book.teller.tell(card, result, following, ending, before)
        compared = card.assessment.score is not None and result in COMPARED
        scored = card if compared else before.scored
        self._before[here] = Before(told, scored)
        says = Days(days.step, booked, others, today)
        slip = self._draft(attempt, told, says, at, who)
        if handed:
            self._hand_over(slip, attempt, told, says, handed)
        self._refresh()

    def _named(self, at: int, today: date) -> tuple[str, ...]:
        taken = [walk.opened for walk in self._walks if not walk.row["ended_at"]]
        return self._book.offers.named(self._past, self._walk().opened.account.id, taken, at, today)

    def _draft(self, attempt: Fields, told: Told, says: Days, at: int, who: str) -> Fields:
        """As `slips.create_in` does."""
        slip: Fields = {
            "id": self._book.new_id(),
            "attempt": attempt["id"],
            "person": self.id,
            "state": SlipState.DRAFT,
            "gone": 0,
            "draft": self._book.teller.draft(told, says),
            "document": "",
            "digest": "",
            "channel": "",
            "delivered_at": 0,
            "who": who,
            "at": at,
            "overrides": "{}",
            "confirmed_at": 0,
            "confirmed_by": "",
            "corrects": 0,
            "why": "",
        }
        attempt["slip"] = slip["id"]
        self.rows["slip"].append(slip)
        return slip

    def _hand_over(self, slip: Fields, attempt: Fields, told: Told, says: Days, handed: Handed) -> None:
        """As `slips.deliver` does, but for the last look at what stands against it."""
        words = self._book.teller.words(
            told,
            says,
            name=str(self._columns["name"]),
            called=str(self._columns["called"]),
            number=int(str(attempt["number"])),
            language=str(self._columns["language"]),
        )
        slip |= slips.frozen_text(words, handed.channel, handed.who, handed.at)
        if handed.channel == slips.BY_MAIL:
            slip |= {"state": SlipState.SENT, "gone": 1}
        if handed.confirmed:
            slip |= {"state": SlipState.CONFIRMED, "confirmed_at": handed.at, "confirmed_by": handed.who}
