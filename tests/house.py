"""What tests ask about the repository itself: its files, its README, and what an import pulls in."""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("domain", "seed", "tests", "tui")
PROJECT = (".ci", "docs", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml")

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_BINARY = {".pdf", ".png", ".pyc", ".xlsx", ".ods", ".xls"}
_FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:\.venv/bin/)?milepost [^`]+)`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def texts() -> Iterator[Path]:
    """Every text file of the project."""
    for name in (*ROOMS, *PROJECT):
        path = ROOT / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (
            each for each in found if each.is_file() and each.suffix not in _BINARY and "__pycache__" not in each.parts
        )


def sources(*rooms: str) -> list[Path]:
    """Every Python file of these rooms."""
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def modules(package: str) -> list[str]:
    """Dotted names of a package and of all that is in it."""
    found = (path.relative_to(ROOT).with_suffix("") for path in sources(package.replace(".", "/")))
    return [".".join(path.parts).removesuffix(".__init__") for path in found if path.name != "__main__"]


def pulled_in(names: Sequence[str]) -> set[str]:
    """Top-level modules that a fresh Python holds after these imports."""
    code = f"import sys, {', '.join(names)}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    return set(_python("-c", code).split())


def standard_library_imports(names: Sequence[str]) -> None:
    """Import in a Python that has no installed packages; AssertionError with its words where that fails."""
    _python("-S", "-c", f"import {', '.join(names)}")


def _python(*words: str) -> str:
    ran = subprocess.run(
        [sys.executable, *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def calls_of(name: str, path: Path) -> list[int]:
    """Lines of a Python file that call a function by its bare name."""
    return [
        node.lineno
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def comments(path: Path) -> list[str]:
    """The comments of a Python file."""
    read = io.StringIO(path.read_text(encoding="utf-8")).readline
    return [token.string for token in tokenize.generate_tokens(read) if token.type == tokenize.COMMENT]


def undocumented(path: Path) -> list[str]:
    """Public functions, methods and classes of a Python file without a docstring, and the file itself.

    What a protocol in the same folder says of a method need not be said again where the method is carried out.
    """
    tree = _tree(path)
    missing = [] if ast.get_docstring(tree) or not tree.body else ["the file"]
    said = {name for neighbour in path.parent.glob("*.py") for name in _said_by_protocols(_tree(neighbour))}
    return [*missing, *_undocumented(tree, "", said)]


def _undocumented(node: ast.Module | ast.ClassDef, prefix: str, said: set[str]) -> Iterator[str]:
    for each in node.body:
        if not isinstance(each, _DEFINITIONS) or each.name.startswith("_") or (prefix and each.name in said):
            continue
        if not ast.get_docstring(each) and not _goes_without(each):
            yield f"{prefix}{each.name}"
        if isinstance(each, ast.ClassDef):
            yield from _undocumented(each, f"{each.name}.", said)


def _said_by_protocols(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and "Protocol" in map(ast.unparse, node.bases):
            yield from (each.name for each in node.body if isinstance(each, _DEFINITIONS) and ast.get_docstring(each))


def _goes_without(node: Definition) -> bool:
    """Overloads and setters are told of where the function or the property is."""
    return any(ast.unparse(each).endswith((".setter", "overload")) for each in node.decorator_list)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def commands_in(text: str) -> list[list[str]]:
    """The words of every `milepost ...` that a page tells its reader to run, comments and redirections left out."""
    lines = [line for block in _FENCE.findall(text) for line in block.splitlines()] + _INLINE.findall(text)
    found = []
    for line in lines:
        for part in re.split(r"&&|[|;]", line):
            words = shlex.split(part, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words and words[0].endswith("milepost"):
                found.append(words[1:])
    return found


def links_in(text: str) -> list[str]:
    """Files of the repository that a page points to."""
    return _LINK.findall(text)
