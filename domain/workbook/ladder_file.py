"""The ladder file: what a person's hiring showed, where they stand, and what the next level asks, for them to read.

It says what their slips told them already, skills in words and never in numbers, and of the evidence for a level only
what whoever noted it let them read. Every line passes the safety list; one that does not is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.catalogue import plain_name
from domain.model.errors import Conflict
from domain.model.ladder_file import LadderDocument, LadderPart, PartId
from domain.model.slip import SlipDocument
from domain.model.terms import ACCOUNT_TESTS, MilestoneId, Result, SlipState, State
from domain.reports.labels import long_date
from domain.rules.composing import contact_line
from domain.rules.composing import labels_of as labels_in
from domain.rules.handing_over import Taken
from domain.rules.wording import capital, fill, lower_first
from domain.workbook import attempts, handover, ladder, languages, people, standing
from domain.workbook.wording import years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from domain.model.labels import Labels
    from domain.rules.tongues import Tongue
    from domain.store import Tx
    from domain.workbook.ladder import Ladder, Proof, Standing
    from domain.workbook.sheets import Sheet
    from domain.workbook.workbook import Workbook

MOST_STRENGTHS = 6
MOST_DRILLS = 4
"""Lines of a part, at most."""
MEASURED = (MilestoneId.EXAM, MilestoneId.MOCK_CALL, *ACCOUNT_TESTS)
"""Milestones whose criteria are told as skills: what was done there, not how somebody came across."""


def document(wb: Workbook, person_id: int) -> LadderDocument:
    """The ladder file of a person; Conflict for who is not on the ladder."""
    found = ladder.read(wb, person_id)
    if found.standing is None:
        hint = "Set the level that they have here, or had; a hire does so by itself."
        raise Conflict(f"{found.name} is not on the ladder yet.", hint, names=[found.name])
    person = people.find(wb, found.person)
    voice = languages.voice(wb, person.language)
    teller = _Teller(wb, voice.tongue)
    step = found.standing.stand.step
    return LadderDocument(
        person=person.name,
        site=wb.site.name,
        dated=wb.today(),
        language=voice.tag,
        title=fill(teller.said["title"], person=person.name),
        level=teller.level(step.name),
        since=found.standing.stand.place.since,
        opening=teller.opening(found.standing),
        parts=tuple(part for part in _parts(wb, found, teller) if part.points or part.about),
        contact=contact_line(
            voice.tongue,
            channel=wb.site.contact_channel,
            hours=wb.site.contact_hours,
            called=person.called or person.name,
        ),
        labels=teller.labels,
    )


class _Teller:
    """Says the lines of one file in one language, and leaves out what the safety list stops."""

    def __init__(self, wb: Workbook, tongue: Tongue) -> None:
        self.wb, self.tongue = wb, tongue
        self.said: Mapping[str, str] = tongue.words.ladder
        self.labels: Labels | None = labels_in(tongue.words)

    def level(self, name: str) -> str:
        """A level within a sentence: 'senior agent'."""
        return self.tongue.or_english(lower_first(name))

    def day(self, day: date) -> str:
        """'12 August 2026' in the words of the file."""
        return long_date(day, self.labels) if self.labels else long_date(day)

    def opening(self, found: Standing) -> str:
        """Where they stand."""
        since = found.stand.place.since
        which = "stood" if not found.stand.works else "begins" if since > self.wb.today() else "stands"
        return fill(self.said[which], level=self.level(found.stand.step.name), date=self.day(since))

    def part(self, part: PartId, lines: Sequence[str], about: str = "") -> LadderPart:
        """A part with the lines that can be read by its reader."""
        safe = tuple(line for line in dict.fromkeys(lines) if line and not ladder.blocked(self.wb, line))
        return LadderPart(part, self.said[part], safe, about)

    def asked(self, what: str) -> str:
        """Something that a level asks for."""
        return capital(self.tongue.or_english(what))

    def proof(self, proof: Proof) -> str:
        """An evidence: its words where they are for the person, else what it shows and when."""
        what, day = self.asked(proof.asks), self.day(proof.day)
        if proof.told:
            return fill(self.said["told"], what=what, date=day, words=proof.words)
        return fill(self.said["showed"], what=what, date=day)


def _parts(wb: Workbook, found: Ladder, teller: _Teller) -> Iterator[LadderPart]:
    with wb.store.read() as tx:
        tries = _passed(tx, found.person)
        sheets = attempts.read_sheets(wb, tx, [one["id"] for one in tries if one["milestone"] in MEASURED])
        told = _told(tx, found.person)
    strong = [_skills(sheet, teller, strong=True) for sheet in sheets.values()]
    meets = [_skills(sheet, teller, strong=False) for sheet in sheets.values()]
    yield teller.part(PartId.ROAD, [_passed_line(wb, teller, one) for one in tries])
    yield teller.part(PartId.STRENGTHS, [line for slip in told for line in slip.went_well][:MOST_STRENGTHS])
    yield teller.part(PartId.SKILLS, strong)
    yield teller.part(PartId.MEETS, meets)
    yield teller.part(PartId.WORK_ON, _drills(wb, found.person, told))
    yield from _up(found, teller)


def _up(found: Ladder, teller: _Teller) -> Iterator[LadderPart]:
    """What they showed of other levels, and what the next one asks for, with what of it they showed."""
    assert found.standing is not None
    yield teller.part(PartId.SHOWN, [teller.proof(proof) for proof in found.others])
    above = found.standing.next
    if above is None:
        return
    lines = [line for one in found.standing.asked for line in _asked_lines(teller, one)]
    step, time = teller.level(above.name), teller.tongue.or_english(years(above.typical_time))
    about = fill(teller.tongue.words.phrases["ladder"], step=step, time=time)
    yield teller.part(PartId.NEXT, lines, about)
    yield teller.part(PartId.TIP, [teller.tongue.or_english(above.tip)])


def _asked_lines(teller: _Teller, one: ladder.Asked) -> Iterator[str]:
    if not one.proofs:
        yield fill(teller.said["open"], what=teller.asked(one.words))
    yield from map(teller.proof, one.proofs)


# the hiring record ---------------------------------------------------------------------------------------------------

_RECORD = """
select a.* from application a where a.person = :p
 order by case when a.state = :hired then 0 else 1 end, a.ended_at desc, a.at desc limit 1
