"""An account that was changed in the program: held to the rules that its file is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.catalog.account_checks import Known, check_assessment
from domain.model.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.catalog.yaml_text import Place
    from domain.model.catalogue import Account, Catalogue, Milestone
    from domain.model.terms import MilestoneId


class Misfit(CatalogueError):
    """A number of an edited account cannot be right; `place` says which: ('weights',) or ('hurdles', 'wpm')."""

    def __init__(self, message: str, hint: str, place: Place) -> None:
        super().__init__(message, hint)
        self.place = place


class _Form:
    """Numbers that came from a form and not from a file, so that there is no line to name."""

    def problem(self, path: Place, what: str, hint: str = "") -> Misfit:
        return Misfit(f"{what[:1].upper()}{what[1:]}.", hint, path)


def check_edited(account: Account, milestones: Mapping[MilestoneId, Milestone], catalogue: Catalogue) -> None:
    """Raises Misfit for the first weight, hurdle, pass mark or cut-off that a catalogue file could not hold either.

    `milestones` are those that the account is assessed by, before its own numbers are laid over them.
    """
    check_assessment(_Form(), account, known_of(catalogue, milestones))


def known_of(catalogue: Catalogue, milestones: Mapping[MilestoneId, Milestone]) -> Known:
    """What an account may name when it is assessed by these milestones."""
    return Known(
        milestones, catalogue.units, catalogue.cefr, catalogue.expertise, catalogue.ladder, catalogue.scenarios
    )
