"""Reads the catalogue: the files that ship with the product, and what a site's own folder changes in them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from domain.catalog.account_checks import Known, check_account, check_scenario
from domain.catalog.call_checks import check_kit, check_kits
from domain.catalog.documents import Document, read_document
from domain.catalog.languages import ENGLISH, TEXTS, WORDS, code_of, names_of, packed, read_words
from domain.catalog.milestone_checks import check_milestone
from domain.catalog.rule_checks import (
    check_follow_up,
    check_ladder,
    check_safety,
    check_safety_model,
    check_slip_rules,
    check_unit,
)
from domain.catalog.shapes import shaped
from domain.model.catalogue import Account, Catalogue, Expertise, LadderStep, Milestone, Unit
from domain.model.errors import CatalogueError
from domain.model.follow_up import FollowUp
from domain.model.role_plays import CallKit, Scenario
from domain.model.terms import MilestoneId
from domain.model.wording import Nudge, SafetyList, SafetyModel, SlipRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from domain.model.wording import SharedWords

_T = TypeVar("_T")

MILESTONES = "milestones"
KEYS: Mapping[str, tuple[str, ...]] = {
    "accounts.yaml": ("expertise", "ladder", "cefr", "accounts"),
    "scenarios.yaml": ("scenarios",),
    "calls.yaml": ("kits",),
    "nudges.yaml": ("nudges",),
    "units.yaml": ("units",),
    "safety.yaml": (),
    "safety_model.yaml": (),
    "slip_rules.yaml": (),
    "follow_up.yaml": (),
}
"""The files and, where a file holds lists of entries, the names that it may hold."""

_FOLDERS = f"{MILESTONES}/*.yaml, {WORDS}/*.yaml and {TEXTS}/*.yaml"
ELSEWHERE = ("intake.yaml",)
"""Files of the same folder that another part of the program reads."""


def load_from(shipped: Path, site: Path | None = None) -> Catalogue:
    """A catalogue from any folder that holds a whole one, with a site's folder laid over it; as `kept.load` says."""
    with _collector_paused():
        return _Reading(shipped, site).catalogue()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Reading makes many small values and no garbage; the collector would walk the whole program for them again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reading:
    """One reading of all files: keeps the documents for the checks and a digest over every byte."""

    def __init__(self, shipped: Path, site: Path | None) -> None:
        self._hash = sha256()
        self._shipped = {name: self._document(shipped / name, name) for name in KEYS}
        self._milestones = self._read_milestones(shipped / MILESTONES)
        self._words = self._by_language(shipped, WORDS)
        self._shipped_english = self._english()
        # What ships was written for what ships, whatever a site makes of it.
        self._texts = {
            code: [(document, self._milestones)] for code, document in self._by_language(shipped, TEXTS).items()
        }
        if site is not None:
            self._lay_over(site)

    def catalogue(self) -> Catalogue:
        """The values of all files, checked one by one and against each other."""
        units = self._units()
        milestones = self._checked_milestones(units)
        scenarios = self._by_id("scenarios.yaml", "scenarios", Scenario)
        for scenario in scenarios.values():
            check_scenario(self._shipped["scenarios.yaml"], scenario, milestones)
        kits = self._kits(milestones, scenarios)
        known = self._known(milestones, units, scenarios)
        return Catalogue(
            milestones=milestones,
            accounts=self._accounts(known),
            expertise=known.expertise,
            ladder=known.ladder,
            cefr=known.cefr,
            units=units,
            scenarios=scenarios,
            kits=kits,
            safety=self._safety(),
            slip_rules=self._whole("slip_rules.yaml", SlipRules, check_slip_rules),
            nudges=tuple(self._by_id("nudges.yaml", "nudges", Nudge).values()),
            words=(english := read_words(self._words[ENGLISH], self._shipped_english)),
            follow_up=self._whole("follow_up.yaml", FollowUp, check_follow_up),
            languages=packed(english, self._words, self._texts),
            language_names=names_of(self._words),
            phrases=self._shipped_english.phrases,
            digest=self._hash.hexdigest(),
        )

    def _document(self, file: Path, name: str) -> Document:
        try:
            data = file.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise CatalogueError(f"{name} cannot be read: {reason}.", "Check that it is there and readable.") from error
        self._hash.update(name.encode() + b"\0" + data)
        return read_document(data, name)

    def _by_language(self, root: Path, folder: str, shown: str = "") -> dict[str, Document]:
        files = {code_of(file.name): file for file in _yaml_files(root / folder)}
        return {code: self._document(file, f"{shown}{folder}/{file.name}") for code, file in files.items()}

    def _english(self) -> SharedWords:
        if ENGLISH not in self._words:
            raise CatalogueError(f"{WORDS}/{ENGLISH}.yaml is missing.", "Every language is held against it.")
        return read_words(self._words[ENGLISH])

    def _read_milestones(self, folder: Path) -> dict[MilestoneId, Document]:
        found: dict[MilestoneId, Document] = {}
        for file in _yaml_files(folder):
            document = self._document(file, f"{MILESTONES}/{file.name}")
            found[_milestone_id(document)] = document
        missing = [milestone for milestone in MilestoneId if milestone not in found]
        if missing:
            raise CatalogueError(
                f"{MILESTONES}: {', '.join(missing)} is missing.", "Every milestone of the road needs its file."
            )
        return {milestone: found[milestone] for milestone in MilestoneId}

    def _lay_over(self, site: Path) -> None:
        if not site.is_dir():
            raise CatalogueError(
                f"There is no catalogue folder {site}.", "Make the folder, or take it out of the settings."
            )
        for file in _yaml_files(site):
            if file.name in ELSEWHERE:
                continue
            if file.name not in KEYS:
                raise CatalogueError(f"{file} is no catalogue file.", f"Known: {', '.join(KEYS)}, {_FOLDERS}.")
            over = self._document(file, str(file))
            self._shipped[file.name] = self._shipped[file.name].over(over)
        self._milestones = dict(self._milestones)
        for file in _yaml_files(site / MILESTONES):
            over = self._document(file, str(file))
            milestone = _milestone_id(over)
            self._milestones[milestone] = self._milestones[milestone].over(over)
        for code, over in self._by_language(site, WORDS, f"{site}/").items():
            self._words[code] = self._words[code].over(over) if code in self._words else over
        for code, over in self._by_language(site, TEXTS, f"{site}/").items():
            self._texts.setdefault(code, []).append((over, self._milestones))

    def _safety(self) -> SafetyList:
        listed = self._whole("safety.yaml", SafetyList, check_safety)
        return replace(listed, model=self._whole("safety_model.yaml", SafetyModel, check_safety_model))

    def _units(self) -> dict[str, Unit]:
        units = self._by_id("units.yaml", "units", Unit)
        for unit in units.values():
            check_unit(self._shipped["units.yaml"], unit)
        return units

    def _checked_milestones(self, units: Mapping[str, Unit]) -> dict[MilestoneId, Milestone]:
        milestones: dict[MilestoneId, Milestone] = {}
        for milestone_id, document in self._milestones.items():
            milestone = shaped(document, (), document.value, Milestone)
            check_milestone(document, milestone, units)
            milestones[milestone_id] = milestone
        return milestones

    def _kits(
        self, milestones: Mapping[MilestoneId, Milestone], scenarios: Mapping[str, Scenario]
    ) -> dict[str, CallKit]:
        kits = self._by_id("calls.yaml", "kits", CallKit)
        for kit in kits.values():
            check_kit(self._shipped["calls.yaml"], kit, milestones)
        check_kits(self._shipped["scenarios.yaml"], kits.values(), scenarios)
        return kits

    def _known(
        self, milestones: Mapping[MilestoneId, Milestone], units: Mapping[str, Unit], scenarios: Mapping[str, Scenario]
    ) -> Known:
        name = "accounts.yaml"
        document = self._shipped[name]
        ladder = tuple(self._by_id(name, "ladder", LadderStep).values())
        cefr = shaped(document, ("cefr",), document.value.get("cefr"), dict[str, float])
        check_ladder(document, ladder, cefr)
        expertise = self._by_id(name, "expertise", Expertise)
        return Known(milestones, units, cefr, expertise, ladder, scenarios)

    def _accounts(self, known: Known) -> dict[str, Account]:
        accounts = self._by_id("accounts.yaml", "accounts", Account)
        for account in accounts.values():
            check_account(self._shipped["accounts.yaml"], account, known)
        return accounts

    def _by_id(self, name: str, key: str, kind: type[_T]) -> dict[str, _T]:
        document = self._shipped[name]
        for other in document.value:
            if other not in KEYS[name]:
                raise document.problem((other,), f"{other} is not known here", f"Known: {', '.join(KEYS[name])}.")
        return {str(place[-1]): shaped(document, place, value, kind) for place, value in document.entries(key)}

    def _whole(self, name: str, kind: type[_T], check: Callable[[Document, _T], None]) -> _T:
        document = self._shipped[name]
        value = shaped(document, (), document.value, kind)
        check(document, value)
        return value


def _yaml_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix == ".yml":
            raise CatalogueError(f"{file} is not read.", f"Name it {file.stem}.yaml.")
        if file.suffix == ".yaml":
            yield file


def _milestone_id(document: Document) -> MilestoneId:
    own = document.value.get("id")
    if own not in tuple(MilestoneId):
        what = "id is missing" if own is None else f"{own} is no milestone"
        raise document.problem(("id",), what, f"Known: {', '.join(MilestoneId)}.")
    return MilestoneId(str(own))
