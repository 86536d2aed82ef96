"""Versions of accounts: opened as a form, stored as one act, looked back on, and taken up again.

A version is never changed. Classes point at one; an attempt keeps the milestone that it was given under, so whatever is
saved here, nothing that was scored before reads otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.errors import Conflict, NotFound
from domain.model.lazily import dataclass
from domain.rules.path import route
from domain.workbook import openings, rubrics
from domain.workbook.account_form import Form, form_of, values_of
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Account, Milestone
    from domain.model.terms import MilestoneId
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

CATALOGUE = 0
"""In place of a version: the account as the catalogue has it now."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of an account."""

    id: int
    account: str
    number: int
    """1, 2, 3 ... by account; 0 while nothing is stored."""
    at: int
    """Milliseconds UTC."""
    who: str
    edited: bool
    """Whether somebody changed it here; else it is as the catalogue had it."""
    lasting: bool
    """Whether it was made for the account, so that later classes take it."""
    changed: tuple[str, ...]
    """What was made different, in words."""
    classes: int = 0
    """Open classes that have it now."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which classes a changed assessment would be for."""

    one: str
    """Name of the class that the form was opened for; '' for an account without one."""
    all: tuple[str, ...]
    """Names of the open classes of the account that can take it."""
    own: tuple[str, ...]
    """Those among them that have a version of their own now, which this one would take the place of."""
    left_out: tuple[str, ...]
    """Names of open classes with people on them and another route, which keep theirs."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving led to."""

    number: int
    """Of the new version."""
    classes: int


# opening a form ------------------------------------------------------------------------------------------------------


def form_for_class(wb: Workbook, opening_id: int) -> Form:
    """The assessment of a class, to be changed; NotFound where there is no such opening."""
    with wb.store.read() as tx:
        base = openings.rubric_of(tx, opening_id)
        return replace(_form(wb, tx, base), opening=opening_id, base=base)


def form_for_account(wb: Workbook, account_id: str) -> Form:
    """The assessment that the next class of an account starts with, to be changed; NotFound for an unknown one."""
    account = openings.account_named(wb, account_id)
    with wb.store.read() as tx:
        base = rubrics.lasting_version(tx, account_id)
        form = _form(wb, tx, base) if base else _of_catalogue(wb, account)
        return replace(form, base=base)


def back_to(wb: Workbook, form: Form, version: int) -> Form:
    """The form with an earlier version in place of the one in force, or with `CATALOGUE` as the catalogue has it now.

    Saved, it makes a new version that equals the earlier one. NotFound for a version of another account; Conflict
    where it is the one in force, or has another route and the class has people.
    """
    with wb.store.read() as tx:
        if version == CATALOGUE:
            other = _of_catalogue(wb, openings.account_named(wb, form.account.id))
        else:
            if tx.value("select name from rubric where id = :id and kind = 'account'", id=version) != form.account.id:
                raise NotFound("That version is no longer in the workbook.", "It may have been undone.")
            other = _form(wb, tx, version)
        if form.opening and route(other.account) != route(form.account) and _has_people(tx, form.opening):
            raise Conflict("That version has another route, and people are on this one.", "Open a new class for it.")
    if (other.account, other.milestones, other.follows) == (form.account, form.milestones, form.follows):
        raise Conflict("That is what is in force now.", "Choose another version.")
    before = values_of(form.account, form.milestones, wb.catalogue)
    return replace(other, before=before, opening=form.opening, base=form.base, other=True)


def _form(wb: Workbook, tx: Tx, version: int) -> Form:
    account, kept = rubrics.account(wb, tx, version), rubrics.kept_milestones(wb, tx, version)
    return replace(form_of(account, kept or wb.catalogue.milestones, wb.catalogue), follows=kept is None)


def _of_catalogue(wb: Workbook, account: Account) -> Form:
    return replace(form_of(account, wb.catalogue.milestones, wb.catalogue), follows=True)


def _has_people(tx: Tx, opening_id: int) -> bool:
    return tx.value("select id from application where opening = :o limit 1", o=opening_id) is not None


# saving --------------------------------------------------------------------------------------------------------------


def reach(wb: Workbook, form: Form) -> Reach:
    """Which classes could take what the form holds."""
    with wb.store.read() as tx:
        takes, own, left = _open_classes(wb, tx, form)
        one = tx.value("select name from opening where id = :id", id=form.opening) if form.opening else ""
    return Reach(str(one or ""), tuple(takes.values()), own, left)


