"""A site's own templates: read from its folder, checked before anything is made of them, and filled in a closed room.

A template sees plain values and nothing else: no file, no module, no method of a value. What it may do is small enough
to be counted, so that a mistake in it ends in a sentence with its line, not in a computer that stands still.
"""

from __future__ import annotations

import threading
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput
from domain.reports.formats import Format
from domain.reports.template_checks import Fault, check_output, check_source, check_tree, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2.sandbox import SandboxedEnvironment

    from domain.model.letterhead import Letterhead

TEMPLATES = Path(__file__).parent / "templates"
"""The folder of the templates that come with Milepost."""

OWN = {
    Format.HTML: ("slip.html", "journey.html", "ladder.html", "page.html", "body.html", "look.css"),
    Format.TXT: ("slip.txt", "journey.txt", "ladder.txt"),
    Format.MD: ("slip.md", "journey.md", "ladder.md"),
}
"""What a site may have of its own, by format; a slip in an e-mail is made of `slip.html`."""

LARGEST = 100_000
"""Bytes of one template file."""
MOST_SIGNS = 400_000
"""Characters that one document may come to, or any part of it."""
MOST_STEPS = 60_000
"""Values that may be looked at while one document is filled in; one of Milepost's own takes some hundreds."""

FILTERS = ("capitalize", "count", "d", "default", "e", "escape", "first", "last", "length", "lower", "trim", "upper")
TESTS = ("defined", "divisibleby", "even", "none", "odd", "undefined")
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
HINT = "Mend it there, or choose Milepost's own layout this once."


class TemplateFault(BadInput):
    """A template of the site cannot be used; nothing was written."""


def fault(folder: str, found: Fault) -> TemplateFault:
    """The error for something that is wrong with a template: file, line, what, and what to do."""
    place = Path(folder) / found.name
    return TemplateFault(f"{place}, line {found.line}: {found.what}.", f"{found.fix} {HINT}".strip())


def site_templates(letterhead: Letterhead | None, form: Format, name: str = "") -> Workshop | None:
    """The site's own templates for a format, checked; None where it has none, or none of that name.

    Raises TemplateFault for one that cannot be used.
    """
    if letterhead is None or not letterhead.templates or form not in OWN:
        return None
    found = _files(Path(letterhead.templates).expanduser(), OWN[form])
    if not found or (name and name not in dict(found)):
        return None
    return _workshop(str(Path(letterhead.templates).expanduser()), form, found)


def check_templates(letterhead: Letterhead | None, forms: Iterable[Format] = tuple(OWN)) -> None:
    """Raise TemplateFault where a template of the site cannot be used for one of these formats."""
    for form in forms:
        site_templates(letterhead, Format.HTML if form is Format.EML else form)


