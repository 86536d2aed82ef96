"""The catalogue is parsed and checked when a file of it has changed, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.catalog import kept, load
from domain.model.errors import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

SITE = "follow_up.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of a site that waits longer in the queue."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / SITE).write_text("queue_target_minutes: 45\n")
    return folder


def test_what_is_kept_is_what_was_read(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "cache" / "catalogue"
    first = load(site, where)
    assert first.follow_up.queue_target_minutes == 45
    monkeypatch.setattr(kept, "_read", _not_again)
    assert load(site, where) == first == load(site, where)
    assert where.stat().st_mode & 0o077 == 0


def test_a_changed_file_is_read_again(tmp_path: Path, site: Path) -> None:
    where = tmp_path / "catalogue"
    load(site, where)
    (site / SITE).write_text("queue_target_minutes: 50\n")
    assert load(site, where).follow_up.queue_target_minutes == 50
    (site / SITE).write_text("queue_target_minutes: soon\n")
    with pytest.raises(CatalogueError, match="follow_up"):
        load(site, where)
    (site / SITE).unlink()
    assert load(site, where).follow_up.queue_target_minutes == 30
    assert load(None, where).follow_up.queue_target_minutes == 30


def test_a_folder_that_is_gone_is_told(tmp_path: Path, site: Path) -> None:
    where = tmp_path / "catalogue"
    load(site, where)
    (site / SITE).unlink()
    site.rmdir()
    with pytest.raises(CatalogueError, match="no catalogue folder"):
        load(site, where)


@pytest.mark.parametrize("damage", [b"", b"x" * 200, None])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    where = tmp_path / "catalogue"
    good = load(None, where)
    data = where.read_bytes()
    where.write_bytes(data[:-1] + b"\0" if damage is None else damage)
    assert load(None, where) == good
    assert where.read_bytes() == data


def test_nothing_need_be_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    assert load(None, blocked / "catalogue").milestones
    assert sorted(tmp_path.iterdir()) == [blocked]


def _not_again(site: Path | None) -> None:
    raise AssertionError(f"{site} was read again")