def _open_classes(wb: Workbook, tx: Tx, form: Form) -> tuple[dict[int, str], tuple[str, ...], tuple[str, ...]]:
    """Open classes of the account by id, names of those with a version of their own, and of those left out."""
    takes: dict[int, str] = {}
    own: list[str] = []
    left: list[str] = []
    rows = tx.rows(
        "select o.id, o.name, o.rubric, r.changed, r.lasting from opening o join rubric r on r.id = o.rubric"
        " where o.account = :a and o.closed_at = 0 order by o.starts, o.name, o.id",
        a=form.account.id,
    )
    for row in rows:
        if row["changed"] and not row["lasting"] and row["id"] != form.opening:
            own.append(row["name"])
        path = route(rubrics.account(wb, tx, row["rubric"]))
        if path == route(form.account) or not _has_people(tx, row["id"]):
            takes[row["id"]] = row["name"]
        else:
            left.append(row["name"])
    return takes, tuple(name for name in own if name not in left), tuple(left)


def save(wb: Workbook, form: Form, *, for_all: bool = False) -> Saved:
    """Store the form as a new version and point its class at it, or with `for_all` every open class of the account.

    With `for_all`, classes that are opened later take it too. One act; attempts that were begun keep what they were
    begun under. BadInput where a number cannot be right or nothing differs; Conflict where the assessment in force was
    changed since the form was opened, or the form is for no class.
    """
    form.check()
    if not for_all and not form.opening:
        raise Conflict("No class is chosen.", "Save it for the account.")
    changed = form.changes() or ("Milestones and their words as the catalogue has them now",)

    def work(act: Act) -> Saved:
        _check_base(wb, act, form)
        targets = list(_open_classes(wb, act, form)[0]) if for_all else []
        targets += [form.opening] if form.opening and form.opening not in targets else []
        if not form.base:
            rubrics.account_version(wb, act, openings.account_named(wb, form.account.id))
        version = rubrics.edited_version(wb, act, form.edited, _to_keep(form), changed=changed, lasting=for_all)
        for target in targets:
            act.update("opening", target, rubric=version)
        number = act.value("select number from rubric where id = :id", id=version)
        return Saved(int(number), len(targets))

    return wb.store.do(f"changed the assessment of {_about(wb, form, for_all)}: {_short(changed)}", work)


def _to_keep(form: Form) -> Mapping[MilestoneId, Milestone] | None:
    return None if form.follows and form.values == form.own else form.milestones


def _check_base(wb: Workbook, act: Act, form: Form) -> None:
    now = openings.rubric_of(act, form.opening) if form.opening else rubrics.lasting_version(act, form.account.id)
    if now != form.base:
        raise Conflict("Not saved: the assessment was changed in the meantime.", "Open it again to see the change.")


def _about(wb: Workbook, form: Form, for_all: bool) -> str:
    return form.account.title if for_all else openings.find(wb, form.opening).name


def _short(changed: Sequence[str]) -> str:
    more = len(changed) - 1
    return f"{changed[0]}, and {count(more, 'more', 'more')}" if more else changed[0]


# looking back --------------------------------------------------------------------------------------------------------

_EDITIONS = """
select r.id, r.name, r.number, r.at, r.changed, r.lasting, act.who,
       case when r.changed = '' then 0 else 1 end as edited
  from rubric r left join act on act.id = r.act
 where r.kind = 'account'
"""


def history(wb: Workbook, account_id: str) -> tuple[Edition, ...]:
    """Every version of an account, the newest first; empty while no class was opened on it and nothing was changed."""
    with wb.store.read() as tx:
        rows = tx.rows(f"{_EDITIONS} and r.name = :a order by r.number desc", a=account_id)
        used = tx.rows(
            "select rubric, count(*) as n from opening where account = :a and closed_at = 0 group by rubric",
            a=account_id,
        )
    classes = {row["rubric"]: int(row["n"]) for row in used}
    return tuple(replace(_edition(row), classes=classes.get(row["id"], 0)) for row in rows)


def edition(tx: Tx, version: int) -> Edition:
    """One version; NotFound where there is none such."""
    row = tx.row(f"{_EDITIONS} and r.id = :id", id=version)
    if row is None:
        raise NotFound(f"Rubric {version} is not in this workbook.", "Run a check of the workbook.")
    return _edition(row)


def _edition(row: Mapping[str, object]) -> Edition:
    return Edition(
        id=int(str(row["id"])),
        account=str(row["name"]),
        number=int(str(row["number"])),
        at=int(str(row["at"])),
        who=str(row["who"] or ""),
        edited=bool(row["edited"]),
        lasting=bool(row["lasting"]),
        changed=tuple(str(row["changed"]).splitlines()),
    )


def catalogue_differs(wb: Workbook, tx: Tx, version: int) -> bool:
    """Whether the catalogue has changed since a version was made, in what the version keeps for itself.

    For an edited one these are the milestones and their words, for any other the account.
    """
    kept = rubrics.kept_milestones(wb, tx, version)
    if kept is not None:
        return kept != dict(wb.catalogue.milestones)
    account = rubrics.account(wb, tx, version)
    return account != wb.catalogue.accounts.get(account.id)
