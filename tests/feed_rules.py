"""The W3C Feed Validator's rules for Atom 1.0 and RSS 2.0, as far as a feed of ours could break them.

The validator is no package that could be installed, so its rules are written down here anew and called by its names
for them (https://validator.w3.org/feed/docs/). Errors and warnings are told alike; what it merely notes is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.entities import name2codepoint
from urllib.parse import urlsplit

import html5lib
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
A = f"{{{ATOM}}}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
PREFIXES = {
    ATOM: "atom",
    DC[1:-1]: "dc",
    TERMS[1:-1]: "dcterms",
    CONTENT.partition("}")[0][1:]: "content",
    ITUNES[1:-1]: "itunes",
    HISTORY[1:-1]: "fh",
    "http://search.yahoo.com/mrss/": "media",
}
RELS = frozenset("alternate current enclosure hub prev-archive next-archive related self via".split())
PAGING = frozenset("current first last next next-archive prev-archive previous".split())
# What may be in a story. Of HTML's elements, those that run, frame or submit are missing.
ELEMENTS = frozenset(
    "a abbr acronym address article aside audio b bdi big blockquote br caption center cite code col colgroup data dd"
    " del details dfn div dl dt em figcaption figure footer font h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li"
    " main mark menu meter nav ol p picture pre progress q rp rt ruby s samp section small source span strike strong"
    " sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr".split()
)
ATTRIBUTES = frozenset(
    "abbr align allowfullscreen alt border cellpadding cellspacing cite class color cols colspan compact datetime"
    " decoding dir headers height hidden href hreflang id kind label lang loading loop media muted name open poster"
    " preload rel reversed rows rowspan scope size sizes span src srclang srcset start summary title translate type"
    " valign value width".split()
)
ITUNES_FORMATS = frozenset("m4a mp3 mov mp4 m4v pdf epub".split())
IMAGE_FORMATS = frozenset("jpg jpeg gif png".split())

MIME = re.compile(r"[^\s()<>,;:\\\"/[\]?=]+/[^\s()<>,;:\\\"/[\]?=]+")
URI = re.compile(r"[a-zA-Z][0-9a-zA-Z+.-]*:(?://)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
TAG_URI = re.compile(
    r"tag:(?:[a-z0-9\-._]+?@)?[a-z0-9.\-]+?,\d{4}(?:-\d{2}(?:-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*"
)
URN = re.compile(r"urn:[a-zA-Z0-9][a-zA-Z0-9-]{1,31}:(?:[a-zA-Z0-9()+,.:=@;$_!*'-]|%[0-9A-Fa-f]{2})+")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
RFC2822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d (?:[+-]\d\d[03]0|GMT)"
)
END_TAG = re.compile(r"</(\w+)>")
ENTITY = re.compile(r"&(#?\w+);")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
DURATION = re.compile(r"(?:\d?\d:)?[0-5]?\d:[0-5]\d|\d+")

Broken = Iterator[str]


def broken_rules(body: bytes, location: str, now: datetime) -> list[str]:
    """Every rule that a feed breaks when it is served at `location`, as "Rule: where: detail"."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return [f"SAXError: document: {error}"]
    return [
        *_document(root, body),
        *(_atom(root, location, now) if root.tag == f"{A}feed" else _rss(root, location, now)),
    ]


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _document(root: etree._Element, body: bytes) -> Broken:
    info = root.getroottree().docinfo
    if (info.encoding or "").lower() != "utf-8":
        yield f"NotUTF8: document: {info.encoding}"
    if info.doctype:
        yield "InvalidDoctype: document"
    spaces = {pair for each in root.iter("*") for pair in each.nsmap.items()}
    for prefix, space in sorted(spaces, key=str):
        if space not in PREFIXES:
            name = "UnsupportedNamespace" if "podcastindex" in space else "UnknownNamespace"
            yield f"{name}: document: {space}"
        elif prefix in PREFIXES.values() and PREFIXES[space] != prefix:
            yield f"ReservedPrefix: document: {prefix}"
    for each in root.iter("*"):
        texts = [each.text or "", *map(str, each.attrib.values())]
        if any("\x80" <= char <= "\x9f" or char == "\ufffd" for text in texts for char in text):
            yield f"BadCharacters: {_name(each)}: {(each.text or '')[:60]!r}"


