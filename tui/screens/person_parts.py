"""What is said of a person beside the lists: what to do, what to look for, contact, and the pane of People."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.model.terms import GONE, Outcome, State
from domain.workbook import fitting
from domain.workbook.wording import day_month
from tui.lines import GAP, PANE_WIDTH, Line, Post, blocks, heading, item, pair, text, vertical_road
from tui.safe_text import as_pieces, cut, wrap
from tui.screens import person_words as words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.workbook.fitting import Fit
    from domain.workbook.journeys import AttemptRow, Page
    from domain.workbook.slips import SlipRow
    from tui.look import Look
    from tui.safe_text import Pieces

START, OPENING, CORRECT, POOL, LADDER = "start", "opening", "correct", "pool", "ladder"
SLIP, FIT, TWIN, APPLICATION, PROMISE = "slip:", "fit:", "twin:", "application:", "promise:"
"""Ids of the lines that Enter follows; after the colon comes the id of a slip, an opening, a pair and so on."""
SLIPS_NAMED = 2
DRILL_LOG_DAYS = 30
"""A wait of at most so many days may be halved by a drill log."""


def next_attempt(page: Page) -> AttemptRow | None:
    """Return the attempt that is open or to be started, if there is one."""
    first = page.attempts[0] if page.attempts else None
    if first is None or first.result is not None or page.application is None or page.application.ended_at:
        return None
    return first


def opens(page: Page) -> date | None:
    """Return the day from which the next attempt is open; ``None`` when nothing waits."""
    application = page.application
    return date.fromisoformat(application.retest) if application is not None and application.retest else None


def waits(page: Page, today: date) -> bool:
    """Say whether the next attempt is still to wait for its day."""
    day = opens(page)
    return day is not None and day > today


def undelivered(page: Page) -> list[SlipRow]:
    """Return the slips that are drafted and not delivered, the newest first."""
    return [slip for slip in reversed(page.slips) if slip.id and slip.state not in GONE]


def short_of(page: Page, milestone: str) -> str:
    """Return the short name of a milestone."""
    return next((post.short for post in page.posts if post.milestone == milestone), milestone)


def bullets(look: Look, glyph: str, value: str, cells: int = PANE_WIDTH) -> list[Line]:
    """Return a text behind a glyph, further lines set in below its first word."""
    first, *rest = wrap(value, cells - 2) or [""]
    return [item(look, glyph, first), *(Line(((f"  {more}", ""),)) for more in rest)]


def _doing(look: Look, glyph: str, value: str, right: str | Pieces = "", line_id: str = "") -> Line:
    return replace(item(look, glyph, value, right), id=line_id, name=1 if line_id else -1)


def _key(key: str) -> Pieces:
    return ((key, "bold accent"),)


def what_to_do(look: Look, page: Page, today: date, *, keys: bool = False) -> list[Line]:
    """Return the next steps; with ``keys``, the key of each at the right and an id that Enter follows."""
    lines = [*_attempt_step(look, page, today, keys), *_slip_steps(look, page, keys), *_other_steps(look, page, keys)]
    return lines or list(text("Nothing is due.", "muted"))


def _attempt_step(look: Look, page: Page, today: date, keys: bool) -> list[Line]:
    step = next_attempt(page)
    if step is None:
        return []
    label, mark = f"{step.short}, attempt {step.number}", START if keys else ""
    if step.id:
        return [_doing(look, "unfinished", f"{label}, open", _key("Enter") if keys else "", mark)]
    if waits(page, today):
        day = opens(page)
        assert day is not None
        waiting = _doing(look, "way", label, f"from {words.day_to_come(day, today)}", mark)
        logged = page.practice is not None and page.practice.days > 0
        drills = page.application is not None and page.application.state is State.NOT_YET and not logged
        short_wait = (day - today).days <= DRILL_LOG_DAYS
        return [waiting, *([_doing(look, "open", "Ask for the drill log")] if drills and short_wait else [])]
    return [_doing(look, "here", label, _key("Enter") if keys else "from today" if opens(page) else "", mark)]


def _slip_steps(look: Look, page: Page, keys: bool) -> list[Line]:
    found = undelivered(page)
    lines = [
        _doing(
            look,
            "open",
            f"Slip to deliver, {short_of(page, slip.milestone).lower()}",
            _key("f") if keys and not number else "",
            f"{SLIP}{slip.id}" if keys else "",
        )
        for number, slip in enumerate(found[:SLIPS_NAMED])
    ]
    more = len(found) - SLIPS_NAMED
    return [*lines, *([Line(((f"  and {more} more", "muted"),))] if more > 0 else [])]


def _other_steps(look: Look, page: Page, keys: bool) -> list[Line]:
    lines = []
    application = page.application
    if application is None or (application.ended_at and application.state is not State.HIRED):
        again = "Put them on an opening" + (" again" if application else "")
        lines.append(_doing(look, "open", again, _key("O") if keys else "", OPENING if keys else ""))
    elif application.state is State.ON_HOLD:
        lines.append(_doing(look, "stopped", "Look into what holds them"))
    person = page.person
    if not (person.phone or person.phone_typed or person.email or person.email_typed):
        lines.append(_doing(look, "open", "Ask how to reach them", _key("e") if keys else "", CORRECT if keys else ""))
    return lines


def promise_lines(look: Look, page: Page, today: date, *, keys: bool = False) -> list[Line]:
    """Return what they were promised, by when or how late; with ``keys``, an id that Enter follows."""
    found: list[Line] = []
    for row in page.promises:
        first, *rest = wrap(row.words, PANE_WIDTH - 2)
        glyph, mark = "late" if row.late else "here" if row.due == today else "to_come", f"{PROMISE}{row.id}"
        found.append(_doing(look, glyph, first, "", mark if keys else ""))
        found += [Line(((f"  {more}", ""),)) for more in rest]
        found.append(Line((("  ", ""), *words.promise_due(row, today))))
    return found


def practice_lines(look: Look, page: Page, today: date, *, keys: bool = False) -> list[Line]:
    """Return how many days they practised, and the wait that enough of them halve; with ``keys``, what Enter does."""
    log = page.practice
    if log is None:
        return []
    days = f"{log.days} of {log.needed} days"
    note = _key("l") if keys and not log.today else ""
    lines = [_doing(look, "done" if log.today else "open", f"{days}{', today too' if log.today else ''}", note)]
    if log.sooner is not None and not log.why_not:
        day = words.day_to_come(log.sooner, today) if log.sooner > today else "today"
        lines.append(_doing(look, "open", f"Halve the wait: from {day}", _key("L") if keys else ""))
    elif log.sooner is None:
        lines += text(f"{log.why_not[:1].upper()}{log.why_not[1:]}.", "muted")
    return lines


def pool_lines(look: Look, page: Page, *, keys: bool = False) -> list[Line]:
    """Return how they are kept for another opening; with ``keys``, its key and an id that Enter follows."""
    found: list[Line] = []
    for number, told in enumerate(page.kept):
        first, *rest = wrap(told, PANE_WIDTH - 4 if keys and not number else PANE_WIDTH - 2)
        key = _key("P") if keys and not number else ""
        mark = POOL if keys and not number else ""
        found.append(_doing(look, "open", first, key, mark) if not number else Line(((f"  {first}", ""),)))
        found += [Line(((f"  {more}", ""),)) for more in rest]
    return found


def fit_label(fit: Fit) -> str:
    """Return "Hotels, 8 Sep": the account's code and the first day of the class."""
    opening = fit.opening
    return f"{opening.account_short}, {day_month(opening.starts)}" if opening.starts else opening.account_short


