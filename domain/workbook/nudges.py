"""Hints for whoever rates: what their own day says, read once when a sheet is opened, and the hint that applies now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.rules.nudging import (
    CLARITY,
    FIRST_MINUTE,
    LAST_RATINGS,
    Background,
    Facts,
    Rated,
    first_of,
    is_scored,
    scored_ids,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from domain.model.slip import Evidence
    from domain.model.wording import Nudge
    from domain.store import Tx
    from domain.workbook.sheets import Sheet
    from domain.workbook.workbook import Workbook

__all__ = ["OWN", "SITE", "Background", "background", "closing_hint", "facts_of", "hint"]

OWN = 120
"""Newest attempts of a rater that are looked at."""
SITE = 400
"""Newest delivered slips whose attempts stand for the site."""


def background(wb: Workbook, sheet: Sheet) -> Background:
    """What the hints need to know of whoever rates a sheet; three questions along indexes, however much is stored.

    Of a colleague who rates second at somebody else's machine nothing is known, because they are asked for no name
    that they would be found by.
    """
    if sheet.card or sheet.finished_at or sheet.closed:
        return Background()
    with wb.store.read() as tx:
        own = tx.rows(
            "select id, person, milestone, opened_at, finished_at, points from attempt where who = :who"
            f" order by opened_at desc limit {OWN}",
            who=wb.store.who,
        )
        ratings = _ratings(wb, tx, own)
        site = _site(wb, tx, sheet)
    here = {row["id"] for row in own if row["milestone"] == sheet.milestone.id and row["finished_at"]}
    mine = [row["value"] for row in ratings if row["attempt"] in here]
    today = [row for row in own if row["opened_at"] >= wb.starts_at(wb.today())]
    return Background(
        last=tuple(row["value"] for row in ratings[:LAST_RATINGS]),
        people=len({row["attempt"] for row in ratings if row["attempt"] in here}),
        mean=sum(mine) / len(mine) if mine else 0.0,
        site_people=int(site["people"]),
        site_mean=float(site["mean"] or 0.0),
        before=_before(today, sheet),
        today=len(today),
        spans=tuple((row["opened_at"], row["finished_at"] or row["opened_at"]) for row in today),
    )


def _ratings(wb: Workbook, tx: Tx, own: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ratings 1-5 of these attempts, the newest first."""
    scored = scored_ids(wb.catalogue.milestones.values())
    among, values = tx.among("attempt", [row["id"] for row in own])
    rows = tx.rows(
        f"select attempt, criterion, value, at from rating where {among} and card = 0 and entered = 1", **values
    )
    return sorted((row for row in rows if row["criterion"] in scored), key=lambda row: (-row["at"], row["criterion"]))


def _site(wb: Workbook, tx: Tx, sheet: Sheet) -> dict[str, Any]:
    """The mean rating of the site at a milestone, and of how many people, lately."""
    scored = sorted(one.id for one in sheet.milestone.criteria if is_scored(one))
    names = ", ".join(f":c{at}" for at in range(len(scored))) or "''"
    row = tx.row(
        "select avg(r.value) as mean, count(distinct a.id) as people from (select attempt from slip"
        f" where gone = 1 order by delivered_at desc limit {SITE}) as d"
        " join attempt a on a.id = d.attempt join rating r on r.attempt = a.id"
        f" where a.milestone = :m and r.card = 0 and r.entered = 1 and r.criterion in ({names})",
        m=sheet.milestone.id,
        **{f"c{at}": criterion for at, criterion in enumerate(scored)},
    )
    return row or {"mean": None, "people": 0}


def _before(today: Sequence[dict[str, Any]], sheet: Sheet) -> float | None:
    """Points of whom they decided last today, before this person was begun with."""
    done = [row for row in today if 0 < row["finished_at"] <= sheet.opened_at and row["person"] != sheet.person]
    last = max(done, key=lambda row: row["finished_at"], default=None)
    return last["points"] if last else None


def facts_of(sheet: Sheet, known: Background, now: int, *, deciding: bool = False) -> Facts:
    """What the hints are decided by, for a sheet as it stands now."""
    scored = [line for line in sheet.lines if is_scored(line.criterion)]
    ratings = tuple(
        Rated(line.criterion.id, line.rating.value, line.at)
        for line in scored
        if line.rating is not None and line.rating.observed
    )
    written = {line.criterion.id: _written(line.evidence) for line in sheet.lines}
    return Facts(
        ratings=ratings,
        scored=len(scored),
        entered=sheet.entered,
        criteria=len(sheet.lines),
        texts=(sheet.note, *(text for texts in written.values() for text in texts)),
        clarity=(sheet.note, " ".join(written.get(CLARITY, ()))),
        deciding=deciding,
        now=now,
        background=known,
    )


def _written(evidence: Evidence) -> tuple[str, ...]:
    return tuple(part for part in (evidence.moment, evidence.act, evidence.effect) if part.strip())


def hint(wb: Workbook, sheet: Sheet, known: Background, dismissed: Collection[str] = ()) -> Nudge | None:
    """The hint to show beside a sheet now, the first of the catalogue that applies; None for none."""
    if sheet.finished_at or sheet.closed or sheet.submitted:
        return None
    return first_of(wb.catalogue.nudges, facts_of(sheet, known, wb.now()), dismissed)


def closing_hint(wb: Workbook, sheet: Sheet) -> str:
    """What the hint says that `p` or `n` came before half was rated; '' where it did not."""
    if sheet.finished_at or sheet.both_in:
        return ""
    early = [one for one in wb.catalogue.nudges if one.id == FIRST_MINUTE]
    found = first_of(early, facts_of(sheet, Background(), wb.now(), deciding=True))
    return found.say if found else ""
