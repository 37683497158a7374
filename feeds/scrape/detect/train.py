"""Learn which group of links is a page's list: `python -m feeds.scrape.detect.train CORPUS`.

CORPUS: a folder with truth.jsonl ({"id", "url", "items": [{"url"}…], "optional_urls"?} a line) and html/ID.html.gz.
Prints the F1 that pages of domains not trained on get, then learns from all pages and writes ranker.json.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cleaner import decode, parse
from feeds.scrape.detect.choose import judge
from feeds.scrape.detect.features import Measures, measure, table
from feeds.scrape.detect.groups import groups
from feeds.scrape.detect.page import view
from feeds.urls import identity, registrable_domain

FOLDS = 5
ROUNDS = 200
GAINS = [2 ** (0.6 * grade) - 1 for grade in range(11)]
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 5,
    "label_gain": GAINS,
    "learning_rate": 0.07,
    "num_leaves": 15,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page: its candidates' numbers, and the F1 that each would have."""

    domain: str
    rows: list[dict[str, float]]
    sets: list[frozenset[str]]
    scores: list[float]


def lessons(corpus: Path) -> Iterator[Lesson]:
    """The corpus' pages."""
    for line in (corpus / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        html = gzip.decompress((corpus / "html" / f"{truth['id']}.html.gz").read_bytes())
        page = view(parse(decode(html)), truth["url"])
        if candidates := groups(page):
            sets = [group.keys for group in candidates]
            rows = measure(Measures(page), candidates)
            yield Lesson(registrable_domain(truth["url"]), rows, sets, [_f1(each, truth) for each in sets])


def _f1(found: frozenset[str], truth: dict[str, Any]) -> float:
    """As the benchmark has it; but a second link of one item, which that lets pass, is wrong: told twice."""
    wanted = {identity(other): identity(item["url"]) for item in truth["items"] for other in item.get("alt_urls") or ()}
    wanted |= {identity(item["url"]): identity(item["url"]) for item in truth["items"]}
    optional = {identity(url) for url in truth.get("optional_urls") or ()} - set(wanted)
    right = {wanted[key] for key in found if key in wanted}
    wrong = len(found - optional) - len(right)
    return 2 * len(right) / (len(right) + wrong + len(truth["items"])) if right else 0.0


def learn(pages: list[Lesson], names: list[str]) -> Any:
    """The booster for these pages."""
    import lightgbm

    grades = [round(score * 10) for page in pages for score in page.scores]
    data = lightgbm.Dataset(
        np.vstack([table(page.rows, names) for page in pages]), grades, group=[len(p.rows) for p in pages]
    )
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def cross_validate(pages: list[Lesson], names: list[str]) -> list[float]:
    """The F1 of each page when its domain is not learnt from."""
    domains = sorted({page.domain for page in pages})
    fold = {domain: i % FOLDS for i, domain in enumerate(domains)}
    found = []
    for k in range(FOLDS):
        booster = learn([page for page in pages if fold[page.domain] != k], names)
        for page in pages:
            if fold[page.domain] == k:
                found.append(page.scores[judge(page.sets, booster.predict(table(page.rows, names)))])
    return found


def plain(booster: Any) -> list[list[list[float]]]:
    """The booster's trees as `trees.build` takes them."""
    return [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


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


def main(corpus: Path) -> None:
    pages = list(lessons(corpus))
    names = sorted(pages[0].rows[0])
    scores = cross_validate(pages, names)
    solved = sum(score >= 0.9 for score in scores)
    sys.stdout.write(f"{len(pages)} pages; of domains not learnt from: F1 {np.mean(scores):.3f}, {solved} solved\n")
    trees = plain(learn(pages, names))
    path = Path(__file__).with_name("ranker.json")
    path.write_text(json.dumps({"features": names, "trees": trees}, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
