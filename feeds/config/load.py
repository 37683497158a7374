"""config.yaml → Config, or every fault in it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from pydantic import ValidationError

from feeds.config.checks import check_config, check_names, check_site
from feeds.config.complaints import Complaint, Place
from feeds.config.complaints import Path as KeyPath
from feeds.config.explain import explain, path_of
from feeds.config.model import Config, FetchConfig, MergedFeed, SiteConfig
from feeds.config.places import file_url
from feeds.config.reading import Section
from feeds.config.rulepack import RulePack
from feeds.config.source import MAX_BYTES, Tree, read_tree
from feeds.errors import ConfigError

_NAMED = (("listing", "items"), ("listing", "link"), ("article", "body"))
"""Keys that errors name with their line."""
_SECRET_NAME = re.compile(r"auth|cookie|key|pass|secret|session|token", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s;]+")
_LOGIN = re.compile(r"://[^/@]*?:([^/@]*)@")
_S = TypeVar("_S", bound=Section)


def load(path: Path, *, environ: Mapping[str, str] | None = None, may_be_empty: bool = False) -> Config:
    """Read config.yaml at `path`, with `${NAME}` filled in from `environ` (default: the process's own).

    may_be_empty: a file without any site is no fault, for one that is about to get its first.
    Raises ConfigError with every fault found, in the file's order; nothing of a faulty file is used.
    """
    text = _read(path)
    return load_text(text, path, environ=os.environ if environ is None else environ, may_be_empty=may_be_empty)


def site_like(config: Config, site: Mapping[str, Any], *, slug: str = "new") -> SiteConfig:
    """What `load` would give for `site` once it stands below `sites:` of `config`: its defaults hold for it too."""
    keys = _filled(_merged(config.defaults, dict(site)))
    read = SiteConfig.model_validate({**keys, "slug": slug})
    url = tuple(file_url(each, config.folder.resolve()) or each for each in read.url)
    return read.model_copy(update={"url": url, "pack": pack_of(config)})


def _secrets(tree: Tree, sites: Collection[SiteConfig]) -> tuple[str, ...]:
    """What came from the environment, of `user:password` the password alone, too; and secrets that are written out."""
    values = {value for value in tree.secrets.values() if value}
    logins = {site.fetch.auth for site in sites if site.fetch.auth}
    passwords = {login.partition(":")[2] for login in logins if any(value in login for value in values)}
    written = {word for site in sites for word in _written(site.fetch)}
    return tuple(sorted((values | passwords | {*filter(_is_no_word, written)}) - {""}))


def _written(fetch: FetchConfig) -> Iterator[str]:
    """Passwords, cookies and tokens as they are, wherever they come from."""
    yield (fetch.auth or "").partition(":")[2]
    if login := _LOGIN.search(fetch.proxy or ""):
        yield from (login[1], unquote(login[1]))
    headers = (value for name, value in fetch.headers.items() if _SECRET_NAME.search(name))
    for value in (*headers, *fetch.cookies.values()):
        for word in (value, *_BETWEEN_WORDS.split(value)):
            yield from (word, word.partition("=")[2])


def _is_no_word(text: str) -> bool:
    """Whether stories do not use it: `consent: accepted` is a cookie, and the word stays a word."""
    return len(text) >= 8 and not text.isalpha()


def pack_of(config: Config) -> RulePack | None:
    """The rule pack that `rules:` names."""
    return RulePack(config.folder / config.rules) if config.rules else None


def load_text(text: str, path: Path, *, environ: Mapping[str, str], may_be_empty: bool = False) -> Config:
    """What `load` gives for a file at `path` that says `text`."""
    tree = read_tree(text, environ)
    loader = _Loader(tree, path.name, path.parent.resolve(), may_be_empty)
    config = loader.config()
    if loader.complaints or config is None:
        raise _error(path, text, tree, loader.complaints)
    return config


def _read(path: Path) -> str:
    where = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ConfigError("no such file", where=where, mend="'feedmill init' writes one to start with") from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror or error}", where=where) from error
    if len(data) > MAX_BYTES:
        raise ConfigError(f"larger than {MAX_BYTES // 1_000_000} MB", where=where, mend="is this a config file?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("not UTF-8 text", where=f"{where}:{line}", mend="save it as UTF-8") from error


def _error(path: Path, text: str, tree: Tree, complaints: list[Complaint]) -> ConfigError:
    lines = text.splitlines()
    unread = {each.place for each in tree.complaints}  # what else is wrong there only follows from it
    ordered = sorted(
        dict.fromkeys(each for each in complaints if each in tree.complaints or each.place not in unread),
        key=lambda each: each.place,
    )
    told = dict.fromkeys(_redacted(each.render(str(path), lines), tree) for each in ordered)
    number = "one fault" if len(told) == 1 else f"{len(told)} faults"
    return ConfigError(number, where=str(path), complaints=tuple(told))


def _redacted(text: str, tree: Tree) -> str:
    for name, value in tree.secrets.items():
        if len(value) > 5:  # what is shorter would hit ordinary words; `explain` keeps it out one by one
            text = text.replace(value, f"${{{name}}}")
    return text


class _Loader:
    """One reading of one file: gathers complaints on the way."""

    def __init__(self, tree: Tree, name: str, folder: Path, may_be_empty: bool) -> None:
        self.name = name
        self.may_be_empty = may_be_empty
        self.tree = tree
        self.folder = folder
        self.complaints = list(tree.complaints)

    def config(self) -> Config | None:
        data = self.tree.data
        if data is None and self.may_be_empty and not self.complaints:
            data = {}
        if data is None:
            if not self.complaints:
                self.say((), "empty", "'feedmill init' writes one to start with")
            return None
        if not isinstance(data, dict):
            self.say((), "not a mapping of keys", "it begins with 'sites:'")
            return None
        sites = self._sites(data)
        rest = {key: value for key, value in data.items() if key not in ("sites", "defaults")}
        config = self._validate(Config, rest, ())
        for slug, feed in rest["feeds"].items() if isinstance(rest.get("feeds"), dict) else ():
            self.complaints += _set_by_us(MergedFeed, feed, ("feeds", slug), self.tree)
        if config is not None:
            config = self._with_slugs(config, sites)
            self.complaints += check_config(config, self.tree)
        return config

    def _with_slugs(self, config: Config, sites: dict[str, SiteConfig]) -> Config:
        config = config.model_copy(update={"folder": self.folder})
        pack = pack_of(config)
        return config.model_copy(
            update={
                "sites": {slug: site.model_copy(update={"pack": pack}) for slug, site in sites.items()},
                "defaults": (self.tree.data or {}).get("defaults") or {},
                "feeds": {slug: feed.model_copy(update={"slug": slug}) for slug, feed in config.feeds.items()},
                "secrets": _secrets(self.tree, sites.values()),
            }
        )

    def _sites(self, data: dict[str, Any]) -> dict[str, SiteConfig]:
        written, defaults = data.get("sites") or {}, data.get("defaults") or {}
        self.complaints += check_names(data, self.tree)
        if not isinstance(defaults, dict):
            self.say(("defaults",), "holds keys of a site, each with its value")
            defaults = {}
        else:
            self._validate(SiteConfig, {"url": "https://site.example/", **defaults}, ("defaults",))
        if not isinstance(written, dict):
            self.say(("sites",), "holds the sites by name", "write 'my-site:' below it, and 'url: …' below that")
            return {}
        if not written and not self.may_be_empty:
            self.say(("sites",), "there is no site yet", "try: feedmill add URL")
        return {slug: site for slug, value in written.items() if (site := self._site(slug, value, defaults))}

    def _site(self, slug: str, value: Any, defaults: dict[str, Any]) -> SiteConfig | None:
        if isinstance(value, dict):
            value = _filled(_merged(defaults, value))
        site = self._validate(SiteConfig, value, ("sites", slug))
        if site is None:
            return None
        self.complaints += check_site(site, ("sites", slug), self.tree, self.folder)
        url = tuple(file_url(each, self.folder) or each for each in site.url)
        tests = tuple(
            each.model_copy(update={"url": file_url(each.url, self.folder) or each.url}) for each in site.tests
        )
        lines = {".".join(key): line for key in _NAMED if (line := self._line(slug, key))}
        return site.model_copy(update={"slug": slug, "url": url, "tests": tests, "lines": lines})

    def _line(self, slug: str, key: tuple[str, ...]) -> str | None:
        """Where the key of a site is written, itself or in the defaults."""
        paths = (("sites", slug, *key), ("defaults", *key))
        found = next((self.tree.keys[path] for path in paths if path in self.tree.keys), None)
        return f"{self.name}:{found.line}" if found else None

    def _validate(self, model: type[_S], data: Any, path: KeyPath) -> _S | None:
        """`data` as a `model`; complains of what is wrong in it and goes on with the rest, to find all there is."""
        self.complaints += _set_by_us(model, data, path, self.tree)
        taken: set[KeyPath] = set()  # by us, as it was faulty: it is not missing, then
        for _ in range(4):  # what was hidden behind a first fault comes to light in a second round
            try:
                return model.model_validate(data)
            except ValidationError as error:
                faults = [(each, path_of(each, data)) for each in error.errors(include_url=False)]
                for each, at in faults:
                    if each["type"] != "missing" or at not in taken:
                        self.complaints.append(explain(each, model, data, path, self.tree))
                paths = [at for _, at in faults]
                taken.update(paths)
                data = _without(paths, data)
        return None

    def say(self, path: KeyPath, what: str, mend: str = "") -> None:
        place = self.tree.place(path) if path else Place(1, 1)
        self.complaints.append(Complaint(place, path, what, mend))


def _set_by_us(model: type[Section], data: Any, path: KeyPath, tree: Tree) -> Iterator[Complaint]:
    """Fields that the loader sets are no keys of the file."""
    for name, info in model.model_fields.items():
        if info.exclude and isinstance(data, dict) and name in data:
            mend = "the name above is the slug" if name == "slug" else ""
            yield Complaint(tree.place((*path, name), key=True), (*path, name), "no such key", mend)


def _merged(defaults: Any, own: Any) -> Any:
    """`own` laid over `defaults`, mapping by mapping; lists and single values take the default's place whole."""
    if not isinstance(defaults, dict):
        return own
    if own is True:  # `article: true` is "yes, as the defaults say"
        return defaults
    if not isinstance(own, dict):
        return own
    return {**defaults, **{key: _merged(defaults.get(key), value) for key, value in own.items()}}


def _filled(site: dict[str, Any]) -> dict[str, Any]:
    """The site with its `params` in the place of every `{name}` of theirs."""
    params = site.get("params")
    if not isinstance(params, dict) or not params:
        return site
    named = re.compile("|".join(rf"\{{{re.escape(str(name))}\}}" for name in params))

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            return named.sub(lambda match: str(params[match[0][1:-1]]), value)
        if isinstance(value, dict):
            return {key: fill(each) for key, each in value.items()}
        return [fill(each) for each in value] if isinstance(value, list) else value

    return {key: value if key == "params" else fill(value) for key, value in site.items()}


def _without(paths: list[KeyPath], data: Any) -> Any:
    """`data` without the keys at or around `paths`."""
    if not isinstance(data, dict):
        return data
    heads: dict[Any, list[KeyPath]] = {}
    for path in paths:
        heads.setdefault(path[0] if path else None, []).append(path[1:])
    return {
        key: _without(heads[key], value) if key in heads else value
        for key, value in data.items()
        if key not in heads or (isinstance(value, dict) and all(heads[key]))
    }
