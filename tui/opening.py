"""From the command line to the screens: the app over one workbook, run until it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.config import Config


def run_app(where: str, config: Config, *, clock: Callable[[], int] | None = None) -> None:
    """Run the program over the workbook at a path or an address until somebody quits.

    `clock` gives milliseconds UTC, the real time where there is none. BadInput where the user's keys do not work.
    """
    from tui.places import make_app

    if config.keys:
        refuse_bad_keys(config.keys)
    make_app(where, config, clock).run()


def refuse_bad_keys(keys: Mapping[str, str]) -> None:
    """Raise BadInput with everything that is wrong with the user's own keys (binding id -> keys)."""
    from tui.config import config_path
    from tui.keymap import check_keymap, context_of
    from tui.places import Milepost
    from tui.registry import command_owners

    contexts = [context_of(owner, Milepost) for owner in command_owners()]
    problems = check_keymap(keys, contexts)
    if problems:
        raise BadInput(f"{config_path()}, [keys]: {' '.join(problems)}", "Change them there; milepost keys lists all.")
