"""How often titles, dates and authors are right, and where the weights of their choice come from.

    python benchmarks/metadata.py corpus/wcxb-dev corpus/news-dev [--type article] [--fit]

A corpus is a folder with `truth.jsonl` and the pages as `html/ID.html.gz` or `ID.html.gz`. A title is right when equal
but for case and white space (title~: but for punctuation as well), a date when of the same day, an author when the one
name holds the other, letters and digits only. What is wrong with a date is told apart: none was found, the truth is a
day of change, the truth is a day that no source on the page has.

`--fit` fits the weights of `cleaner/metadata/titles.py` and `published.py` anew (a conditional logit over each page's
candidates), says what they reach in five folds by host, and prints them. They are rounded, and the dates' are
weighed for pages abroad, before they go into the code.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner import Rules, decode, parse
from cleaner.metadata import Metadata, read_metadata
from cleaner.metadata.dates import Custom
from cleaner.metadata.headings import title_sources
from cleaner.metadata.published import claims as claims_of_days
from cleaner.metadata.published import sightings
from cleaner.metadata.sightings import Sighting
from cleaner.metadata.signals import gather
from cleaner.metadata.site import site_names
from cleaner.metadata.surroundings import surroundings
from cleaner.metadata.titles import MAX_TITLE, Place, claims

FOLDS = 5


@dataclass
class Example:
    """One choice on one page: what is claimed of each candidate, and which of them are right."""

    fold: int
    claimed: list[dict[str, float]]
    right: list[bool]


def same(text: str) -> str:
    return " ".join(text.split()).casefold()


def loose(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def read(folder: Path, kind: str | None) -> Iterator[tuple[dict[str, Any], Any]]:
    """(truth, the page's tree) of every page of that type."""
    for line in (folder / "truth.jsonl").read_text("utf-8").split("\n"):
        truth = json.loads(line) if line else {}
        if not truth or (kind and truth.get("page_type", "article") != kind):
            continue
        path = folder / "html" / f"{truth['id']}.html.gz"
        path = path if path.exists() else folder / f"{truth['id']}.html.gz"
        yield truth, parse(decode(gzip.decompress(path.read_bytes()), ""))


def score(truth: dict[str, Any], found: Metadata, days: dict[str, set[str]], table: Counter[str]) -> None:
    """Add one page to the table."""
    if title := truth.get("title"):
        table["titles"] += 1
        table["title"] += same(title) == same(found.title or "")
        table["title~"] += loose(title) == loose(found.title or "")
    if author := loose(truth.get("author") or ""):
        ours = loose(", ".join(found.authors))
        table["authors"] += 1
        table["author"] += bool(ours) and (author in ours or ours in author)
    if day := truth.get("publish_date"):
        table["dates"] += 1
        ours = found.published.date().isoformat() if found.published else ""
        seen = {each for each in days if each.startswith(day)}
        verdict = "date" if ours and ours.startswith(day) else "none found" if not ours else "other day taken"
        if verdict == "other day taken":
            changed = any("modified" in days[each] for each in seen)
            verdict = "truth is a day of change" if changed else verdict if seen else "truth is not on the page"
        table[verdict] += 1


def examples(
    truth: dict[str, Any], root: Any, url: str, language: str | None
) -> tuple[Example | None, Example | None, list[Sighting]]:
    """What is to be chosen on a page: its title, its day."""
    fold = int(hashlib.md5((urlsplit(url).hostname or "").encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
    signals = gather(root, url)
    names = site_names(signals)
    sources = [each for each in title_sources(signals) if each.words and len(each.text) <= MAX_TITLE]
    place = Place(names, url)
    cuts = [(cut, each) for each in sources for cut in each.cuts]
    title, day = truth.get("title"), truth.get("publish_date")
    titles = Example(
        fold,
        [claims(cut, each, sources, place) for cut, each in cuts],
        [loose(cut) == loose(title or "") for cut, _ in cuts],
    )
    found = sightings(signals, surroundings(signals, title or ""), Custom(language))
    said = claims_of_days(found)
    dates = Example(fold, list(said.values()), [each.isoformat().startswith(day or "-") for each in said])
    return (titles if title else None), (dates if day else None), found


def matrices(data: list[Example]) -> tuple[list[str], list[NDArray[np.float64]]]:
    names = sorted({name for each in data for said in each.claimed for name in said})
    place = {name: n for n, name in enumerate(names)}
    result = []
    for each in data:
        matrix = np.zeros((len(each.claimed), len(names)))
        for row, said in enumerate(each.claimed):
            for name, value in said.items():
                matrix[row, place[name]] = value
        result.append(matrix)
    return names, result


def fit(data: list[tuple[Example, NDArray[np.float64]]], width: int) -> NDArray[np.float64]:
    """The weights under which the right candidates are likeliest (Adagrad, a little L2)."""
    weights, grown = np.zeros(width), np.full(width, 1e-6)
    for _ in range(300):
        slope = -0.0006 * len(data) * weights
        for each, matrix in data:
            right = np.array(each.right)
            if not right.any():
                continue
            odds = np.exp(matrix @ weights - (matrix @ weights).max())
            odds /= odds.sum()
            wanted = odds * right / (odds * right).sum()
            slope += matrix.T @ (wanted - odds)
        grown += slope * slope
        weights += 0.5 * slope / np.sqrt(grown)
    return weights


def report_fit(label: str, data: list[Example]) -> None:
    names, all_matrices = matrices(data)
    pairs = list(zip(data, all_matrices, strict=True))
    right = 0
    for fold in range(FOLDS):
        weights = fit([pair for pair in pairs if pair[0].fold != fold], len(names))
        for each, matrix in pairs:
            if each.fold == fold and len(matrix):
                right += each.right[int(np.argmax(matrix @ weights))]
    weights = fit(pairs, len(names))
    print(f"\n{label}: {right / len(data):.3f} in {FOLDS} folds by host")
    print({name: round(float(w), 1) for name, w in sorted(zip(names, weights, strict=True), key=lambda x: -x[1])})


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus", nargs="+", type=Path)
    ap.add_argument("--type", default="article", help="only pages of this type (article); 'all' for every one")
    ap.add_argument("--fit", action="store_true", help="fit the weights anew")
    args = ap.parse_args()
    titles: list[Example] = []
    dates: list[Example] = []
    for folder in args.corpus:
        table: Counter[str] = Counter()
        seconds = 0.0
        for truth, root in read(folder, None if args.type == "all" else args.type):
            url = truth.get("url") or ""
            began = time.process_time()
            found = read_metadata(root, url=url, rules=Rules())
            seconds += time.process_time() - began
            title, day, seen = examples(truth, root, url, found.language)
            titles += [title] if title else []
            dates += [day] if day else []
            days: dict[str, set[str]] = {}
            for each in seen:
                days.setdefault(each.moment.date().isoformat(), set()).add(each.kind)
            score(truth, found, days, table)
            table["pages"] += 1
        print(f"\n{folder.name}: {table['pages']} pages, {seconds / max(1, table['pages']) * 1000:.1f} ms a page")
        for name, whole in (("title", "titles"), ("title~", "titles"), ("date", "dates"), ("author", "authors")):
            print(f"  {name:<8}{table[name] / max(1, table[whole]):.3f} of {table[whole]}")
        wrong = ("none found", "truth is a day of change", "truth is not on the page", "other day taken")
        print("  dates that are not right: " + ", ".join(f"{name} {table[name]}" for name in wrong))
    if args.fit:
        report_fit("titles", titles)
        report_fit("dates", dates)


if __name__ == "__main__":
    main()
