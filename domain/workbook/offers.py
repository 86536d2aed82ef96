"""Offers: made, read and said back, answered; and what is logged until day one, and on the days after it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import OfferState, Proposal, Result, State
from domain.workbook import applications, contacts, decisions, people, standing
from domain.workbook.offer_sheets import HERE, LEFT, Due, check_place, newest, stays_of, steps_of
from domain.workbook.standing import split
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from domain.store import Act
    from domain.workbook.workbook import Workbook


MAX_TERM = 200
"""Characters of a term."""
MAX_WHY = 500
SAID_YES = "they said yes to the offer"
"""Why a job offer is passed of which not everything was rated."""


# making it -----------------------------------------------------------------------------------------------------------


def make(
    wb: Workbook, person_id: int, terms: Mapping[str, str], *, starts: date | None = None, reply_by: date | None = None
) -> int:
    """Make an offer, or change the one that waits for an answer; the id of it.

    `starts` is the first day of the class where none is given, `reply_by` follows from the rule. BadInput for a term
    that is not known, empty, or too long, and for a day that is over; Conflict away from the job offer, or where the
    offer was answered.
    """
    told = _checked(wb, terms)
    by = reply_by or wb.site.working_day_after(wb.today(), wb.catalogue.follow_up.offers.reply_days)
    if by < wb.today():
        raise BadInput(f"{weekday_day_month(by)} is over.", "Give them until today at least.")
    person = people.find(wb, person_id)

    def work(act: Act) -> int:
        application = applications.row(act, people.read(act, person.id).application)
        begins = starts.isoformat() if starts else _class_starts(act, application)
        fields = {"terms": json.dumps(told), "starts": begins, "reply_by": by.isoformat()}
        known = newest(act, person.id)
        if known is not None and known["application"] == application["id"]:
            if known["state"] != OfferState.MADE:
                raise Conflict("This offer was answered already.", "Undo the answer to change it.")
            changed = json.loads(known["terms"]) != told
            anew = {"read_aloud": 0, "said_back": 0} if changed else {}
            act.update("offer", known["id"], **fields, **anew, reminded_at=0)
            return int(known["id"])
        check_place(wb, application, person.name)
        about = {"application": application["id"], "person": person.id, "who": wb.store.who}
        return act.insert("offer", **about, **fields, state=OfferState.MADE, open=1, made_at=act.at, at=act.at)

    return wb.store.do(f"made an offer to {person.name}", work)


def _class_starts(act: Act, application: Mapping[str, object]) -> str:
    return str(act.value("select starts from opening where id = :o", o=application["opening"]) or "")


def _checked(wb: Workbook, terms: Mapping[str, str]) -> dict[str, str]:
    known = {term.id: term.label for term in wb.catalogue.follow_up.offers.terms}
    told: dict[str, str] = {}
    for name, words in terms.items():
        if name not in known:
            raise BadInput(f'"{name}" is no term of an offer.', f"Known: {', '.join(known)}.")
        told[name] = " ".join(words.split())
        if len(told[name]) > MAX_TERM:
            raise BadInput(f"{known[name]} has {len(told[name])} characters.", f"{MAX_TERM} are the most.")
    lacking = next((label for name, label in known.items() if not told.get(name)), "")
    if lacking:
        raise BadInput(f"{lacking} is not filled in.", "An offer names every term.")
    return told


def read_aloud(wb: Workbook, offer_id: int, *, said_back: bool) -> None:
    """The terms were read aloud, and with `said_back` they told them back in their own words."""
    what = "said the terms back" if said_back else "heard the terms read aloud"
    _change(
        wb,
        offer_id,
        lambda name: f"{name} {what}",
        lambda act, row: act.update("offer", row["id"], read_aloud=1, said_back=int(said_back or row["said_back"])),
    )


def paper(wb: Workbook, offer_id: int, name: str, *, there: bool) -> None:
    """A paper is in, or is not after all. BadInput for one that is not asked for."""
    known = {one.id: one.label for one in wb.catalogue.follow_up.offers.papers}
    if name not in known:
        raise BadInput(f'"{name}" is no paper that is asked for.', f"Known: {', '.join(known)}.")

    def work(act: Act, row: dict[str, Any]) -> None:
        now = [one for one in split(row["papers"]) if one != name] + ([name] if there else [])
        act.update("offer", row["id"], papers=",".join(now))

    _change(wb, offer_id, lambda who: f"{known[name]} of {who}: {'in' if there else 'missing'}", work)


def reminded(wb: Workbook, offer_id: int) -> None:
    """They were reminded that we wait for their answer. Conflict where they asked not to be contacted."""

    def work(act: Act, row: dict[str, Any]) -> None:
        contacts.check_stop(act, row["person"])
        act.update("offer", row["id"], reminded_at=act.at)

    _change(wb, offer_id, lambda name: f"reminded {name} of the offer", work, OfferState.MADE)


def contacted_in(wb: Workbook, act: Act, offer_id: int) -> None:
    """They heard from us about their offer: the reminder, or the contact before the start, that was due is made."""
    row = act.row("select * from offer where id = :id", id=offer_id)
    if row is None or not row["open"]:
        return
    step = next(iter(steps_of(wb, row, stays_of(act, [offer_id]).get(offer_id, {}))), None)
    if step is None or step.on > wb.today():
        return
    if step.kind is Due.REMIND:
        act.update("offer", offer_id, reminded_at=act.at)
    elif step.kind is Due.TOUCH:
        act.update("offer", offer_id, touched=",".join((*split(row["touched"]), step.about)))


# the answer ----------------------------------------------------------------------------------------------------------


def accept(wb: Workbook, offer_id: int) -> None:
    """They said yes, which passes the job offer in the same act: the seat is theirs, and the slip is drafted.

    Conflict before the terms were read aloud and said back, where no seat is left, and where a critical error is open.
    """

    def work(act: Act, row: dict[str, Any]) -> None:
        if not (row["read_aloud"] and row["said_back"]):
            raise Conflict("The terms were not said back yet.", "Read them aloud, and have them told back first.")
        act.update("offer", row["id"], state=OfferState.ACCEPTED, answered_at=act.at)
        _pass(wb, act, row["application"])

    _change(wb, offer_id, lambda name: f"{name} said yes to the offer", work, OfferState.MADE)


def _pass(wb: Workbook, act: Act, application_id: int) -> None:
    """The job offer of an application is passed, with whatever was rated in it, unless somebody decided it before."""
    application = applications.row(act, application_id)
    if application["state"] == State.HIRED:
        return
    name = str(act.value("select name from person where id = :p", p=application["person"]))
    check_place(wb, application, name)
    found = decisions.sheet_here(wb, act, application_id)
    proposal = found.assessment.proposal
    if proposal in (Proposal.ON_HOLD, Proposal.VOID):
        raise Conflict(f"Not decided: {found.assessment.reason}", "Settle the critical error first.")
    reason = SAID_YES if decisions.goes_against(proposal, Result.PASSED) else ""
    decisions.finish_in(wb, act, found, Result.PASSED, reason=reason)


def decline(wb: Workbook, offer_id: int, reason: str) -> None:
    """They said no, which ends the application with its slip in the same act. BadInput without a reason."""
    why = _why(reason, "Say in a word why, as in 'another offer'.")

    def work(act: Act, row: dict[str, Any]) -> None:
        act.update("offer", row["id"], state=OfferState.DECLINED, answered_at=act.at, reason=why, open=0)
        _end(wb, act, row["application"], State.DECLINED, why)

    _change(wb, offer_id, lambda name: f"{name} said no to the offer: {why}", work, OfferState.MADE)


def back_out(wb: Workbook, offer_id: int, reason: str) -> None:
    """They had said yes and take it back before day one; their seat is free again. BadInput without a reason."""
    why = _why(reason, "Say in a word why, as in 'another offer'.")

    def work(act: Act, row: dict[str, Any]) -> None:
        if row["came"]:
            raise Conflict("Day one is over.", "Log that they left on one of the days after it.")
        act.update("offer", row["id"], state=OfferState.BACKED_OUT, reason=why, open=0)
        _end(wb, act, row["application"], State.DECLINED, why)

    _change(wb, offer_id, lambda name: f"{name} backed out: {why}", work, OfferState.ACCEPTED)


def _end(wb: Workbook, act: Act, application_id: int, how: State, why: str) -> None:
    """The application ends so, with a slip where it was still on its way; who was hired gives the seat up."""
    application = applications.row(act, application_id)
    if not application["ended_at"]:
        decisions.withdraw_many(wb, act, [application_id], how, why)
    elif application["state"] == State.HIRED:
        fields = {"state": how, "ended_by": applications.ENDED_BY[how], "ended_at": act.at, "reason": why}
        act.update("application", application_id, **fields)
        standing.refresh(wb, act, application_id)


# the start -----------------------------------------------------------------------------------------------------------


def touched(wb: Workbook, offer_id: int, name: str) -> None:
    """A contact between yes and day one was made.

    BadInput for one that the site does not name; Conflict for one that was made, or where they asked for no contact.
    """
    known = {one.id: one.label for one in wb.catalogue.follow_up.offers.pre_start}
    if name not in known:
        raise BadInput(f'"{name}" is no contact before the start.', f"Known: {', '.join(known)}.")

    def work(act: Act, row: dict[str, Any]) -> None:
        if name in split(row["touched"]):
            raise Conflict("This contact was made already.", "Undo it where it was not.")
        contacts.check_stop(act, row["person"])
        act.update("offer", row["id"], touched=",".join((*split(row["touched"]), name)))

    _change(wb, offer_id, lambda who: f"before the start, {who}: {known[name].lower()}", work, OfferState.ACCEPTED)


def came(wb: Workbook, offer_id: int, *, there: bool) -> None:
    """Whether they were there on day one; who was not gives the seat up. Conflict before that day, or without one."""

    def work(act: Act, row: dict[str, Any]) -> None:
        if not row["starts"] or row["starts"] > wb.today().isoformat():
            raise Conflict("Day one is still to come.", "Log it on the day, or give the offer its day.")
        if row["came"]:
            raise Conflict("Day one is logged already.", "Undo that to change it.")
        asks = there and bool(wb.catalogue.follow_up.offers.stay_days)
        act.update("offer", row["id"], came=HERE if there else LEFT, open=int(asks))
        if not there:
            _end(wb, act, row["application"], State.NO_SHOW, "did not come on day one")

    said = "was there" if there else "was not there"
    _change(wb, offer_id, lambda name: f"{name} {said} on day one", work, OfferState.ACCEPTED)


def stayed(wb: Workbook, offer_id: int, day: int, *, here: bool, quality: int = 0, why: str = "") -> None:
    """Whether they are still here that many days after the first one, and how well it goes, 1-5 (0 = not said).

    Who left has a reason. BadInput for a day that is not asked about or a number out of range; Conflict before day one
    was logged, before that day, or after they left.
    """
    days = wb.catalogue.follow_up.offers.stay_days
    if day not in days:
        raise BadInput(f"Nobody asks on day {day}.", f"Days: {', '.join(map(str, days))}.")
    if not 0 <= quality <= 5:
        raise BadInput(f"{quality} is no quality.", "From 1 to 5, or nothing.")
    told = "" if here else _why(why, "Say in a word why they left.")

    def work(act: Act, row: dict[str, Any]) -> None:
        if row["came"] != HERE:
            raise Conflict("Day one is not logged.", "Log whether they were there first.")
        if date.fromisoformat(row["starts"]).toordinal() + day > wb.today().toordinal():
            raise Conflict(f"Day {day} is still to come.", "Log it on the day.")
        known = stays_of(act, [row["id"]]).get(row["id"], {})
        if any(stay["here"] == LEFT for stay in known.values()):
            raise Conflict("They left.", "Undo that to change it.")
        fields = {"here": HERE if here else LEFT, "quality": quality, "why": told, "who": wb.store.who, "at": act.at}
        if day in known:
            act.update("stay", known[day]["id"], **fields)
        else:
            act.insert("stay", offer=row["id"], person=row["person"], day=day, **fields)
        asked = {*known, day}
        act.update("offer", row["id"], open=int(here and not asked.issuperset(days)))

    said = f"still here, quality {quality}" if here and quality else "still here" if here else f"left: {told}"
    _change(wb, offer_id, lambda name: f"day {day} of {name}: {said}", work, OfferState.ACCEPTED)


# inside --------------------------------------------------------------------------------------------------------------


def _why(reason: str, hint: str) -> str:
    why = " ".join(reason.split())
    if not why:
        raise BadInput("There is no reason.", hint)
    if len(why) > MAX_WHY:
        raise BadInput(f"This has {len(why)} characters, {MAX_WHY} are the most.", "Say it shorter.")
    return why


def _change(
    wb: Workbook,
    offer_id: int,
    what: Callable[[str], str],
    work: Callable[[Act, dict[str, Any]], None],
    state: OfferState | None = None,
) -> None:
    """One act on an offer that is there, and in that state where one is named."""
    with wb.store.read() as tx:
        name = str(
            tx.value("select p.name from offer f join person p on p.id = f.person where f.id = :id", id=offer_id)
        )

    def checked(act: Act) -> None:
        row = act.row("select * from offer where id = :id", id=offer_id)
        if row is None:
            raise NotFound("This offer is no longer there.", "It may have been undone.")
        if state is not None and row["state"] != state:
            stands = {
                OfferState.MADE: "waits for an answer",
                OfferState.ACCEPTED: "was taken",
                OfferState.DECLINED: "was not taken",
                OfferState.BACKED_OUT: "was taken back by them",
            }[OfferState(row["state"])]
            raise Conflict(f"The offer {stands}.", "Look at it again.")
        work(act, row)

    wb.store.do(what(name), checked)
