"""`milepost keys`: every key of the full screen, from the commands themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tui.cli.output import clean, say, say_json, say_table
from tui.cli.session import Session, json_option, pass_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.commands import Command


PARTS: Final = {
    "queue": "Queue",
    "board": "Board",
    "people": "People",
    "person": "A person",
    "slip": "A slip",
    "openings": "Openings",
    "error": "Error page",
}
"""Headings for the commands of one screen, by the first part of their id; what is not named here lies over a screen."""

OVERLAYS: Final = "Choices, help and other things that lie over a screen"

FIRST: Final = (
    "Everywhere",
    "In lists",
    "Queue",
    "Board",
    "Rate",
    "Evidence",
    "Decide",
    "A slip",
    "Writing",
    "People",
    "A person",
    "Openings",
)
"""Headings in the order of a working day; those not named here follow."""


@click.command("keys")
@json_option
@click.option("--markdown", is_flag=True, help="A Markdown table, by place, as it stands in the README.")
@pass_session
def keys_verb(session: Session, as_json: bool, markdown: bool) -> None:
    """List the keys of the full screen: the id that [keys] in the settings rebinds, the key, and what it does."""
    from tui.commands import all_commands, show_keys
    from tui.keymap import textual_keymap
    from tui.registry import command_owners

    commands = all_commands(command_owners())
    if markdown:
        _say_markdown(commands)
        return
    keymap = textual_keymap(session.config.keys)
    lines = [(each.id, show_keys(each, keymap), _does(each)) for each in sorted(commands, key=lambda each: each.id)]
    if as_json:
        say_json({"keys": [{"id": name, "keys": keys, "does": does} for name, keys, does in lines]})
    else:
        say_table(("Id", "Key", "What it does"), lines)


def _does(command: Command) -> str:
    """What a command does; the second of a pair of keys has no help line and is told by its name."""
    return command.help_line() or command.do.removeprefix("_").replace("_", " ")


def _say_markdown(commands: Sequence[Command]) -> None:
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(_heading(command), []).append(command)
    order = {heading: place for place, heading in enumerate(FIRST)}
    for number, (group, found) in enumerate(sorted(groups.items(), key=lambda each: order.get(each[0], len(order)))):
        if number:
            say()
        say(f"**{group}**")
        say()
        _say_group(found, {})


def _heading(command: Command) -> str:
    """Where the key works: commands that say no more than "This screen" go by the screen that their id names."""
    return command.group if command.group != "This screen" else PARTS.get(command.id.partition(".")[0], OVERLAYS)


def _say_group(commands: Sequence[Command], keymap: Mapping[str, str]) -> None:
    from tui.commands import show_keys

    say("| key | what it does | id |")
    say("|---|---|---|")
    for command in commands:
        keys = show_keys(command, keymap)
        shown = f"`{clean(keys)}`" if keys else "palette"
        cells = (shown, _does(command), f"`{command.id}`")
        say(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
