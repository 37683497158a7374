"""How a page was read, to be looked at: its blocks coloured by verdict, beside what was made of them.

One file that holds all it needs: no script, no request to anywhere (a policy in its head forbids both), whatever the
page held.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lxml import etree

from cleaner.decode import decode
from cleaner.dom import line_in, parse
from cleaner.model import Article, Verdict

_MOST_BLOCKS = 5_000
_TEXT = 600  # characters of a block that are shown
_CUT = 200  # verdicts hold no more of a block

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
@media (max-width: 60rem) { body { display: block } }
section { padding: 1rem 1.5rem; overflow-wrap: anywhere }
section + section { border-left: 1px solid #8886 }
h1 { font-size: 1.1rem } ol { list-style: none; padding: 0 }
li.block { border-left: .5rem solid hsl(var(--hue) 65% 45%); background: hsl(var(--hue) 65% 45% / .12);
  margin: .25rem 0; padding: .25rem .75rem }
li.block.dropped { color: #888 }
li.block small { display: block; font-size: .75rem; color: #777 }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 1rem }
dt { color: #777 } dd { margin: 0 } dd small { color: #777 }
pre { overflow-x: auto } table { border-collapse: collapse } td, th { border: 1px solid #8886; padding: .1rem .4rem }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>X-ray: {title}</title>
<style>{style}</style>
</head>
<body>
<section>
<h1>{kept} of {count} blocks kept by {extractor}</h1>
<ol>
{blocks}
</ol>
</section>
<section>
<dl>
{fields}
</dl>
<article{language}>
{story}
</article>
</section>
</body>
</html>
"""


def xray(html: bytes | str | etree._Element, article: Article) -> str:
    """The page that shows how `article` was taken out of `html` (cleaned with `trace=True`).

    html: the page as it came, or its tree as it was before cleaning; only to show blocks at more length.
    """
    verdicts = article.trace.verdicts
    tree = html if isinstance(html, etree._Element) else parse(decode(html))
    language = f' lang="{escape(article.language)}"' if article.language else ""
    return _PAGE.format(
        style=_STYLE,
        title=escape(article.title or article.url or "a page"),
        kept=sum(verdict.kept for verdict in verdicts),
        count=len(verdicts),
        extractor=escape(article.trace.extractor or "nothing"),
        blocks="\n".join(_block(verdict, tree) for verdict in verdicts[:_MOST_BLOCKS]),
        fields="\n".join(_fields(article)),
        story=article.html,
        language=language,
    )


def _block(verdict: Verdict, tree: etree._Element) -> str:
    """One block: green the surer it was kept, red the surer it was dropped."""
    kind = "kept" if verdict.kept else "dropped"
    hue = round(120 * min(1.0, max(0.0, verdict.score))) if verdict.kept else round(40 * min(1.0, verdict.score))
    why = f"{kind} {verdict.score:.2f} · {verdict.why} · {verdict.path}"
    text = escape(_text(verdict, tree))
    return f'<li class="block {kind}" style="--hue: {hue}">{text}<small>{escape(why)}</small></li>'


def _text(verdict: Verdict, tree: etree._Element) -> str:
    """The block's text; where the verdict has but its beginning, more of it from the page."""
    if len(verdict.text) < _CUT:
        return verdict.text
    try:
        found = tree.xpath(verdict.path, smart_strings=False) if verdict.path.startswith("/") else []
    except etree.XPathError:
        found = []
    node = found[0] if isinstance(found, list) and found else None
    text = line_in(node) if isinstance(node, etree._Element) else ""
    text = text if text.startswith(verdict.text[: _CUT // 2]) else verdict.text
    return text if len(text) <= _TEXT else f"{text[:_TEXT]}…"


def _fields(article: Article) -> Iterator[str]:
    values = {
        "title": article.title,
        "authors": article.author,
        "published": article.published and article.published.isoformat(),
        "modified": article.modified and article.modified.isoformat(),
        "language": article.language,
        "image": article.image,
        "site_name": article.site_name,
        "canonical_url": article.canonical_url,
        "summary": article.summary,
        "tags": ", ".join(article.tags),
        "enclosures": ", ".join(each.url for each in article.enclosures),
        "next_page": article.next_page,
        "wall": article.wall,
    }
    for name, value in values.items():
        if value:
            source = article.trace.fields.get(name, "")
            yield f"<dt>{name}</dt><dd>{escape(value)} <small>{escape(source)}</small></dd>"
