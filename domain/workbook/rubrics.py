"""Rubrics in use: stored with the workbook, so that a rating is read against the words it was given under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.catalog import resolve
from domain.catalog.frozen import digest, freeze, thaw_account, thaw_milestone
from domain.model.errors import NotFound

if TYPE_CHECKING:
    from domain.model.catalogue import Account, Milestone
    from domain.model.terms import MilestoneId
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

ACCOUNT = "account"
MILESTONE = "milestone"


def account_version(wb: Workbook, act: Act, account: Account) -> int:
    """The row that holds this account word for word; written when it is new or has changed."""
    return _version(act, ACCOUNT, account.id, freeze(account))


def milestone_version(wb: Workbook, act: Act, milestone_id: MilestoneId, account: Account) -> int:
    """The row that holds a milestone as it is assessed for an account; written when new or changed."""
    resolved = resolve(wb.catalogue.milestones[milestone_id], account, wb.catalogue.cefr)
    return _version(act, MILESTONE, f"{milestone_id}/{account.id}", freeze(resolved))


def _version(act: Act, kind: str, name: str, body: str) -> int:
    mark = digest(body)
    latest = act.row(
        "select id, number, digest from rubric where kind = :kind and name = :name order by number desc limit 1",
        kind=kind,
        name=name,
    )
    if latest and latest["digest"] == mark:
        return int(latest["id"])
    number = latest["number"] + 1 if latest else 1
    return act.insert("rubric", kind=kind, name=name, number=number, digest=mark, body=body, at=act.at)


def milestone(wb: Workbook, tx: Tx, rubric_id: int) -> Milestone:
    """The milestone that a rubric row holds; NotFound when there is none."""
    if rubric_id not in wb.milestones_seen:
        wb.milestones_seen[rubric_id] = thaw_milestone(_body(tx, rubric_id))
    return wb.milestones_seen[rubric_id]


def account(wb: Workbook, tx: Tx, rubric_id: int) -> Account:
    """The account that a rubric row holds; NotFound when there is none."""
    if rubric_id not in wb.accounts_seen:
        wb.accounts_seen[rubric_id] = thaw_account(_body(tx, rubric_id))
    return wb.accounts_seen[rubric_id]


def _body(tx: Tx, rubric_id: int) -> str:
    body = tx.value("select body from rubric where id = :id", id=rubric_id)
    if body is None:
        raise NotFound(f"Rubric {rubric_id} is not in this workbook.", "Run a check of the workbook.")
    return str(body)
