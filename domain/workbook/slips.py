"""Slips: drafted when an attempt is finished, shaped, checked, delivered and then frozen word for word."""

from __future__ import annotations

import hashlib
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.slip import Evidence, Finding, ImprovementDraft, SlipDocument, SlipDraft, StrengthDraft
from domain.model.terms import GONE, MilestoneId, Severity, SlipState
from domain.rules.completeness import findings as find_gaps
from domain.rules.composing import SlipFrame, compose
from domain.rules.correcting import corrected
from domain.rules.drafting import Alternatives, LastSlip, SlipFacts, alternatives
from domain.rules.gates import Way
from domain.rules.untold import in_english
from domain.store.cleaning import clean
from domain.workbook import attempts, languages, rubrics, slip_facts, slip_gates
from domain.workbook.head import owed_count as owed_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.model.catalogue import Milestone
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

IN_PERSON, ON_PAPER, BY_FILE = "on screen", "printed", "file"
BY_TEXT, BY_CHAT, BY_HAND = "text message", "chat app", "by hand"
BY_MAIL = "e-mail"
BY_HANDS = frozenset({BY_TEXT, BY_CHAT, BY_HAND})
"""Channels on which the recruiter sends the words with their own hands."""
MAX_REASON = 200
"""Characters of the reason for which a warning is let pass."""


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip with everything that its editor shows."""

    id: int
    version: int
    attempt: int
    person: int
    name: str
    application: int
    milestone: Milestone
    number: int
    state: SlipState
    draft: SlipDraft
    document: SlipDocument
    findings: tuple[Finding, ...]
    overrides: dict[str, str]
    delivered_at: int
    channel: str
    by: str = ""
    """Who drafted it, or who handed it over."""
    confirmed_at: int = 0
    """When they said that they have it, milliseconds UTC; 0 while they have not."""
    confirmed_by: str = ""
    """Who heard it."""
    corrects: int = 0
    """The slip that this one takes the place of; 0 for none."""
    why: str = ""
    """Why it was not wanted, or did not get through."""
    digest: str = ""
    """SHA-256 of the frozen words, in hexadecimal; '' while they are not frozen."""
    facts: SlipFacts | None = field(default=None, repr=False, compare=False)
    """What the rules knew of an open slip, so that its editor need not gather it again at every key."""
    language: str = ""
    """The language that it is written in, '' for English."""

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What stands against delivery."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.BLOCK)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is still to be changed, or confirmed with a reason, before it goes."""
        warned = (finding for finding in self.findings if finding.severity is Severity.WARN)
        return tuple(finding for finding in warned if warning_key(finding, self.draft) not in self.overrides)


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip, owed ones included, as lists show it."""

    id: int
    """0 while it is owed and nothing is drafted."""
    attempt: int
    person: int
    name: str
    milestone: str
    number: int
    result: str
    state: str
    """'owed', or a `SlipState`."""
    since: int
    by: str


def encode(draft: SlipDraft | SlipDocument) -> str:
    """As it is stored."""
    return msgspec.json.encode(draft).decode()


def create_in(wb: Workbook, act: Act, attempt_id: int, person_id: int, draft: SlipDraft) -> int:
    """Store the draft of a finished attempt's slip."""
    slip = act.insert("slip", **drafted(act, attempt_id, person_id, encode(draft)))
    act.update("attempt", attempt_id, slip=slip)
    return slip


def drafted(act: Act, attempt_id: int, person_id: int, draft: str) -> dict[str, object]:
    """The columns of a slip that was drafted in this act, from its encoded draft."""
    return {
        "attempt": attempt_id,
        "person": person_id,
        "state": SlipState.DRAFT,
        "draft": draft,
        "who": act.who,
        "at": act.at,
        "overrides": "{}",
    }


def view(wb: Workbook, slip_id: int) -> SlipView:
    """One slip; a delivered one shows the words that were delivered. NotFound when it is gone."""
    with wb.store.read() as tx:
        return read(wb, tx, slip_id)


_STORED = """
select s.*, a.number, a.rubric, a.application, a.finished_at, p.name, p.called, p.language,
       coalesce(old.document, '') as old, coalesce(old.delivered_at, 0) as old_at
  from slip s join attempt a on a.id = s.attempt join person p on p.id = s.person
  left join slip old on old.id = s.corrects where
"""


