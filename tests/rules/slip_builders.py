"""What the tests of the slip share: the shipped catalogue, facts of an attempt, and the document of a draft."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from domain.catalog import load
from domain.model.slip import Evidence, ImprovementDraft, SlipDraft, StrengthDraft
from domain.model.terms import MilestoneId, Result, State
from domain.rules.composing import SlipFrame, compose
from domain.rules.drafting import SlipFacts
from domain.rules.results import assess
from domain.rules.tongues import Tongue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.catalogue import Catalogue, Milestone
    from domain.model.score import Rating
    from domain.model.slip import SlipDocument

TODAY = date(2026, 7, 29)
JOAN = SlipFrame("Joan Alcaraz", "Joan", "Makati hub", 1, TODAY, channel="text message", hours="9 am to 7 pm")


@cache
def catalogue() -> Catalogue:
    """The catalogue as it is shipped."""
    return load()


@cache
def english() -> Tongue:
    """English as it is shipped."""
    return Tongue(catalogue().words, catalogue().phrases)


def shipped(milestone: MilestoneId) -> Milestone:
    """A milestone of the shipped catalogue, with the catalogue's own weights and cut-offs."""
    return catalogue().milestones[milestone]


def facts(
    milestone: Milestone,
    ratings: tuple[Rating, ...],
    result: Result = Result.NOT_YET,
    evidence: Mapping[str, Evidence] | None = None,
    **more: object,
) -> SlipFacts:
    """Facts of an attempt with these ratings, as the workbook would gather them."""
    levels = catalogue().cefr
    assessment = assess(milestone, ratings, (), {}, levels, catalogue().units)
    given: dict[str, object] = {"next_date": date(2026, 8, 12), "units": catalogue().units, "levels": levels, **more}
    return SlipFacts(
        milestone,
        assessment,
        result,
        {rating.criterion: rating for rating in ratings},
        evidence or {},
        **given,  # type: ignore[arg-type]
    )


def composed(draft: SlipDraft, frame: SlipFrame = JOAN) -> SlipDocument:
    """The document of a draft on the shipped catalogue."""
    following = shipped(draft.next_milestone) if draft.next_milestone else None
    return compose(draft, shipped(draft.milestone), following, english(), frame)


def strength(evidence: Evidence, criterion: str = "mc.open", text: str = "") -> StrengthDraft:
    """A strength with its evidence."""
    return StrengthDraft(criterion, "Opening and greeting", evidence, text)


def improvement(
    evidence: Evidence,
    drill: str = "Ask three questions before you offer anything.",
    minutes: int = 10,
    target: str = "Aim to find the cause in four out of five.",
    criterion: str = "mc.probe",
    tip: int = 0,
) -> ImprovementDraft:
    """An improvement with its evidence and its drill."""
    return ImprovementDraft(criterion, "Active listening and probing", evidence, drill, minutes, target, tip, 1000.0)


def slip(
    strengths: tuple[StrengthDraft, ...] = (),
    improvements: tuple[ImprovementDraft, ...] = (),
    *,
    result: Result = Result.NOT_YET,
    ending: State | None = None,
    milestone: MilestoneId = MilestoneId.MOCK_CALL,
    next_milestone: MilestoneId | None = None,
    next_date: date | None = date(2026, 8, 12),
    next_booked: bool = False,
    next_tip: str = "Tell the caller the plan in one line: first, then and last.",
    critical_text: str = "",
    better: str = "",
    free_text: str = "",
    other_accounts: tuple[str, ...] = (),
) -> SlipDraft:
    """A slip draft; a mock call that is not yet passed unless said otherwise."""
    return SlipDraft(
        result,
        ending,
        milestone,
        next_milestone,
        next_date,
        next_booked,
        strengths,
        improvements,
        next_tip,
        critical_text,
        other_accounts,
        better,
        free_text,
    )


def joan() -> SlipDraft:
    """The mock call of the first sample slip: not yet, two strengths, two things to work on."""
    return slip(
        (
            strength(
                Evidence(
                    "at the start",
                    '"Thank you for calling Bluefin, this is Joan."',
                    "The customer knew who you were, so the call began well",
                )
            ),
            strength(
                Evidence(
                    "",
                    "asked for the name and the last four digits before you shared the bill",
                    "keeps customers safe",
                ),
                "mc.verify",
            ),
        ),
        (
            improvement(
                Evidence(
                    'after the customer said, "My bill went up"',
                    "offered a credit in the first ten seconds",
                    "The end of the free month did not come up, so the same charge would come back",
                )
            ),
            improvement(
                Evidence(
                    "at minute three",
                    "stopped for about 15 seconds, twice, while you read the card",
                    "A caller may think the line is dead",
                ),
                "Do a task on your phone and say each step aloud.",
                10,
                "Aim for no gap over eight seconds.",
                "mc.control",
            ),
        ),
    )


def arun() -> SlipDraft:
    """The phone interview of the second sample slip: passed, and the in-person interview is booked."""
    return slip(
        (
            strength(
                Evidence(
                    "in your last answer",
                    '"I fixed 30 orders a day with no errors."',
                    "gave us a clear reason to meet you",
                ),
                "ph.strengths",
            ),
            strength(
                Evidence(
                    "on the spelling question",
                    "gave each letter in groups",
                    "so we got your email right the first time",
                ),
                "ph.clarity",
            ),
        ),
        (
            improvement(
                Evidence(
                    "on question two",
                    "waited about seven seconds before you spoke",
                    "A caller may think that you are not sure",
                ),
                "Answer five common questions in 30 seconds each with a timer.",
                10,
                "Aim for no gap over three seconds by Tuesday.",
                "ph.confidence",
            ),
        ),
        result=Result.PASSED,
        milestone=MilestoneId.PHONE,
        next_milestone=MilestoneId.IN_PERSON,
        next_date=date(2026, 8, 4),
        next_booked=True,
        next_tip="Bring one more value point, with a story that you did not use on the phone.",
    )
