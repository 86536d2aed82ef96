"""YAML text as plain values that remember their lines.

Read by PyYAML's C parser where it is built in, else by the Python one. Only the plain part of YAML is taken: words,
numbers, true and false, lists and named values. `yes`, `no`, `on`, dates and times stay words; tags, aliases and
merge keys are refused; a name that stands twice is an error.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from domain.model.errors import CatalogueError
from domain.model.lazily import dataclass


class Id(str):
    """A step to the entry of a list that carries this id."""

    __slots__ = ()


Place = tuple[str | int, ...]
"""A place in a file, from the outside in: names, list positions and ids of list entries."""

_UNTAGGED = ""
_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


class _Untagged:
    """Leaves plain values without a tag: what they are is decided here, not by YAML 1.1."""

    def resolve(self, kind: type, value: object, implicit: object) -> str:
        return _UNTAGGED

    def descend_resolver(self, node: object, index: object) -> None: ...

    def ascend_resolver(self) -> None: ...


def parser(fast: bool = yaml.__with_libyaml__) -> Any:
    """The class that turns text into nodes: the C parser, or the same in Python."""
    return type("Parser", (_Untagged, yaml.CSafeLoader if fast else yaml.SafeLoader), {})


_PARSER = parser()


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read; its lines are looked up only when there is something to say about them."""

    file: str
    data: bytes

    def found(self, path: Place) -> tuple[int, int]:
        """How many steps of the path exist here, and the line, from 1, where the last of these stands."""
        nodes = _walk(_root(self.data, self.file, _PARSER), path)
        return len(nodes) - 1, int(nodes[-1].start_mark.line) + 1


def parse(data: bytes, file: str, parser_class: Any = None) -> object:
    """A file's plain value; raises CatalogueError with the file and the line of what cannot be read."""
    return _Plain(file).value(_root(data, file, parser_class or _PARSER))


def _root(data: bytes, file: str, parser_class: Any) -> yaml.Node:
    reader = None
    try:
        reader = parser_class(data.decode("utf-8-sig"))
        node = reader.get_single_node()
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file} is not UTF-8 text.", "Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        raise _unreadable(data, file, error) from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{file} cannot be read: {error}", "Remove control characters.") from error
    finally:
        if reader is not None:
            reader.dispose()
    if not isinstance(node, yaml.Node):
        raise CatalogueError(f"{file} is empty.", "Remove the file, or write what it changes.")
    return node


def written(path: Place) -> str:
    """A path as people write it: 'criteria[mc.open].tips[0].minutes'."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int | Id) else f".{step}" if text else step
    return text


def _unreadable(data: bytes, file: str, error: yaml.MarkedYAMLError) -> CatalogueError:
    mark = error.problem_mark or error.context_mark
    # What is never closed is missed behind the end: the last line is the nearest that can be shown.
    where = f"{file} line {min(mark.line + 1, len(data.splitlines()))}" if mark else file
    return CatalogueError(
        f"{where}: {error.problem or error.context or 'this is not YAML'}.",
        "Check indents, quotes and the blank after each colon.",
    )


def _walk(node: yaml.Node, path: Place) -> list[yaml.Node]:
    found = [node]
    for step in path:
        below = _step(found[-1], step)
        if below is None:
            break
        found.append(below)
    return found


def _step(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    if isinstance(step, Id):
        return next((item for item in node.value if _carries(item, step)), None)
    return node.value[step] if isinstance(step, int) and step < len(node.value) else None


def _carries(node: yaml.Node, entry_id: str) -> bool:
    own = _step(node, "id")
    return isinstance(own, yaml.ScalarNode) and own.value == entry_id


class _Plain:
    """Turns the nodes of one file into values."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.seen: set[int] = set()

    def value(self, node: yaml.Node) -> object:
        if node.tag != _UNTAGGED:
            raise self._refuse(node, "tags and types with ! are not read here", "Write the plain value.")
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self.seen:
            raise self._refuse(node, "this is used twice through an alias", "Write it out in both places.")
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        return self._mapping(node)

    def _mapping(self, node: yaml.Node) -> dict[object, object]:
        values: dict[object, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._refuse(key_node, "a name must be one word or number", "Put quotes around it.")
            key = _scalar(key_node)
            if key in values:
                raise self._refuse(key_node, f"{key} stands here twice", "Keep one of the two.")
            values[key] = self.value(value_node)
        return values

    def _refuse(self, node: yaml.Node, what: str, hint: str) -> CatalogueError:
        return CatalogueError(f"{self.file} line {node.start_mark.line + 1}: {what}.", hint)


def _scalar(node: yaml.ScalarNode) -> object:
    text: str = node.value
    if node.style:
        return text
    if text[:1] in _NUMBER_START:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return _WORDS.get(text, text)
