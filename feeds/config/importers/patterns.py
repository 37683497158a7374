"""Full-Text RSS site patterns: what a `host.txt` says (https://help.fivefilters.org/full-text-rss/site-patterns.html).

One directive a line, `name: value` or `name(argument): value`; `#` begins a comment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from html import unescape
from pathlib import Path

from cleaner import SelectorError, compile_selector, parse
from feeds.config.importers.files import decoded, read_bytes
from feeds.config.importers.report import Line, LostError, Outcome
from feeds.config.selectors import checked, is_xpath

# Read greedily: an argument may hold colons and brackets itself, as in replace_string(,"value":): ,"other":
_LINE = re.compile(r"(?P<name>[a-zA-Z_]+)\s*(?:\((?P<argument>.*)\)\s*)?:(?P<value>.*)", re.DOTALL)
_PLAIN = re.compile(r"(?P<name>[^:]*):(?P<value>.*)", re.DOTALL)
_QUOTED = re.compile(r"""(["'])(.+)\1""", re.DOTALL)
_TAG = re.compile(r"[a-z][a-z0-9]*")
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w.:-]*")
GLOBAL_FILE = "global.txt"
MAX_BYTES = 1_000_000
LISTS = (
    *("body", "title", "author", "published", "strip", "dissolve", "single_page", "next_page", "sponsored"),
    *("login_wall", "lazy_attributes"),
)
"""Fields of a Pattern that are lists of selectors (or names), called as in `article:` and in `Rules`."""
SWITCHES = ("prune", "detect", "detect_image", "json_ld")
_YES = frozenset({"yes", "true", "1"})
_NEXT = ("//link[@rel='next']/@href", "//a[@rel='next']/@href")
_NO_PAGE = parse("")
_PATHS = {
    "body": "body",
    "title": "title",
    "author": "author",
    "date": "published",
    "strip": "strip",
    "strip_attr": "strip",
    "dissolve": "dissolve",
    "single_page_link": "single_page",
    "next_page_link": "next_page",
    "native_ad_clue": "sponsored",
    "not_logged_in_xpath": "login_wall",
}
"""Directives that hold an XPath → our field."""
_SWITCHES = {"prune": "prune", "autodetect_on_failure": "detect", "insert_detected_image": "detect_image"}
_GIVEN = {
    "tidy": "every page is repaired as browsers do",
    "parser": "every page is repaired as browsers do",
    "convert_double_br_tags": "two line breaks in a row part paragraphs",
    "post_strip_attr": "attributes that only style are dropped last",
}
"""Directives for what Feedmill does anyway, and how."""
_LOGIN = "Feedmill fills in no login forms; a cookie in fetch.cookies does"
_LOST = {
    **dict.fromkeys(
        ("requires_login", "login_uri", "login_username_field", "login_password_field", "login_extra_fields"), _LOGIN
    ),
    **dict.fromkeys(("strip_comments", "footnotes", "move_into"), "a rule of Instapaper's that Full-Text RSS ignores"),
}
_OTHERS = (
    *("find_string", "replace_string", "http_header", "if_page_contains", "test_url", "test_contains", "skip_json_ld"),
    *("strip_id_or_class", "strip_image_src", "wrap_in", "src_lazy_load_attr", "autodetect_next_page"),
)
_NAMES = (*_PATHS, *_SWITCHES, *_GIVEN, *_LOST, *_OTHERS)
"""Every directive, to tell what an unknown one may have been meant for."""
_NAME = re.compile(r"[a-z_]{1,40}")
_COMMENT = re.compile(r"\s+#.*", re.DOTALL)


