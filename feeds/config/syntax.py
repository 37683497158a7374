"""What the YAML parser complains of, in plain words."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.reader import ReaderError

from feeds.config.complaints import Complaint, Place

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    # what the parser says, what is wrong, how to mend it
    (r"found character '\\t'", "a tab", "YAML is indented with spaces only"),
    (r"found character '(.)'", "a value cannot begin with {0}", "put the value in quotes"),
    (
        "mapping values are not allowed",
        "a ':' that cannot stand here",
        "put a value that holds ': ' in quotes, or line the key up with those around it",
    ),
    ("found unexpected end of stream|while scanning a quoted scalar", "a quote that is never closed", "close it"),
    (r"expected ',' or '\]'", "a '[' that is never closed", "close it, or put a value that begins with '[' in quotes"),
    (
        r"expected ',' or '\}'",
        "a '{{' that is never closed",
        "close it, or put a value that begins with '{{' in quotes",
    ),
    ("expected the node content", "something that is opened here and never closed", "close it"),
    ("expected <block end>", "does not line up", "begin it in the same column as the keys or dashes it belongs to"),
    ("could not find expected ':'", "a key without its ':'", "write it as 'key: value'"),
    ("a second document", "a second document", "one file holds one config: leave out the '---'"),
    ("undefined alias", "an alias that names nothing in this file", "text that begins with * needs quotes"),
)


def syntax_complaint(error: MarkedYAMLError) -> Complaint:
    """The parser's error in plain words, at the place where the mistake is."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    what, mend = f"not valid YAML: {problem}", ""
    for pattern, plain, remedy in _SYNTAX:
        if match := re.search(pattern, f"{problem} {error.context or ''}"):
            what, mend = plain.format(*match.groups()), remedy.format()
            break
    if "never closed" in what and error.context_mark is not None:
        mark = error.context_mark  # where it was opened
    place = Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)
    return Complaint(place, (), what, mend)


def character_complaint(text: str, error: ReaderError | YAMLStreamError) -> Complaint:
    """A character that no YAML file may hold."""
    position = error.position if isinstance(error, ReaderError) else 0
    before = text[:position]
    place = Place(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)
    found = f"U+{ord(text[position]):04X}" if position < len(text) else "something"
    return Complaint(place, (), f"{found} is a character that YAML does not allow", "take it out")
