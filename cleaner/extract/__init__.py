"""Which blocks of a page are its story: the site's selectors, the learned classifier, readability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleaner.blocks import Blocks, read_blocks
from cleaner.boilerplate import fingerprint, is_boilerplate, reason
from cleaner.extract import readability
from cleaner.extract.amid import amid
from cleaner.extract.below import below
from cleaner.extract.beside import beside
from cleaner.extract.choose import choose
from cleaner.extract.classifier import Classifier, shipped
from cleaner.extract.deck import deck
from cleaner.extract.little import little, own_picture
from cleaner.extract.reasons import reasons
from cleaner.extract.story import cut_out
from cleaner.extract.verdicts import Notebook
from cleaner.features_head import read_head
from cleaner.model import Rules, SiteProfile
from cleaner.rules import select_body
from cleaner.tidy.furniture import sign_up_boxes

__all__ = ["Choice", "Classifier", "Notebook", "extract", "shipped"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was taken for the story."""

    story: etree._Element | None  # a detached div; None: there is none
    extractor: str  # "rules", "readability", "classifier", "data" or "none"


def extract(
    root: etree._Element,
    *,
    url: str = "",
    rules: Rules | None = None,
    profile: SiteProfile | None = None,
    classifier: Classifier | None = None,
    notebook: Notebook | None = None,
    base: str = "",
    image: str | None = None,
) -> Choice:
    """Take the story out of a page; `root`, its html element, is used up.

    A site's own rules win over everything; the classifier finds what they do not name.
    base: what relative links start from; image: the picture that stands for the page.
    notebook: told what became of each block, and why.
    """
    body = root.find("body")
    assert body is not None  # dom.parse sees to it
    if rules and (chosen := select_body(root, rules)):
        return _by_rules(chosen, notebook)
    if rules and not rules.detect:
        return Choice(None, "none")
    if rules and rules.extractor == "readability":
        return _by_readability(root, body, notebook)
    blocks = read_blocks(body)
    if not len(blocks):
        return _by_markup(body, base or url, image)
    classifier, head = classifier or shipped(), read_head(root, url)
    page, table = classifier.describe(blocks, head)
    score = classifier.score(page, table)
    keep, cut = choose(score, page)
    why = [f"classifier: cut at {cut:.2f}"] * len(blocks)
    if notebook:
        why = [
            f"{each}; {told}" if told else each
            for each, told in zip(why, reasons(classifier, page, table), strict=True)
        ]
    for part, told in below(blocks, page, head, score, keep.tolist()):
        keep[part] = False
        why[part] = [told] * len(why[part])
    for part in list(amid(blocks, keep)):
        keep[part] = False
        why[part] = ["furniture: link to another story"] * len(why[part])
    for index in list(deck(blocks, page, head, keep)):
        keep[index], why[index] = True, "deck: between headline and story"
    for part, told in list(beside(blocks, keep)):
        why[part] = [each if kept else told for kept, each in zip(keep[part], why[part], strict=True)]
        keep[part] = True
    _drop_sign_ups(body, blocks, keep, why)
    if profile is not None and profile.blocks:
        _drop_repeated(blocks, profile, keep, why)
    if notebook:
        notebook.judge(blocks, keep.tolist(), score.tolist(), why)
    if not keep.any():
        return _by_markup(body, base or url, image)
    return Choice(cut_out(body, blocks, keep, own_picture(blocks, keep, base or url, image)), "classifier")


def _by_markup(body: etree._Element, base: str, image: str | None) -> Choice:
    """What a page without a text that reads like a story shows."""
    story = little(body, base, image)
    return Choice(story, "classifier" if story is not None else "none")


def _drop_sign_ups(body: etree._Element, blocks: Blocks, keep: NDArray[np.bool_], why: list[str]) -> None:
    """Leave out the words around an address field; only here is the field still beside them."""
    if boxes := {id(box) for box in sign_up_boxes(body, blocks.inputs)}:
        for node, element in enumerate(blocks.elements):
            if id(element) in boxes:
                within = slice(blocks.nodes.first[node], blocks.nodes.end[node])
                keep[within] = False
                why[within] = ["furniture: sign-up box"] * len(why[within])


def _drop_repeated(blocks: Blocks, profile: SiteProfile, keep: NDArray[np.bool_], why: list[str]) -> None:
    """Leave out the blocks that the site is known to repeat across its pages."""
    for index, text in enumerate(blocks.text):
        mark = fingerprint(text)
        if is_boilerplate(profile, mark):
            keep[index] = False
            why[index] = reason(profile, mark)


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
        taken = " ".join("".join(map(str, story.itertext())).split())
        keep = [text in taken for text in blocks.text]
        notebook.judge(blocks, keep, [float(kept) for kept in keep], ["readability"] * len(blocks))
    return Choice(story, "readability")