@dataclass(slots=True)
class Test:
    """A page, and what its article must hold."""

    url: str
    contains: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Pattern:
    """What one file says, in our words; lists in the file's order, every selector valid."""

    body: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    strip: list[str] = field(default_factory=list)
    dissolve: list[str] = field(default_factory=list)
    wrap: list[tuple[str, str]] = field(default_factory=list)
    """(selector, tag)"""
    replace: list[tuple[str, str]] = field(default_factory=list)
    single_page: list[str] = field(default_factory=list)
    next_page: list[str] = field(default_factory=list)
    sponsored: list[str] = field(default_factory=list)
    login_wall: list[str] = field(default_factory=list)
    lazy_attributes: list[str] = field(default_factory=list)
    prune: bool = True
    detect: bool = True
    detect_image: bool = True
    json_ld: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    headers_off: dict[str, str] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def faults(self) -> list[Line]:
        """The lines that are wrong; those that ask for what Feedmill does not do are right in their own language."""
        return [line for line in self.lines if line.outcome == "lost" and line.rule not in _LOST]


def read_text(file: Path) -> str:
    """The text of one file of patterns. Raises ConfigError when it cannot be read."""
    return decoded(read_bytes(file, MAX_BYTES))


def read_pattern(text: str) -> Pattern:
    """Read one file; what cannot be carried over is among its `lines`, nothing raises."""
    reader = _Reader()
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip()
        if line and not line.startswith("#"):
            reader.read(line, number)
    reader.end()
    return reader.pattern


class _Reader:
    """One file being read: some directives belong to the one before them."""

    def __init__(self) -> None:
        self.pattern = Pattern()
        self.find: tuple[str, int, str] | None = None  # a find_string that waits for its replace_string
        self.link: list[str] | None = None  # the link rules that an if_page_contains would belong to

    def read(self, line: str, number: int) -> None:
        match = _LINE.match(line) if "(" in line.partition(":")[0] else None
        match = match or _PLAIN.match(line)
        name = match["name"].strip().lower() if match else line.split()[0].lower()
        argument = match.groupdict().get("argument") if match else None
        value = match["value"].strip() if match else ""
        try:
            if match is None:
                raise LostError("no ':' in it")
            if not value and name != "replace_string":
                raise LostError("it says nothing")
            outcome, why = self._take(name, argument, value, number, line)
        except (LostError, SelectorError) as error:
            outcome, why = "lost", str(error)
        if outcome:
            rule = name if _NAME.fullmatch(name) else "unknown"
            self.pattern.lines.append(Line(rule, outcome, line[:200], number, why))

    def end(self) -> None:
        self._drop_find()
        self.pattern.lines.sort(key=lambda line: line.number)

    def _take(self, name: str, argument: str | None, value: str, number: int, line: str) -> tuple[Outcome | None, str]:
        """What becomes of one directive, and why; None: not known yet."""
        if name in _GIVEN:
            return "given", _GIVEN[name]
        if name == "requires_login" and not _is_yes(value):
            return "given", "Feedmill fills in no login forms"
        if name in _LOST:
            raise LostError(_LOST[name])
        match name:
            case "find_string":
                self._drop_find()
                self.find = (value, number, line)
                return None, ""
            case "replace_string":
                return self._replace(argument, value)
            case "http_header":
                return self._header(argument or "", value)
            case "if_page_contains":
                self._condition(value)
            case "test_url":
                self.pattern.tests.append(Test(value))
            case "test_contains":
                self._contains(value)
            case _:
                self._rule(name, argument, value)
        return "carried", ""

    def _rule(self, name: str, argument: str | None, value: str) -> None:
        """The directives that stand for themselves."""
        pattern = self.pattern
        if name in _PATHS:
            paths: list[str] = getattr(pattern, _PATHS[name])
            paths.append(valid(value))
            self.link = paths if name.endswith("_link") else self.link
        elif name in _SWITCHES:
            setattr(pattern, _SWITCHES[name], _is_yes(value))
        elif name == "skip_json_ld":
            pattern.json_ld = not _is_yes(value)
        elif name == "strip_id_or_class":
            pattern.strip.append(named_like(_name(value), "id", "class"))
        elif name == "strip_image_src":
            pattern.strip.append(f"img{named_like(_name(value), 'src')}")
        elif name == "wrap_in" and argument and _TAG.fullmatch(tag := argument.strip().lower()):
            pattern.wrap.append((valid(value), tag))
        elif name == "src_lazy_load_attr" and _ATTRIBUTE.fullmatch(value):
            pattern.lazy_attributes.append(value)
        elif name == "autodetect_next_page":
            pattern.next_page += _NEXT if _is_yes(value) else ()
        elif name in _NAMES:
            raise LostError("not in its form")
        else:
            near = get_close_matches(name, _NAMES, 1)
            raise LostError(f"no directive of Full-Text RSS{f' (is {near[0]!r} meant?)' if near else ''}")

    def _contains(self, value: str) -> None:
        if not self.pattern.tests:
            raise LostError("there is no test_url before it")
        self.pattern.tests[-1].contains.append(value)

    def _replace(self, argument: str | None, value: str) -> tuple[Outcome, str]:
        if argument is not None:
            find = argument
        elif self.find is None:
            raise LostError("there is no find_string before it")
        else:
            find, number, line = self.find
            self.find = None
            self.pattern.lines.append(Line("find_string", "carried", line[:200], number))
        if quoted := _QUOTED.fullmatch(find):
            find, value = quoted[2], unquoted(value)
        if not find:
            raise LostError("nothing to look for")
        self.pattern.replace.append((find, value))
        return "carried", ""

    def _drop_find(self) -> None:
        if self.find is not None:
            _, number, line = self.find
            self.pattern.lines.append(Line("find_string", "lost", line[:200], number, "no replace_string follows it"))
            self.find = None

    def _header(self, name: str, value: str) -> tuple[Outcome, str]:
        if not re.fullmatch(r"[A-Za-z0-9-]{1,60}", name) or re.search(r"[\x00-\x1f\x7f]", value):
            raise LostError("no header that HTTP allows")
        if name.lower() in ("user-agent", "cookie"):
            self.pattern.headers_off[name] = value
            return "off", "imported switched off: it pretends to be another reader"
        self.pattern.headers[name] = value
        return "carried", ""

    def _condition(self, value: str) -> None:
        """if_page_contains: the link rule before it counts only where the page has this."""
        if not self.link:
            raise LostError("there is no link rule before it")
        condition = valid(value)
        links, self.link = self.link, None
        path = links.pop()
        links.append(valid(conditional(path, condition)))