def read(wb: Workbook, tx: Tx, slip_id: int, draft: SlipDraft | None = None) -> SlipView:
    """The same inside a transaction; an open slip as it would be with another `draft`, which is not stored."""
    found = read_many(wb, tx, [slip_id], {slip_id: draft} if draft else {})
    if slip_id not in found:
        raise NotFound("This slip is no longer in the workbook.", "It may have been undone; go back one step.")
    return found[slip_id]


def read_many(
    wb: Workbook, tx: Tx, slip_ids: Sequence[int], drafts: Mapping[int, SlipDraft] | None = None
) -> dict[int, SlipView]:
    """Many slips by their ids, in a few questions; those that are gone are left out."""
    among, values = tx.among("s.id", slip_ids)
    rows = tx.rows(f"{_STORED} {among}", **values)
    asked = drafts or {}
    said = {row["id"]: _draft_of(row, asked.get(row["id"])) for row in rows}
    open_rows = [row for row in rows if not row["document"]]
    sheets = attempts.read_sheets(wb, tx, [row["attempt"] for row in open_rows])
    facts = facts_of_many(wb, tx, [(sheets[row["attempt"]], said[row["id"]]) for row in open_rows])
    known = {row["id"]: (sheets[row["attempt"]], fact) for row, fact in zip(open_rows, facts, strict=True)}
    return {row["id"]: _view(wb, tx, row, said[row["id"]], known.get(row["id"])) for row in rows}


def _draft_of(row: dict[str, object], draft: SlipDraft | None) -> SlipDraft:
    """The draft that was asked for, or the stored one; a delivered slip has no other."""
    if draft is None or row["document"]:
        return msgspec.json.decode(str(row["draft"]), type=SlipDraft)
    return draft


