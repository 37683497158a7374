"""readability-lxml, the second opinion: its only door.

Its Document parses for itself, changes what it parsed and is not re-entrant, so each page gets a new one
and a copy of the tree as text.
"""

from __future__ import annotations

import logging

from lxml import etree
from lxml import html as lxml_html
from readability import Document

from cleaner.dom import text_in

logging.getLogger("readability").setLevel(logging.CRITICAL)  # it logs a traceback for each page it cannot read


def read(root: etree._Element) -> etree._Element | None:
    """The story of the page as readability-lxml sees it, a detached `div`; None where it sees none."""
    try:
        summary = Document(lxml_html.tostring(root, encoding="unicode")).summary(html_partial=True)
        story = lxml_html.fragment_fromstring(summary, create_parent="div")
    except Exception:  # it raises a dozen types on odd pages, and an opinion less is no harm
        return None
    return story if text_in(story).strip() else None