"""
_TOLD = """
select s.document from slip s join attempt a on a.id = s.attempt
 where s.person = :p and s.document > '' and s.gone + 0 = 1 and s.state <> :unwanted and a.milestone <> :offer
 order by s.delivered_at desc, s.id desc
"""


def _passed(tx: Tx, person: int) -> list[dict[str, Any]]:
    """What they passed on the way to their last hire, or on the way they are on; in the order of the road."""
    row = tx.row(_RECORD, p=person, hired=State.HIRED)
    latest = standing.latest_attempts(tx, row) if row else {}
    order = list(MilestoneId)
    return [
        {"id": one.id, "milestone": key, "at": one.finished_at}
        for key, one in sorted(latest.items(), key=lambda each: order.index(each[0]))
        if one.result is Result.PASSED
    ]


def _passed_line(wb: Workbook, teller: _Teller, one: dict[str, Any]) -> str:
    title = teller.tongue.or_english(wb.catalogue.milestones[one["milestone"]].title)
    return fill(teller.said["passed"], milestone=title, date=teller.day(wb.day(one["at"])))


def _told(tx: Tx, person: int) -> list[SlipDocument]:
    """The slips that they have, word for word, the newest first; what an offer asks for is over with it."""
    rows = tx.rows(_TOLD, p=person, unwanted=SlipState.NOT_WANTED, offer=MilestoneId.OFFER)
    return [msgspec.json.decode(row["document"], type=SlipDocument) for row in rows]


def _skills(sheet: Sheet, teller: _Teller, *, strong: bool) -> str:
    """What was measured at one milestone, in words: what is strong, or what is as the work needs it; '' for none.

    What is below is what their drills are about.
    """
    rules = teller.wb.catalogue.follow_up.ladder
    points = {score.criterion: score.points for score in sheet.assessment.scores if score.points is not None}
    low, high = (rules.strong_from, 101.0) if strong else (rules.meets_from, rules.strong_from)
    titles = [line.criterion.name for line in sheet.lines if low <= points.get(line.criterion.id, -1) < high]
    if not titles:
        return ""
    told = [lower_first(teller.tongue.or_english(plain_name(title))) for title in titles]
    return f"{teller.tongue.or_english(sheet.milestone.title)}: {'; '.join(told)}"


def _drills(wb: Workbook, person: int, told: Sequence[SlipDocument]) -> list[str]:
    """What their newest slips asked them to practise, but for what got better since."""
    better = {tip.title for tip in handover.tips_of(wb, person) if tip.taken is Taken.BETTER}
    found: dict[str, str] = {}
    for slip in told:
        for title, line in _asked_of(slip):
            if title not in found and title not in better:
                found[title] = line
    return list(found.values())[:MOST_DRILLS]


def _asked_of(slip: SlipDocument) -> Iterator[tuple[str, str]]:
    """Every drill of a slip: what it is about, and how to do it in the words of the slip, dose and aim with it."""
    said = (point.drill for point in slip.work_on if point.drill)
    for drill, words in zip(slip.drills, said, strict=False):
        yield drill.title, f"{drill.title}: {words}"