def _view(
    wb: Workbook, tx: Tx, row: dict[str, Any], draft: SlipDraft, known: tuple[attempts.Sheet, SlipFacts] | None
) -> SlipView:
    milestone = rubrics.milestone(wb, tx, row["rubric"])
    document = msgspec.json.decode(row["document"], type=SlipDocument) if row["document"] else None
    composed = document or _compose(wb, row, milestone, draft)
    return SlipView(
        id=row["id"],
        version=row["version"],
        attempt=row["attempt"],
        person=row["person"],
        name=row["name"],
        application=row["application"],
        milestone=milestone,
        number=row["number"],
        state=SlipState(row["state"]),
        draft=draft,
        document=composed,
        findings=_findings(wb, draft, composed, str(row["language"]), *known) if known else (),
        overrides=msgspec.json.decode(row["overrides"] or "{}", type=dict[str, str]),
        delivered_at=row["delivered_at"],
        channel=row["channel"],
        by=row["who"],
        confirmed_at=row["confirmed_at"],
        confirmed_by=row["confirmed_by"],
        corrects=row["corrects"],
        why=row["why"],
        digest=row["digest"],
        facts=known[1] if known else None,
        language=languages.foreign_name(wb, composed.language),
    )


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What is read on a slip, without what stands against it."""

    id: int
    version: int
    name: str
    milestone: Milestone
    state: SlipState
    document: SlipDocument
    frozen: bool
    """Whether these words are as they were given, or left."""


def words(wb: Workbook, tx: Tx, slip_ids: Sequence[int]) -> dict[int, SlipWords]:
    """The words of many slips by id, in one question; a slip that is gone is left out."""
    among, values = tx.among("s.id", slip_ids)
    return {row["id"]: _words(wb, tx, row) for row in tx.rows(f"{_STORED} {among}", **values)}


def _words(wb: Workbook, tx: Tx, row: dict[str, Any]) -> SlipWords:
    milestone = rubrics.milestone(wb, tx, row["rubric"])
    if row["document"]:
        document = msgspec.json.decode(row["document"], type=SlipDocument)
    else:
        document = _compose(wb, row, milestone, msgspec.json.decode(row["draft"], type=SlipDraft))
    state = SlipState(row["state"])
    return SlipWords(row["id"], row["version"], row["name"], milestone, state, document, bool(row["document"]))


def _findings(
    wb: Workbook,
    draft: SlipDraft,
    composed: SlipDocument,
    language: str,
    sheet: attempts.Sheet,
    facts: SlipFacts,
) -> tuple[Finding, ...]:
    rules, safety = wb.catalogue.slip_rules, wb.catalogue.safety
    voice = languages.voice(wb, language)
    found = find_gaps(draft, composed, rules, safety, facts=facts, note=sheet.note, tongue=voice.tongue)
    return (*found, *in_english(draft, sheet.milestone, facts.following, voice.tongue, voice.wanted))


def _compose(wb: Workbook, row: dict[str, Any], milestone: Milestone, draft: SlipDraft) -> SlipDocument:
    following = wb.catalogue.milestones[draft.next_milestone] if draft.next_milestone else None
    voice = languages.voice(wb, str(row["language"]))
    frame = frame_of(
        wb,
        name=str(row["name"]),
        called=str(row["called"]),
        number=int(str(row["number"])),
        dated=wb.day(int(str(row["finished_at"]))),
        language=voice.tag,
    )
    document = compose(draft, milestone, following, voice.tongue, frame)
    if not row["old"]:
        return document
    old = msgspec.json.decode(row["old"], type=SlipDocument)
    told_in = languages.voice(wb, old.language).tongue.words
    return corrected(document, old, wb.day(row["old_at"]), voice.tongue.words, told_in)


def frame_of(wb: Workbook, *, name: str, called: str, number: int, dated: date, language: str) -> SlipFrame:
    """Who reads the slip of a try, on which day it was decided, and how to reach the site; `language` is its tag."""
    return SlipFrame(
        person=name,
        called=called or name,
        site=wb.site.name,
        attempt=number,
        dated=dated,
        language=language,
        channel=wb.site.contact_channel,
        hours=wb.site.contact_hours,
    )


# shaping -------------------------------------------------------------------------------------------------------------


def save(wb: Workbook, slip_id: int, version: int, draft: SlipDraft, what: str = "changed the slip") -> None:
    """Store a changed draft; Conflict where it was delivered or changed since `version`."""

    def work(act: Act) -> None:
        check_open(act, slip_id)
        act.update("slip", slip_id, version, draft=encode(draft))

    wb.store.do(what, work)


def check_open(tx: Tx, slip_id: int) -> None:
    """Conflict where the words of a slip are frozen, NotFound where it is gone."""
    state = tx.value("select state from slip where id = :id", id=slip_id)
    if state is None:
        raise NotFound("This slip is no longer in the workbook.", "It may have been undone.")
    if state == SlipState.NOT_WANTED:
        raise Conflict("This slip was not wanted.", "Undo that if it was a mistake.")
    if state in (SlipState.LEAVING, SlipState.SENDING, SlipState.FAILED):
        raise Conflict("The mail of this slip is on its way or did not get through.", "Undo it, or take the slip back.")
    if state != SlipState.DRAFT:
        raise Conflict("This slip was given and is frozen.", "Undo the delivery, or correct it with a new one.")


def set_evidence(draft: SlipDraft, place: str, index: int, evidence: Evidence) -> SlipDraft:
    """The draft with other evidence in strength or improvement `index`; place is 'strength' or 'improvement'."""
    if place == "strength":
        strengths = list(draft.strengths)
        strengths[index] = replace(strengths[index], evidence=evidence)
        return replace(draft, strengths=tuple(strengths))
    improvements = list(draft.improvements)
    improvements[index] = replace(improvements[index], evidence=evidence)
    return replace(draft, improvements=tuple(improvements))


def options(wb: Workbook, slip_id: int) -> Alternatives:
    """Every other strength, improvement, drill and tip that could stand in the slip, best first."""
    with wb.store.read() as tx:
        shown = read(wb, tx, slip_id)
        sheet = attempts.read_sheet(wb, tx, shown.attempt)
        return alternatives(facts_of(wb, tx, sheet, shown.draft), shown.draft)


def facts_of(wb: Workbook, tx: Tx, sheet: attempts.Sheet, draft: SlipDraft) -> SlipFacts:
    """What the rules knew when the slip of this attempt was drafted."""
    return facts_of_many(wb, tx, [(sheet, draft)])[0]


def facts_of_many(wb: Workbook, tx: Tx, slips: Sequence[tuple[attempts.Sheet, SlipDraft]]) -> list[SlipFacts]:
    """The same for many slips, in a few questions."""
    last = told_before(wb, tx, [sheet for sheet, _ in slips])
    return [
        slip_facts.facts_of(
            wb,
            sheet,
            draft.result,
            last=last[sheet.attempt],
            next_date=draft.next_date,
            next_booked=draft.next_booked,
            ending=draft.ending,
            other_accounts=draft.other_accounts,
        )
        for sheet, draft in slips
    ]


def told_before(wb: Workbook, tx: Tx, sheets: Sequence[attempts.Sheet]) -> dict[int, LastSlip]:
    """By attempt: what the person was told last time at the milestone, and their points then."""
    drafts = last_drafts(tx, sheets)
    points = slip_facts.earlier_points_of_many(wb, tx, sheets)
    return {
        sheet.attempt: slip_facts.last_slip(drafts.get(sheet.attempt), points.get(sheet.attempt, {}))
        for sheet in sheets
    }


def warning_key(finding: Finding, draft: SlipDraft) -> str:
    """Names a warning together with what it is about, so that a reason lapses when the point or the words change."""
    kind, _, rest = finding.place.partition(" ")
    points: tuple[StrengthDraft | ImprovementDraft, ...] = ()
    if kind in ("strength", "improvement"):
        points = draft.strengths if kind == "strength" else draft.improvements
    number = int(rest.split()[0]) if rest[:1].isdigit() else 0
    about = points[number - 1].criterion if 0 < number <= len(points) else finding.place
    words = finding.text or (draft.free_text if finding.place == "free_text" else "")
    return " ".join(part for part in (finding.rule, about, words) if part)


def override(wb: Workbook, slip_id: int, version: int, warning: str, reason: str) -> None:
    """Confirm a warning (by its `warning_key`) with a reason; the slip can go with it.

    BadInput without a reason; Conflict where the slip changed since `version`, was delivered, or where that is no
    warning of it: what blocks cannot be confirmed.
    """
    if not reason.strip():
        raise BadInput("A warning takes a reason.", "Write why it stays, or change the slip.")
    shown = view(wb, slip_id)
    if warning not in {warning_key(finding, shown.draft) for finding in shown.warnings}:
        raise Conflict("That is not to be confirmed on this slip.", "Look at it again.")
    reasons = {**shown.overrides, warning: clean(reason, MAX_REASON).strip()}

    def work(act: Act) -> None:
        check_open(act, slip_id)
        act.update("slip", slip_id, version, overrides=msgspec.json.encode(reasons).decode())

    wb.store.do(f"confirmed a warning on the slip of {shown.name}", work)


# delivering ----------------------------------------------------------------------------------------------------------


def deliver(wb: Workbook, slip_id: int, channel: str, *, version: int = 0) -> None:
    """Hand a slip over: its words are frozen. Conflict while something blocks it or keeps it back, naming what.

    With `version`, only the words that were shown: Conflict where they changed since.
    """
    shown = view(wb, slip_id)
    if version and version != shown.version:
        raise Conflict("Not delivered: the slip was changed in the meantime.", "Read it once more, then deliver.")
    if shown.blocks:
        first = shown.blocks[0]
        raise Conflict(f"Not delivered: {first.message}", "Fill it in, then deliver.")
    if shown.warnings:
        doubt = shown.warnings[0]
        raise Conflict(f"Not delivered: {doubt.message}", "Change the slip, or confirm it with a reason.")

    def work(act: Act) -> None:
        check_open(act, slip_id)
        held = slip_gates.look_in(wb, act, [slip_id], {slip_id: shown.document})[slip_id]
        if gates := held.against(way_of(channel)):
            raise Conflict(f"Not delivered: {gates[0].message}.", gates[0].hint)
        act.update("slip", slip_id, shown.version, **frozen(shown.document, channel, wb.store.who, act.at))

    wb.store.do(f"{state_words(channel)} the slip of {shown.name}", work)


def frozen(document: SlipDocument, channel: str, who: str, at: int) -> dict[str, object]:
    """The columns of a slip that was handed over at a moment, milliseconds UTC: its words, and a digest of them."""
    return frozen_text(encode(document), channel, who, at)


def way_of(channel: str) -> Way:
    """What the rules of contact take a channel for."""
    if channel == BY_MAIL:
        return Way.MAIL
    if channel == BY_HAND:
        return Way.BY_HAND
    return Way.TEXT if channel in BY_HANDS else Way.AT_HAND


def state_by(channel: str) -> SlipState:
    """Where a slip is once it was given to a channel: mail does not leave at once, hands do it now."""
    if channel == BY_MAIL:
        return SlipState.LEAVING
    return SlipState.SENT if channel in BY_HANDS else SlipState.HANDED_OVER


def state_words(channel: str) -> str:
    """What a slip is once it was given to a channel, in words: 'handed over', 'sent'; by mail it is on its way."""
    return {SlipState.HANDED_OVER: "handed over", SlipState.SENT: "sent"}.get(state_by(channel), "put in the mail")


def frozen_text(text: str, channel: str, who: str, at: int) -> dict[str, object]:
    """The same for a document that is encoded already."""
    state = state_by(channel)
    return {
        "state": state,
        "gone": int(state in GONE),
        "document": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "channel": channel,
        "delivered_at": at,
        "who": who,
        "why": "",
    }


# what is owed --------------------------------------------------------------------------------------------------------


_ROWS = """
select a.slip as id, a.id as attempt, a.person, p.name, a.milestone, a.number, a.result,
       coalesce(s.state, 'owed') as state, coalesce(s.at, a.finished_at) as since, a.who as by_whom
  from attempt a join person p on p.id = a.person left join slip s on s.id = a.slip
 where a.finished_at > 0
