"""`milepost`: the group of verbs, each imported when it is asked for, and the one place where errors end."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from tui.cli import exits
from tui.cli.output import prepare_streams
from tui.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "open": ("opening", "Open the workbook on the full screen; the same as no verb."),
    "demo": ("demo", "Open a demonstration hub with invented people."),
    "import": ("importing", "Take people in from CSV files and spreadsheets."),
    "export": ("exporting", "Write slips, a journey report or a list of people as files."),
    "report": ("report", "Write the weekly page: figures and charts for the meeting."),
    "send": ("sending", "Send the slips that are in the mail and whose time has come."),
    "list": ("listing", "List people, openings, slips or acts."),
    "show": ("showing", "Tell one person's road in plain sentences."),
    "person": ("person", "What a person may ask: see what is held, correct, stop, erase."),
    "retention": ("retention", "Say whose time is over; erase them with --yes."),
    "undo": ("undoing", "Take back the last act, an import included."),
    "where": ("keeping", "Say where the workbook, the settings and the exports are."),
    "check": ("keeping", "Say whether the workbook is whole."),
    "backup": ("keeping", "Write a copy of the workbook to a new file."),
    "unlock": ("unlocking", "Free this computer from an exam whose staff code is forgotten."),
    "keys": ("keys", "List the keys of the full screen, with the ids that settings rebind."),
}
"""Verb -> module in this folder that holds it, and its line in the help."""


class Program(click.Group):
    """Verbs by name; nothing of a verb is imported before it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which they are used, not of the alphabet."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or None where there is none of that name."""
        if cmd_name not in VERBS:
            return None
        found = getattr(import_module(f"tui.cli.{VERBS[cmd_name][0]}"), f"{cmd_name}_verb")
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with their lines, without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; a reader that went away ends it quietly."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            exits.close_pipe()
            ctx.exit(exits.PIPE_CLOSED)
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run, and leave by SystemExit with a code of `exits`; every error is told on the error stream."""
        prepare_streams()
        sys.exit(self._run(args, prog_name, complete_var, extra))

    def _run(
        self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        def run() -> object:
            try:
                return super(Program, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)
            except click.ClickException as error:
                exits.tell_usage(error)
                return error.exit_code
            except click.Abort:
                return exits.tell_stopped()

        return exits.code_of(run)


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"milepost {version('milepost')}")
    ctx.exit()


@click.group(cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--file",
    "named",
    envvar="MILEPOST_FILE",
    default="",
    metavar="PATH",
    help="The workbook: a file, or a postgresql:// address. Also by MILEPOST_FILE.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
@click.pass_context
def program(ctx: click.Context, named: str) -> None:
    """Milepost, a workbook for call-centre hiring. Without a verb it opens on the full screen.

    Exit codes: 0 done, 1 something is wrong, 2 not understood or not one thing, 3 needs --yes, 4 needs an answer by an
    option, 5 something is tried again by the next run, 130 stopped by ctrl-c. NO_COLOR leaves out bold heads;
    MILEPOST_CONFIG names another settings file.
    """
    ctx.obj = Session(named)
    if ctx.invoked_subcommand is None:
        from tui.cli.opening import open_verb

        ctx.invoke(open_verb)