def unquoted(value: str) -> str:
    """Without the quotes around it, where there are some."""
    quoted = _QUOTED.fullmatch(value)
    return quoted[2] if quoted else value


def _is_yes(value: str) -> bool:
    return _COMMENT.sub("", value).lower() in _YES


def _name(value: str) -> str:
    """A part of a name or address: nothing of these holds a blank and a `#` after it."""
    return unquoted(_COMMENT.sub("", value))


def valid(xpath: str) -> str:
    """`xpath` as our selectors write it; raises SelectorError where it is none.

    Ours are XPath when they begin with `/`, `./` or `(`. A page's tree holds no entities, so those in a rule stand
    for their characters. A comment behind the expression is left out.
    """
    try:
        return _valid(xpath)
    except SelectorError:
        if (without := _COMMENT.sub("", xpath)) == xpath:
            raise
        return _valid(without)


def _valid(xpath: str) -> str:
    xpath = unescape(xpath.strip())
    return checked(xpath if is_xpath(xpath) else f"({xpath})")


def conditional(path: str, condition: str) -> str:
    """`path` where the page has `condition`, nothing elsewhere."""
    if isinstance(compile_selector(path).xpath(_NO_PAGE), list):
        return f"({path})[boolean({condition})]"
    return f"(substring({path}, 1, boolean({condition}) * 10000))"  # a string takes no predicate


def named_like(text: str, *attributes: str) -> str:
    """CSS for the elements that have `text` anywhere in one of these attributes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return ", ".join(f'[{name}*="{escaped}"]' for name in attributes)
