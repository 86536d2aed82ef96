"""Today at 10:42: who waits, who is at it, who is booked, who did not come, and what is owed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.ladder import How
from domain.model.lazily import dataclass
from domain.model.terms import ACCOUNT_TESTS, MilestoneId, Result, VisitState
from domain.workbook import slips
from domain.workbook.founding import Handed, Noted
from seed.climbing import climb, source_of
from seed.decks import entries_of
from seed.quotes import QUOTES
from seed.roads import TODAY, Road, Time
from seed.stages import ASSESSORS, RECRUITERS, STAGES

if TYPE_CHECKING:
    from domain.workbook.founding import Card, OpenClass, Traveller
    from domain.workbook.people import NewPerson
    from seed.names import Crowd
    from seed.promising import Promising
    from seed.roads import Scene

_MINUTE = 60_000
_TEST = MilestoneId.SERVICE
"""Stands for whichever account test comes first on the route."""


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the morning."""

    does: str
    stage: MilestoneId
    minute: int
    """Minute of today: since when they wait or are at it, what they are booked for, or when it was decided."""
    says: How | None = None
    """That they work here, or worked here once."""


@dataclass(frozen=True, slots=True)
class Case:
    """A part with the person who plays it."""

    part: Part
    stage: MilestoneId
    travels: Traveller
    road: Road


CAST = (
    Part("waits", MilestoneId.MOCK_CALL, 604),
    Part("walked in", MilestoneId.APPLICATION, 639),
    Part("at it", MilestoneId.EXAM, 617),
    Part("at it", MilestoneId.IN_PERSON, 630),
    Part("booked", MilestoneId.MOCK_CALL, 690),
    Part("waits", MilestoneId.IN_PERSON, 609),
    Part("not yet", MilestoneId.IN_PERSON, 559),
    Part("no-show", MilestoneId.IN_PERSON, 540),
    Part("waits", MilestoneId.EXAM, 615),
    Part("walked in", MilestoneId.APPLICATION, 618),
    Part("retest", MilestoneId.MOCK_CALL, 0),
    Part("at it", MilestoneId.MOCK_CALL, 636),
    Part("walked in, applied", MilestoneId.PHONE, 627),
    Part("waits", _TEST, 631),
    Part("booked", MilestoneId.EXAM, 675),
    Part("hired", MilestoneId.OFFER, 588),
    Part("walked in, same number", MilestoneId.APPLICATION, 623),
    Part("at it", MilestoneId.EXAM, 621),
    Part("waits", MilestoneId.FINAL, 635, How.INTERNAL),
    Part("booked", MilestoneId.IN_PERSON, 780),
    Part("at it", _TEST, 633),
    Part("on the phone", MilestoneId.PHONE, 638),
    Part("owed since yesterday", MilestoneId.FINAL, 0),
    Part("booked", _TEST, 840),
    Part("at it", MilestoneId.APPLICATION, 640),
    Part("retest", MilestoneId.MOCK_CALL, 0),
    Part("booked", MilestoneId.FINAL, 900, How.RETURNING),
    Part("left open yesterday", MilestoneId.PHONE, 0),
    Part("retest", MilestoneId.MOCK_CALL, 0),
)
"""23 visits (9 wait, two of them for more than half an hour, 6 are at it, 5 booked, 1 no-show, 2 done), 3 retests that
are open from today, an attempt on the phone and one that was left open, and 4 slips owed. What some
of them were promised is in `seed.promising`."""


LATE = (
    Part("second rating asked for yesterday", MilestoneId.MOCK_CALL, 0),
    Part("two differ since yesterday", MilestoneId.MOCK_CALL, 0),
    Part("error noted yesterday", MilestoneId.MOCK_CALL, 0),
)
"""Calls of yesterday that wait for a second pair of eyes; told last, so that nobody else's story hangs on them."""