def _name(element: etree._Element) -> str:
    tag = etree.QName(element)
    return f"{PREFIXES.get(tag.namespace or '', '')}:{tag.localname}".removeprefix(":").removeprefix("atom:")


def _once(parent: etree._Element, where: str, names: dict[str, str], required: str) -> Broken:
    """names: tags that may be there once, and the rule that a second one breaks."""
    counts = Counter(child.tag for child in parent)
    for tag, rule in names.items():
        if counts[tag] > 1:
            yield f"{rule}: {where}: {tag}"
    for tag in required.split():
        if not counts[tag]:
            yield f"MissingElement: {where}: {tag}"
        elif not (parent.findtext(tag) or "").strip() and not len(parent.find(tag)):  # type: ignore[arg-type]
            yield f"NotBlank: {where}: {tag}"


def _uri(value: str | None, where: str) -> Broken:
    value = value or ""
    known = {"tag": TAG_URI, "urn": URN}.get(value.partition(":")[0], URI)
    if not known.fullmatch(value) or (value.startswith("http") and not re.match(r"https?://[^/]", value)):
        yield f"InvalidFullLink: {where}: {value[:80]}"


def _plain(text: str | None, where: str, rule: str = "ContainsHTML") -> Broken:
    """A text that is no HTML, but might be taken for some."""
    tags = [tag for tag in END_TAG.findall(text or "") if tag.lower() in ELEMENTS | {"script", "style", "iframe"}]
    entities = [name for name in ENTITY.findall(text or "") if name in name2codepoint or not name.isalpha()]
    for found in (*tags[:1], *entities[:1]):
        yield f"{rule}: {where}: {found}"


def _html(text: str | None, where: str) -> Broken:
    text = text or ""
    try:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(text)
    except html5lib.html5parser.ParseError as error:
        yield f"NotHtml: {where}: {error}"
        return
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
            continue
        tag = element.tag.split("}")[-1]
        if tag not in ELEMENTS:
            yield f"SecurityRisk: {where}: {tag}"
        for name, value in element.attrib.items():
            if str(name) not in ATTRIBUTES:
                yield f"SecurityRiskAttr: {where}: {tag} {name}"
            if (tag, str(name)) in (("a", "href"), ("img", "src")) and not re.match(r"\w+:|#", value):
                yield f"ContainsRelRef: {where}: {value[:80]}"


def _moment(value: str, pattern: re.Pattern[str], where: str, now: datetime) -> Broken:
    rfc822 = pattern is RFC2822
    if not pattern.fullmatch(value):
        yield f"{'ProblematicalRFC822Date' if rfc822 else 'InvalidRFC3339Date'}: {where}: {value}"
        return
    moment = parsedate_to_datetime(value) if rfc822 else datetime.fromisoformat(value)
    if rfc822 and moment.strftime("%a") != value[:3]:
        yield f"IncorrectDOW: {where}: {value}"
    if moment > now + timedelta(days=1) or moment < datetime(1990, 1, 1, tzinfo=UTC):
        yield f"ImplausibleDate: {where}: {value}"


def _links(parent: etree._Element, where: str, location: str | None) -> Broken:
    links = parent.findall(f"{A}link")
    kinds = Counter(
        (each.get("type"), each.get("hreflang")) for each in links if each.get("rel", "alternate") == "alternate"
    )
    yield from (f"DuplicateAtomLink: {where}: {kind}" for kind, count in kinds.items() if count > 1)
    for each in links:
        rel, kind = each.get("rel", "alternate"), each.get("type")
        if rel not in RELS and ":" not in rel:
            yield f"UnregisteredAtomLinkRel: {where}: {rel}"
        if rel in PAGING and location is None:
            yield f"FeedHistoryRelInEntry: {where}: {rel}"
        if kind is not None and not MIME.fullmatch(kind):
            yield f"InvalidMIMEType: {where}: {kind}"
        if each.text or len(each):
            yield f"AtomLinkNotEmpty: {where}"
        if (title := each.get("title")) is not None:
            yield from _plain(title, f"{where} link title")
            if not title.strip():
                yield f"AttrNotBlank: {where}: title"
        if (length := each.get("length")) is not None and not re.fullmatch(r"\d+", length):
            yield f"InvalidNonNegativeInteger: {where}: {length}"
        if (language := each.get("hreflang")) is not None and not LANGUAGE.fullmatch(language):
            yield f"InvalidLanguage: {where}: {language}"
        yield from _uri(each.get("href"), f"{where} link")
        if set(each.attrib) - {"rel", "type", "title", "href", "length", "hreflang"}:
            yield f"UnexpectedAttribute: {where}: {sorted(each.attrib)}"
    if location is not None:
        yield from _self([each for each in links if each.get("rel") == "self"], where, location)