def _files(folder: Path, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Name and text of each template that is there."""
    if not folder.is_dir():
        raise TemplateFault(f"There is no folder {folder}, where the templates should be.", HINT)
    return tuple((name, _text(folder, name)) for name in names if (folder / name).exists())


def _text(folder: Path, name: str) -> str:
    path = folder / name
    try:
        real = path.resolve(strict=True)
        if real.parent != folder.resolve() or not real.is_file():
            raise fault(str(folder), Fault(name, 1, "it is a link that leads elsewhere", "Put the file itself there."))
        if real.stat().st_size > LARGEST:
            raise fault(str(folder), Fault(name, 1, f"it has more than {LARGEST:,} bytes", "Make it smaller."))
        return real.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise fault(str(folder), Fault(name, 1, "it is not UTF-8", "Save it as UTF-8.")) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise fault(str(folder), Fault(name, 1, f"it cannot be read: {reason}", "")) from error


@lru_cache(maxsize=8)
def _workshop(folder: str, form: Format, files: tuple[tuple[str, str], ...]) -> Workshop:
    made = Workshop(folder, form, dict(files))
    made.check()
    return made


class Workshop:
    """The templates of one site for one format."""

    def __init__(self, folder: str, form: Format, own: Mapping[str, str]) -> None:
        """Keep the site's files; `check` before anything else."""
        self.folder, self.form, self.own = folder, form, own
        self.environment = _environment(form, self._source)

    def _source(self, name: str) -> str | None:
        if name in self.own:
            return self.own[name]
        shipped = TEMPLATES / name
        return shipped.read_text(encoding="utf-8") if name in OWN[self.form] and shipped.exists() else None

    def check(self) -> None:
        """Read, compile and fill in every template with sample documents; TemplateFault for the first that fails."""
        from domain.reports.samples import samples

        for name in in_order(self.own):
            if found := check_source(name, self.own[name], self.form):
                raise fault(self.folder, found)
            self._guarded(name, partial(self._parsed, name))
        for name, values, wanted in samples(self.form):
            if self.form is Format.HTML or name in self.own:
                text = self.filled(name, values)
                shown = name if name in self.own else next(iter(self.own))
                if found := check_output(shown, text, wanted, self.form):
                    raise fault(self.folder, found)

    def _parsed(self, name: str) -> None:
        tree = self.environment.parse(self.own[name], name, name)
        if found := check_tree(name, tree, set(OWN[self.form]), self.form):
            raise fault(self.folder, found)
        self.environment.compile(self.own[name], name, name)

    def filled(self, name: str, values: Mapping[str, Any]) -> str:
        """One template with these values; TemplateFault where it cannot be filled in."""
        _count.steps = 0
        return str(self._guarded(name, lambda: self.environment.get_template(name).render(**values)))

    def _guarded(self, name: str, work: Callable[[], Any]) -> Any:
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

        try:
            return work()
        except TemplateSyntaxError as error:
            found = Fault(error.name or name, error.lineno, _said(error.message or "it cannot be read"), "")
        except TemplateNotFound as error:
            found = Fault(name, self._line(error, name)[1], f"there is no template {error.name} here", "")
        except UndefinedError as error:
            at = self._line(error, name)
            found = Fault(*at, _said(str(error)), "README says what a template gets.")
        except RecursionError as error:
            found = Fault(*self._line(error, name), "it uses itself without end", "")
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            found = Fault(*self._line(error, name), _said(str(error)), "")
        raise fault(self.folder, found)

    def _line(self, error: BaseException, name: str) -> tuple[str, int]:
        """The template and line where it happened, the site's own before Milepost's."""
        found, trace = (name, 1), error.__traceback__
        while trace is not None:
            where = trace.tb_frame.f_code.co_filename
            if where in self.own:
                found = (where, trace.tb_lineno)
            trace = trace.tb_next
        return found


def _said(words: str) -> str:
    """An error's own words within a sentence."""
    line = " ".join(words.split()).rstrip(".")
    return line[:1].lower() + line[1:200]


class _Count(threading.local):
    steps = 0


_count = _Count()


def _step() -> None:
    from jinja2.exceptions import SecurityError

    _count.steps += 1
    if _count.steps > MOST_STEPS:
        raise SecurityError("it does too much for one document")


def _environment(form: Format, source: Callable[[str], str | None]) -> SandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = source(name)
        return None if text is None else (text, name, lambda: True)

    environment = _closed_room()(
        loader=FunctionLoader(load),
        autoescape=form is Format.HTML,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=20,
        finalize=_written[form],
    )
    environment.filters = {name: environment.filters[name] for name in FILTERS} | _filters(form)
    environment.tests = {name: environment.tests[name] for name in TESTS}
    environment.globals = {}
    return environment


@cache
def _closed_room() -> type[SandboxedEnvironment]:
    """The class of the environment; made late because jinja2 takes 20 ms to load."""
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def joined(parts: Iterable[str]) -> str:
        listed = list(parts)
        if sum(map(len, listed)) > MOST_SIGNS:
            raise SecurityError(f"it comes to more than {MOST_SIGNS:,} characters")
        return "".join(listed)

    class ClosedRoom(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
        concat = staticmethod(joined)

        def getattr(self, obj: Any, attribute: str) -> Any:
            _step()
            if isinstance(obj, LoopContext) and attribute in LOOP:
                return getattr(obj, attribute)
            return self._inside(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            _step()
            return self._inside(obj, argument)

        def _inside(self, obj: Any, key: Any) -> Any:
            if isinstance(obj, Undefined):
                return str(obj)  # which says what it is
            if isinstance(obj, dict) and key in obj:
                return obj[key]
            if isinstance(obj, list) and isinstance(key, int) and -len(obj) <= key < len(obj):
                return obj[key]
            # Of Milepost's own templates, only macros of `body.html` are reached this way.
            if isinstance(found := getattr(obj, "__dict__", {}).get(key) if isinstance(key, str) else None, Macro):
                return found
            return self.undefined(obj=obj, name=key)

        def is_safe_callable(self, obj: Any) -> bool:
            _step()
            return isinstance(obj, (Macro, BlockReference, Undefined))  # what is undefined says so when it is called

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if not all(isinstance(side, int) and abs(side) < 1_000_000 for side in (left, right)) or operator == "**":
                raise SecurityError("only whole numbers can be reckoned with here")
            return super().call_binop(context, operator, left, right)

    return ClosedRoom


# What comes out of a value.


class _Lines(str):
    """Text that is laid out already."""

    __slots__ = ()


def _plain(value: Any) -> Any:
    from jinja2 import Undefined
    from jinja2.exceptions import SecurityError

    _step()
    if isinstance(value, Undefined) or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise SecurityError(f"a {type(value).__name__} cannot be written; name one of its values")


def _in_text(value: Any) -> Any:
    from domain.reports.tidy import tidy_text

    value = _plain(value)
    return tidy_text(value) if isinstance(value, str) and not isinstance(value, _Lines) else value


def _in_markdown(value: Any) -> Any:
    from domain.reports.markdown_file import escape

    value = _plain(value)
    return escape(value) if isinstance(value, str) else value


_written: Mapping[Format, Callable[[Any], Any]] = {
    Format.HTML: _plain,
    Format.TXT: _in_text,
    Format.MD: _in_markdown,
}


def _filters(form: Format) -> dict[str, Callable[..., Any]]:
    if form is not Format.TXT:
        return {}
    from domain.reports.cells import wrap

    def wrapped(text: Any, first: str = "", rest: str = "") -> str:
        """The text in lines of 72 cells; `first` begins the first of them, `rest` the others."""
        return _Lines("\n".join(wrap(_in_text(str(text)), 72, first=str(first)[:20], rest=str(rest)[:20])))

    return {"wrap": wrapped}
