"""What a site's template must not do and must not leave out, found by reading it and what it makes of samples."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.reports.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import nodes

DEEPEST = 3
"""Loops within loops."""

FORBIDDEN = (
    (re.compile(r"(?i)<\s*(script|iframe|frame|object|embed|applet|link|base|form|svg|math)\b"), "<{}> may not stand"),
    (re.compile(r"(?i)<[^>]*\s(on[a-z]+)\s*="), "{}= runs a program, which may not stand"),
    (re.compile(r"(?i)(javascript:|vbscript:|data:text)"), "{} may not stand"),
    (re.compile(r"(?i)(@import|http-equiv\s*=\s*[\"']?refresh)"), "{} may not stand"),
    (re.compile(r"(?i)\b(src(?:set)?\s*=\s*[\"']?\s*(?:https?:)?//|url\(\s*[\"']?\s*(?:https?:)?//)"), "{} fetches"),
    (re.compile(r"(?i)\b((?:src|href|style|action)\s*=\s*[\"'][^\"']*\{\{)"), "{}: this may not be filled in"),
    (
        re.compile(r"(<[a-zA-Z](?:[^<>\"'{]|\{%[^%]*%\}|\"[^\"]*\"|'[^']*')*\{\{)"),
        "{}: a value in a tag needs quotes around it",
    ),
)
"""What a web page of ours never holds: it fetches nothing, runs nothing, and no value can become either."""
POLICY = "default-src 'none'"
"""What every page must say of itself, so that a browser sees to it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a template."""

    name: str
    line: int
    what: str
    """Without a full stop."""
    fix: str


def in_order(names: Iterable[str]) -> list[str]:
    """Templates in the order in which they are looked at: the parts before the whole."""
    return sorted(names, key=lambda name: (name.startswith(("slip", "journey")), name))


def check_source(name: str, text: str, form: Format) -> Fault | None:
    """What may not stand in the text of a template."""
    if form is not Format.HTML:
        return None
    for pattern, words in FORBIDDEN:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            said = " ".join(found[1].split())[:40]
            return Fault(name, line, f"{words.format(said)} in a page of Milepost", "Take it out.")
    return None


def check_tree(name: str, tree: nodes.Template, known: set[str], form: Format) -> Fault | None:
    """What a template may not say, although it could be read."""
    return next(_refusals(name, tree, known, form), None)


def _refusals(name: str, tree: nodes.Template, known: set[str], form: Format) -> Iterator[Fault]:
    from jinja2 import nodes

    no_tags = (nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)
    for node in tree.find_all(no_tags):
        yield Fault(name, node.lineno, "autoescape may not be changed", "Take the tag out.")
    for concat in tree.find_all(nodes.Concat):
        yield Fault(name, concat.lineno, "~ may not be used", "Write one {{ }} after the other.")
    for block in tree.find_all(nodes.CallBlock):
        yield Fault(name, block.lineno, "call may not be used", "Write it out.")
    for using in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        wanted = getattr(using, "template", None)
        if not isinstance(wanted, nodes.Const) or wanted.value not in known:
            yield Fault(
                name, using.lineno, "only templates of the same kind can be used", f"{', '.join(sorted(known))}."
            )
        elif wanted.value == name:
            yield Fault(name, using.lineno, "it uses itself", "Take the tag out.")
    if form is not Format.HTML:  # what such a block holds would be taken for one word of the document
        for part in tree.find_all((nodes.Macro, nodes.AssignBlock)):
            yield Fault(name, part.lineno, "macro and set blocks are for web pages only", "Write it out.")
    for macro in tree.find_all(nodes.Macro):
        for call in macro.find_all(nodes.Call):
            yield Fault(name, call.lineno, "a macro may not call another", "Write it out.")
    yield from _loops(name, tree, 0)


def _loops(name: str, node: nodes.Node, depth: int) -> Iterator[Fault]:
    from jinja2 import nodes

    if isinstance(node, nodes.For):
        depth += 1
        if node.recursive:
            yield Fault(name, node.lineno, "a loop may not be recursive", "Take that word out.")
        if depth > DEEPEST:
            yield Fault(name, node.lineno, f"more than {DEEPEST} loops stand in each other", "Take one out.")
    for child in node.iter_child_nodes():
        yield from _loops(name, child, depth)


def check_output(name: str, text: str, wanted: Mapping[str, str], form: Format) -> Fault | None:
    """What a filled template must hold: every word that the other formats hold, and for a page its policy."""
    if form is Format.HTML:
        if POLICY not in unescape(text):
            return Fault(name, 1, "the page says no Content-Security-Policy", 'Begin with {% extends "page.html" %}.')
        for pattern, words in FORBIDDEN[:5]:
            if found := pattern.search(text):
                return Fault(name, 1, f"{words.format(found[1])} in a page of Milepost", "Take it out.")
    shown = re.sub(r"<[^>]*>", " ", text) if form is Format.HTML else text
    missing = next((value for value, word in wanted.items() if word not in shown), None)
    if missing is not None:
        return Fault(name, 1, f"it leaves out {missing}", "Every format carries the same words; add it.")
    return None
