"""What Settings shows: its rows, the bindings by place, what is wrong with the file, and the pane."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui.commands import all_commands, key_name, show_key
from tui.keys.headings import FIRST, does, heading
from tui.keys.registry import command_owners
from tui.lines import GAP, PANE_WIDTH, Line, blocks, text
from tui.lines import heading as head_line
from tui.safe_text import cut
from tui.settings.config import shown_path, user_name, usual_exports_path, workbook_path
from tui.settings.known import BY_KEY, SETTINGS
from tui.settings.setting import OFF, ON, Setting, Shape, Value, When
from tui.widgets.setting_fields import BETWEEN, SettingRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.commands import Command
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.settings.config import Config, Problem

KEYS = "keys."
KEY_AT, KEY_CELLS = 42, 14
HEAD_AT = 4


# Settings.


def setting_rows(look: Look, config: Config) -> list[Line]:
    """Every setting under its head, an empty row between the sections."""
    lines: list[Line] = []
    section = ""
    for setting in SETTINGS:
        if setting.section != section:
            section = setting.section
            lines += [GAP] if lines else []
            lines.append(Line(((section, "bold"),), head=True, at=HEAD_AT))
        lines.append(_setting_row(look, config, setting))
    return lines


def _setting_row(look: Look, config: Config, setting: Setting) -> SettingRow:
    own = setting.key in config.written
    return SettingRow(
        id=setting.key,
        glyph=_state(look, config, setting.key),
        label=((setting.label, "muted"),),
        value=((value_words(look, config, setting), "" if own else "muted"), *_not_used(config, setting.key)),
    )


def _state(look: Look, config: Config, key: str) -> Pieces:
    if problem_of(config, key):
        return (look.glyph("late"),)
    return (look.glyph("done"),) if key in config.written or key.removeprefix(KEYS) in config.keys else ()


def _not_used(config: Config, key: str) -> Pieces:
    problem = problem_of(config, key)
    return ((f"   line {problem.line} cannot be used", "due"),) if problem else ()


def problem_of(config: Config, key: str) -> Problem | None:
    """What is wrong with a setting or a binding in the file, if anything."""
    return next((problem for problem in config.problems if problem.key == key), None)


def value_of(config: Config, setting: Setting) -> Value:
    """What the file says, or the default."""
    return config.written.get(setting.key, setting.default)


def value_words(look: Look, config: Config, setting: Setting) -> str:
    """The value as it is read."""
    value = value_of(config, setting)
    if isinstance(value, bool):
        return dict(setting.choices)[ON if value else OFF]
    if isinstance(value, tuple):
        return " ".join(dict(setting.choices)[word] for word in value)
    if setting.shape is Shape.ONE:
        return dict(setting.choices)[value]
    if setting.key == "workbook":
        value = without_password(value)
    return shown_path(value) if value else _when_empty(look, setting)


def _when_empty(look: Look, setting: Setting) -> str:
    if setting.key == "who":
        return f"{look.name(user_name())}, by your login"
    return {
        "workbook": shown_path(workbook_path()),
        "exports": shown_path(usual_exports_path()),
        "catalogue": "the one that comes with Milepost",
        "site.holidays": "none",
        "printer": "the usual one",
        "letterhead.name": "the name of the site",
        "letterhead.line": "none",
        "letterhead.footer": "none",
        "letterhead.templates": "the layout of Milepost",
        "mail.host": "none",
        "mail.sender": "none",
        "mail.user": "none",
        "mail.password_command": "MILEPOST_MAIL_PASSWORD",
    }.get(setting.key, "")


def edited(config: Config, setting: Setting) -> str:
    """What an editor starts with."""
    value = value_of(config, setting)
    if isinstance(value, bool):
        return ON if value else OFF
    return BETWEEN.join(value) if isinstance(value, tuple) else value


def meant(setting: Setting, typed: str, *, by_hand: bool = True) -> Value:
    """The checked value that was typed or chosen; BadInput says what is wrong and what to write."""
    if setting.shape is Shape.SWITCH:
        return setting.settle(typed == ON)
    if setting.shape is Shape.SOME:
        return setting.settle([word for word in typed.split(BETWEEN) if word])
    value = setting.settle(typed)
    return setting.by_hand(str(value)) if by_hand else value


def without_password(address: str) -> str:
    """An address of a database without its password; anything else as it is."""
    before, slashes, rest = address.partition("://")
    login, at, host = rest.rpartition("@")
    return f"{before}{slashes}{login.partition(':')[0]}{at}{host}" if slashes else address


# Keys.


@lru_cache(1)
def bindings() -> dict[str, tuple[Command, str]]:
    """Every binding by id, with its command and its usual keys as they are written."""
    found: dict[str, tuple[Command, str]] = {}
    for command in all_commands(command_owners()):
        keys = command.keys.split()
        for n, name in enumerate(command.binding_ids()):
            found[name] = (command, keys[n] if command.each else " ".join(keys))
    return found


def key_rows(look: Look, config: Config) -> list[Line]:
    """Every binding under the place where it works, in the order of a working day."""
    groups: dict[str, list[SettingRow]] = {}
    for name, (command, usual) in bindings().items():
        groups.setdefault(heading(command), []).append(_key_row(look, config, name, command, usual))
    order = {group: at for at, group in enumerate(FIRST)}
    lines: list[Line] = []
    for group in sorted(groups, key=lambda group: order.get(group, len(order))):
        lines += [GAP] if lines else []
        lines += [Line(((group, "bold"),), head=True, at=HEAD_AT), *groups[group]]
    return lines


def _key_row(look: Look, config: Config, name: str, command: Command, usual: str) -> SettingRow:
    keys = config.keys.get(name, usual)
    return SettingRow(
        id=KEYS + name,
        glyph=_state(look, config, KEYS + name),
        label=((what_it_does(command), ""),),
        value=((look.keys(shown_keys(keys)) or "palette", _key_role(name, keys, config)),),
        note=((name, "muted"),),
        field_at=KEY_AT,
        field_cells=KEY_CELLS,
    )


def _key_role(name: str, keys: str, config: Config) -> str:
    return "bold" if name in config.keys else "" if keys else "muted"


def what_it_does(command: Command) -> str:
    """The command in words, a sentence's start."""
    words = command.title or does(command)
    return words[:1].upper() + words[1:]