def _self(links: list[etree._Element], where: str, location: str) -> Broken:
    if not links:
        yield f"MissingSelf: {where}"
    for each in links:
        if each.get("type") not in (None, "application/atom+xml", "application/rss+xml"):
            yield f"SelfNotAtom: {where}: {each.get('type')}"
        if each.get("href") != location:
            yield f"SelfDoesntMatchLocation: {where}: {each.get('href')} is served at {location}"


# ── Atom ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_FEED_ONCE = dict.fromkeys(
    (f"{A}{name}" for name in "title id updated subtitle generator icon logo rights".split()), "DuplicateElement"
)
_ENTRY_ONCE = dict.fromkeys(
    (f"{A}{name}" for name in "title id updated published content summary rights source".split()), "DuplicateElement"
)
_KNOWN = frozenset(
    "title id updated subtitle generator icon logo rights link author category contributor entry".split()
)
_KNOWN_ENTRY = frozenset(
    "title id updated published content summary rights source link author category contributor".split()
)


def _atom(feed: etree._Element, location: str, now: datetime) -> Broken:
    yield from _once(feed, "feed", _FEED_ONCE, f"{A}title {A}id {A}updated")
    yield from _elements(feed, "feed", _KNOWN)
    seen_entry = False
    for child in feed:
        seen_entry = seen_entry or child.tag == f"{A}entry"
        if seen_entry and child.tag != f"{A}entry" and child.tag.startswith(A):
            yield f"MisplacedMetadata: feed: {child.tag}"
    yield from _links(feed, "feed", location)
    yield from _archive(feed, [each.get("rel") for each in feed.findall(f"{A}link")])
    entries = feed.findall(f"{A}entry")
    yield from _atom_parts(feed, "feed", now)
    yield from _doubles("DuplicateEntries", [each.findtext(f"{A}id") for each in entries])
    yield from _doubles("DuplicateUpdated", [each.findtext(f"{A}updated") for each in entries])
    for number, entry in enumerate(entries, 1):
        where = f"entry {number}"
        yield from _once(entry, where, _ENTRY_ONCE, f"{A}title {A}id {A}updated")
        yield from _elements(entry, where, _KNOWN_ENTRY)
        yield from _links(entry, where, None)
        yield from _atom_parts(entry, where, now)
        if entry.find(f"{A}author") is None and feed.find(f"{A}author") is None:
            yield f"MissingElement: {where}: author"
        if entry.find(f"{A}content") is None and entry.find(f"{A}summary") is None:
            yield f"MissingTextualContent: {where}"


def _doubles(rule: str, values: list[str | None]) -> Broken:
    yield from (f"{rule}: feed: {value} ({count} times)" for value, count in Counter(values).items() if count > 1)


def _elements(parent: etree._Element, where: str, known: frozenset[str]) -> Broken:
    for child in parent:
        name = etree.QName(child)
        if name.namespace == ATOM and name.localname not in known:
            yield f"UndefinedElement: {where}: {name.localname}"


def _archive(feed: etree._Element, rels: list[str | None]) -> Broken:
    if feed.find(f"{HISTORY}archive") is not None:
        if not {"prev-archive", "next-archive"} & set(rels):
            yield "ArchiveIncomplete: feed"
        if "current" not in rels:
            yield "MissingCurrentInArchive: feed"


