"""Jinja, always in its sandbox: templates may come with someone's site config.

Beyond what Jinja's sandbox forbids, every way for a template to run long or to make much text is
counted against a budget: loop steps, and characters that are printed, joined or replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, Template, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from feeds.bundle import bundled
from feeds.errors import PublishError

MAX_STEPS = 200_000
"""Loop steps of one rendering; a feed page needs a few thousand."""
MAX_TEXT = 64_000_000
"""Characters that one rendering may print, join or replace, all in all."""

_BUDGET = "_budget"
_MONTHS = "January February March April May June July August September October November December".split()
_FILTERS = frozenset(
    """
    abs attr capitalize count d default dictsort e escape first float forceescape int items join last length list
    lower map max min reject rejectattr replace reverse round safe select selectattr sort string striptags title
    tojson trim truncate unique upper urlencode wordcount
    """.split()
)
_TEXT_METHODS = frozenset(
    """
    capitalize casefold count endswith find isalpha isdigit isspace lower lstrip partition removeprefix removesuffix
    rpartition rsplit rstrip split splitlines startswith strip swapcase title upper
    """.split()
)
"""Those that give no more than they got."""
_MISTAKES = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template of someone else's may do wrong while it runs."""


class Budget:
    """What a rendering may still spend."""

    def __init__(self) -> None:
        self.steps, self.text = MAX_STEPS, MAX_TEXT

    def step(self) -> None:
        """Count one turn of a loop."""
        self.steps -= 1
        if self.steps < 0:
            raise SecurityError(f"more than {MAX_STEPS:,} loop steps")

    def spend(self, characters: int) -> None:
        """Count text before it is made."""
        self.text -= characters
        if self.text < 0:
            raise SecurityError(f"more than {MAX_TEXT:,} characters")


class _Counted(NodeTransformer):
    """Leads loops and `~` through filters that count."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  # Jinja calls it by the node's name
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "_steps", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Counted().visit(tree)
        return tree

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = all(isinstance(side, (int, float)) for side in (left, right))
        if operator == "+" and not numbers:
            context[_BUDGET].spend(len(left) + len(right))
        elif operator == "**" or not numbers:
            raise SecurityError(f"{operator} is for numbers, and ** for none")
        elif max(abs(left), abs(right)) > 10**12:
            raise SecurityError("numbers may be up to 10^12")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        return not isinstance(obj, (int, float, bytes)) and super().is_safe_attribute(obj, attr, value)


@pass_context
def _steps(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        context[_BUDGET].step()
        yield value


@pass_context
def _join(context: Context, values: Iterable[Any], separator: str = "", attribute: str | None = None) -> Markup:
    """Jinja's join, escaping always, on a budget."""
    parts = []
    for value in values:
        part = escape(context.environment.getattr(value, attribute) if attribute else value)
        context[_BUDGET].step()
        context[_BUDGET].spend(len(part) + len(separator))
        parts.append(part)
    return escape(separator).join(parts)


@pass_context
def _replace(context: Context, value: Any, old: str, new: str) -> str:
    """Jinja's replace, on a budget; the outcome is text, escaped when it is printed."""
    text = str(value)
    context[_BUDGET].spend(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


@pass_context
def _printed(context: Context, value: Any) -> Any:
    """Counts everything that `{{ }}` prints, so that blocks of text cannot double for ever."""
    if not isinstance(value, (str, int, float)):
        value = str(value)
    context[_BUDGET].spend(len(value) if isinstance(value, str) else 24)
    return value


@lru_cache(maxsize=32)
def _environment(folders: tuple[str, ...]) -> _Sandbox:
    environment = _Sandbox(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in (*folders, str(bundled("templates")))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printed,
    )
    ours = {"_steps": _steps, "join": _join, "replace": _replace, "day": day, "iso": datetime.isoformat}
    environment.filters = {name: each for name, each in environment.filters.items() if name in _FILTERS} | ours
    environment.globals.pop("lipsum")
    return environment


def day(value: datetime) -> str:
    """4 December 2017, in every locale."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def open_template(name: str, folders: tuple[Path, ...] = ()) -> Template:
    """A template by name: from the first of `folders` that has it, else ours.

    Raises PublishError where there is none, or it has a mistake.
    """
    try:
        return _environment(tuple(str(folder) for folder in folders)).get_template(name)
    except TemplateError as error:
        raise _mistake(name, error) from error


def template_mistakes(files: Iterable[Path]) -> Iterator[PublishError]:
    """What is wrong with these templates, before anything is rendered with them."""
    for file in sorted(set(files)):
        try:
            open_template(file.name, (file.parent,))
        except PublishError as error:
            yield error


def read_text(name: str, folders: tuple[Path, ...] = ()) -> str:
    """A file beside the templates as it stands, looked for in the same places."""
    environment = _environment(tuple(str(folder) for folder in folders))
    assert environment.loader is not None
    try:
        return environment.loader.get_source(environment, name)[0]
    except TemplateError as error:
        raise _mistake(name, error) from error


def fill(template: Template, **values: Any) -> str:
    """Render within bounds of time and size; PublishError tells what is wrong with the template."""
    try:
        return template.render(**values, **{_BUDGET: Budget()})
    except _MISTAKES as error:
        raise _mistake(template.name or "template", error) from error


def _mistake(name: str, error: Exception) -> PublishError:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else None
    return PublishError(
        f"the template cannot be used: {error or type(error).__name__}",
        where=f"{name}:{line}" if line else name,
        mend="see docs/publishing.md for what templates may use",
    )