"""

_STATES = {
    "owed": " and a.slip = 0",
    "drafted": " and a.slip > 0",
    "draft": " and s.state = 'draft'",
    "leaving": " and s.state in ('leaving', 'sending')",
    "failed": " and s.state = 'failed'",
    "given": " and s.gone = 1",
    "handed_over": " and s.state = 'handed_over'",
    "sent": " and s.state = 'sent'",
    "confirmed": " and s.state = 'confirmed'",
    "not_wanted": " and s.state = 'not_wanted'",
    "open": " and (a.slip = 0 or s.gone = 0)",
    "": "",
}


def listing(wb: Workbook, state: str = "", *, person_id: int = 0, limit: int = 0) -> list[SlipRow]:
    """Slips by state, the oldest first: '' for all, 'open' not given, 'drafted' all but those with nothing yet."""
    who = " and a.person = :person" if person_id else ""
    cut = f" limit {int(limit)}" if limit else ""
    with wb.store.read() as tx:
        rows = tx.rows(f"{_ROWS}{_STATES[state]}{who} order by a.finished_at, a.id{cut}", person=person_id)
    return [SlipRow(by=row.pop("by_whom"), **row) for row in rows]


def last_draft(tx: Tx, person_id: int, milestone: MilestoneId, before: int = 0) -> SlipDraft | None:
    """The draft of the person's last slip at a milestone, or of the last try before number `before`."""
    text = tx.value(
        "select s.draft from slip s join attempt a on a.id = s.attempt"
        " where a.person = :p and a.milestone = :m and (:n = 0 or a.number < :n) order by a.number desc limit 1",
        p=person_id,
        m=milestone,
        n=before,
    )
    return msgspec.json.decode(text, type=SlipDraft) if text else None