def _atom_parts(parent: etree._Element, where: str, now: datetime) -> Broken:
    """What a feed and its entries have in common."""
    identity = parent.findtext(f"{A}id") or ""
    yield from _uri(identity, f"{where} id")
    if identity != identity.strip():
        yield f"UnexpectedWhitespace: {where}: id"
    if identity.startswith("http") and urlsplit(identity).path == "":
        yield f"NonCanonicalURI: {where}: {identity}"
    for name in ("updated", "published"):
        if (value := parent.findtext(f"{A}{name}")) is not None:
            yield from _moment(value, RFC3339, f"{where} {name}", now)
    for name in ("title", "subtitle", "summary", "content"):
        if (text := parent.find(f"{A}{name}")) is None:
            continue
        if text.get("type", "text") == "html":
            yield from _html(text.text, f"{where} {name}")
        else:
            yield from _plain(text.text, f"{where} {name}", "ContainsUndeclaredHTML")
        if not (text.text or "").strip():
            yield f"NotBlank: {where}: {name}"
    for author in parent.findall(f"{A}author"):
        if not (author.findtext(f"{A}name") or "").strip():
            yield f"MissingElement: {where}: author name"
        yield from _plain(author.findtext(f"{A}name"), f"{where} author")
        if re.search(r"<[\w.+-]+@[\w.-]+>", author.findtext(f"{A}name") or ""):
            yield f"ContainsEmail: {where}: author"
    for category in parent.findall(f"{A}category"):
        if not category.get("term", "").strip():
            yield f"MissingAttribute: {where}: category term"


# ── RSS ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_CHANNEL = "title link description language lastBuildDate generator docs image copyright".split()
_ITEM = dict.fromkeys(("title", "link", "description", "guid", "pubDate", CONTENT), "DuplicateElement")


def _rss(root: etree._Element, location: str, now: datetime) -> Broken:
    if root.get("version") != "2.0" or len(root) != 1:
        yield "InvalidRSSVersion: document"
    channel = root[0]
    yield from _once(channel, "channel", dict.fromkeys(_CHANNEL, "DuplicateElement"), "title link description")
    seen_item = False
    for child in channel:
        if seen_item and child.tag != "item" and (child.tag == f"{A}link" or not child.tag.startswith("{")):
            yield f"MisplacedItem: channel: {child.tag} follows the items"
        seen_item = seen_item or child.tag == "item"
        if not child.tag.startswith("{") and child.tag not in (*_CHANNEL, "item"):
            yield f"UndefinedElement: channel: {child.tag}"
    yield from _plain(channel.findtext("title"), "channel title")
    yield from _plain(channel.findtext("description"), "channel description")
    yield from _uri(channel.findtext("link"), "channel link")
    yield from _links(channel, "channel", location)
    yield from _moment(channel.findtext("lastBuildDate") or "", RFC2822, "channel lastBuildDate", now)
    if (language := channel.findtext("language")) is not None and not LANGUAGE.fullmatch(language):
        yield f"InvalidLanguage: channel: {language}"
    yield from _image(channel)
    podcast = any(str(each.tag).startswith(ITUNES) for each in channel.iter("*"))
    yield from _itunes_channel(channel) if podcast else ()
    items = channel.findall("item")
    yield from _doubles("DuplicateValue", [each.findtext("guid") for each in items])
    for number, item in enumerate(items, 1):
        yield from _rss_item(item, f"item {number}", now, podcast=podcast)


def _image(channel: etree._Element) -> Broken:
    if (image := channel.find("image")) is None:
        return
    if image.findtext("link") != channel.findtext("link"):
        yield f"ImageLinkDoesntMatch: channel: {image.findtext('link')}"
    if image.findtext("title") != channel.findtext("title"):
        yield f"ImageTitleDoesntMatch: channel: {image.findtext('title')}"
    url = image.findtext("url") or ""
    ending = url.rpartition(".")[2].lower()
    if re.fullmatch(r"\w+", ending) and ending not in IMAGE_FORMATS:
        yield f"ImageUrlFormat: channel: {url[:80]}"
    yield from _uri(url, "channel image")


