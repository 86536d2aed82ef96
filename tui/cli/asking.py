"""The conversation of `milepost import` on a terminal: nothing is stored before somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from domain.model.errors import BadInput
from tui.cli import exits
from tui.cli.output import clean, say, say_head, say_lines
from tui.cli.previewing import CHOICES, count_lines, preview_lines, row_lines, twin_lines
from tui.cli.reading import ORDER, SETTINGS, Reading, choice_word, setting, settle_twins
from tui.cli.taking import new_openings, take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.workbook import Workbook
    from domain.workbook.intake import Choice, Doubt, NoNames, Preview

WAYS: Final = {
    "t": "take in",
    "c": "change a column",
    "d": "choose for duplicates",
    "w": "read it another way",
    "r": "show the rows",
    "p": "show the preview",
    "q": "stop",
}
"""What can be done with a preview, by letter."""

TWIN_WAYS: Final = {"l": "leave_out", "a": "add", "f": "fill"}


def ask(question: str, known: Sequence[str] = (), default: str | None = None) -> str:
    """The answer to a question, without spaces around it; asked again until it is one of `known`, if any are named."""
    while True:
        text = str(click.prompt(clean(question), default=default, show_default=bool(default), prompt_suffix=": "))
        answer = text.strip()
        if not known or answer.lower() in known:
            return answer.lower() if known else answer
        say(f"Please answer with one of {', '.join(known)}.")


def ask_numbered(question: str, choices: Sequence[str], default: str | None = None) -> int:
    """The position of the chosen one of a numbered list."""
    for number, choice in enumerate(choices, 1):
        say(f"  {number}. {choice}")
    return int(ask(question, [str(number) for number in range(1, len(choices) + 1)], default)) - 1


class Talk:
    """The conversation over one file."""

    def __init__(self, wb: Workbook, path: Path, reading: Reading, duplicates: str, opening: int) -> None:
        """Keep what the options said; the questions change a copy."""
        self.wb, self.path, self.reading = wb, path, reading
        self.duplicates, self.opening = duplicates, opening
        self.by_line: dict[int, Choice] = {}

    def run(self) -> int:
        """Ask until the file is taken in or left; the exit code."""
        shown = self._read()
        self._show(shown)
        while True:
            for letter, way in WAYS.items():
                say(f"  {letter}  {way}")
            match ask(f"What now with {shown.file}", tuple(WAYS)):
                case "t":
                    return self._take(shown)
                case "c":
                    shown = self._again(self._change_column(shown), shown)
                case "d":
                    shown = self._settle(shown)
                case "w":
                    shown = self._again(self._another_way(), shown)
                case "r":
                    say_lines([*row_lines(shown), *twin_lines(shown)] or ["No row is refused or doubtful."])
                case "p":
                    self._show(shown)
                case "q":
                    say(f"Nothing of {shown.file} was stored.")
                    return exits.DONE

    def _take(self, shown: Preview) -> int:
        take(self.wb, shown, self.opening)
        return exits.DONE

    def _show(self, shown: Preview) -> None:
        say_lines(preview_lines(self.wb, shown, new_openings(self.wb, shown, self.opening), self.reading))

    def _read(self) -> Preview:
        """The preview, once everything that could not be told has been asked."""
        while True:
            shown = self._preview()
            open_doubts = self.reading.open_doubts(shown.doubts)
            if not open_doubts:
                return shown
            self._answer(open_doubts[0])

    def _preview(self) -> Preview:
        """The preview; where no column holds names, it is asked which one does."""
        from domain.workbook.intake import NoNames

        while True:
            try:
                shown = self.reading.preview(self.wb, self.path)
            except NoNames as error:
                self._find_names(error)
                continue
            return self._choose_again(settle_twins(shown, self.duplicates))

    def _find_names(self, error: NoNames) -> None:
        open_doubts = self.reading.open_doubts(error.doubts)
        if open_doubts:
            self._answer(open_doubts[0])
            return
        say(error.message)
        at = ask_numbered("Which one is the name", [*error.headers, "none; read the file another way"])
        if at == len(error.headers):
            self.reading = self._another_way()
        else:
            self.reading = self.reading.with_column(error.headers[at], "name")

    def _choose_again(self, shown: Preview) -> Preview:
        """Choices that were made line by line before the file was read another way, where they still make sense."""
        from domain.workbook import taking_in

        twins = {row.line for row in shown.rows if row.twin is not None and not row.refused}
        for line, choice in self.by_line.items():
            if line in twins:
                shown = taking_in.choose(shown, [line], choice)
        return shown

    def _answer(self, doubt: Doubt) -> None:
        say_head(doubt.question)
        for sample in doubt.samples:
            say(f"  {sample}")
        words = [choice_word(doubt, choice) for choice in doubt.choices]
        answer = words[ask_numbered("Which is right", words)]
        self.reading = self.reading.answered(setting(doubt), answer)

    def _again(self, reading: Reading, shown: Preview) -> Preview:
        """Read the file with other settings; where that cannot be done, say why and keep what there was."""
        before, self.reading = self.reading, reading
        try:
            found = self._read()
        except BadInput as error:
            exits.tell(error)
            self.reading = before
            return shown
        self._show(found)
        return found

    def _change_column(self, shown: Preview) -> Reading:
        from domain.workbook.intake.vocabulary import vocabulary

        columns = shown.columns.columns
        at = ask_numbered("Which column", [f"{column.header}: {column.field or column.use}" for column in columns])
        wanted = ask("What does it hold (a field, - to leave it out, ? for the fields)")
        while wanted == "?":
            for field, label in vocabulary().labels.items():
                say(f"  {field}  {label}")
            wanted = ask("What does it hold")
        return self.reading.with_column(columns[at].header, wanted)

    def _another_way(self) -> Reading:
        about = SETTINGS[ask_numbered("What is to be read another way", SETTINGS)]
        hints = {
            "encoding": "utf-8, utf-16, cp1252, cp1250, mac_roman or cp850",
            "delimiter": "comma, semicolon, tab or pipe",
            "sheet": "its name",
            "region": "two letters, as in PH",
            ORDER: "day-first or month-first",
        }
        answer = ask(f"The {about} ({hints[about]})")
        return self.reading.answered(about, answer.upper() if about == "region" else answer)

    def _settle(self, shown: Preview) -> Preview:
        from domain.workbook import taking_in
        from domain.workbook.intake import Choice

        twins = [row.line for row in shown.rows if row.twin is not None and not row.refused]
        if not twins:
            say("No row may be somebody who is there already.")
            return shown
        say_lines(list(twin_lines(shown)))
        which = ask("Which line, or all", ["all", *map(str, twins)])
        for letter, word in TWIN_WAYS.items():
            say(f"  {letter}  {CHOICES[word]}")
        choice = Choice(TWIN_WAYS[ask("What becomes of it", tuple(TWIN_WAYS))])
        lines = twins if which == "all" else [int(which)]
        self.by_line |= dict.fromkeys(lines, choice)
        found = taking_in.choose(shown, lines, choice)
        say_lines([*twin_lines(found), *count_lines(found)])
        return found
