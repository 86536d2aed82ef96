"""What an act did to a person, as one plain sentence behind the name of who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.ladder import How
from domain.model.lazily import dataclass
from domain.model.terms import OfferState, Outcome, PoolLeft, Result, SlipState, State, VisitState
from domain.rules.calling import clock_words
from domain.rules.wording import listed
from domain.workbook.history_words import (
    ENDERS,
    FIELDS,
    Known,
    criterion_name,
    hidden,
    plain,
    rating_words,
    state_words,
)
from domain.workbook.sheets import EVIDENCE_ONLY, NOT_OBSERVED
from domain.workbook.standing import split

if TYPE_CHECKING:
    from collections.abc import Callable

Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """What an act made of one row, all its changes together."""

    table: str
    id: int
    before: Image | None
    after: Image | None

    @property
    def image(self) -> Image:
        """The row as it is then, or as it was where it is gone."""
        return self.after or self.before or {}

    def turned(self, column: str) -> bool:
        """Whether a column got a value where there was none, or another one."""
        now = (self.after or {}).get(column)
        nothing = 0 if isinstance(now, int | float) else ""
        return bool((self.before or {}).get(column, nothing) != now)


def sentence(known: Known, kind: str, what: str, rows: list[Row]) -> str:
    """What was done, from the verb on: 'moved Joan from Mock call to Sales test'."""
    if kind in ("undo", "redo"):
        return f"{'took back' if kind == 'undo' else 'did again'}: {words_of(known, what)}"
    if kind == "load":
        return f"{words_of(known, what)}, and {known.called} came with it"
    by_table: dict[str, list[Row]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    if alone := next((row for row in rows if hidden(known, row.table, row.image)), None):
        return f"rated on the sheet of the {known.attempt(alone.image['attempt'])}, alone"
    for tell in _TELLERS:
        if said := tell(known, what, by_table):
            return said
    return words_of(known, what)


def words_of(known: Known, what: str) -> str:
    """The words of an act, with the name as it is to be shown."""
    return shown_words(what.removeprefix(f"{known.full}: "), known.full, known.name)


def shown_words(what: str, full: str, name: Callable[[str], str]) -> str:
    """The words of an act with a full name in them as `name` shows it."""
    return what.replace(full, name(full)) if full else what


Tables = dict[str, list[Row]]


def _first(tables: Tables, table: str) -> Row | None:
    found = tables.get(table)
    return found[0] if found else None


def _merged(known: Known, _what: str, tables: Tables) -> str:
    if "merged" not in tables:
        return ""
    gone = next((row for row in tables.get("person", ()) if row.after is None), None)
    other = known.name(str(gone.image["name"])) if gone else "another entry"
    return f"put the entry of {other} together with {known.called}'s"


def _taken_in(known: Known, what: str, tables: Tables) -> str:
    row = next((row for row in tables.get("person", ()) if row.before is None), None)
    if row is None:
        return ""
    if what.startswith("imported "):
        return f"{what}, {known.called} among them"
    visit, application = _first(tables, "visit"), _first(tables, "application")
    number = f", No. {visit.image['number']}" if visit and visit.image["number"] else ""
    on = f" for {known.openings.get(application.id, 'an opening')}" if application else ""
    return f"took {known.called} in{on}{number}"


def _moved(known: Known, _what: str, tables: Tables) -> str:
    made = next((row for row in tables.get("application", ()) if row.before is None), None)
    if made is None:
        return ""
    to = known.openings.get(made.id, "an opening")
    if source := made.image.get("moved_from"):
        return f"moved {known.called} from {known.openings.get(source, 'another opening')} to {to}"
    return f"put {known.called} on {to}"


def _decided(known: Known, _what: str, tables: Tables) -> str:
    row = next((row for row in tables.get("attempt", ()) if row.turned("finished_at")), None)
    if row is None or not row.image["finished_at"]:
        return ""
    application = next((one for one in tables.get("application", ()) if one.turned("milestone")), None)
    ended = next((one for one in tables.get("application", ()) if one.turned("ended_at")), None)
    if ended and ended.image["state"] == State.HIRED:
        return f"hired {known.called} for {known.openings.get(ended.id, 'an opening')}"
    if ended and ended.image["ended_at"]:
        return _ending(known, ended)
    if row.image["result"] == Result.PASSED and application and application.before:
        was, now = application.before["milestone"], application.image["milestone"]
        return f"moved {known.called} from {known.title(was)} to {known.title(now)}, passed"
    if row.image["result"] == Result.NO_SHOW:
        return f"noted that {known.called} did not come to the {known.milestone(row.image['milestone'])}"
    result = plain(row.image["result"])
    return f"decided the {known.milestone(row.image['milestone'])}, attempt {row.image['number']}: {result}"


def _ending(known: Known, row: Row) -> str:
    by = ENDERS.get(row.image["ended_by"], row.image["ended_by"])
    why = f": {row.image['reason']}" if row.image["reason"] else ""
    state = state_words(row.image["state"])
    return f"ended the application for {known.openings.get(row.id, 'an opening')}, {state}, by {by}{why}"


def _started(known: Known, what: str, tables: Tables) -> str:
    row = next((row for row in tables.get("attempt", ()) if row.before is None), None)
    if row is not None:
        return f"started the {known.milestone(row.image['milestone'])}, attempt {row.image['number']}"
    return "went on with an attempt" if what.startswith("went on with") else ""


def _application(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "application")
    if row is None or row.before is None:
        return ""
    if row.turned("ended_at") and row.image["ended_at"]:
        return _ending(known, row)
    if row.turned("added_tests"):
        added = [test for test in split(row.image["added_tests"]) if test not in split(row.before["added_tests"])]
        return f"added the {', '.join(map(known.milestone, added))} to the route" if added else ""
    return ""


def _rated(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "rating")
    if row is None:
        return ""
    name, entered = criterion_name(known, row.image), row.image["entered"]
    if revised := _first(tables, "revision"):
        was, now = rating_words(known, revised.image), rating_words(known, row.image)
        return f"changed {name} of {revised.image['who']} from {was} to {now}: {revised.image['why']}"
    if not (row.turned("entered") or row.turned("value")):
        return f"wrote evidence for {name}"
    if entered == NOT_OBSERVED:
        return f"marked {name} not observed"
    if entered == EVIDENCE_ONLY:
        return f"cleared {name}" if row.before else f"wrote evidence for {name}"
    return f"rated {name} {rating_words(known, row.image)}"


def _noted(known: Known, what: str, tables: Tables) -> str:
    row = _first(tables, "attempt")
    if row is None or row.before is None:
        return ""
    if row.turned("note"):
        return f"wrote a private note on the {known.attempt(row.id)}"
    return f"said of the {known.attempt(row.id)}: {what}" if row.turned("made") else ""


def _critical(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "critical")
    if row is None:
        return ""
    verb = "noted a critical error" if row.before is None else "put a second name to the critical error"
    verb = "cleared the critical error" if row.image["cleared_at"] else verb
    return f"{verb} at the {known.attempt(row.image['attempt'])}"


def _call(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "call")
    if row is None:
        return ""
    call = f"call {row.image['number']} of the {known.attempt(row.image['attempt'])}"
    if row.before is None:
        return f"gave out the card for {call}: {known.scenario(row.image['scenario'])}"
    if row.after is None:
        return f"took {call} back"
    length = clock_words(row.image["over_at"] - row.image["started_at"])
    return f"ended {call}, {length}" if row.turned("over_at") and row.image["over_at"] else ""


def _slip(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "slip")
    if row is None or row.before is None:
        return ""
    slip = f"the slip of the {known.attempt(row.image['attempt'])}"
    if row.turned("state"):
        return _moved_on(slip, row.before, row.image)
    if row.turned("gone"):
        return f"began a correction of {slip}"
    return f"let a warning pass on {slip}" if row.turned("overrides") else f"changed {slip}"


def _moved_on(slip: str, before: Image, image: Image) -> str:
    """Where a slip came to."""
    if before["state"] == SlipState.SENT and image["state"] == SlipState.FAILED:
        return f"noted that the mail of {slip} came back"
    said = {
        SlipState.DRAFT: f"took {slip} out of the mail",
        SlipState.LEAVING: f"put {slip} in the mail",
        SlipState.SENDING: f"began to mail {slip}",
        SlipState.FAILED: f"could not mail {slip}",
        SlipState.HANDED_OVER: f"handed over {slip}, {image['channel']}",
        SlipState.SENT: f"sent {slip}, {image['channel']}",
        SlipState.CONFIRMED: f"noted that they have {slip}",
        SlipState.NOT_WANTED: f"noted that {slip} was not wanted",
    }
    return said.get(SlipState(image["state"]), "")


def _visit(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "visit")
    if row is None or row.after is None:
        return ""
    state, number = row.image["state"], row.image["number"]
    if state == VisitState.BOOKED:
        if row.before is not None and row.turned("reminded_at") and row.image["reminded_at"]:
            return f"reminded {known.called} of their slot"
        did = "moved the slot of" if row.before is not None and row.turned("booked_for") else "booked"
        to = "to" if did.startswith("moved") else "for"
        return f"{did} {known.called} {to} {known.moment(row.image['booked_for'])}"
    if state == VisitState.WAITING and row.turned("arrived_at"):
        return f"noted that {known.called} arrived, No. {number}"
    said = {VisitState.NO_SHOW: "did not come", VisitState.DONE: "was done for the day"}.get(state)
    return f"noted that {known.called} {said}" if said else ""


def _card(known: Known, _what: str, tables: Tables) -> str:
    row = next((row for row in tables.get("person", ()) if row.id == known.person), None)
    if row is None or row.before is None or row.after is None:
        return ""
    changed = [column for column in FIELDS["person"] if row.turned(column)]
    if changed == ["note"]:
        return f"wrote a private note on {known.called}"
    if changed == ["owner"]:
        to = row.image["owner"]
        return f"gave {known.called} to {to}" if to else f"took {known.called} from {row.before['owner']}"
    labels = [FIELDS["person"][column][0].lower() for column in changed]
    return f"corrected {listed(labels)} of {known.called}" if labels else ""


def _promise(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "promise")
    if row is None:
        return ""
    if row.before is None:
        return f"promised {known.called}: {row.image['words']}, by {known.iso(row.image['due'])}"
    if row.turned("closed_at") and row.image["closed_at"]:
        return f"{'kept' if row.image['kept'] else 'closed'} the promise: {row.image['words']}"
    return f"changed the promise: {row.image['words']}"


def _touch(known: Known, _what: str, tables: Tables) -> str:
    row = next((row for row in tables.get("touch", ()) if row.before is None), None)
    if row is None:
        return "settled the next contact" if "touch" in tables else ""
    image = row.image
    said = {
        Outcome.REACHED: f"reached {known.called}",
        Outcome.NO_ANSWER: f"tried {known.called}, no answer",
        Outcome.LEFT_WORD: f"left word for {known.called}",
        Outcome.REPLIED: f"noted a reply of {known.called}",
        Outcome.STOP: f"noted that {known.called} wants no more contact",
        Outcome.THANK_YOU: f"noted a thank-you note of {known.called}",
        Outcome.CHECK_IN: f"noted a check-in of {known.called}",
    }[Outcome(image["outcome"])]
    promise = _first(tables, "promise")
    kept = f", and kept the promise: {promise.image['words']}" if promise and promise.image["kept"] else ""
    return f"{said}{kept}"


def _letter(known: Known, _what: str, tables: Tables) -> str:
    """How far a message came that goes by mail; once it left, the contact that it came to says so."""
    row = _first(tables, "letter")
    if row is None or row.after is None:
        return f"took a message to {known.called} out of the mail" if row else ""
    message = f"a message to {known.called}"
    said = {
        SlipState.LEAVING: f"put {message} in the mail",
        SlipState.SENDING: f"began to mail {message}",
        SlipState.FAILED: f"could not mail {message}",
    }
    if row.before is not None and row.before["state"] == SlipState.SENT and row.image["state"] == SlipState.FAILED:
        return f"noted that {message} came back"
    return said.get(SlipState(row.image["state"]), "")


def _snooze(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "snooze")
    if row is None or row.after is None:
        return ""
    return f"put something off for {known.called} until {known.iso(row.image['until'])}: {row.image['why']}"


def _asked(known: Known, what: str, tables: Tables) -> str:
    return words_of(known, what) if "asked" in tables and "person" not in tables else ""


def _practice(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "practice")
    if row is None:
        return ""
    day = known.iso(row.image["day"])
    return f"{'noted' if row.after else 'took back'} that {known.called} practised on {day}"


def _rung(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "rung")
    if row is None:
        return ""
    level = known.level(row.image["level"])
    if row.after is None:
        return f"took back that {known.called} came to {level}"
    if row.image["how"] == How.UP:
        why = f": {row.image['why']}" if row.image["why"] else ""
        return f"moved {known.called} up to {level}{why}"
    here = "works here as" if row.image["how"] == How.INTERNAL else "worked here before as"
    return f"noted that {known.called} {here} {level}"


def _proof(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "proof")
    if row is None:
        return ""
    verb = "noted" if row.after else "took back"
    return f"{verb} what {known.called} showed for {known.level(row.image['level'])}: {row.image['asks']}"


def _offer(known: Known, _what: str, tables: Tables) -> str:
    """What became of an offer; what it did to the application follows from it."""
    row = _first(tables, "offer")
    stay = _first(tables, "stay")
    if stay is not None and stay.after is not None:
        image = stay.image
        went = "is still here" if image["here"] == 1 else f"left: {image['why']}"
        well = f", quality {image['quality']}" if image["quality"] else ""
        return f"noted that {known.called} {went}, day {image['day']}{well}"
    if row is None or row.after is None:
        return ""
    if row.before is None:
        return f"made {known.called} an offer, answer by {known.iso(row.image['reply_by'])}"
    return next((said for column, said in _of_offer(known, row.image) if row.turned(column)), "")


def _of_offer(known: Known, image: Image) -> tuple[tuple[str, str], ...]:
    """By column, the weightiest first: what its change says."""
    answers = {
        OfferState.MADE: "the answer was taken back",
        OfferState.ACCEPTED: "said yes to the offer",
        OfferState.DECLINED: f"said no to the offer: {image['reason']}",
        OfferState.BACKED_OUT: f"backed out: {image['reason']}",
    }
    return (
        ("state", f"noted that {known.called} {answers[OfferState(image['state'])]}"),
        ("came", f"noted that {known.called} {'was there' if image['came'] == 1 else 'did not come'} on day one"),
        ("terms", f"changed the offer to {known.called}"),
        ("reply_by", f"changed the offer to {known.called}, answer by {known.iso(image['reply_by'])}"),
        ("starts", f"changed the first day of {known.called}"),
        ("said_back", f"noted that {known.called} said the terms back"),
        ("read_aloud", f"read the terms aloud to {known.called}"),
        ("papers", f"noted the papers of {known.called}"),
        ("touched", f"noted a contact with {known.called} before the start"),
        ("reminded_at", f"reminded {known.called} of the offer"),
    )


def _pool(known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "pool")
    if row is None:
        return ""
    if row.before is None:
        why = f": {row.image['words']}" if row.image["words"] else ""
        return f"kept {known.called} in the pool until {known.iso(row.image['until'])}{why}"
    if row.turned("left_at") and row.image["left_at"]:
        if row.image["left_why"] == PoolLeft.NOT_WANTED:
            return f"noted that {known.called} does not want to be kept"
        why = f": {row.image['left_words']}" if row.image["left_words"] else ""
        return f"let {known.called} go from the pool{why}"
    if row.turned("renewed"):
        return f"renewed {known.called} in the pool until {known.iso(row.image['until'])}"
    return ""


def _twin(_known: Known, _what: str, tables: Tables) -> str:
    row = _first(tables, "twin")
    if row is None or row.after is None:
        return ""
    if row.before is None:
        return f"took in another entry that may be the same person: {row.image['why']}"
    if not row.turned("settled"):
        return ""
    same = row.image["settled"] == "same"
    return f"said that two entries are {'the same person' if same else 'different people'}"


_TELLERS: tuple[Callable[[Known, str, Tables], str], ...] = (
    _merged,
    _offer,
    _taken_in,
    _moved,
    _decided,
    _started,
    _application,
    _rated,
    _critical,
    _call,
    _slip,
    _noted,
    _touch,
    _letter,
    _snooze,
    _promise,
    _asked,
    _practice,
    _rung,
    _proof,
    _visit,
    _pool,
    _card,
    _twin,
)
"""The first one that has something to say says it: what an act is about comes before what followed from it."""
