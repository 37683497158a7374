"""What headers say about time: until when an answer is fresh, when to come again. Pure; bad values are no values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from feeds.model import Validators

_LONGEST = 365 * 86_400
"""Seconds that an answer may call itself fresh (RFC 9111 advises a year); the visits' plan has bounds of its own."""
LONGEST_WAIT = 86_400.0
"""Seconds that Retry-After may keep us away."""
_MAX_VALIDATOR = 8_192
_DIRECTIVE = re.compile(r'([A-Za-z-]{1,40})(?:\s*=\s*(?:"([^"]{0,200})"|([^\s,"]{0,200})))?\s*(?:,|$)')


def http_date(text: str | None) -> datetime | None:
    """A date as HTTP writes it (RFC 9110, section 5.6.7); None where it is none."""
    if not text or len(text) > 100:
        return None
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def cache_directives(text: str) -> dict[str, str]:
    """Cache-Control as a mapping, names in lower case; the first of two counts."""
    found: dict[str, str] = {}
    for match in _DIRECTIVE.finditer(text[:4000]):
        found.setdefault(match[1].lower(), match[2] or match[3] or "")
    return found


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when the answer need not be asked for again (RFC 9111, section 4.2); None where it does not say."""
    control = cache_directives(headers.get("cache-control", ""))
    if "no-store" in control or "no-cache" in control:
        return None
    seconds = _seconds(control["max-age"]) if "max-age" in control else _by_expires(headers, now)
    if seconds is None:
        return None
    left = min(seconds, _LONGEST) - (_seconds(headers.get("age", "")) or 0)
    return now + timedelta(seconds=left) if left > 0 else None


def _by_expires(headers: Mapping[str, str], now: datetime) -> float | None:
    expires = http_date(headers.get("expires"))
    if not expires:
        return None
    sent = http_date(headers.get("date")) or now
    return (expires - sent).total_seconds()


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to stay away, of the longest of several Retry-After, a day at the most; None where it does not say."""
    text = headers.get("retry-after", "").strip()
    waits = [seconds for part in text.split(",") if (seconds := _seconds(part)) is not None]
    if not waits and (date := http_date(text)):
        waits = [(date - now).total_seconds()]
    return min(max(waits), LONGEST_WAIT) if waits and max(waits) >= 0 else None


def validators(headers: Mapping[str, str]) -> Validators:
    """ETag and Last-Modified as they came, weak tags and all; what could not be sent back is left out."""
    return Validators(etag=_sendable(headers.get("etag")), last_modified=_sendable(headers.get("last-modified")))


def _sendable(value: str | None) -> str | None:
    if not value or len(value) > _MAX_VALIDATOR or any(ord(ch) < 32 or ord(ch) == 127 or ord(ch) > 255 for ch in value):
        return None
    return value


def _seconds(text: str) -> float | None:
    """A number of seconds without sign, bounded; None for anything else."""
    match = re.fullmatch(r"\s*([0-9]{1,30})(?:\.[0-9]{0,10})?\s*", text[:60], re.ASCII)
    return min(float(match[1]), 1e10) if match else None
