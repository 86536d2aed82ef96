"""Small catalogue values, made by hand, for the tests of the rules. Nothing here reads a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.catalogue import Account, Chip, Criterion, CriticalError, Milestone, Scoring, SlipWords, Tip, Unit
from domain.model.follow_up import ContactRules, FollowUp, PoolRules, PoolTouch, Unanswered, Within
from domain.model.score import CriticalFact, Rating
from domain.model.terms import Direction, ErrorClass, ErrorEffect, MilestoneId, ScoringType

if TYPE_CHECKING:
    from collections.abc import Mapping

BARS = Scoring(ScoringType.BARS)
CHECK = Scoring(ScoringType.CHECK)
COACHING = Scoring(ScoringType.COACHING)
TYPING = Scoring(ScoringType.NUMERIC, "net_wpm", Direction.HIGHER, 15, 30, 50)
WRITING = Scoring(ScoringType.NUMERIC, "errors_per_100_words", Direction.LOWER, 6, 2, 0)
LATENESS = Scoring(ScoringType.NUMERIC, "minutes_late", Direction.LOWER, 20, 5, 0)
SPOKEN = Scoring(ScoringType.NUMERIC, "cefr", Direction.HIGHER, 2, 4, 5)
LISTENING = Scoring(ScoringType.NUMERIC, "percent", Direction.HIGHER, 40, 70, 95)

CEFR: Mapping[str, float] = {"A1": 1, "A2": 2, "B1": 3, "B1+": 3.5, "B2": 4, "B2+": 4.5, "C1": 5, "C2": 6}

UNITS: Mapping[str, Unit] = {
    unit.id: unit
    for unit in (
        Unit("net_wpm", "words a minute", "wpm", 0, 200),
        Unit("percent", "percent", "%", 0, 100),
        Unit("cefr", "level", "level", 1, 6, 1),
        Unit("errors_per_100_words", "errors in 100 words", "err", 0, 100, 1),
        Unit("minutes_late", "minutes late", "min", 0, 240),
    )
}

WORDS = SlipWords(
    thanks="Thank you for your time today.",
    arrive="Your next step is on {date}.",
    arrive_undated="Your next step is booked soon. We will tell you the time by {date}.",
    retake="You can try again from {date}.",
    heading="For the next step",
    retake_heading="For your next try",
)


def criterion(
    criterion_id: str,
    weight: float = 10,
    scoring: Scoring = BARS,
    *,
    name: str = "",
    min_score: int | None = None,
    chips: tuple[Chip, ...] = (),
    tips: tuple[Tip, ...] | None = None,
) -> Criterion:
    """A criterion whose texts follow from its id, so that a test can tell them apart."""
    name = name or criterion_id.split(".")[-1].replace("_", " ").capitalize()
    return Criterion(
        id=criterion_id,
        name=name,
        definition=f"What {name.lower()} means.",
        weight=weight,
        scoring=scoring,
        anchors={1: f"{name} is weak.", 3: f"{name} is fine.", 5: f"{name} is strong."},
        strength=f"Your {name.lower()} helps a caller.",
        tips=(
            (
                Tip(10, f"Practise {name.lower()} with a friend.", "Aim for three good tries."),
                Tip(5, f"Record your {name.lower()} and listen.", "Aim for two clear minutes."),
            )
            if tips is None
            else tips
        ),
        next_tip=f"Bring your {name.lower()} to the next step.",
        why=f"A gap in {name.lower()} costs a caller time.",
        chips=chips,
        min_score=min_score,
    )


def critical(
    error_id: str, effect: ErrorEffect, kind: ErrorClass = ErrorClass.CUSTOMER, *, briefed: bool = False
) -> CriticalError:
    """A critical error of a milestone."""
    return CriticalError(error_id, kind, f"Trigger of {error_id}.", effect, "A rule of the card was not kept.", briefed)


def milestone(
    milestone_id: MilestoneId = MilestoneId.MOCK_CALL,
    criteria: tuple[Criterion, ...] = (),
    *,
    critical_errors: tuple[CriticalError, ...] = (),
    pass_mark: float = 50,
    borderline: float = 5,
    prefix: str = "",
    following: str = "skill_test",
) -> Milestone:
    """A milestone around these criteria; the prefix comes from the first of them."""
    name = milestone_id.value.replace("_", " ").capitalize()
    return Milestone(
        id=milestone_id,
        name=name,
        short=name[:9].strip(),
        order=list(MilestoneId).index(milestone_id) + 1,
        prefix=prefix or (criteria[0].id.split(".")[0] if criteria else "xx"),
        purpose=f"What the {name.lower()} is for.",
        minutes=10,
        pass_mark=pass_mark,
        borderline=borderline,
        next=following,
        criteria=criteria,
        critical_errors=critical_errors,
        words=WORDS,
        arrive_tips=("Come five minutes early.",),
        retake_tips=("Listen once to your last try.",),
    )


def phone() -> Milestone:
    """The phone interview with the weights of the catalogue (sum 100) and one minimum rating."""
    weights = {"professional": 15, "clarity": 25, "volume": 10, "energy": 10, "confidence": 15, "strengths": 15}
    return milestone(
        MilestoneId.PHONE,
        (
            *(
                criterion(f"ph.{key}", weight, min_score=2 if key == "clarity" else None)
                for key, weight in weights.items()
            ),
            criterion("ph.listening", 10),
        ),
        critical_errors=(
            critical("ph.ce.abuse", ErrorEffect.FAIL_ATTEMPT),
            critical("ph.ce.proxy", ErrorEffect.HOLD, ErrorClass.INTEGRITY),
            critical("ph.ce.fixed_need", ErrorEffect.REROUTE, ErrorClass.BUSINESS),
        ),
        following="in_person_interview",
    )


def exam() -> Milestone:
    """The exam with the measures that accounts set cut-offs on (weights sum to 100)."""
    return milestone(
        MilestoneId.EXAM,
        (
            criterion("ex.typing_speed", 10, TYPING),
            criterion("ex.typing_accuracy", 10, Scoring(ScoringType.NUMERIC, "percent", Direction.HIGHER, 85, 95, 99)),
            criterion("ex.listening", 20, LISTENING),
            criterion("ex.reading", 10, LISTENING),
            criterion("ex.grammar", 10, LISTENING),
            criterion("ex.spoken_level", 20, SPOKEN),
            criterion("ex.data_entry", 10, Scoring(ScoringType.NUMERIC, "percent", Direction.HIGHER, 60, 90, 100)),
            criterion("ex.policy", 10, LISTENING),
        ),
        critical_errors=(
            critical("ex.ce.cheating", ErrorEffect.HOLD, ErrorClass.INTEGRITY),
            critical("ex.ce.system_fault", ErrorEffect.VOID, ErrorClass.BUSINESS),
        ),
        following="mock_call",
    )


def mock_call() -> Milestone:
    """The mock call, with a check, a minimum rating, and critical errors of both lasting kinds."""
    return milestone(
        MilestoneId.MOCK_CALL,
        (
            criterion("mc.open", 10),
            criterion("mc.verify", 10, CHECK),
            criterion("mc.probe", 20),
            criterion("mc.empathy", 15),
            criterion("mc.resolve", 20, min_score=2),
            criterion("mc.control", 10),
            criterion("mc.language", 10),
            criterion("mc.close", 5),
        ),
        critical_errors=(
            critical("mc.ce.privacy", ErrorEffect.FAIL_ATTEMPT, ErrorClass.COMPLIANCE, briefed=True),
            critical("mc.ce.wrong_info", ErrorEffect.CAP),
        ),
    )


def account(
    account_id: str = "northwind_cs",
    *,
    skill_tests: tuple[MilestoneId, ...] = (MilestoneId.SERVICE,),
    hurdles: Mapping[str, float | str] | None = None,
    weights: Mapping[MilestoneId, float] | None = None,
    skip: tuple[MilestoneId, ...] = (),
    criterion_weights: Mapping[MilestoneId, Mapping[str, float]] | None = None,
    anchor_overrides: Mapping[str, Mapping[int, str]] | None = None,
) -> Account:
    """An account; without hurdles unless some are given."""
    return Account(
        id=account_id,
        name=account_id.replace("_", " ").capitalize(),
        short=account_id[:6],
        code=account_id[:6].upper(),
        channel="voice",
        skill_tests=skill_tests,
        weights={MilestoneId.PHONE: 20, MilestoneId.EXAM: 15, MilestoneId.MOCK_CALL: 20}
        if weights is None
        else weights,
        hurdles=hurdles or {},
        entry_level="agent",
        scenarios=(),
        preview=("night shifts",),
        skip=skip,
        criterion_weights=criterion_weights or {},
        anchor_overrides=anchor_overrides or {},
    )


def rated(values: Mapping[str, float | None]) -> tuple[Rating, ...]:
    """Ratings by criterion id; None is 'not observed'."""
    return tuple(
        Rating(key, observed=False) if value is None else Rating(key, observed=True, value=value)
        for key, value in values.items()
    )


def all_at(of: Milestone, value: float) -> tuple[Rating, ...]:
    """The same rating for every criterion of a milestone."""
    return tuple(Rating(criterion.id, observed=True, value=value) for criterion in of.criteria)


def fact(error: str, effect: ErrorEffect, *, confirmed: bool = True, cleared: bool = False) -> CriticalFact:
    """A critical error as it stands; confirmed unless said otherwise."""
    return CriticalFact(error, effect, confirmed, cleared)


def contact_rules() -> ContactRules:
    """How often people are contacted, with the defaults of the catalogue."""
    return ContactRules(
        unanswered=Unanswered(per_day=1, per_stage=3, hours_between=24, channels=2),
        closing_days=3,
        pool=Within(1, 14),
        answer_days=1,
        often=Within(3, 7),
        word_hours=2,
        rates_days=30,
        stop_words={"en": ("stop", "do not contact"), "fil": ("huwag na",), "es": ("baja", "no me contacten")},
        stop_alone=3,
    )


def pool_rules() -> PoolRules:
    """Who is kept for another opening, with the defaults of the catalogue."""
    words = {14: "seats", 30: "a drill", 60: "still looking?", 90: "last"}
    touches = (PoolTouch(day, said) for day, said in words.items())
    return PoolRules(5, (PoolTouch(0, "with the slip", with_slip=True), *touches), expire_days=180, soon_days=14)


def follow_up() -> FollowUp:
    """Waits and limits with the defaults of the catalogue."""
    return FollowUp(
        pool=pool_rules(),
        retest_days={
            "system_fault": 0,
            "class_full_or_role_closed": 0,
            "reroute_other_account": 0,
            "borderline_result": 7,
            "typing_or_data_entry": 14,
            "mock_call_or_skill_test": 14,
            "phone_or_in_person_interview": 30,
            "listening_reading_grammar": 30,
            "spoken_level_half_band_short": 30,
            "spoken_level_full_band_short": 90,
            "final_interview": 60,
            "no_show_with_notice": 0,
            "no_show_without_notice": 7,
            "no_show_twice": 30,
            "offer_declined_or_withdrawn_with_notice": 0,
            "no_show_on_day_one": 90,
            "critical_error_behaviour": 60,
            "integrity_confirmed_by_review": 180,
        },
        score_valid_days={
            "spoken_level": 180,
            "listening": 180,
            "reading": 180,
            "grammar": 180,
            "typing": 180,
            "mock_call": 90,
            "sales_test": 90,
            "cs_test": 90,
            "tech_test": 90,
            "phone_interview": 90,
            "in_person_interview": 90,
            "final_interview": 60,
        },
        feedback_days={},
        red_after_days={},
        queue_target_minutes=10,
        max_attempts=3,
        max_attempts_days=180,
        early_retake_max_days=30,
        reserve_days=365,
        contact=contact_rules(),
    )
