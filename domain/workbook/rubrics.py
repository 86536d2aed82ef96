"""Rubrics in use: stored with the workbook, so that a rating is read against the words it was given under.

An account's version holds its route, weights, hurdles, pass marks and cut-offs. One that was edited here also holds the
milestones that these were laid over, so that a catalogue that changes later leaves its classes alone. A milestone's
version is written when the first attempt is given under it; the attempt keeps it, whatever its class does later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.catalog.frozen import digest, freeze, freeze_all, thaw_account, thaw_all, thaw_milestone
from domain.model.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Account, Milestone
    from domain.model.terms import MilestoneId
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

ACCOUNT = "account"
MILESTONE = "milestone"


def account_version(wb: Workbook, act: Act, account: Account) -> int:
    """The row that holds an account of the catalogue word for word; written when it is new or has changed."""
    latest = act.row(
        "select id, digest from rubric where kind = :kind and name = :name and milestones = '' and lasting = 0"
        " order by number desc limit 1",
        kind=ACCOUNT,
        name=account.id,
    )
    body = freeze(account)
    if latest and latest["digest"] == digest(body):
        return int(latest["id"])
    return _insert(act, ACCOUNT, account.id, body)


def edited_version(
    wb: Workbook,
    act: Act,
    account: Account,
    milestones: Mapping[MilestoneId, Milestone] | None,
    *,
    changed: Sequence[str],
    lasting: bool,
) -> int:
    """A new version of an account as somebody wants it, always a row of its own.

    `milestones` are those that it is assessed by, before its own numbers; None to use the catalogue's as they come.
    """
    return _insert(
        act,
        ACCOUNT,
        account.id,
        freeze(account),
        milestones=freeze_all(milestones) if milestones is not None else "",
        changed="\n".join(changed),
        lasting=int(lasting),
    )


def for_new_class(wb: Workbook, act: Act, account: Account) -> int:
    """The version that a class of an account of the catalogue starts with: the lasting edit, else the catalogue's."""
    version = lasting_version(act, account.id)
    return version or account_version(wb, act, account)


def lasting_version(tx: Tx, account_id: str) -> int:
    """The edited version that new classes of an account take; 0 where they take the catalogue's."""
    found = tx.row(
        "select id, milestones from rubric where kind = :kind and name = :name and lasting = 1"
        " order by number desc limit 1",
        kind=ACCOUNT,
        name=account_id,
    )
    return int(found["id"]) if found and found["milestones"] else 0


def milestone_version(wb: Workbook, act: Act, milestone_id: MilestoneId, version: int) -> int:
    """The row that holds a milestone as an account's version assesses it; written when there is none yet."""
    body = freeze(resolved(wb, act, milestone_id, version))
    name = f"{milestone_id}/{account(wb, act, version).id}"
    found = act.value(
        "select id from rubric where kind = :kind and name = :name and digest = :digest order by number desc limit 1",
        kind=MILESTONE,
        name=name,
        digest=digest(body),
    )
    return int(found) if found else _insert(act, MILESTONE, name, body)


def _insert(act: Act, kind: str, name: str, body: str, **more: object) -> int:
    last = act.value("select max(number) from rubric where kind = :kind and name = :name", kind=kind, name=name)
    return act.insert(
        "rubric", kind=kind, name=name, number=int(last or 0) + 1, digest=digest(body), body=body, at=act.at, **more
    )


def milestone(wb: Workbook, tx: Tx, rubric_id: int) -> Milestone:
    """The milestone that a rubric row holds; NotFound when there is none."""
    if rubric_id not in wb.milestones_seen:
        wb.milestones_seen[rubric_id] = thaw_milestone(str(_row(tx, rubric_id)["body"]))
    return wb.milestones_seen[rubric_id]


def account(wb: Workbook, tx: Tx, rubric_id: int) -> Account:
    """The account that a rubric row holds; NotFound when there is none."""
    if rubric_id not in wb.accounts_seen:
        row = _row(tx, rubric_id)
        wb.accounts_seen[rubric_id] = thaw_account(str(row["body"]))
        wb.editions_seen[rubric_id] = thaw_all(str(row["milestones"])) if row["milestones"] else None
    return wb.accounts_seen[rubric_id]


def kept_milestones(wb: Workbook, tx: Tx, version: int) -> Mapping[MilestoneId, Milestone] | None:
    """The milestones that were kept with an edited account, before its numbers; None where the catalogue's are used."""
    account(wb, tx, version)
    return wb.editions_seen[version]


def resolved(wb: Workbook, tx: Tx, milestone_id: MilestoneId, version: int) -> Milestone:
    """A milestone as an account's version assesses it."""
    from domain.catalog.resolve import resolve  # what only reads an account's numbers needs none

    before = kept_milestones(wb, tx, version) or wb.catalogue.milestones
    return resolve(before[milestone_id], account(wb, tx, version), wb.catalogue.cefr)


def milestones(wb: Workbook, tx: Tx, version: int) -> dict[MilestoneId, Milestone]:
    """All milestones as an account's version assesses them."""
    return {key: resolved(wb, tx, key, version) for key in kept_milestones(wb, tx, version) or wb.catalogue.milestones}


def _row(tx: Tx, rubric_id: int) -> dict[str, object]:
    row = tx.row("select body, milestones from rubric where id = :id", id=rubric_id)
    if row is None:
        raise NotFound(f"Rubric {rubric_id} is not in this workbook.", "Run a check of the workbook.")
    return row
