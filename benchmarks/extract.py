"""How well and how fast the cleaner takes stories out of pages, beside its peers.

    python benchmarks/extract.py CORPUS... [--sample N] [--peers trafilatura readability-lxml]

CORPUS is a folder with `truth.jsonl` and the pages as `html/ID.html.gz` or `ID.html.gz`. Prints word F1 by page type
(bags of lower-cased words, the mean over pages, as WCXB defines it), pages a second of CPU time in the same run, and
the cleaner's peak memory. The weights that ship are trained on wcxb-dev and news-dev: on those two the honest
figures are the cross-validated ones that `python -m cleaner.train` prints, and this table shows speed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORD = re.compile(r"\w+")
Tool = Callable[[bytes, str], str]


def feedmill() -> Tool:
    from cleaner import clean

    return lambda page, url: clean(page, url).text


def trafilatura() -> Tool:
    import trafilatura as library

    def run(page: bytes, url: str) -> str:
        # With metadata, since the cleaner has no other way.
        document = library.bare_extraction(page, url=url or None, include_comments=False, with_metadata=True)
        return (document.text or "") if document else ""

    return run


def readability() -> Tool:
    from lxml import html
    from readability import Document

    def run(page: bytes, url: str) -> str:
        summary = Document(page.decode("utf-8", "replace")).summary(html_partial=True)
        return "\n".join(html.fromstring(summary).itertext())

    return run


TOOLS: dict[str, Callable[[], Tool]] = {
    "feedmill": feedmill,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
}


def word_f1(text: str, truth: str) -> float:
    found, wanted = Counter(WORD.findall(text.lower())), Counter(WORD.findall(truth.lower()))
    if not wanted or not found:
        return float(not wanted and not found)
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def pages_of(folder: Path, sample: int | None) -> list[dict[str, Any]]:
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").split("\n")
    truths = [json.loads(line) for line in lines if line.strip()]
    if sample:
        truths.sort(key=lambda truth: hashlib.sha256(truth["id"].encode()).digest())
        truths = truths[:sample]
    for truth in truths:
        paths = [folder / "html" / f"{truth['id']}.html.gz", folder / f"{truth['id']}.html.gz"]
        truth["path"] = next(path for path in paths if path.exists())
    return truths


def measure(name: str, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """One tool over all pages; meant for a process of its own, so that memory is the tool's."""
    tool = TOOLS[name]()
    tool(b"<html><body><article><p>" + b"Warm up, and then run. " * 40, "http://site.example/")
    scores: dict[str, list[float]] = defaultdict(list)
    seconds, failed = 0.0, 0
    for page in pages:
        with gzip.open(page["path"]) as file:
            data = file.read()
        start = time.process_time()
        try:
            text = tool(data, page.get("url") or "")
        except Exception:
            text, failed = "", failed + 1
        seconds += time.process_time() - start
        value = word_f1(text, page.get("main_content") or "")
        scores["ALL"].append(value)
        scores[page.get("page_type") or "article"].append(value)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "f1": {kind: sum(values) / len(values) for kind, values in scores.items()},
        "pages/s": len(pages) / seconds,
        "peak MB": peak,
        "failed": failed,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python benchmarks/extract.py", description=__doc__.split("\n")[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, help="so many pages of each corpus, always the same ones")
    parser.add_argument("--peers", nargs="*", default=["trafilatura", "readability-lxml"], choices=[*TOOLS])
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    for folder in args.corpus:
        pages = pages_of(folder, args.sample)
        kinds = [kind for kind, _ in Counter(page.get("page_type") or "article" for page in pages).most_common()]
        columns = ["ALL", *kinds] if len(kinds) > 1 else ["ALL"]
        print(f"{folder.name}: {len(pages)} pages")
        print(
            f"  {'':<18}"
            + "".join(f"{kind[:9]:>10}" for kind in columns)
            + f"{'pages/s':>10}{'peak MB':>9}{'failed':>8}"
        )
        for name in ["feedmill", *args.peers]:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                row = pool.apply(measure, (name, pages))
            figures = "".join(f"{row['f1'][kind]:>10.3f}" for kind in columns)
            print(f"  {name:<18}{figures}{row['pages/s']:>10.1f}{row['peak MB']:>9.0f}{row['failed']:>8}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
