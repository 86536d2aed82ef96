"""The commands that work on every screen, carried out by the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command

if TYPE_CHECKING:
    from tui.app import MilepostApp


def _not_open(app: MilepostApp) -> str | None:
    return None if app.bridge.is_open else "no workbook is open"


EVERYWHERE: tuple[Command, ...] = (
    Command(
        id="app.undo",
        keys="u",
        do="undo",
        word="undo",
        title="Undo",
        help="undo",
        group="Everywhere",
        pair=("app.redo", "undo, redo"),
        when=lambda app: "nothing is left" if app.header_info.undo == "" else None,
        about=lambda app: "" if app.hide_names else app.header_info.undo or "",
    ),
    Command(
        id="app.redo",
        keys="U",
        do="redo",
        word="redo",
        title="Redo",
        help="redo",
        group="Everywhere",
        when=lambda app: "nothing is left" if app.header_info.redo == "" else None,
        about=lambda app: "" if app.hide_names else app.header_info.redo or "",
    ),
    Command(
        id="app.go",
        when=_not_open,
        keys="g",
        do="go_to",
        word="go to",
        short="go",
        help="go to a place",
        group="Everywhere",
        pinned=True,
    ),
    Command(
        id="app.jump",
        keys="; ctrl+o",
        do="jump",
        title="Jump to anything in sight",
        help="jump to anything",
        group="Everywhere",
    ),
    Command(
        id="app.copy",
        keys="y",
        do="copy_focused",
        title="Copy what is focused",
        help="copy what is focused",
        group="Everywhere",
        when=lambda app: app.nothing_to_copy(),
    ),
    Command(id="app.palette", keys=": ctrl+p", do="palette", help="all commands", group="Everywhere"),
    Command(
        id="app.hide_names",
        keys="H",
        do="toggle_names",
        word="hide names",
        title="Hide or show names",
        help="hide names",
        group="Everywhere",
    ),
    Command(
        id="app.theme",
        keys="",
        do="choose_theme",
        title="Theme",
        help="theme",
        about=lambda app: app.theme_word,
        group="Everywhere",
    ),
    Command(
        id="app.ascii",
        keys="",
        do="switch_glyphs",
        title="Glyphs or plain characters",
        help="glyphs or plain characters",
        group="Everywhere",
    ),
    Command(
        id="app.help",
        keys="? f1",
        do="show_help",
        word="help",
        title="Keys of this screen",
        help="keys of this screen",
        group="Everywhere",
        pinned=True,
    ),
    Command(
        id="app.quit",
        keys="ctrl+q",
        do="leave",
        title="Quit Milepost",
        help="quit",
        group="Everywhere",
        always=True,
    ),
)