def shown_keys(keys: str) -> str:
    """Keys of the settings as they stand on the screen: 'question_mark f1' is '? F1'."""
    return " ".join(show_key(key_name(key)) for key in keys.split())


# Problems.


def problem_rows(look: Look, config: Config) -> list[Line]:
    """What is wrong with the file, by line: what it is, and what to do."""
    lines: list[Line] = []
    for number, problem in enumerate(config.problems):
        lines += [GAP] if lines else []
        place: Pieces = (look.glyph("late"), (f" line {problem.line}", "due"), (f"  {problem.key}", "bold"))
        lines.append(Line(place, at=2, id=f"problem-{number}", name=2))
        lines += [Line(line.left, at=4) for line in text(problem.what, cells=70)]
        lines += [Line(line.left, at=4) for line in text(problem.hint, "muted", cells=70) if problem.hint]
    return lines


# The pane.


def setting_pane(config: Config, key: str, complaint: str = "", cells: int = PANE_WIDTH) -> Sequence[Line]:
    """What the focused setting does, what it may be, and where it stands."""
    setting = BY_KEY[key]
    return blocks(
        [Line(((setting.label, "bold"),))],
        text(setting.about, cells=cells),
        [head_line("It may be"), *text(setting.allowed, "muted", cells)],
        [head_line("It is"), *text(_standing(config, key), "muted", cells), *_takes_effect(setting, cells)],
        list(_wrong(config, key, complaint, cells)),
        [head_line("The file"), *text(shown_path(config.file), "muted", cells)],
    )


def _standing(config: Config, key: str) -> str:
    if problem_of(config, key):
        return "the usual one, in place of what the file says"
    line = config.lines.get(key)
    return f"set on line {line} of the file" if line else "the usual one, the file does not name it"


def _takes_effect(setting: Setting, cells: int) -> Sequence[Line]:
    return text("A change holds from the next start.", "muted", cells) if setting.when is When.NEXT_START else ()


def _wrong(config: Config, key: str, complaint: str, cells: int) -> Iterator[Line]:
    problem = problem_of(config, key)
    if complaint:
        yield from text(f"! {complaint}", "due", cells)
    elif problem:
        yield from text(f"! line {problem.line}: {problem.what}", "due", cells)
        yield from text(problem.hint, "muted", cells)


def key_pane(config: Config, name: str, complaint: str = "", cells: int = PANE_WIDTH) -> Sequence[Line]:
    """What the focused binding does, its usual key, and where it stands."""
    command, usual = bindings()[name]
    keys = config.keys.get(name, usual)
    usual_words = shown_keys(usual) or "none, only the palette"
    return blocks(
        [Line(((cut(what_it_does(command), cells), "bold"),))],
        text(f"{heading(command)}.", cells=cells),
        [head_line("Keys"), Line(((shown_keys(keys) or "none", "bold accent"),))],
        [head_line("It is"), *text(_key_standing(config, name, usual_words), "muted", cells)],
        list(_wrong(config, KEYS + name, complaint, cells)),
        [head_line("Its id"), *text(name, "muted", cells)],
        [head_line("The file"), *text(shown_path(config.file), "muted", cells)],
    )


def _key_standing(config: Config, name: str, usual: str) -> str:
    line = config.lines.get(KEYS + name)
    if problem_of(config, KEYS + name):
        return f"the usual one, in place of line {line}"
    return f"set on line {line}; usually {usual}" if name in config.keys else "the usual one"


def help_lines(config: Config, key: str, complaint: str = "") -> Sequence[Line]:
    """The same in two lines, where there is no pane."""
    if complaint:
        return [Line(line.left) for line in text(f"! {complaint}", "due", 72)]
    if problem := problem_of(config, key):
        return text(f"! line {problem.line}: {problem.what} {problem.hint}", "due", 72)
    if key.startswith(KEYS):
        command, usual = bindings()[key.removeprefix(KEYS)]
        words = (
            f"{heading(command)}. It is {_key_standing(config, key.removeprefix(KEYS), shown_keys(usual) or 'none')}."
        )
        return text(words, "muted", 72)
    setting = BY_KEY[key]
    late = " From the next start." if setting.when is When.NEXT_START else ""
    return [*text(setting.about, "", 72), *text(setting.allowed + late, "muted", 72)]
