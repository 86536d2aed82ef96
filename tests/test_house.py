"""The house itself: what imports what, what its pages promise, and what must stand in no file."""

from __future__ import annotations

import os
import re
import tomllib
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import house
from tui.cli.program import program
from tui.opening import settle_keys
from tui.settings.config import load_config

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
KEYS_BEGIN, KEYS_END = "<!-- keys -->\n", "<!-- end of keys -->\n"
SLOW = {"typst", "jinja2", "faker", "phonenumbers", "psycopg"}
DATABASES = {"sqlite3", "sqlite_utils", "psycopg", "psycopg_pool"}
MAY_PRINT = ("tui/cli/", "tests/benchmarks/", "tests/pictures.py")


def page(name: str) -> str:
    """The text of a page at the top of the repository."""
    return (house.ROOT / name).read_text(encoding="utf-8")


def short(path: Path) -> str:
    """How a failure names a file."""
    return path.relative_to(house.ROOT).as_posix()


class TestImports:
    """Import-linter reads what the code says; these see what a running Python has loaded."""

    def test_rules_need_no_database_and_no_screen(self) -> None:
        assert not house.pulled_in(house.modules("domain.rules")) & (DATABASES | SLOW | {"textual", "rich", "yaml"})

    def test_model_needs_nothing_but_the_standard_library(self) -> None:
        house.standard_library_imports(house.modules("domain.model"))

    def test_the_command_line_starts_without_what_only_some_verbs_need(self) -> None:
        assert not house.pulled_in(["tui.cli"]) & (DATABASES | SLOW | {"textual", "rich", "yaml", "seed"})

    def test_the_workbook_opens_without_slow_libraries(self) -> None:
        assert not house.pulled_in(["domain.workbook"]) & (SLOW | {"textual", "click"})

    def test_screens_start_without_slow_libraries(self) -> None:
        assert not house.pulled_in(["tui.places", "tui.opening"]) & (SLOW | {"seed", "click"})


class TestFiles:
    """What stands, or must not stand, in the files."""

    def test_no_file_names_a_folder_of_a_machine_or_a_package_index(self) -> None:
        folders = "|".join(("root", "home", "work", "Users"))
        trace = re.compile(
            rf"(?<![\w.~}}\])])/(?:{folders})/\w|https?://[^\s\"')]*(?:py" rf"pi|pythonhosted|/simple\b)"
        )
        found = [
            f"{short(path)}: {match[0]}"
            for path in house.texts()
            if (match := trace.search(path.read_text(encoding="utf-8", errors="replace")))
        ]
        assert found == []

    def test_only_the_command_line_prints(self) -> None:
        found = [
            f"{short(path)}:{line}"
            for path in house.sources(*house.ROOMS)
            if not short(path).startswith(MAY_PRINT)
            for line in house.calls_of("print", path)
        ]
        assert found == []

    @pytest.mark.parametrize("room", ["domain", "tui", "seed"])
    def test_everything_public_says_what_it_is(self, room: str) -> None:
        found = [f"{short(path)}: {name}" for path in house.sources(room) for name in house.undocumented(path)]
        assert found == []

    def test_no_comment_puts_work_off(self) -> None:
        later = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HACK)\b")
        found = [
            f"{short(path)}: {comment}"
            for path in house.sources(*house.ROOMS)
            for comment in house.comments(path)
            if later.search(comment)
        ]
        assert found == []


class TestPages:
    """The README and its neighbours tell the truth."""

    def test_what_the_readme_says_of_the_tests_is_what_runs(self) -> None:
        script = page(".ci/run")
        line = next(line.strip() for line in script.splitlines() if ".venv/bin/pytest" in line)
        assert f"```sh\n{line}\n```" in page("README.md")

    @pytest.mark.parametrize("name", PAGES)
    def test_every_command_on_the_pages_is_understood(self, name: str) -> None:
        for words in house.commands_in(page(name)):
            understand(program, words)

    def test_the_readme_shows_every_verb(self) -> None:
        shown = {words[0] for words in house.commands_in(page("README.md")) if words and not words[0].startswith("-")}
        assert shown >= set(program.list_commands(click.Context(program)))

    def test_the_settings_in_the_readme_are_understood(self, tmp_path: Path) -> None:
        (example,) = re.findall(r"^```toml\n(.*?)^```", page("README.md"), re.MULTILINE | re.DOTALL)
        path = tmp_path / "config.toml"
        path.write_text(example, encoding="utf-8")
        config = settle_keys(load_config(path))
        assert config.keys
        assert config.problems == ()

    @pytest.mark.parametrize("name", PAGES)
    def test_every_link_leads_somewhere(self, name: str) -> None:
        assert [link for link in house.links_in(page(name)) if not (house.ROOT / link).exists()] == []

    def test_the_key_table_is_the_one_that_the_program_prints(self) -> None:
        """`MILEPOST_REGOLD=1` writes it into the README."""
        printed = CliRunner().invoke(program, ["keys", "--markdown"], catch_exceptions=False).output
        before, _, rest = page("README.md").partition(KEYS_BEGIN)
        table, _, after = rest.partition(KEYS_END)
        if os.environ.get("MILEPOST_REGOLD"):
            whole = f"{before}{KEYS_BEGIN}{printed}{KEYS_END}{after}"
            (house.ROOT / "README.md").write_text(whole, encoding="utf-8")
            return
        assert table == printed

    def test_the_newest_release_is_in_the_changelog(self) -> None:
        version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
        assert f"\n## {version}" in page("CHANGELOG.md")


def understand(command: click.Command, words: list[str], parent: click.Context | None = None) -> None:
    """Parse a command line without running it; click's own error where it is not understood.

    A verb that is only named, as in running text, may lack what it works on.
    """
    try:
        context = command.make_context(command.name, list(words), parent=parent)
    except (click.MissingParameter, click.exceptions.NoArgsIsHelpError):
        if words:
            raise
        return
    rest = [*context._protected_args, *context.args] if isinstance(command, click.Group) else []
    if rest and isinstance(command, click.Group):
        _, found, arguments = command.resolve_command(context, rest)
        assert found is not None
        understand(found, arguments, context)


class TestConstraints:
    """The versions that were tested together are versions, and all of them."""

    def pinned(self) -> dict[str, str]:
        """Name -> version."""
        lines = [line for line in page("tests/constraints.txt").splitlines() if not line.startswith("#")]
        split = [line.split("==") for line in lines]
        return {canonicalize_name(name): version for name, version in split}

    def test_what_the_project_asks_for_is_pinned_to_a_version_that_it_allows(self) -> None:
        project = tomllib.loads(page("pyproject.toml"))["project"]
        asked = [
            *project["dependencies"],
            *(each for extra in project["optional-dependencies"].values() for each in extra),
        ]
        pinned = self.pinned()
        for requirement in map(Requirement, asked):
            if requirement.name != project["name"]:
                assert pinned[canonicalize_name(requirement.name)] in requirement.specifier, requirement

    def test_nothing_is_pinned_by_place(self) -> None:
        assert [version for version in self.pinned().values() if not re.fullmatch(r"[\w.]+", version)] == []