def fit_lines(look: Look, page: Page, *, keys: bool = False) -> list[Line]:
    """Return the openings that a person fits, with what stands against each."""
    return [line for fit in page.fits for line in _fit(look, fit, keys)]


def _fit(look: Look, fit: Fit, keys: bool) -> list[Line]:
    """An opening with how they stand there, below it where both do not fit on one line."""
    glyph = "down" if fit.fit.misses else "to_come" if fit.fit.unknown else "done"
    label, standing, mark = fit_label(fit), fitting.standing_of(fit), f"{FIT}{fit.opening.id}" if keys else ""
    if len(label) + len(standing) + 4 <= PANE_WIDTH:
        return [_doing(look, glyph, label, standing, mark)]
    return [_doing(look, glyph, label, "", mark), *(Line(((f"  {line}", "muted"),)) for line in wrap(standing, 34))]


def twin_lines(look: Look, page: Page, *, keys: bool = False) -> list[Line]:
    """Return who may be the same person, and why; with ``keys``, an id that Enter follows to both cards."""
    found: list[Line] = []
    for number, twin in enumerate(page.twins):
        first, *rest = wrap(f"{look.name(twin.name)}: {twin.why}", PANE_WIDTH - 4 if keys else PANE_WIDTH - 2)
        key = _key("M") if keys and not number else ""
        found.append(_doing(look, "open", first, key, f"{TWIN}{twin.id}" if keys else ""))
        found += [Line(((f"  {more}", ""),)) for more in rest]
    return found


