"""Many slips as files: nothing is written over unasked, two of one name both stay, and it can be stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from operator import gt
from pathlib import Path
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from domain.model.errors import BadInput, Unavailable
from domain.model.slip import SlipDocument
from domain.reports import file_name, one_file, render_slip, write_over
from domain.reports.runs import Run
from domain.workbook import slip_files
from domain.workbook.slip_files import Format, Taken
from tests.workbook import dying_export
from tests.workbook.test_slip_delivery import drafted, lacking

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files go, apart from the workbook."""
    return tmp_path / "files"


def whole(folder: Path) -> list[Path]:
    """The files in a folder, without the note of an export that is not at its end."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def words(hub: Hub, *attempts: int) -> list[SlipDocument]:
    """The documents of these attempts."""
    return [one for one in slip_files.documents(hub.wb, attempts) if isinstance(one, SlipDocument)]


def test_words_come_in_the_order_asked_for_and_what_is_blocked_is_named(hub: Hub) -> None:
    one, two, three = drafted(hub, "Omar Said"), lacking(hub, "Bea Cruz"), drafted(hub, "Ana Lim")
    found = slip_files.documents(hub.wb, [three.attempt, two.attempt, 12, one.attempt])
    assert found[0] == three.document
    assert found[1] == "Bea Cruz, Phone interview: next_tip, one tip for the next try."
    assert found[2] == one.document
    assert len(found) == 3


@pytest.mark.parametrize("taken", list(Taken))
def test_a_file_that_is_there_is_kept_numbered_or_written_over_as_was_asked(
    hub: Hub, folder: Path, taken: Taken
) -> None:
    one, two = drafted(hub, "Omar Said"), drafted(hub, "Ana Lim")
    documents = words(hub, one.attempt, two.attempt)
    first = slip_files.write(documents[:1], folder, Format.TXT)
    assert first.first is not None
    first.first.write_text("my own words")
    both = [one.attempt, two.attempt]
    assert slip_files.standing(hub.wb, both, folder, Format.TXT) == slip_files.Standing(taken=1)
    assert slip_files.standing(hub.wb, both, folder, Format.JSON) == slip_files.Standing()
    written = slip_files.write(documents, folder, Format.TXT, where_taken=taken)
    files = sorted(path.name for path in folder.iterdir())
    mine = first.first.read_text() == "my own words"
    assert (written.files, written.left, len(files), mine) == {
        Taken.BOTH: (2, 0, 3, True),
        Taken.OVER: (2, 0, 2, False),
        Taken.LEAVE: (1, 1, 2, True),
        Taken.GO_ON: (2, 0, 3, True),
    }[taken]


@pytest.mark.parametrize("taken", list(Taken))
def test_two_of_one_name_on_one_day_never_share_a_file(hub: Hub, folder: Path, taken: Taken) -> None:
    attempts = [drafted(hub, "Omar Said").attempt, drafted(hub, "Omar Said").attempt]
    written = slip_files.write(words(hub, *attempts), folder, Format.MD, where_taken=taken)
    assert (written.files, len(list(folder.iterdir()))) == (2, 2)


@pytest.mark.parametrize("form", [Format.TXT, Format.PDF])
def test_what_is_stopped_leaves_whole_files_and_no_others(hub: Hub, folder: Path, form: Format) -> None:
    view = drafted(hub, "Omar Said")
    document = words(hub, view.attempt)[0]
    written = slip_files.write([document] * 9, folder, form, told=lambda files: files < 3)
    assert (written.files, written.stopped) == (3, True)
    files = whole(folder)
    assert len(files) == 3
    assert all(path.suffix == form.suffix and path.stat().st_size for path in files)


# Going on.


@pytest.mark.parametrize("form", [Format.TXT, Format.PDF])
def test_what_was_stopped_goes_on_and_nobody_of_one_name_is_left_out(hub: Hub, folder: Path, form: Format) -> None:
    attempts = [drafted(hub, name).attempt for name in ("Omar Said", "Omar Said", "Ana Lim", "Bea Cruz")]
    documents = words(hub, *attempts)
    for after in (1, 3):
        slip_files.write(documents, folder, form, where_taken=Taken.GO_ON, told=partial(gt, after))
        assert slip_files.standing(hub.wb, attempts, folder, form).there == after
    kept = {path: path.stat().st_mtime_ns for path in whole(folder)}
    written = slip_files.write(documents[::-1], folder, form, where_taken=Taken.GO_ON)
    assert (written.files, written.there, written.stopped) == (1, 3, False)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert sorted(path.read_bytes() for path in folder.iterdir()) == sorted(
        render_slip(document, form).data for document in documents
    )
    assert slip_files.standing(hub.wb, attempts, folder, form) == slip_files.Standing(taken=4)


def test_only_what_holds_the_same_words_counts_as_there(hub: Hub, folder: Path) -> None:
    attempts = [drafted(hub, name).attempt for name in ("Omar Said", "Ana Lim", "Bea Cruz")]
    one, two, three = words(hub, *attempts)
    slip_files.write([one, two, three], folder, Format.TXT, told=lambda there: there < 2)
    (folder / file_name(two, Format.TXT)).unlink()
    changed = replace(one, greeting="Good morning,")
    written = slip_files.write([changed, two, three], folder, Format.TXT, where_taken=Taken.GO_ON)
    assert (written.files, written.there, len(whole(folder))) == (3, 0, 4)


@pytest.mark.parametrize(
    ("taken", "names", "mine"),
    [(Taken.BOTH, 3, True), (Taken.OVER, 2, False), (Taken.LEAVE, 2, True)],
)
def test_it_goes_on_as_it_was_begun(hub: Hub, folder: Path, taken: Taken, names: int, mine: bool) -> None:
    one, two = words(hub, drafted(hub, "Omar Said").attempt, drafted(hub, "Ana Lim").attempt)
    other = folder / file_name(two, Format.TXT)
    folder.mkdir()
    other.write_text("my own words")
    slip_files.write([one, two], folder, Format.TXT, where_taken=taken, told=lambda there: there < 1)
    slip_files.write([one, two], folder, Format.TXT, where_taken=Taken.GO_ON)
    assert (len(list(folder.iterdir())), other.read_text() == "my own words") == (names, mine)


def test_what_others_left_and_what_is_under_way_is_not_touched(hub: Hub, folder: Path) -> None:
    one, two, three = words(hub, *(drafted(hub, name).attempt for name in ("Omar Said", "Ana Lim", "Bea Cruz")))
    slip_files.write([one, two], folder, Format.TXT, told=lambda there: there < 1)
    slip_files.write([three], folder, Format.TXT, where_taken=Taken.GO_ON)
    assert slip_files.write([one, two], folder, Format.TXT, where_taken=Taken.GO_ON).there == 1
    under_way = Run(folder, Format.TXT, Taken.BOTH)
    writing = under_way.write([one, two])
    next(writing)
    assert slip_files.write([one], folder, Format.TXT, where_taken=Taken.GO_ON).there == 0
    list(writing)
    under_way.close(whole=True)
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(
    "line", ['[1, "ab", "../../outside.txt"]', '[1, "ab"', "[]", '{"1": 2}', "\u0000\u2028", '[0, 1, ""]']
)
def test_a_note_that_is_torn_or_was_tampered_with_says_nothing(folder: Path, line: str) -> None:
    folder.mkdir()
    (folder.parent / "outside.txt").write_text("theirs")
    (folder / f".milepost-{'0' * 16}.txt.part").write_text(line)
    assert not slip_files.left_in(folder, Format.TXT).files


@pytest.mark.parametrize("moment", ["drafting", "naming", "noting"])
def test_a_program_that_is_killed_leaves_whole_files_and_the_next_one_goes_on(folder: Path, moment: str) -> None:
    command = [sys.executable, "-m", "tests.workbook.dying_export", str(folder), moment]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, timeout=120, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()
    there = {"drafting": 2, "naming": 3, "noting": 2}[moment]
    documents = dying_export.documents()
    texts = [render_slip(one, Format.TXT).data for one in documents]
    assert sorted(path.read_bytes() for path in whole(folder)) == sorted(texts[:there])
    written = slip_files.write(documents, folder, Format.TXT, where_taken=Taken.GO_ON)
    assert (written.there, written.files) == (there, len(documents) - there)
    assert sorted(path.read_bytes() for path in folder.iterdir()) == sorted(texts)


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "slip.txt"
    target.write_text("mine")
    link.symlink_to(target)
    assert write_over(tmp_path, "slip.txt", b"theirs") == link
    assert (target.read_text(), link.read_text(), link.is_symlink()) == ("mine", "theirs", False)
    assert link.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput, match="not the name of a file"):
        write_over(tmp_path, "../slip.txt", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unavailable, match="could not be written"):
        write_over(tmp_path, "folder", b"")
    assert not list(tmp_path.glob(".*"))


# All in one.


def test_one_pdf_holds_every_slip_on_a_page_of_its_own(hub: Hub, folder: Path) -> None:
    names = ("Omar Said", "Ana Lim", "Bea Cruz")
    documents = words(hub, *(drafted(hub, name).attempt for name in names))
    written = slip_files.write_one(documents, folder)
    assert (written.files, written.slips, written.stopped) == (1, 3, False)
    assert written.first is not None
    assert (written.first.name, written.first.stat().st_mode & 0o777) == ("2026-08-12 3 slips.pdf", 0o600)
    pages = [page.extract_text() for page in PdfReader(written.first).pages]
    assert [name in page for name, page in zip(names, pages, strict=True)] == [True] * 3
    again = slip_files.write_one(documents, folder)
    assert again.first is not None
    assert again.first.read_bytes() == written.first.read_bytes()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("after", [0, 2, 5])
def test_one_file_is_there_only_when_all_of_it_is(
    hub: Hub, folder: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_file, "LOOK_SECONDS", 0.0)  # no process is so quick that nobody was asked before it ended
    document = words(hub, drafted(hub, "Omar Said").attempt)[0]
    heard: list[int] = []

    def told(files: int) -> bool:
        heard.append(files)
        return len(heard) <= after

    assert slip_files.write_one([document] * 3, folder, told=told).stopped
    heard.clear()
    if after < 3:
        assert slip_files.write_zip([document] * 3, folder, Format.TXT, told=told).stopped
    assert not folder.exists()


@pytest.mark.parametrize("form", [Format.TXT, Format.PDF])
def test_a_zip_holds_a_file_for_each_and_two_of_one_name_both(hub: Hub, folder: Path, form: Format) -> None:
    documents = words(hub, *(drafted(hub, name).attempt for name in ("Omar Said", "Omar Said", "Ana Lim")))
    written = slip_files.write_zip(documents, folder, form)
    assert (written.files, written.slips) == (1, 3)
    assert written.first is not None
    with ZipFile(written.first) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        contents = [archive.read(name) for name in names]
    stem = "2026-08-12 phone-interview"
    assert names == [
        f"{stem} omar-said attempt-1{form.suffix}",
        f"{stem} omar-said attempt-1-2{form.suffix}",
        f"{stem} ana-lim attempt-1{form.suffix}",
    ]
    assert contents == [render_slip(document, form).data for document in documents]


NAMES = (
    *("../../etc/passwd", "..\\..\\con", "CON", "nul.txt", "aux", "a/b:c|d?e*f", "x" * 400, "-rf", "~", "...", "=cmd"),
    *("JOS\u00c9", "Jos\u00e9", "jose", "Jose", "a\nb", "a\x00b", "\u202egnp.exe", "\u5c71\u7530", "\u7530\u5c71", " "),
)


def test_no_name_leaves_the_folder_or_the_zip_and_none_hides_another(hub: Hub, folder: Path) -> None:
    document = words(hub, drafted(hub, "Omar Said").attempt)[0]
    documents = [replace(document, person=name, milestone=name) for name in NAMES]
    slip_files.write(documents, folder, Format.TXT)
    packed = slip_files.write_zip(documents, folder, Format.TXT).first
    assert packed is not None
    with ZipFile(packed) as archive:
        inside = archive.namelist()
    on_disk = [path.name for path in folder.iterdir() if path != packed]
    assert not [path for path in folder.parent.iterdir() if path.is_file() and path.suffix == ".txt"]
    for names in (inside, on_disk):
        assert len({name.lower() for name in names}) == len(NAMES)
        assert all(len(name.encode()) < 200 and set(name) <= set(ascii_lowercase + digits + " .-") for name in names)
        assert all(name.startswith("2026-08-12 ") and name.endswith(".txt") for name in names)


def test_nothing_makes_no_file(folder: Path) -> None:
    assert slip_files.write_one([], folder).files == 0
    assert slip_files.write_zip([], folder, Format.TXT).files == 0
    assert not folder.exists()