def _itunes_channel(channel: etree._Element) -> Broken:
    for name in ("category", "explicit"):
        if channel.find(f"{ITUNES}{name}") is None:
            yield f"MissingItunesElement: channel: itunes:{name}"
    if channel.find("language") is None:
        yield "MissingItunesElement: channel: language"
    if channel.find(f"{ITUNES}owner/{ITUNES}email") is None:
        yield "MissingItunesEmail: channel"
    yield from _too_long(channel, "channel")
    if (explicit := channel.findtext(f"{ITUNES}explicit")) is not None and explicit not in ("true", "false"):
        yield f"InvalidTrueFalse: channel: {explicit}"


def _too_long(parent: etree._Element, where: str) -> Broken:
    for name, most in (("author", 255), ("subtitle", 255), ("summary", 4000)):
        text = parent.findtext(f"{ITUNES}{name}")
        if text is not None:
            yield from _plain(text, f"{where} itunes:{name}")
            if len(text) > most:
                yield f"TooLong: {where}: itunes:{name}"


def _rss_item(item: etree._Element, where: str, now: datetime, *, podcast: bool) -> Broken:
    yield from _once(item, where, _ITEM, "title")
    for child in item:
        if not child.tag.startswith("{") and child.tag not in (*_ITEM, "enclosure", "category"):
            yield f"UndefinedElement: {where}: {child.tag}"
    yield from _plain(item.findtext("title"), f"{where} title")
    yield from _html(item.findtext("description"), f"{where} description")
    yield from _html(item.findtext(CONTENT), f"{where} content")
    yield from _uri(item.findtext("link"), f"{where} link")
    tags = [each.tag for each in item]
    if CONTENT in tags and ("description" not in tags or tags.index("description") > tags.index(CONTENT)):
        yield f"NeedDescriptionBeforeContent: {where}"
    for core, other in (("author", f"{DC}creator"), ("category", f"{DC}subject"), ("pubDate", f"{DC}date")):
        if core in tags and other in tags:
            yield f"DuplicateItemSemantics: {where}: {core}"
    if (date := item.findtext("pubDate")) is not None:
        yield from _moment(date, RFC2822, f"{where} pubDate", now)
    if (modified := item.findtext(f"{TERMS}modified")) is not None and not RFC3339.fullmatch(modified):
        yield f"InvalidW3CDTFDate: {where}: {modified}"
    for category in item.findall("category"):
        yield from _plain(category.text, f"{where} category")
        if not (category.text or "").strip():
            yield f"NotBlank: {where}: category"
    yield from _guid(item.find("guid"), where)
    yield from _enclosures(item.findall("enclosure"), where, podcast=podcast)
    yield from _too_long(item, where)
    if (length := item.findtext(f"{ITUNES}duration")) is not None and not DURATION.fullmatch(length):
        yield f"InvalidDuration: {where}: {length}"


def _guid(guid: etree._Element | None, where: str) -> Broken:
    if guid is None:
        yield f"MissingGuid: {where}"
        return
    value, permalink = guid.text or "", guid.get("isPermaLink", "true")
    if permalink not in ("true", "false"):
        yield f"InvalidBooleanAttribute: {where}: {permalink}"
    elif permalink == "true" and not value.startswith(("http://", "https://")):
        yield f"InvalidPermalink: {where}: {value}"
    elif len(value) < 9 and value.isdigit():
        yield f"NotSufficientlyUnique: {where}: {value}"


def _enclosures(enclosures: list[etree._Element], where: str, *, podcast: bool) -> Broken:
    if len(enclosures) > 1:
        yield f"DuplicateEnclosure: {where}"
    for each in enclosures:
        url = each.get("url", "")
        if not re.fullmatch(r"\d+", each.get("length", "")):
            yield f"InvalidIntegerAttribute: {where}: enclosure length {each.get('length')}"
        if not MIME.fullmatch(each.get("type", "")):
            yield f"InvalidMIMEAttribute: {where}: enclosure type {each.get('type')}"
        if not url.startswith(("http://", "https://")):
            yield f"InvalidURLAttribute: {where}: enclosure {url[:80]}"
        yield from _uri(url, f"{where} enclosure")
        if podcast and url.rpartition(".")[2] not in ITUNES_FORMATS:
            yield f"UnsupportedItunesFormat: {where}: {url[-40:]}"
