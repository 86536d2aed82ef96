"""Many slips as files: nothing is written over unasked, two of one name both stay, and it can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Unavailable
from domain.model.slip import SlipDocument
from domain.reports import write_over
from domain.workbook import slip_files
from domain.workbook.slip_files import Format, Taken
from tests.workbook.test_slip_delivery import drafted, lacking

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files go, apart from the workbook."""
    return tmp_path / "files"


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
    assert slip_files.taken(hub.wb, [one.attempt, two.attempt], folder, Format.TXT) == 1
    assert slip_files.taken(hub.wb, [one.attempt, two.attempt], folder, Format.JSON) == 0
    written = slip_files.write(documents, folder, Format.TXT, where_taken=taken)
    files = sorted(path.name for path in folder.iterdir())
    mine = first.first.read_text() == "my own words"
    assert (written.files, written.left, len(files), mine) == {
        Taken.BOTH: (2, 0, 3, True),
        Taken.OVER: (2, 0, 2, False),
        Taken.LEAVE: (1, 1, 2, True),
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
    files = list(folder.iterdir())
    assert len(files) == 3
    assert all(path.suffix == form.suffix and path.stat().st_size for path in files)


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
