"""The slips of Joan and Arun, and a journey report, in every language that ships."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.catalog import language_of
from domain.model.terms import MilestoneId
from domain.rules.composing import compose
from domain.rules.tongues import Tongue
from tests.reports.people import JOURNEY
from tests.rules.slip_builders import JOAN, arun, catalogue, joan, shipped

if TYPE_CHECKING:
    from domain.model.slip import JourneyDocument, SlipDocument

CODES = ("es", "fil")


def tongue(code: str) -> Tongue:
    """A language as it ships."""
    return Tongue(catalogue().words, catalogue().phrases, language_of(catalogue(), code), code)


def not_yet(code: str) -> SlipDocument:
    """Joan's mock call."""
    frame = replace(JOAN, language=code)
    return compose(joan(), shipped(MilestoneId.MOCK_CALL), None, tongue(code), frame)


def passed(code: str) -> SlipDocument:
    """Arun's phone interview."""
    frame = replace(JOAN, person="Arun Dela Cruz", called="Arun", language=f"{code}-PH")
    return compose(arun(), shipped(MilestoneId.PHONE), shipped(MilestoneId.IN_PERSON), tongue(code), frame)


def journey(code: str) -> JourneyDocument:
    """The road of Joan with both slips, one of them given in English."""
    words = tongue(code).words
    road = tuple(
        replace(stop, milestone=tongue(code).or_english(stop.milestone), word=words.road[stop.word.replace(" ", "_")])
        for stop in JOURNEY.road
    )
    return replace(JOURNEY, language=code, labels=words.labels, road=road, slips=(*JOURNEY.slips[:1], not_yet(code)))


SLIPS = {f"slip-not-yet.{code}": not_yet(code) for code in CODES} | {
    f"slip-passed.{code}": passed(code) for code in CODES
}
JOURNEYS = {f"journey.{code}": journey(code) for code in CODES}
