"""What may be connected to: which URLs are sound, which addresses are on the public internet.

Two gates. `read_url` judges how a URL is written, before any name is looked up; `Private.permits` judges the
address that the connection is about to be made to, after the look-up. Both are pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urljoin

import idna

from feeds.errors import FetchError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL = 8192
"""Characters; more than most servers take."""

_SPECIAL_V4 = [
    (IPv4Network(block), name)
    for block, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier"),
        ("127.0.0.0/8", "this machine"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved for protocols"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a retired relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
]
"""The blocks of RFC 6890 and its registry. Our own list: what `is_global` says depends on Python's version."""

_SPECIAL_V6 = [
    (IPv6Network(block), name)
    for block, name in (
        ("::/128", "this network"),
        ("::1/128", "this machine"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved for protocols"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "a retired tunnel"),
        ("3fff::/20", "for documentation"),
    )
]
_UNICAST_V6 = IPv6Network("2000::/3")
"""All that is given out to hosts of the internet (RFC 4291 and IANA); the rest is refused unnamed."""
_NAT64 = IPv6Network("64:ff9b::/96")

_LOCAL_NAMES = (
    "localhost localdomain local internal home.arpa onion svc lan intranet corp home private ip6-localhost ip6-loopback"
).split()
"""Names of this machine, of the network it is in, or of nothing (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal)."""

# The Fetch standard's bad ports: other protocols listen there, and some can be talked into obeying an HTTP request.
_BAD_PORTS = frozenset(
    int(port)
    for port in """0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115
    117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636
    989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6379 6566 6665 6666 6667 6668 6669 6679 6697
    10080 11211""".split()
)
_URL = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:]+)(?::([0-9]{0,5}))?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
# As browsers send it: what has no place in a request line is escaped, what is escaped stays.
_SAFE = "%/?:@!$&'()*+,;=-._~[]|"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str  # lower case, IDNA; an IPv6 address without brackets
    port: int
    path: str  # path and query, as they are sent

    @property
    def key(self) -> str:
        """The host as its queue and our memory know it: with its port when that is not the usual one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.key}"

    @property
    def url(self) -> str:
        return self.origin + self.path


@dataclass(frozen=True, slots=True)
class Private:
    """Which private hosts the operator opened to one site."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hosts or self.networks)

    def permits(self, host: str, address: Address) -> bool:
        """Whether a connection to `address`, found under the name `host`, may be made."""
        kind = special_kind(address)
        if kind is None:
            return True
        if kind == "multicast":
            return False
        return host in self.hosts or any(address in network for network in self.networks)


NOTHING_PRIVATE = Private()


def opened(urls: tuple[str, ...], named: bool | tuple[str, ...]) -> Private:
    """What `fetch.allow_private` opens: `True` the hosts of the site's own URLs, a list those and the ones it names.

    A page on a private host cannot lead us on to its neighbours: that takes the operator's word for each.
    """
    if not named:
        return NOTHING_PRIVATE
    hosts = {target.host for url in urls if (target := _try_read(url))}
    hosts |= {each.lower() for each in named} if not isinstance(named, bool) else set()
    if "localhost" in hosts:
        hosts |= {"127.0.0.1", "::1"}
    return Private(frozenset(hosts), tuple(network for host in sorted(hosts) if (network := _as_network(host))))


