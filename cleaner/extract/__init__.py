"""Which blocks of a page are its story: the site's selectors, the learned classifier, readability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleaner.blocks import Blocks, read_blocks
from cleaner.boilerplate import fingerprint, is_boilerplate, reason
from cleaner.dom import body_of, line_in
from cleaner.extract import readability
from cleaner.extract.amid import amid
from cleaner.extract.below import below
from cleaner.extract.beside import beside
from cleaner.extract.choose import choose
from cleaner.extract.classifier import Classifier, shipped
from cleaner.extract.contents import contents
from cleaner.extract.deck import deck
from cleaner.extract.little import little, own_picture
from cleaner.extract.reasons import reasons
from cleaner.extract.story import cut_out
from cleaner.extract.verdicts import Notebook
from cleaner.features_head import Head, read_head
from cleaner.furniture import sign_up_boxes
from cleaner.model import Rules, SiteProfile
from cleaner.rules import select_body

__all__ = ["Choice", "Classifier", "Notebook", "extract", "shipped"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was taken for the story."""

    story: etree._Element | None  # a detached div; None: there is none
    extractor: str  # "rules", "readability", "classifier", "data" or "none"


def extract(
    root: etree._Element,
    classifier: Classifier,
    *,
    url: str,
    rules: Rules,
    profile: SiteProfile | None,
    notebook: Notebook | None,
    base: str,
    image: str | None,
) -> Choice:
    """Take the story out of a page; `root`, its html element, is used up.

    A site's own rules win over everything; the classifier finds what they do not name.
    base: URL that relative links start from; image: URL of the picture that stands for the page.
    notebook: told what became of each block, and why.
    """
    body = body_of(root)
    if chosen := select_body(root, rules):
        return _by_rules(chosen, notebook)
    if not rules.detect:
        return Choice(None, "none")
    if rules.extractor == "readability":
        return _by_readability(root, body, notebook)
    blocks = read_blocks(body)
    keep = _select(body, blocks, classifier, read_head(root, url), profile, notebook)
    if keep.any():
        return Choice(cut_out(body, blocks, keep, own_picture(blocks, keep, base, image)), "classifier")
    # No block is story: what the page's markup calls its content, or shows.
    story = little(body, base, image)
    return Choice(story, "classifier" if story is not None else "none")


@dataclass(slots=True)
class _Selection:
    """Which blocks are kept so far, and why or why not, for people."""

    keep: NDArray[np.bool_]
    why: list[str]

    def drop(self, part: slice, why: str) -> None:
        """Leave blocks out."""
        self.keep[part] = False
        self.why[part] = [why] * len(self.why[part])

    def add(self, part: slice, why: str) -> None:
        """Keep blocks; those that were kept before stay for the reason that they had."""
        self.why[part] = [had if kept else why for kept, had in zip(self.keep[part], self.why[part], strict=True)]
        self.keep[part] = True


def _select(
    body: etree._Element,
    blocks: Blocks,
    classifier: Classifier,
    head: Head,
    profile: SiteProfile | None,
    notebook: Notebook | None,
) -> NDArray[np.bool_]:
    """What the classifier finds likely, less what belongs to others, and with what goes with what was kept."""
    if not len(blocks):
        return np.zeros(0, np.bool_)
    page, table = classifier.describe(blocks, head)
    score = classifier.score(page, table)
    keep, cut = choose(score, page)
    groups = reasons(classifier, page, table) if notebook else [""] * len(blocks)
    selection = _Selection(keep, [f"classifier: cut at {cut:.2f}{told and '; '}{told}" for told in groups])
    for part, why in below(blocks, page, head, score, keep.tolist()):
        selection.drop(part, why)
    for part in contents(blocks):
        selection.drop(part, "furniture: table of contents")
    for part in list(amid(blocks, keep)):
        selection.drop(part, "furniture: link to another story")
    for part in list(deck(blocks, page, head, keep)):
        selection.add(part, "deck: between headline and story")
    for part, why in list(beside(blocks, keep)):
        selection.add(part, why)
    for part in _sign_ups(body, blocks):
        selection.drop(part, "furniture: sign-up box")
    for part, why in _repeated(blocks, profile) if profile and profile.blocks else ():
        selection.drop(part, why)
    if notebook:
        notebook.judge(blocks, keep.tolist(), score.tolist(), selection.why)
    return keep


def _sign_ups(body: etree._Element, blocks: Blocks) -> Iterator[slice]:
    """The words around an address field; only here is the field still beside them."""
    if boxes := {id(box) for box in sign_up_boxes(body, blocks.inputs)}:
        for node, element in enumerate(blocks.elements):
            if id(element) in boxes:
                yield blocks.nodes.blocks(node)


def _repeated(blocks: Blocks, profile: SiteProfile) -> Iterator[tuple[slice, str]]:
    """The blocks that the site is known to repeat across its pages, and how often."""
    for index, text in enumerate(blocks.text):
        mark = fingerprint(text)
        if is_boilerplate(profile, mark):
            yield slice(index, index + 1), reason(profile, mark)


def _by_rules(chosen: list[etree._Element], notebook: Notebook | None) -> Choice:
    """The elements that the site's rules name, one after the other."""
    story = etree.Element("div")
    for node in chosen:
        if notebook:
            notebook.keep(node, "rule: body")
        node.tail = None
        if node.tag in ("html", "body"):
            node.tag = "div"
        story.append(node)
    return Choice(story, "rules")


def _by_readability(root: etree._Element, body: etree._Element, notebook: Notebook | None) -> Choice:
    story = readability.read(root)
    if notebook and story is not None:
        blocks = read_blocks(body)
        taken = line_in(story)
        keep = [text in taken for text in blocks.text]
        notebook.judge(blocks, keep, [float(kept) for kept in keep], ["readability"] * len(blocks))
    return Choice(story, "readability")
