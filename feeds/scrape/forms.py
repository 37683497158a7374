"""What an answer is by its first characters, JSON or some XML, and what stands in the way of reading it."""

from __future__ import annotations

import codecs
import re
from html.entities import html5

_HEAD = 65_536
"""Bytes in which the outermost element begins: style sheets and long comments may stand before it."""
_WARNING = 4096
"""Bytes of other text, as a program's warnings, that may stand before the declaration."""
_PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!doctype(?:[^\[>]*\[.*?\]\s*>|[^>]*>)", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def root_name(body: bytes) -> str:
    """The local name of the outermost element, in lower case; empty where there is none."""
    head = body[:_HEAD].removeprefix(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode()
    declared = head[:_WARNING].find(b"<?xml")
    at = max(declared, 0)
    while match := _PROLOG.match(head, at):
        at = match.end()
    element = _ELEMENT.match(head, at)
    return element[1].decode().lower() if element else ""


def is_json(body: bytes) -> bool:
    """Whether it begins as a JSON list or mapping does."""
    return body[:1024].removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def without_html_entities(body: bytes) -> bytes:
    """`&eacute;` as a number: XML knows five names, and a parser drops the others or gives up."""
    return _ENTITY.sub(_numbered, body)


def _numbered(match: re.Match[bytes]) -> bytes:
    meant = html5.get(f"{match[1].decode()};")
    if match[1] in _XML_ENTITIES or meant is None:
        return match[0]
    return "".join(f"&#{ord(ch)};" for ch in meant).encode()
