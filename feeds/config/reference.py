"""The reference page of config.yaml, written from the models: `python -m feeds.config.reference > docs/config.md`."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from feeds.config.explain import keys_of, section_of
from feeds.config.model import Config
from feeds.config.types import Called

_INTRO = """\
# config.yaml, key by key

Written from the program's own models (`python -m feeds.config.reference`); `feedmill schema` gives the same as
JSON Schema for editors, `feedmill check` tells every mistake with its line.

## How values are written

- **selector**: CSS with `::text` and `::attr(name)`, or XPath when it begins with `/`, `./` or `(`. Quote one that
  begins with `#`, `*`, `[` or `>`: YAML gives these a meaning. In a list the first that finds something counts; what
  is blank is nothing.
- **pattern**: a regular expression (Python's `re`), found anywhere in the text, upper and lower case alike.
  One that would take more than a second for a text is told as trouble with that item, and leaves nothing out.
- **duration**: `30 minutes`, `1 day`, or a number of seconds. Units: second, minute, hour, day, week.
- **time zone**: an IANA name, as `Europe/London`. **language tag**: as `en-GB`.
- **JMESPath**: an expression on JSON, see <https://jmespath.org>.
- **or a list**: one value may stand alone, several go into a list.
- `${NAME}` in any text is the environment variable NAME, which is never shown nor published, whatever a page repeats;
  `$${NAME}` is the text itself. A variable that is not set is an error. Of what is written out, passwords, cookies
  and tokens below `fetch` are kept back likewise, if they are no mere word and have eight characters; what stands in
  an address is not.
- A key with nothing behind it counts as not written. `defaults` holds keys for all sites; a site's own value wins,
  mapping by mapping, while lists and single values are replaced as a whole.
- Relative paths and `file:` addresses start at config.yaml's folder; `file:` addresses never leave it.
"""


def reference() -> str:
    """The page, as Markdown."""
    sections: _Headings = {Config: "The file"}
    sections.update(_sections(Config, ""))
    return "\n".join([_INTRO, *(line for model in sections for line in _section(model, sections))])


_Headings = dict[type[BaseModel], str]


def _sections(model: type[BaseModel], above: str) -> _Headings:
    """Every section with its heading; one that stands in several places is told at the first."""
    found: _Headings = {}
    for key, info in keys_of(model).items():
        if inner := section_of(info.annotation):
            path = f"{above}{key}{_collection(info)}"
            for each, heading in {inner: f"`{path}`", **_sections(inner, f"{path}.")}.items():
                found.setdefault(each, heading)
    return found


def _collection(info: FieldInfo) -> str:
    """`.NAME` where names of one's own choice stand between a key and its section, `[]` where a list does."""
    origin = get_origin(info.annotation)
    return ".NAME" if origin is dict else "[]" if origin is tuple else ""


def _section(model: type[BaseModel], headings: _Headings) -> list[str]:
    lines = [f"## {headings[model]}", "", _one_line(model.__doc__), "", "| key | value | default | |"]
    lines.append("| --- | --- | --- | --- |")
    for key, info in keys_of(model).items():
        inner = section_of(info.annotation)
        value = f"[{headings[inner].strip('`')}](#{_anchor(headings[inner])})" if inner else _value_of(info)
        if inner and _is_off_too(info):
            value += ", or `false`"
        lines.append(f"| `{key}` | {value} | {_default(info)} | {_one_line(info.description)} |")
    return [*lines, ""]


def _value_of(info: FieldInfo) -> str:
    return _value(info.annotation, info.metadata)


def _anchor(heading: str) -> str:
    """How GitHub names a heading."""
    return "".join(ch for ch in heading.lower() if ch.isalnum() or ch in "-_")


def _is_off_too(info: FieldInfo) -> bool:
    return any(get_args(each) == (False,) for each in _leaves(info.annotation))


def _leaves(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Annotated, Union, types.UnionType):
        for each in get_args(annotation):
            yield from _leaves(each)
    else:
        yield annotation


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


_PLAIN: dict[Any, str] = {str: "text", int: "number", float: "number", bool: "`true` or `false`", Any: "anything"}


def _value(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """What a value of this type is called."""
    if called := next((each.name for each in metadata if isinstance(each, Called)), None):
        return called
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value(args[0], args[1:])
    if origin is Literal:
        return " or ".join(f"`{str(each).lower() if isinstance(each, bool) else each}`" for each in args)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_value(each) for each in args if each is not type(None)))
    if origin is tuple:
        return f"{_value(args[0])}, or a list"
    if origin is list:
        return "list"
    if origin is dict:
        return f"names, each with {_value(args[1])}" if args[1] is not Any else "mapping"
    return _PLAIN[annotation]


def _default(info: FieldInfo) -> str:
    default = info.default
    if info.is_required():
        return "*needed*"
    if isinstance(default, timedelta):
        return f"`{_duration(default)}`"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple) and default:
        return f"`[{', '.join(default)}]`"
    return f"`{default}`" if isinstance(default, (str, int, float)) and default != "" else ""


def _duration(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}{'s' if seconds != size else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"


if __name__ == "__main__":
    sys.stdout.write(reference())
