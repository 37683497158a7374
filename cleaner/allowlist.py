"""What clean HTML may hold: elements, attributes and the values that attributes may have."""

from __future__ import annotations

import re

FRAME_HOSTS = frozenset(
    """
    youtube.com youtube-nocookie.com player.vimeo.com open.spotify.com w.soundcloud.com bandcamp.com dailymotion.com
    player.twitch.tv
    """.split()
)
"""Players that may be framed, over https; with or without "www."."""

MATH = frozenset(
    """
    math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub
    msubsup msup mtable mtd mtext mtr munder munderover semantics
    """.split()
)
TAGS = MATH | frozenset(
    """
    a abbr article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p picture pre q rp rt ruby s samp section
    small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr
    """.split()
)
# Their text is no text of the story.
SILENT = frozenset(
    """
    annotation annotation-xml applet canvas datalist embed frameset noembed noframes noscript script select style svg
    template textarea title
    """.split()
)
ATTRIBUTES = {
    "*": {"dir", "id", "lang", "title"},
    "a": {"href"},
    "audio": {"controls", "preload", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "iframe": {"allowfullscreen", "height", "src", "width"},
    "img": {"alt", "height", "src", "srcset", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "math": {"alttext", "display"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"src", "srcset", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "preload", "src", "width"},
}
_DIGITS = re.compile(r"[0-9]{1,5}")
_INTEGER = re.compile(r"-?[0-9]{1,6}")
PATTERNS = {
    "colspan": _DIGITS,
    "datetime": re.compile(r"[0-9A-Za-z :.+/-]{1,40}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "display": re.compile(r"block|inline"),
    "height": _DIGITS,
    "lang": re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}"),
    "preload": re.compile(r"none|metadata"),
    "rowspan": _DIGITS,
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "span": _DIGITS,
    "start": _INTEGER,
    "type": re.compile(r"[1AaIi]|[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}(?:;\s*codecs=[A-Za-z0-9., \"'-]{1,80})?"),
    "value": _INTEGER,
    "width": _DIGITS,
}
FLAGS = frozenset({"allowfullscreen", "controls", "open", "reversed"})
