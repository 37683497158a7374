"""FreshRSS' dot notation for JSON (`data.items[2].title & " – " & id`) as JMESPath."""

from __future__ import annotations

import re

import jmespath
from jmespath.exceptions import JMESPathError

_MAX_LENGTH = 2_000


def jmespath_of(dots: str) -> str:
    """The same in JMESPath. Raises ValueError for what is no dot notation."""
    parts = _parts(dots.strip()[:_MAX_LENGTH])
    found = parts[0] if len(parts) == 1 else f"join('', [{', '.join(f'to_string({part})' for part in parts)}])"
    try:
        jmespath.compile(found)
    except JMESPathError as error:
        raise ValueError(f"{dots!r} is no dot notation") from error
    return found


def _parts(dots: str) -> list[str]:
    """What `&` joins: texts in quotes and paths."""
    parts = []
    found = (piece.strip() for piece in re.findall(r"""(?:"[^"]*"|'[^']*'|[^&"'])+""", dots))
    for piece in filter(None, found):
        if len(piece) > 1 and piece[0] == piece[-1] and piece[0] in "\"'":
            parts.append(raw(piece[1:-1]))
        else:
            parts.append(_path(piece))
    if not parts:
        raise ValueError("it says nothing")
    return parts


def raw(text: str) -> str:
    """`text` as JMESPath's raw string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _path(path: str) -> str:
    """`a.b[2].c-d` as `a.b[2]."c-d"`; `$` is the whole."""
    path = path.removeprefix("$").lstrip(".")
    if not path:
        return "@"
    keys = re.findall(r"[^.\[\]]+|\[\d+\]", path)
    if "".join(keys) != path.replace(".", ""):
        raise ValueError(f"{path!r} is no dot notation")
    found = ""
    for key in keys:
        if key.startswith("["):
            found += key
        elif key.isdigit():
            found += f"[{key}]"
        else:
            found += f".{key_of(key)}" if found else key_of(key)
    return found


def key_of(name: str) -> str:
    """A key as JMESPath writes it."""
    return name if re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else '"' + name.replace('"', '\\"') + '"'