def last_drafts(tx: Tx, sheets: Sequence[attempts.Sheet]) -> dict[int, SlipDraft]:
    """By attempt: the draft of the slip of the try before it at its milestone, where there is one; in one question."""
    later = slip_facts.by_place(sheets)
    among, values = tx.among("a.person", sorted({person for person, _ in later}))
    if not later:
        return {}
    rows = tx.rows(
        "select s.draft, a.person, a.milestone, a.number from slip s join attempt a on a.id = s.attempt"
        f" where {among} order by a.number",
        **values,
    )
    texts: dict[int, str] = {}
    for row in rows:
        for sheet in later.get((row["person"], row["milestone"]), ()):
            if row["number"] < sheet.number:
                texts[sheet.attempt] = row["draft"]
    return {attempt: msgspec.json.decode(text, type=SlipDraft) for attempt, text in texts.items()}


_LOOKED_AT = 9
"""Slips read to find one that asked for work: a no-show or a goodbye asks for none."""


def newest_draft(tx: Tx, person_id: int) -> tuple[SlipDraft, int] | None:
    """What the person was last asked to work on, and when it was drafted, milliseconds UTC; for 'look for this time'.

    Where no slip asked for anything, the newest one.
    """
    rows = tx.rows(
        f"select draft, at from slip where person = :p order by at desc, id desc limit {_LOOKED_AT}", p=person_id
    )
    found = [(msgspec.json.decode(row["draft"], type=SlipDraft), int(row["at"])) for row in rows]
    return next((one for one in found if one[0].improvements), found[0] if found else None)
