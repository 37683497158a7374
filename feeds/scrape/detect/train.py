"""Learn which group of links is a page's list, from pages whose items are known; writes ranker.json.

    python -m feeds.scrape.detect.train corpus/listing-dev \\
        --more benchmarks/listing_more.jsonl corpus/wcxb-dev/html

The corpus is a folder with truth.jsonl ({"id", "url", "items": [{"url"}…], "optional_urls"?} a line) and
html/ID.html.gz. `--more` adds pages whose items are given by a selector ({"id", "url", "links"} a line), from another
folder. The corpus' pages are learnt from a second time with titles that are no links (F1 on such pages of domains not
learnt from rises from .77 to .96), and once more with their items in sections of different mark-up. How well it reads
pages of sites it does not know, `validate` tells. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree

from cleaner import compile_selector, decode, parse
from feeds.scrape.detect.addresses import address
from feeds.scrape.detect.features import Measures, measure, table
from feeds.scrape.detect.find import told_sets
from feeds.scrape.detect.groups import groups
from feeds.scrape.detect.page import Link, Node, Page, view
from feeds.urls import identity, registrable_domain

ROUNDS = 300
_SECTION = 3
"""Items of a section, at the least, when a list is split up."""
_OTHERWISE: tuple[dict[str, str], ...] = (
    {},
    {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h3", "h5": "h4", "article": "div", "li": "div"},
    {"h1": "p", "h2": "p", "h3": "p", "h4": "p", "h5": "p", "article": "section", "li": "p"},
)
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 5,
    "lambdarank_norm": False,  # a page with many good candidates teaches more
    "label_gain": [2 ** (0.6 * grade) - 1 for grade in range(11)],
    "learning_rate": 0.07,
    "num_leaves": 15,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page: its candidates' numbers, and the F1 that each would have."""

    domain: str
    rows: list[dict[str, float]]
    sets: list[frozenset[str]]
    scores: list[float]
    told: list[frozenset[str]]


def lessons(corpus: Path) -> list[Lesson]:
    """The corpus' pages as they are, with titles that are no links, and in sections of different mark-up."""
    truths = [json.loads(line) for line in (corpus / "truth.jsonl").read_text("utf-8").splitlines()]
    return [
        lesson
        for rebuild in (lambda page, truth: True, unlink_titles, split_up)
        for truth in truths
        for page in [_page(corpus / "html", truth)]
        if rebuild(page, truth)
        for lesson in _lesson(view(page.root, page.url), truth)
    ]


def unlink_titles(page: Page, truth: dict[str, Any]) -> bool:
    """Make each item's links plain text and end it with a "Read more", as on pages whose titles are no links."""
    items = _items(page, truth)
    for link, root in items:
        for node in [*root.element.iter("a")]:
            target = page.resolve(node.get("href"))
            if target and target[1] == link.key:
                node.tag = "span"
                del node.attrib["href"]
        line = etree.SubElement(root.element, "p")
        etree.SubElement(line, "a", href=link.url).text = "Read more"
        root.element.tag = "div" if root.tag == "a" else root.tag
    return bool(items)


def split_up(page: Page, truth: dict[str, Any]) -> bool:
    """Give the second and the last third of the items other classes and tags, as the sections of a front have."""
    items = _items(page, truth)
    if len(items) < 3 * _SECTION or sum(address(link.url).is_story for link, _ in items) < 0.9 * len(items):
        return False
    for number, (_, root) in enumerate(items):
        if part := 3 * number // len(items):
            for node in root.element.iter("*"):
                node.set("class", " ".join(f"{name}-{'xyz'[part]}" for name in (node.get("class") or "part").split()))
                node.tag = _OTHERWISE[part].get(str(node.tag), node.tag)
    return True


def _items(page: Page, truth: dict[str, Any]) -> list[tuple[Link, Node]]:
    """The links and the elements of the group that is the page's list, none where no group quite is."""
    measures = Measures(page)
    candidates = groups(page, measures.headed, measures.beside)
    best = max(candidates, key=lambda group: _f1(group.keys, truth), default=None)
    if best is None or _f1(best.keys, truth) < 0.95:
        return []
    records = measures.records(best)
    return [(link, page.nodes[index]) for link, index in zip(best.links, records, strict=True)]


def more_lessons(labels: Path, folder: Path) -> Iterator[Lesson]:
    """Pages whose items are what a selector selects."""
    for line in labels.read_text("utf-8").splitlines():
        label = json.loads(line)
        page = _page(folder, label)
        nodes = compile_selector(label["links"]).select(page.root)
        targets = (page.resolve(node.get("href")) for node in nodes if isinstance(node, etree._Element))
        truth = {"items": [{"url": url} for url in dict.fromkeys(target[0] for target in targets if target)]}
        yield from _lesson(page, truth)


def _page(folder: Path, entry: dict[str, Any]) -> Page:
    html = gzip.decompress((folder / f"{entry['id']}.html.gz").read_bytes())
    return view(parse(decode(html)), entry["url"])


def _lesson(page: Page, truth: dict[str, Any]) -> Iterator[Lesson]:
    measures = Measures(page)
    if candidates := groups(page, measures.headed, measures.beside):
        sets = [group.keys for group in candidates]
        rows = measure(measures, candidates)
        yield Lesson(registrable_domain(page.url), rows, sets, [_f1(each, truth) for each in sets], told_sets(page))


def _f1(found: frozenset[str], truth: dict[str, Any]) -> float:
    """As the benchmark has it; but a second link of one item, which that lets pass, is wrong: told twice."""
    wanted = {identity(other): identity(item["url"]) for item in truth["items"] for other in item.get("alt_urls") or ()}
    wanted |= {identity(item["url"]): identity(item["url"]) for item in truth["items"]}
    optional = {identity(url) for url in truth.get("optional_urls") or ()} - set(wanted)
    right = {wanted[key] for key in found if key in wanted}
    wrong = len(found - optional) - len(right)
    return 2 * len(right) / (len(right) + wrong + len(truth["items"])) if right else 0.0


def learn(pages: Sequence[Lesson], seed: int = 1) -> dict[str, Any]:
    """The trees that these pages teach, as `trees.build` takes them."""
    import lightgbm

    names = sorted(pages[0].rows[0])
    grades = [round(score * 10) for page in pages for score in page.scores]
    rows = np.vstack([table(page.rows, names) for page in pages])
    data = lightgbm.Dataset(rows, grades, group=[len(page.rows) for page in pages])
    booster = lightgbm.train({**PARAMETERS, "seed": seed}, data, ROUNDS)
    return {"features": names, "trees": [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]}


def _nodes(root: dict[str, Any]) -> list[list[float]]:
    nodes: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        at = len(nodes)
        nodes.append([])
        if "leaf_value" in node:
            nodes[at] = [float(f"{node['leaf_value']:.4g}")]
        else:
            left, right = add(node["left_child"]), add(node["right_child"])
            nodes[at] = [node["split_feature"], float(f"{node['threshold']:.6g}"), left, right]
        return at

    add(root)
    return nodes


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """The arguments that name the pages to learn from."""
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--more", type=Path, nargs=2, metavar=("LABELS", "FOLDER"))


def lessons_of(options: argparse.Namespace) -> list[Lesson]:
    """All that is to be learnt from the pages which those arguments name."""
    return [*lessons(options.corpus), *(more_lessons(*options.more) if options.more else ())]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpus(parser)
    trees = learn(lessons_of(parser.parse_args(arguments)))
    text = json.dumps(trees, separators=(",", ":"))
    Path(__file__).with_name("ranker.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
