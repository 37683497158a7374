"""Which blocks of a page are its story: the site's selectors, the learned classifier, readability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleaner.blocks import Blocks, read_blocks
from cleaner.boilerplate import fingerprint, is_boilerplate, reason
from cleaner.extract import readability
from cleaner.extract.choose import choose
from cleaner.extract.classifier import Classifier, shipped
from cleaner.extract.story import cut_out
from cleaner.features_head import read_head
from cleaner.model import Rules, SiteProfile, Verdict
from cleaner.rules import select_body

__all__ = ["Choice", "Classifier", "extract", "shipped"]

_TEXT = 200  # characters of a block that a verdict shows


@dataclass(frozen=True, slots=True)
class Choice:
    """What was taken for the story, and why."""

    story: etree._Element | None  # a detached div; None: there is none
    extractor: str  # "rules", "readability", "classifier" or "none"
    verdicts: tuple[Verdict, ...] = ()  # in page order; only when asked for


def extract(
    root: etree._Element,
    *,
    url: str = "",
    rules: Rules | None = None,
    profile: SiteProfile | None = None,
    classifier: Classifier | None = None,
    trace: bool = False,
) -> Choice:
    """Take the story out of a page; `root`, its html element, is used up.

    A site's own rules win over everything; the classifier finds what they do not name.
    """
    body = root.find("body")
    assert body is not None  # dom.parse sees to it
    if rules and (chosen := select_body(root, rules)):
        return _by_rules(body, chosen, trace)
    if rules and not rules.detect:
        return Choice(None, "none")
    if (rules and rules.extractor == "readability") or classifier is None:
        return _by_readability(root, body, trace)
    blocks = read_blocks(body)
    if not len(blocks):
        return Choice(None, "none")
    score = (classifier or shipped()).score(blocks, read_head(root, url))
    keep, why = choose(score, blocks)
    repeated = _repeated(blocks, profile)
    keep &= ~repeated
    verdicts = _verdicts(blocks, keep, score, why, repeated, profile) if trace else ()
    return Choice(cut_out(body, blocks, keep) if keep.any() else None, "classifier", verdicts)


def _repeated(blocks: Blocks, profile: SiteProfile | None) -> NDArray[np.bool_]:
    """Which blocks the site is known to repeat across its pages."""
    if profile is None or not profile.blocks:
        return np.zeros(len(blocks), bool)
    return np.array([is_boilerplate(profile, fingerprint(text)) for text in blocks.text], bool)


def _verdicts(
    blocks: Blocks,
    keep: NDArray[np.bool_],
    score: NDArray[np.float32],
    why: str,
    repeated: NDArray[np.bool_],
    profile: SiteProfile | None,
) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(
            path=blocks.path(index),
            text=text[:_TEXT],
            kept=bool(keep[index]),
            score=round(float(score[index]), 3),
            why=reason(profile, fingerprint(text)) if profile and repeated[index] else why,
        )
        for index, text in enumerate(blocks.text)
    )


def _by_rules(body: etree._Element, chosen: list[etree._Element], trace: bool) -> Choice:
    """The elements that the site's rules name, one after the other."""
    verdicts = _verdicts_inside(body, chosen, "rule: body") if trace else ()
    story = etree.Element("div")
    for node in chosen:
        node.tail = None
        if node.tag in ("html", "body"):
            node.tag = "div"
        story.append(node)
    return Choice(story, "rules", verdicts)


def _by_readability(root: etree._Element, body: etree._Element, trace: bool) -> Choice:
    story = readability.read(root)
    if not trace:
        return Choice(story, "readability")
    blocks = read_blocks(body)
    taken = " ".join("".join(map(str, story.itertext())).split()) if story is not None else ""
    keep = np.array([text in taken for text in blocks.text], bool)
    score = keep.astype(np.float32)
    nothing = np.zeros(len(blocks), bool)
    return Choice(story, "readability", _verdicts(blocks, keep, score, "readability", nothing, None))


def _verdicts_inside(body: etree._Element, chosen: list[etree._Element], why: str) -> tuple[Verdict, ...]:
    """Verdicts where elements were chosen, not blocks."""
    blocks = read_blocks(body)
    inside = set(chosen)
    kept = [False] * len(blocks.elements)
    for node, element in enumerate(blocks.elements):
        parent = blocks.nodes.parent[node]
        kept[node] = element in inside or (parent >= 0 and kept[parent])
    keep = np.array([kept[owner] or kept[inner] for owner, inner in zip(blocks.owner, blocks.inner, strict=True)], bool)
    return _verdicts(blocks, keep, keep.astype(np.float32), why, np.zeros(len(blocks), bool), None)
