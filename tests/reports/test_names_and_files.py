"""File names that every system takes, and files that nothing can lose or overwrite."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput, Unavailable
from domain.reports import Format, file_name, slug, write_new
from tests.reports.people import JOURNEY, NOT_YET

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_says_day_milestone_person_and_attempt() -> None:
    assert file_name(NOT_YET, Format.PDF) == "2026-07-29 mock-call joan-alcaraz attempt-1.pdf"
    assert file_name(JOURNEY, Format.HTML) == "2026-07-30 journey-report joan-alcaraz.html"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ma. Lourdes D. Peñaflor-Año", "ma-lourdes-d-penaflor-ano"),
        ("Nguyễn Thị Ánh Đào", "nguyen-thi-anh-dao"),
        ("Łukasz O'Neil", "lukasz-oneil"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-file"),
        ("lpt1", "lpt1-file"),
        ("", "person"),
        ("///", "person"),
    ],
)
def test_slug(name: str, wanted: str) -> None:
    assert slug(name, "person") == wanted


def test_names_of_other_scripts_stay_apart_and_stable() -> None:
    hanako, taro = slug("山田 花子", "person"), slug("山田 太郎", "person")
    assert re.fullmatch(r"person-[0-9a-f]{6}", hanako)
    assert hanako != taro
    assert slug("山田 花子", "person") == hanako
    assert slug("山田 Hanako", "person").startswith("hanako-")


@given(st.text(), st.text(), st.sampled_from(list(Format)))
def test_every_name_is_safe(person: str, milestone: str, form: Format) -> None:
    name = file_name(replace(NOT_YET, person=person, milestone=milestone), form)
    assert re.fullmatch(r"2026-07-29 [a-z0-9-]+ [a-z0-9-]+ attempt-1\.[a-z]+", name)
    assert len(name) <= 120


def test_a_new_file_is_its_owner_s_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = write_new(tmp_path / "out" / "slips", "a.pdf", b"words")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"words"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    names = [write_new(tmp_path, "slip.pdf", bytes([n])).name for n in range(3)]
    assert names == ["slip.pdf", "slip-2.pdf", "slip-3.pdf"]
    assert (tmp_path / "slip.pdf").read_bytes() == b"\0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["slip-2.pdf", "slip-3.pdf", "slip.pdf"]


def test_a_link_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside.txt"
    folder.mkdir()
    (folder / "a.txt").symlink_to(outside)
    assert write_new(folder, "a.txt", b"x").name == "a-2.txt"
    assert not outside.exists()
    assert (folder / "a.txt").is_symlink()


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "a\\b", "c:a", "a\0b", "a\nb", " a", "x" * 300])
def test_a_name_that_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        write_new(tmp_path, name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_without_hard_links_it_still_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert [write_new(tmp_path, "a.txt", data).name for data in (b"1", b"2")] == ["a.txt", "a-2.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"1"
    assert (tmp_path / "a-2.txt").read_bytes() == b"2"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_leaves_nothing_behind_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="no space left on device") as caught:
        write_new(tmp_path, "a.txt", b"x")
    assert "another folder" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("x")
    with pytest.raises(Unavailable):
        write_new(tmp_path / "here", "a.txt", b"x")