def special_kind(address: Address) -> str | None:
    """What an address is for when it is not a host on the public internet; None when it is one.

    IPv4 inside IPv6 (mapped, NAT64) is judged as what it stands for; the tunnels of old (6to4, Teredo,
    IPv4-compatible, SIIT) are refused whatever they hold.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return special_kind(address.ipv4_mapped)
        if address in _NAT64:
            return special_kind(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.scope_id:
            return "link-local"
    blocks: list[tuple[IPv4Network, str]] | list[tuple[IPv6Network, str]]
    blocks = _SPECIAL_V4 if isinstance(address, IPv4Address) else _SPECIAL_V6
    for block, name in blocks:
        if address in block:
            return name
    if isinstance(address, IPv6Address) and address not in _UNICAST_V6:
        return "reserved"
    return None if address.is_global and not address.is_multicast else "reserved"


def read_url(url: str, private: Private = NOTHING_PRIVATE) -> Target:
    """Where `url` leads, when it is written soundly.

    Raises:
        FetchError: kind "refused", for another scheme, credentials, a host that parsers could disagree about
            or that is not on the public internet, another service's port, control characters, excessive length.
    """
    url = url.strip(" \t\r\n")
    if len(url) > MAX_URL:
        raise _refused(url, f"the URL has more than {MAX_URL} characters")
    if any(ch < " " or ch == "\x7f" for ch in url):
        raise _refused(url, "the URL holds control characters")
    match = _URL.match(url)
    if not match:
        raise _refused(url, "only http and https URLs are fetched")
    scheme, authority, rest = match[1].lower(), match[2], match[3]
    if "@" in authority:
        raise _refused(url, "the URL carries a user name or password", "put them into fetch.auth")
    if not rest.startswith("/") and "@" in url[match.end(2) :]:
        raise _refused(url, "parsers disagree about the host of this URL")
    host, port = _host_and_port(url, scheme, authority)
    _judge_host(url, host, private)
    return Target(scheme, host, port, _path(rest))


def _host_and_port(url: str, scheme: str, authority: str) -> tuple[str, int]:
    match = _AUTHORITY.fullmatch(authority)
    if not match:
        raise _refused(url, "the URL names no host that could be" if authority else "the URL names no host")
    port = int(match[2]) if match[2] else _DEFAULT_PORTS[scheme]
    if port in _BAD_PORTS or port > 65535:
        raise _refused(url, f"port {port} is no web server's")
    return _host_name(url, match[1]), port


def _host_name(url: str, host: str) -> str:
    """The host in lower case and IDNA form; an address only in its usual spelling."""
    if host.startswith("["):
        try:
            return str(IPv6Address(host[1:-1]))
        except ValueError:
            raise _refused(url, f"{host} is no address") from None
    try:
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        raise _refused(url, "the URL names no host that could be") from None
    name = name[:-1] if name.endswith(".") else name
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) and _is_sound(label) for label in labels):
        raise _refused(url, "the URL names no host that could be")
    if _NUMERIC.fullmatch(labels[-1]) and not _is_dotted_quad(host):
        raise _refused(url, "the address is spelled oddly, as those do who hide where a URL leads")
    return name


def _is_sound(label: str) -> bool:
    """Whether a label that says it is punycode is."""
    if not label.startswith("xn--"):
        return True
    try:
        return bool(label[4:].encode("ascii").decode("punycode"))
    except UnicodeError:
        return False


def _is_dotted_quad(host: str) -> bool:
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False


def _judge_host(url: str, host: str, private: Private) -> None:
    address = as_address(host)
    if address is not None:
        if not private.permits(host, address):
            raise refused_address(url, host, address)
    elif not private and ("." not in host or any(host.endswith("." + name) for name in _LOCAL_NAMES)):
        raise _refused(url, f"{host} is a name of a private network", _OPEN)


_OPEN = "if it is your own, set fetch.allow_private for the site"


def refused_address(url: str, host: str, address: Address) -> FetchError:
    """The error that names why an address is not connected to."""
    found = f"{host} is {address}, which" if host != str(address) else host
    return _refused(url, f"{found} is not on the public internet ({special_kind(address)})", _OPEN)


def as_address(host: str) -> Address | None:
    """The address that a host is written as, None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _as_network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _try_read(url: str) -> Target | None:
    """Where an operator's own URL leads, wherever that is."""
    try:
        return read_url(url, Private(networks=(IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))))
    except FetchError:
        return None


def _path(rest: str) -> str:
    path, mark, query = rest.partition("?")
    path = quote(path, safe=_SAFE, errors="replace") or "/"
    if "/." in path:
        path = urljoin("http://host/", path).removeprefix("http://host")
    return path + (mark + quote(query, safe=_SAFE, errors="replace") if query else "")


def _refused(url: str, what: str, mend: str = "") -> FetchError:
    return FetchError(what, where=_shown(url), mend=mend, kind="refused")


def _shown(url: str) -> str:
    """The URL as it may be printed: without credentials, controls and excess."""
    shown = re.sub(r"//[^/?#]*@", "//…@", url[:300])
    return "".join(ch if ch.isprintable() else "�" for ch in shown)