def _titled(title: str, lines: Sequence[Line]) -> list[Line]:
    return [heading(title), *lines] if lines else []


def person_pane(look: Look, page: Page, today: date) -> tuple[Line, ...]:
    """Return the pane of the person page: everything that is not a list."""
    from tui.screens.ladder_lines import pane_lines

    return blocks(
        _titled("What to do", what_to_do(look, page, today, keys=True)),
        _titled("Promised", promise_lines(look, page, today, keys=True)),
        _titled("Drill log", practice_lines(look, page, today, keys=True)),
        _titled("In the pool", pool_lines(look, page, keys=True)),
        _titled("Ladder", pane_lines(look, page, LADDER, _key("A"), _key("T"))),
        _titled("Look for this time", [line for what in page.look_for for line in bullets(look, "open", what)]),
        _titled("Wants to make these points", [x for p in page.person.points for x in bullets(look, "open", p)]),
        _titled("Perhaps the same person", twin_lines(look, page, keys=True)),
        _titled("Also fits", fit_lines(look, page, keys=True)),
    )


def posts(page: Page) -> list[Post]:
    """Return the ten posts as the vertical road takes them."""
    return [Post(post.cell.value, post.short, post.word, post.note) for post in page.posts]


def list_pane(look: Look, page: Page, now: datetime) -> tuple[Line, ...]:
    """Return the pane of People: how far, why, the road, what to do, contact."""
    today = now.date()
    return blocks(
        _who(look, page),
        [*text(page.headline, "bold"), *text(page.detail, "muted")],
        vertical_road(look, posts(page)) if page.application else [],
        _titled("What to do", [*what_to_do(look, page, today), *_best_fit(look, page)]),
        _titled("Contact", _contact_lines(look, page, now)),
    )


def _who(look: Look, page: Page) -> list[Line]:
    tail = look.private(words.phone_tail(page.person, look))
    name = cut(look.name(page.person.name), PANE_WIDTH - len(tail) - 1, look.dots)
    opening = page.application.opening_name if page.application else "On no opening"
    return [Line(((name, "bold"),), as_pieces(tail, "muted") if tail else ()), *text(opening, "muted")]


def _best_fit(look: Look, page: Page) -> list[Line]:
    fit = next((fit for fit in page.fits if fit.fit.open), None)
    if fit is None or page.application is None or page.application.state is State.READY:
        return []
    return [_doing(look, "way", f"Also fits {fit_label(fit)}", f"{len(fit.fit.left)} left")]


def _contact_lines(look: Look, page: Page, now: datetime) -> list[Line]:
    if look.hide_names:
        return list(text("Hidden.", "muted"))
    return [pair(words.channel(page.person), words.hours(page.person, now, look))]


