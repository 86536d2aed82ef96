"""`milepost keys`: every key of the full screen, from the commands themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import json_option, pass_session
from tui.cli.output import clean, note, say, say_json, say_table
from tui.keys.headings import FIRST, does, heading
from tui.opening import settle_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.cli.session import Session
    from tui.commands import Command
    from tui.settings.config import Config


@click.command("keys")
@json_option
@click.option("--markdown", is_flag=True, help="A Markdown table, by place, as it stands in the README.")
@pass_session
def keys_verb(session: Session, as_json: bool, markdown: bool) -> None:
    """List the keys of the full screen: the id that [keys] in the settings rebinds, the key, and what it does."""
    from tui.commands import all_commands, show_keys
    from tui.keys.keymap import textual_keymap
    from tui.keys.registry import command_owners

    commands = all_commands(command_owners())
    if markdown:
        _say_markdown(commands)
        return
    keymap = textual_keymap(_sound(session.config).keys)
    lines = [(each.id, show_keys(each, keymap), does(each)) for each in sorted(commands, key=lambda each: each.id)]
    if as_json:
        say_json({"keys": [{"id": name, "keys": keys, "does": does} for name, keys, does in lines]})
    else:
        say_table(("Id", "Key", "What it does"), lines)


def _sound(config: Config) -> Config:
    """The settings with only those keys that work; what is wrong with the others is said on the error stream."""
    sound = settle_keys(config)
    for problem in sound.problems:
        if problem not in config.problems:
            note(str(problem))
    return sound


def _say_markdown(commands: Sequence[Command]) -> None:
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(heading(command), []).append(command)
    order = {heading: place for place, heading in enumerate(FIRST)}
    for number, (group, found) in enumerate(sorted(groups.items(), key=lambda each: order.get(each[0], len(order)))):
        if number:
            say()
        say(f"**{group}**")
        say()
        _say_group(found, {})


def _say_group(commands: Sequence[Command], keymap: Mapping[str, str]) -> None:
    from tui.commands import show_keys

    say("| key | what it does | id |")
    say("|---|---|---|")
    for command in commands:
        keys = show_keys(command, keymap)
        shown = f"`{clean(keys)}`" if keys else "palette"
        cells = (shown, does(command), f"`{command.id}`")
        say(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
