"""Jinja, always in its sandbox: templates may come with someone's site config."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from feeds.bundle import bundled
from feeds.errors import PublishError

MAX_STEPS = 200_000
"""Loop steps of one rendering; a feed page needs a few thousand."""
MAX_OUTPUT = 64_000_000
"""Characters of one rendering."""
_STEPS = "_steps_left"
_MONTHS = "January February March April May June July August September October November December".split()
_MISTAKES = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template of someone else's may do wrong while it runs."""


class _BoundLoops(NodeTransformer):
    """Counts the steps of every loop, so that no template can run for ever."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  # Jinja calls it by the node's name
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "_bounded", [], [], None, None, lineno=node.lineno)
        return node


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _BoundLoops().visit(tree)
        return tree

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not all(isinstance(side, (int, float)) for side in (left, right)):
            raise SecurityError(f"{operator} is for numbers here")
        return super().call_binop(context, operator, left, right)


@pass_context
def _bounded(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    budget = context.get(_STEPS)
    for value in values:
        budget[0] -= 1
        if budget[0] < 0:
            raise SecurityError(f"more than {MAX_STEPS:,} loop steps")
        yield value


@lru_cache(maxsize=32)
def _environment(folders: tuple[str, ...]) -> _Sandbox:
    environment = _Sandbox(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in (*folders, str(bundled("templates")))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["_bounded"] = _bounded
    for heavy in ("center", "indent", "wordwrap", "urlize", "format", "pprint"):
        environment.filters.pop(heavy)
    environment.globals.pop("lipsum")
    environment.filters["day"] = day
    environment.filters["iso"] = datetime.isoformat
    return environment


def day(value: datetime) -> str:
    """4 December 2017, in every locale."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def open_template(name: str, folders: tuple[Path, ...] = ()) -> Template:
    """A template by name: from the first of `folders` that has it, else ours.

    `name` may also be the path of a file below one of the folders.
    Raises PublishError where there is none, or it has a mistake.
    """
    try:
        return _environment(tuple(str(folder) for folder in folders)).get_template(name)
    except TemplateError as error:
        raise _mistake(name, error) from error


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
    parts, size = [], 0
    try:
        for part in template.generate(**values, **{_STEPS: [MAX_STEPS]}):
            parts.append(part)
            size += len(part)
            if size > MAX_OUTPUT:
                raise SecurityError(f"more than {MAX_OUTPUT:,} characters")
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise _mistake(template.name or "template", error) from error
    return "".join(parts)


def _mistake(name: str, error: Exception) -> PublishError:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else None
    where = f"{name}:{line}" if line else name
    return PublishError(
        f"the template cannot be used: {error or type(error).__name__}",
        where=where,
        mend="see docs/publishing.md for what templates may use",
    )