# The person page.


def contact_phrases(look: Look, page: Page, now: datetime) -> list[str]:
    """Return the right end of row 2, the most important first: channel and hours, language, what is allowed."""
    person = page.person
    if look.hide_names:
        return []
    between = " " if person.channel and person.window_from else ", "
    reach = between.join(part for part in (words.channel(person), words.hours(person, now, look)) if part)
    language = page.language
    if person.no_contact:
        return ["do not contact", language] if language else ["do not contact"]
    allowed = ["ok to text"] if person.ok_text else []
    return [part for part in (reach, language, *allowed, "ok to keep" if person.ok_keep else "") if part]


def contact_tab(look: Look, page: Page, now: datetime) -> list[Line]:
    """Return everything that is known of a person, label by label; what is private goes while names are hidden."""
    person = page.person
    rows = (
        ("Name", look.name(person.name)),
        ("Called", look.name(person.called)),
        ("Mobile", look.private(person.phone or person.phone_typed)),
        ("E-mail", look.private(person.email or person.email_typed)),
        ("Reach by", look.private(words.channel(person) if person.channel else "not asked yet")),
        ("Hours", look.private(words.hours(person, now, look))),
        ("Now", look.private(_now_words(look, page))),
        ("Allowed", _allowed(page)),
        *((("In the pool", "; ".join(page.kept)),) if page.kept else ()),
        ("Language", page.language),
        ("City", look.private(person.city)),
        ("Source", person.source),
        ("Reference", look.private(person.reference)),
        ("Tags", person.tags),
        ("Known since", words.day_words(person.at, now)),
        ("Private note", look.private(person.note)),
    )
    card = [line for label, value in rows for line in _labelled(look, label, value)]
    return [*card, *touch_lines(look, page, now)]


def _now_words(look: Look, page: Page) -> str:
    """Say whether they may be contacted now and, if not, by which rule."""
    if page.not_now:
        return f"{look.sign('late')} {page.not_now.removeprefix('Not now: ')}"
    chose = page.person.window_from and page.person.window_to
    return f"{look.sign('done')} {'within their hours' if chose else 'a good moment'}"


OUTCOMES = {
    Outcome.REACHED: "reached",
    Outcome.NO_ANSWER: "no answer",
    Outcome.LEFT_WORD: "left word",
    Outcome.REPLIED: "they replied",
    Outcome.STOP: "they asked to stop",
    Outcome.THANK_YOU: "thank-you note",
    Outcome.CHECK_IN: "check-in",
}


def touch_lines(look: Look, page: Page, now: datetime) -> list[Line]:
    """Return the last contacts: when, what came of it, by which way, who noted it, and what was said."""
    found: list[Line] = []
    for row in page.touched:
        way = look.private(words.CHANNELS.get(row.channel, "").lower())
        said = ", ".join(part for part in (OUTCOMES[row.outcome], way, row.message.replace("_", " "), row.who) if part)
        found.append(Line(((f"{words.minute_words(row.at, now):<15}", "muted"), (said, ""))))
        quoted = look.private(f"\u201c{' '.join(row.words.split())}\u201d") if row.words else ""
        found += [Line(((" " * 15 + line, "muted"),)) for line in (wrap(quoted, 54) if quoted else ())]
    return [GAP, heading("Contacts"), *found] if found else []


def _allowed(page: Page) -> str:
    person = page.person
    if person.no_contact:
        return "do not contact: they asked; nothing is sent"
    said = [word for yes, word in ((person.ok_text, "ok to text"), (person.ok_keep, "ok to keep for others")) if yes]
    return ", ".join(said) or "not asked yet"


def _labelled(look: Look, label: str, value: str) -> list[Line]:
    first, *rest = wrap(value, 54) or [""]
    known = (first, "") if first else (look.sign("not_needed"), "muted")
    return [Line(((f"{label:<15}", "muted"), known)), *(Line(((" " * 15 + more, ""),)) for more in rest)]
