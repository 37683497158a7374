"""How well listing pages are read whose site was not learnt from: each through the whole of `find_items`.

    python -m feeds.scrape.detect.validate corpus/listing-dev \\
        --more benchmarks/listing_more.jsonl corpus/wcxb-dev/html --scorer listing.py

Each page is read with a ranker that learnt nothing from its registrable domain: the domains are dealt into folds, the
more often the more seeds there are, and each fold is read with what the others taught. The ranker that ships has
learnt from these pages, so its own score on them tells nothing. The scorer is a module with `load_corpus(folder)`,
`score_page(page, items, base)` and `summarise(records)`. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from feeds.scrape.detect.find import find_items
from feeds.scrape.detect.train import Lesson, add_corpus, learn, lessons_of
from feeds.scrape.detect.trees import Trees, build
from feeds.urls import registrable_domain

FOLDS = 8
SEEDS = 3
_FIGURES = ("precision", "recall", "f1", "solved", "empty", "title", "date")

Pages = Sequence[dict[str, Any]]
Records = list[dict[str, Any]]


def read_unseen(pages: Pages, lessons: Sequence[Lesson], scorer: Any, seed: int) -> Records:
    """The scorer's record of each page, which is read with what all domains but those of its fold teach."""
    found = []
    for unseen in _folds(pages, seed):
        domains = {registrable_domain(page["url"]) for page in unseen}
        ranker = build(learn([lesson for lesson in lessons if lesson.domain not in domains], seed))
        found += [_read(page, scorer, ranker) for page in unseen]
    return found


def _folds(pages: Pages, seed: int) -> Iterator[Pages]:
    domains = sorted({registrable_domain(page["url"]) for page in pages})
    random.Random(seed).shuffle(domains)  # noqa: S311  # which fold a domain is in is no secret
    for k in range(FOLDS):
        dealt = set(domains[k::FOLDS])
        yield [page for page in pages if registrable_domain(page["url"]) in dealt]


def _read(page: dict[str, Any], scorer: Any, ranker: Trees) -> dict[str, Any]:
    html = gzip.decompress(Path(page["_html"]).read_bytes())
    start = time.process_time()
    items = find_items(html, page["url"], ranker=ranker)
    spent = time.process_time() - start
    return {**scorer.score_page(page, items, page["url"]), "cpu_s": spent, "error": None}


def report(runs: Sequence[Records], scorer: Any, worst: int) -> Iterator[str]:
    """The table: of each kind of page, then of all, the mean of the runs; then the range of the runs' F1."""
    yield f"{'kind':12} pages  " + "  ".join(f"{name:>9}" for name in _FIGURES)
    kinds = defaultdict(list)
    for run in runs:
        for record in run:
            kinds[record["kind"]].append(record)
    for kind in sorted(kinds, key=lambda kind: (-len(kinds[kind]), kind)):
        yield _row(kind, [[record for record in run if record["kind"] == kind] for run in runs], scorer)
    yield _row("all", runs, scorer)
    scores = sorted(scorer.summarise(run)["f1"] for run in runs)
    times = sorted(record["cpu_s"] for run in runs for record in run)
    yield f"F1 {scores[0]:.3f} to {scores[-1]:.3f} of {len(runs)} runs; median {times[len(times) // 2] * 1000:.0f} ms"
    for page, f1 in sorted(_by_page(runs).items(), key=lambda each: each[1])[:worst]:
        yield f"  {f1:.2f}  {page}"


def _row(name: str, runs: Sequence[Records], scorer: Any) -> str:
    totals = [scorer.summarise(run) for run in runs]
    told = (_mean([total[figure] for total in totals if total[figure] is not None]) for figure in _FIGURES)
    return f"{name:12} {len(runs[0]):5}  " + "  ".join(f"{value:9.3f}" for value in told)


def _by_page(runs: Sequence[Records]) -> dict[str, float]:
    scores = defaultdict(list)
    for run in runs:
        for record in run:
            scores[f"{record['id']}  {record['url']}"].append(record["f1"])
    return {page: _mean(each) for page, each in scores.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _loaded(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("listing_scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpus(parser)
    parser.add_argument("--scorer", type=Path, required=True, help="the module that scores")
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help="deal the domains so many times")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the pages that are read worst")
    options = parser.parse_args(arguments)
    scorer = _loaded(options.scorer)
    pages, lessons = scorer.load_corpus(str(options.corpus)), lessons_of(options)
    runs = [read_unseen(pages, lessons, scorer, seed) for seed in range(1, options.seeds + 1)]
    sys.stdout.writelines(f"{line}\n" for line in report(runs, scorer, options.worst))


if __name__ == "__main__":
    main(sys.argv[1:])
