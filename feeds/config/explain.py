"""pydantic's errors in plain words: what is wrong, what is wanted."""

from __future__ import annotations

from collections.abc import Container, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from feeds.config.complaints import Complaint, Path
from feeds.config.source import Tree


def explain(error: ErrorDetails, model: type[BaseModel], data: Any, base: Path, tree: Tree) -> Complaint:
    """The complaint that `error` makes of `data`, which was to become a `model` and stands at `base` in the file."""
    inner = path_of(error, data)
    path = (*base, *inner)
    at = path if _is_there(path, tree) else ("defaults", *inner)  # a site's key may stand in the defaults
    if not _is_there(at, tree):
        at = path
    if error["type"] == "extra_forbidden":
        return Complaint(tree.place(at, key=True), at, "no such key", _meant(inner, model))
    if error["type"] == "missing":
        return Complaint(tree.place(path, key=True), path, "missing", f"{_whole(path)} needs it")
    what, mend = _words(error, inner, model)
    if at in tree.from_environment:
        written, expanded = tree.from_environment[at]
        what = what.replace(repr(expanded), repr(written)).replace(expanded or "\0", written)
    return Complaint(tree.place(at), at, what, mend)


def _whole(path: Path) -> str:
    """What a key at `path` is a part of."""
    if len(path) == 3 and path[0] in ("sites", "feeds"):
        return "every site" if path[0] == "sites" else "every merged feed"
    return next(repr(part) for part in reversed(path[:-1]) if isinstance(part, str))


def _is_there(path: Path, tree: Tree) -> bool:
    return path in tree.values or path in tree.keys


def path_of(error: ErrorDetails, data: Any) -> Path:
    """Where in `data` the error is: pydantic adds names of union members and indexes into a lone value."""
    missing, loc = error["type"] in ("missing", "extra_forbidden"), error["loc"]
    path: list[int | str] = []
    for n, part in enumerate(loc):
        if part in _keys_in(data):
            data = data[part]
        elif not (missing and n == len(loc) - 1):
            continue
        path.append(part)
    return tuple(path)


def _keys_in(data: Any) -> Container[str | int]:
    if isinstance(data, dict):
        return data
    return range(len(data)) if isinstance(data, list) else ()


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys that a person may write, in order."""
    return {key_of(name, info): info for name, info in model.model_fields.items() if not info.exclude}


def key_of(name: str, info: FieldInfo) -> str:
    return info.alias or name


def section_of(annotation: Any) -> type[BaseModel] | None:
    """The section that a key's value is, or is a collection of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := section_of(each))), None)


def _section_at(path: Path, model: type[BaseModel]) -> type[BaseModel]:
    """The innermost section that `path` leads through."""
    for part in path:
        if (info := keys_of(model).get(str(part))) and (inner := section_of(info.annotation)):
            model = inner
    return model


def _meant(path: Path, model: type[BaseModel]) -> str:
    name = str(path[-1])
    keys = list(keys_of(_section_at(path[:-1], model)))
    if homes := [*_homes(name, model)]:
        return f"it belongs below {' or '.join(repr(each) for each in homes[:2])}"
    if near := get_close_matches(name.casefold(), keys, 1, cutoff=0.6):
        return f"did you mean {near[0]!r}?"
    return f"there are {', '.join(keys)}" if len(keys) <= 12 else "'feedmill schema' and docs/config.md name them all"


def _homes(name: str, model: type[BaseModel], above: str = "") -> Iterator[str]:
    """The sections that do have a key `name`."""
    for key, info in keys_of(model).items():
        if (inner := section_of(info.annotation)) and key not in ("sites", "feeds"):
            if name in keys_of(inner):
                yield f"{above}{key}:"
            yield from _homes(name, inner, f"{above}{key}: ")


def _words(error: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    value, context = error["input"], error.get("ctx", {})
    shown = _shown(value)
    match error["type"]:
        case "value_error":
            return str(context["error"]), ""
        case "literal_error":
            return _not_one_of(value, shown, str(context["expected"]))
        case "model_type" | "model_attributes_type":
            return _not_a_section(shown, path, model)
        case "dict_type":
            return f"{shown} stands where names with their values are wanted", "write 'name: value' lines below it"
        case "string_type":
            return f"{shown} stands where text is wanted", "true and false as text need quotes" if value in (
                True,
                False,
            ) else ""
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return f"{shown} is no whole number", ""
        case "bool_type" | "bool_parsing":
            return f"{shown} is neither true nor false", ""
        case "greater_than_equal":
            return f"{shown} is too small", f"at least {context['ge']}"
        case "less_than_equal":
            return f"{shown} is too large", f"at most {context['le']}"
        case "string_too_short" | "too_short":
            return "must not be empty", ""
        case "string_pattern_mismatch":
            return f"{shown} is no name of the kind wanted here", ""
        case _:
            return f"{shown}: {error['msg'][:1].lower()}{error['msg'][1:]}", ""


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping of keys"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def _not_one_of(value: Any, shown: str, expected: str) -> tuple[str, str]:
    choices = [each.strip("' ") for each in expected.replace(" or ", ", ").split(",")]
    near = get_close_matches(str(value).casefold(), choices, 1)
    return f"{shown} is not one of {', '.join(choices)}", f"did you mean {near[0]!r}?" if near else ""


def _not_a_section(shown: str, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    keys = list(keys_of(_section_at(path, model)))
    name = next((repr(str(part)) for part in reversed(path) if isinstance(part, str)), "its name")
    return f"{shown} stands where keys with their values are wanted", f"as '{keys[0]}: …' on a line below {name}"
