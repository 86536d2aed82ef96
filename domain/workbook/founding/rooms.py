"""What happened in the assessment rooms: calls that were played, papers that were taken, second ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from domain.model.call import Jot, JotKind
from domain.model.errors import Conflict
from domain.model.exam import CHOICES, ChoiceForm, Passage
from domain.model.lazily import dataclass
from domain.model.terms import LookKind, MilestoneId
from domain.rules import calling
from domain.rules.exam_marking import endless, order_of, percent, rounded, shuffled
from domain.rules.second_looks import FIRST, SECOND
from domain.workbook import calibrations
from domain.workbook.call_rows import COUNTED
from domain.workbook.exam_room.papers import MEASURED, known_papers
from domain.workbook.founding.calibrated import rated_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.model.catalogue import Milestone
    from domain.model.exam import Form, Part
    from domain.model.role_plays import Scenario
    from domain.workbook.founding.calibrated import Alone
    from domain.workbook.founding.cards import Card
    from domain.workbook.founding.classes import OpenClass
    from domain.workbook.founding.traveller import Traveller
    from domain.workbook.workbook import Workbook

Fields = dict[str, object]

SLIPS = str.maketrans("eotis", "30715")
"""What stands for a letter under a finger that reaches too far up."""
SALTS = 2
"""In how many orders scenarios that are alike are given, so that few calls have to be made up."""
PATTERNS = 5
"""In how many ways the same number of right answers is spread over a form."""
Taken = tuple[int, int, str]
"""How many are right, how many were asked, and what was answered, as it is stored."""
MOST_TYPED = 3_000
"""Characters beyond which nobody types in three minutes."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key of a call."""

    at: int
    """Milliseconds from its start."""
    kind: JotKind
    key: str = ""
    words: str = ""
    """Of a quote, which goes onto the key before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """A call as it was played, whoever it was with."""

    scenario: str
    presses: tuple[Press, ...]
    length: int
    """Milliseconds."""
    columns: Fields
    """What is stored of it once it is over."""


class Rooms:
    """Writes what happened in the rooms to the last attempt of a traveller."""

    def __init__(
        self,
        wb: Workbook,
        new_id: Callable[[], int],
        put: Callable[[str, Fields], None],
        judged_by: Callable[[OpenClass, MilestoneId], Milestone],
    ) -> None:
        """Take what makes ids, takes rows for a table, and says how a class assesses a milestone."""
        self._wb = wb
        self._new_id = new_id
        self._put = put
        self._judged_by = judged_by
        self._steps: dict[str, tuple[float, ...]] = {}
        self._taken: dict[object, Taken | None] = {}
        """What a form with certain measures was worth, whoever took it."""

    # calls -----------------------------------------------------------------------------------------------------------

    def scenarios(self, travels: Traveller, milestone: Milestone, had: Sequence[str]) -> tuple[Scenario, ...]:
        """What somebody who had these can still be given at a milestone, best first, as the console offers it."""
        known = self._wb.catalogue.scenarios
        found = calling.open_scenarios(
            known,
            travels.opened.account,
            milestone,
            frozenset(had),
            last=had[-1] if had else "",
            salt=f"{travels.id % SALTS}/{len(had)}",
        )
        return tuple(known[one] for one in found)

    def play(self, scenario: Scenario, milestone: Milestone, presses: Sequence[Press], length: int) -> Play:
        """A call with these keys, as `calls.stop` writes it down."""
        kit = calling.kit_of(self._wb.catalogue.kits, scenario)
        session = calling.play(_jots(presses, 1), kit, scenario, reading_since=0, over=length + 1)
        counts = calling.count(session, kit, scenario, session.over)
        told = calling.moments(session, kit, scenario, milestone)
        columns: Fields = {"moments": msgspec.json.encode(told).decode(), "flagged": ""}
        return Play(scenario.id, tuple(presses), length, columns | {name: getattr(counts, name) for name in COUNTED})

    def called(self, travels: Traveller, play: Play, *, at: int, started: int, over: bool = True) -> None:
        """Somebody played a call on their last attempt: the card was given out, then it started; times in ms UTC.

        One that is not `over` is under way, with every key that was pressed by now.
        """
        attempt = travels.last_attempt
        before = [one for one in str(attempt["scenario"]).split(",") if one]
        made = self._new_id()
        row: Fields = {
            "id": made,
            "attempt": attempt["id"],
            "number": len(before) + 1,
            "scenario": play.scenario,
            "who": attempt["who"],
            "at": at,
            "started_at": started if over else 0,
            "over_at": started + play.length if over else 0,
            **(play.columns if over else dict.fromkeys(play.columns, 0) | {"moments": "", "flagged": ""} | _NEVER),
        }
        attempt["scenario"] = ",".join([*before, play.scenario])
        travels.rows["call"].append(row)
        if not over:
            self._keep_keys(travels, made, play, started)

    def _keep_keys(self, travels: Traveller, call: int, play: Play, started: int) -> None:
        ids = {jot.id: self._new_id() for jot in _jots(play.presses, started)}
        for jot in _jots(play.presses, started):
            if jot.at > self._wb.now():
                return
            key = str(ids[int(jot.key)]) if jot.kind is JotKind.QUOTE else jot.key
            travels.rows["jot"].append(
                {"id": ids[jot.id], "call": call, "at": jot.at, "kind": jot.kind, "key": key, "words": jot.words}
            )

    def calibrated(
        self,
        travels: Traveller,
        call: Mapping[str, object],
        transcript: str,
        *,
        who: str,
        at: int,
        said: Sequence[Alone],
        opened_at: int = 0,
    ) -> int:
        """Somebody kept a call of their newest application for calibration; the id of it.

        All of `said` are in; with `opened_at` they lie side by side since then, milliseconds UTC. Conflict where the
        call was not over yet.
        """
        if not 0 < int(str(call["over_at"])) <= at:
            raise Conflict("This call is still running.", "Keep it once it is over.")
        attempt = next(row for row in travels.rows["attempt"] if row["id"] == call["attempt"])
        same = {key: attempt[key] for key in ("person", "milestone", "rubric")}
        known = {key: travels.person_row()[key] for key in ("name", "called")}
        made, milestone = self._new_id(), MilestoneId(str(attempt["milestone"]))
        kept = calibrations.kept_of(self._wb, dict(call) | same | known, transcript)
        self._put("calibration", {"id": made, **kept, "who": who, "at": at, "opened_at": opened_at})
        for alone in said:
            row = rated_row(made, self._judged_by(travels.opened, milestone), alone, opened=opened_at > 0)
            self._put("calibrated", {"id": self._new_id(), **row})
            if alone.saw_at:
                seen: Fields = {"calibration": made, "who": alone.rater, "at": alone.saw_at}
                self._put("shown", {"id": self._new_id(), **seen})
        return made

    # papers ----------------------------------------------------------------------------------------------------------

    def reachable(self, criterion: str, measure: float, *, up: bool) -> float:
        """The nearest measure that a number of right answers comes to, at this one or beyond it; itself, if none do."""
        steps = self._steps.get(criterion)
        if steps is None:
            steps = self._steps[criterion] = self._steps_of(criterion)
        if up:
            return next((one for one in steps if one >= measure), measure)
        return next((one for one in reversed(steps) if one <= measure), measure)

    def _steps_of(self, criterion: str) -> tuple[float, ...]:
        """What numbers of right answers come to; none for what no form of questions measures."""
        part = next((part for part in CHOICES if MEASURED[part] == (criterion,)), None)
        if part is None:
            return ()
        asked = max(len(form.items) for form in known_papers(self._wb).of(part) if isinstance(form, ChoiceForm))
        return tuple(_share(right, asked) for right in range(asked + 1))

    def sits(self, travels: Traveller, part: Part, *, seed: int, at: int, right: float, answered: int) -> None:
        """Somebody has a part in front of them on their last attempt, and has answered so many of its questions.

        `right` is the share of right ones, 0-100. Nothing where every form was had.
        """
        form = self._next_form(travels, part, seed)
        if not isinstance(form, ChoiceForm):
            return
        chosen = _answers(form, round(right * len(form.items) / 100), seed % PATTERNS)
        paper = self._paper(travels, part, form, seed, at)
        travels.rows["paper"].append(paper | {"finished_at": 0, "spent": 0, "correct": 0, "asked": 0, "answers": ""})
        for number, item in enumerate(order_of(form, seed)[:answered], 1):
            spent = number * 23_000
            travels.rows["answer"].append(
                {
                    "id": self._new_id(),
                    "paper": paper["id"],
                    "item": item.id,
                    "value": chosen[item.id],
                    "spent": spent,
                    "at": at + spent,
                }
            )

    def _next_form(self, travels: Traveller, part: Part, seed: int) -> Form | None:
        had = {row["form"] for row in travels.rows["paper"]}
        forms = [form for form in known_papers(self._wb).of(part) if form.id not in had]
        return forms[seed % len(forms)] if forms else None

    def _paper(self, travels: Traveller, part: Part, form: Form, seed: int, at: int) -> Fields:
        attempt = travels.last_attempt
        return {
            "id": self._new_id(),
            "attempt": attempt["id"],
            "person": travels.id,
            "part": part,
            "form": form.id,
            "digest": known_papers(self._wb).digests[form.id],
            "seed": seed,
            "place": 1 + sum(row["attempt"] == attempt["id"] for row in travels.rows["paper"]),
            "who": attempt["who"],
            "at": at,
        }

    def sat(self, travels: Traveller, card: Card, part: Part, *, seed: int, at: int, spent: int) -> bool:
        """Somebody took a part at the keyboard on their last attempt; whether their measures can have come of one.

        `seed` chooses the form, of those that they have not had, and the order of its questions; `at` is when the part
        was begun, milliseconds UTC, and `spent` how long it took, in milliseconds.
        """
        form, measured = self._next_form(travels, part, seed), _measured(card, MEASURED[part])
        if form is None or len(measured) < len(MEASURED[part]):
            return False
        key = (form.id, *measured.values(), seed % PATTERNS)
        if key not in self._taken:
            self._taken[key] = _taken(form, measured, seed % PATTERNS)
        done = self._taken[key]
        if done is None:
            return False
        correct, asked, answers = done
        travels.rows["paper"].append(
            self._paper(travels, part, form, seed, at)
            | {
                "finished_at": at + spent,
                "spent": spent,
                "correct": correct,
                "asked": asked,
                "answers": answers,
            }
        )
        return True

    # second looks ----------------------------------------------------------------------------------------------------

    def looked_twice(
        self,
        travels: Traveller,
        *,
        why: str,
        asked_at: int,
        first_in: int,
        second: Card | None = None,
        rater: str = "",
        second_in: int = 0,
    ) -> None:
        """A second rating of their last attempt was asked for; `second` is what `rater` entered.

        `first_in` and `second_in` are when each was submitted, milliseconds UTC, 0 where it is not in. Conflict where
        one was asked for already.
        """
        attempt = travels.last_attempt
        if any(row["attempt"] == attempt["id"] for row in travels.rows["card"]):
            raise Conflict("A second look was asked for already.", "Ask once.")
        common: Fields = {"attempt": attempt["id"], "kind": LookKind.RATER, "why": why, "who": attempt["who"]}
        raters = ((FIRST, attempt["who"], first_in), (SECOND, rater, second_in))
        travels.rows["card"] += [
            {"id": self._new_id(), **common, "number": number, "rater": who, "at": asked_at, "submitted_at": submitted}
            for number, who, submitted in raters
        ]
        for row in second.ratings if second is not None else ():
            travels.rows["rating"].append(
                {
                    "id": self._new_id(),
                    "attempt": attempt["id"],
                    "rater": rater,
                    "at": second_in or asked_at,
                    **row,
                    "card": SECOND,
                }
            )


_NEVER: Fields = {"first_question": None, "first_reply": None}


def _jots(presses: Sequence[Press], started: int) -> tuple[Jot, ...]:
    """Keys as they are kept, the first of them the start; a quote goes onto the key before it."""
    found = [Jot(1, started, JotKind.STARTED)]
    for number, press in enumerate(presses, 2):
        key = str(number - 1) if press.kind is JotKind.QUOTE else press.key
        found.append(Jot(number, started + press.at, press.kind, key, press.words))
    return tuple(found)


def _measured(card: Card, wanted: Sequence[str]) -> Mapping[str, float]:
    lines = {line.criterion.id: line.rating for line in card.sheet.lines}
    return {key: rating.value for key in wanted if (rating := lines.get(key)) is not None and rating.observed}


def _share(right: int, asked: int) -> float:
    return rounded(percent(right, asked), 0, 0.0, 100.0)


def _taken(form: Form, measured: Mapping[str, float], pattern: int) -> Taken | None:
    """What was typed or answered by somebody with these measures; None where nothing comes to them."""
    if isinstance(form, Passage):
        return _typed(form, *measured.values())
    if not isinstance(form, ChoiceForm):
        return None
    (wanted,), asked = measured.values(), len(form.items)
    right = next((n for n in range(asked + 1) if _share(n, asked) == wanted), None)
    if right is None:
        return None
    return right, asked, msgspec.json.encode(_answers(form, right, pattern)).decode()


def _typed(form: Passage, speed: float, accuracy: float) -> Taken | None:
    """A text that comes to this speed and accuracy: net = (characters / 5 - errors) / minutes."""
    wrong_share = 1 - accuracy / 100
    if wrong_share >= 0.19:
        return None
    wrong = round(5 * speed * form.minutes * wrong_share / (1 - 5 * wrong_share))
    length = round(5 * (speed * form.minutes + wrong))
    text = list(endless(form.text, length))
    places = [place for place, letter in enumerate(text) if letter in "eotis"]
    if not 0 < length <= MOST_TYPED or len(places) < wrong or _share(length - wrong, length) != accuracy:
        return None
    for each in range(wrong):
        place = places[each * len(places) // wrong]
        text[place] = text[place].translate(SLIPS)
    return length - wrong, length, msgspec.json.encode("".join(text)).decode()


def _answers(form: ChoiceForm, right: int, pattern: int) -> dict[str, str]:
    """An answer to every question, so many of them right ones, spread in one of several ways."""
    found = {}
    places = shuffled(range(len(form.items)), pattern, "right")[:right]
    for place, item in enumerate(form.items):
        others = [one for one in item.options if one != item.key]
        found[item.id] = item.key if place in places else others[(place + pattern) % len(others)]
    return found