class Morning:
    """Tells the story of each part."""

    def __init__(self, scene: Scene, crowd: Crowd, promising: Promising) -> None:
        self._scene = scene
        self._promising = promising
        self._crowd = crowd
        self._random = scene.random
        self._known: tuple[int, NewPerson] | None = None

    def play(self, part: Part, place: int) -> None:
        """One person, from the day they applied until 10:42."""
        opened = self._class_for(part.stage, place)
        if part.does.startswith("walked in") or (part.does, part.stage) == ("at it", MilestoneId.APPLICATION):
            self._walk_in(part, opened)
            return
        case = self._arrive_at(part, opened, self._stage(part.stage, opened))
        tell = {
            "waits": self._waits,
            "at it": self._at_it,
            "booked": self._booked,
            "no-show": self._no_show,
            "not yet": self._not_yet,
            "hired": self._hired,
            "retest": self._retest,
            "on the phone": self._on_the_phone,
            "left open yesterday": self._left_open,
            "owed since yesterday": self._owed,
            "second rating asked for yesterday": self._looked_twice,
            "two differ since yesterday": self._looked_twice,
            "error noted yesterday": self._error_noted,
        }
        tell[part.does](case)
        self._promising.cast(case.travels, part.does)
        steps, days = self._scene.book.wb.catalogue.ladder, self._scene.days
        climb(case.travels, steps, part.says, days.today, days.at_today(540), RECRUITERS[0])
        self._scene.book.add(case.travels)

    def _class_for(self, stage: MilestoneId, place: int) -> OpenClass:
        """Classes in turn, among those whose route has the milestone."""
        able = [one for one in self._scene.classes if self._stage(stage, one) in one.path]
        return able[place % len(able)]

    def _stage(self, stage: MilestoneId, opened: OpenClass) -> MilestoneId:
        if stage is not _TEST:
            return stage
        return next(step for step in opened.path if step in ACCOUNT_TESTS)

    # how they came here ----------------------------------------------------------------------------------------------

    def _walk_in(self, part: Part, opened: OpenClass) -> None:
        days = self._scene.days
        same = self._known if part.does.endswith("same number") else None
        new = self._crowd.next(source="walk-in", mobile=same[1].mobile if same else "")
        before = 26 if part.stage is MilestoneId.PHONE else 4 if part.does == "at it" else 0
        arrived = days.at_today(part.minute - before)
        travels = self._scene.book.person(new, arrived)
        travels.apply(opened, arrived)
        if same:
            travels.twin(same[0], arrived)
        since, started, state, place = days.at_today(part.minute), 0, VisitState.WAITING, ""
        if part.stage is MilestoneId.PHONE:
            started = since - 3 * _MINUTE
            who = self._random.choice(RECRUITERS)
            card = self._scene.decks.slot(opened, MilestoneId.APPLICATION, self._scene.decks.size - 5).card
            handed = Handed(since + _MINUTE, slips.IN_PERSON, who)
            travels.take(card, Result.PASSED, opened_at=started, finished_at=since, who=who, handed=handed)
        elif part.does == "at it":
            who = self._begin(travels, MilestoneId.APPLICATION, since, 3)
            started, state, place = since, VisitState.UNDERWAY, f"with {who}"
        travels.visit(days.today, state, since, arrived_at=arrived, started_at=started, place=place)
        self._scene.book.add(travels)

    def _arrive_at(self, part: Part, opened: OpenClass, stage: MilestoneId) -> Case:
        """Somebody who has come as far as a milestone by yesterday."""
        end = self._ready_by(part)
        days = [end - back for back in self._steps_back(opened.path.index(stage))]
        now = Time(max(0, days[0] - self._random.randrange(0, 2)), 495)
        at = self._scene.days.at(now.day, now.minute)
        new = self._crowd.next(source=source_of(part.says, self._scene.book.wb.catalogue.follow_up.ladder))
        travels = self._scene.book.person(new, at)
        self._known = self._known or (travels.id, new)
        travels.apply(opened, at)
        road = Road(
            self._scene,
            travels,
            ability=1.0,
            points=len(new.points),
            channel=new.channel,
            now=now,
            on_site=False,
        )
        slot = self._slot_today(part)
        road.pass_to(stage, days, Time(TODAY, slot, True) if slot and STAGES[stage].on_site else None)
        return Case(part, stage, travels, road)

    def _ready_by(self, part: Part) -> int:
        """The working day on which they came as far as this."""
        if part.does == "retest":
            return self._a_fortnight_ago() - 1
        last = self._scene.days.last
        return last - 1 if part.does.endswith("yesterday") else last - self._random.choice((0, 0, 1, 2))

    def _a_fortnight_ago(self) -> int:
        """The working day two weeks ago, or the one before: who did not pass then may try again today."""
        days = self._scene.days
        wanted = days.today - timedelta(days=14)
        day = days.first_from(wanted)
        return day if days.all[day] == wanted else day - 1

    def _steps_back(self, steps: int) -> list[int]:
        """Working days before the last step, for every step, the earliest first."""
        back, found = 0, []
        for _ in range(steps):
            found.append(back)
            back += self._random.choice((1, 1, 2))
        return found[::-1]

    def _slot_today(self, part: Part) -> int:
        """The minute that their slip named; 0 for those who have none today."""
        if part.does in ("booked", "no-show"):
            return part.minute
        if part.does in ("waits", "at it", "not yet", "hired"):
            return (part.minute + 20) // 15 * 15
        return 0

    # what they do ----------------------------------------------------------------------------------------------------

    def _waits(self, case: Case) -> None:
        days = self._scene.days
        at = days.at_today(case.part.minute)
        booked = days.at_today(self._slot_today(case.part))
        case.travels.visit(days.today, VisitState.WAITING, at, booked_for=booked, arrived_at=at)

    def _at_it(self, case: Case) -> None:
        days = self._scene.days
        at = days.at_today(case.part.minute)
        who = self._begin(case.travels, case.stage, at, self._random.choice((3, 4, 5)))
        place = "exam room" if case.stage is MilestoneId.EXAM else f"with {who}"
        arrived, booked = at - 9 * _MINUTE, days.at_today(self._slot_today(case.part))
        case.travels.visit(
            days.today, VisitState.UNDERWAY, at, booked_for=booked, arrived_at=arrived, started_at=at, place=place
        )

    def _begin(self, travels: Traveller, stage: MilestoneId, at: int, entered: int) -> str:
        decks, days = self._scene.decks, self._scene.days
        who = self._random.choice(STAGES[stage].who)
        card = decks.begun(travels.opened, stage, self._random.randrange(decks.size // 3, decks.size), entered)
        travels.start(card, opened_at=at, until=min(days.at_today(641), at + 4 * _MINUTE), who=who)
        self._in_the_room(travels, card, at)
        return who

    def _in_the_room(self, travels: Traveller, card: Card, at: int) -> None:
        """The mock call is running, the account test has just ended, and somebody sits at the keyboard."""
        rooms = self._scene.rooms
        if card.milestone.calls is not None:
            rooms.under_way(travels, card, opened_at=at, running=card.milestone.id is MilestoneId.MOCK_CALL)
        elif card.milestone.id is MilestoneId.EXAM:
            rooms.sits(travels, card, at, asked=self._scene.days.at_today(620) > at)

    def _booked(self, case: Case) -> None:
        days = self._scene.days
        case.travels.visit(
            days.today, VisitState.BOOKED, case.travels.stands.since, booked_for=days.at_today(case.part.minute)
        )

    def _no_show(self, case: Case) -> None:
        days = self._scene.days
        booked, noted = days.at_today(case.part.minute), days.at_today(case.part.minute + 41)
        case.travels.visit(days.today, VisitState.NO_SHOW, noted, booked_for=booked)
        case.travels.no_show(noted, RECRUITERS[0])

    def _not_yet(self, case: Case) -> None:
        self._take(case, 3, Time(TODAY, case.part.minute, True), owed=True)

    def _hired(self, case: Case) -> None:
        self._take(case, self._scene.decks.size - 4, Time(TODAY, case.part.minute, True), owed=True)

    def _retest(self, case: Case) -> None:
        """Two weeks ago it was not enough; from today they may try again."""
        self._take(case, 2, Time(self._a_fortnight_ago(), 960))

    def _on_the_phone(self, case: Case) -> None:
        self._begin(case.travels, case.stage, self._scene.days.at_today(case.part.minute), 2)

    def _left_open(self, case: Case) -> None:
        days = self._scene.days
        self._begin(case.travels, case.stage, days.at(days.last, 1015), 4)

    def _looked_twice(self, case: Case) -> None:
        """Close to the mark: somebody else is asked to rate it too, or has done so and sees one thing otherwise."""
        both = case.part.does.startswith("two")
        decks, days = self._scene.decks, self._scene.days
        slots = [decks.slot(case.travels.opened, case.stage, index) for index in range(decks.size)]
        close = [slot.card for slot in slots if slot.card.asks_for_second(slot.result)]
        at = self._play_yesterday(case, close[-1 if both else 0], days.at(days.last, 930 + 20 * both))
        rater = next(who for who in ASSESSORS if who != case.travels.last_attempt["who"])
        self._scene.rooms.ask_second(case.travels, close[-1 if both else 0], at, rater=rater if both else "")

    def _error_noted(self, case: Case) -> None:
        """A critical error that still wants its second name."""
        decks, days = self._scene.decks, self._scene.days
        base = decks.slot(case.travels.opened, case.stage, decks.size // 2).card
        noted = (Noted("mc.ce.privacy", QUOTES["mc.ce.privacy"]),)
        card = self._scene.book.card(case.travels.opened, case.stage, entries_of(base), noted)
        self._play_yesterday(case, card, days.at(days.last, 970))

    def _play_yesterday(self, case: Case, card: Card, at: int) -> int:
        """Calls that were played and rated to their end, and are not decided; when that was, milliseconds UTC."""
        until = at + 15 * _MINUTE
        case.travels.start(card, opened_at=at, until=until, who=ASSESSORS[0])
        self._scene.rooms.after(case.travels, card, at, until)
        return until

    def _owed(self, case: Case) -> None:
        self._take(case, 2, Time(self._scene.days.last, 1010), owed=True)

    def _take(self, case: Case, index: int, time: Time, *, owed: bool = False) -> None:
        case.road.take_here(self._scene.decks.slot(case.travels.opened, case.stage, index), time, owed=owed)
