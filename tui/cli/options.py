"""What verbs share on the command line: the session of the run, and --json."""

from __future__ import annotations

import click

from tui.cli.session import Session

pass_session = click.make_pass_decorator(Session)

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
