"""Rebuild the classifier's weights from corpus folders:  python -m cleaner.train CORPUS... [--out FILE]

Prints the cross-validated table: five folds split by registrable domain across all corpora together, each page
cleaned by a classifier that saw no page of its fold. The weights written are trained on everything.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

import cleaner.extract
from cleaner.extract.classifier import WEIGHTS, Classifier, dump
from cleaner.train.corpus import FOLDS, read_corpora
from cleaner.train.score import print_table, score_articles
from cleaner.train.stages import Trainer

_START = time.monotonic()


def main() -> int:
    """Parse, train, print, write."""
    parser = argparse.ArgumentParser(prog="python -m cleaner.train", description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path, help="folder with truth.jsonl and html/ID.html.gz")
    parser.add_argument("--out", type=Path, default=Path(cleaner.extract.__file__).parent / WEIGHTS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pages", type=Path, help="write each page's cross-validated F1 there, as JSON Lines")
    args = parser.parse_args()
    pages = read_corpora(args.corpus, args.jobs)
    _say(f"{len(pages)} pages, {sum(len(page.share) for page in pages)} blocks read")
    print_table("the best choice of blocks", [(p.corpus, p.kind, p.id, p.f1(p.share > 0.5)) for p in pages])
    trainer = Trainer(pages, threads=args.jobs, say=_say)
    _write(trainer.classifier(without=None), args.out)
    classifiers = [trainer.classifier(without=fold) for fold in range(FOLDS)]
    rows = score_articles(pages, classifiers, args.jobs)
    print_table("cross-validated, article.text", rows)
    if args.pages:
        args.pages.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return 0


def _write(classifier: Classifier, path: Path) -> None:
    np.savez_compressed(path, allow_pickle=False, **dump(classifier))
    _say(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def _say(line: str) -> None:
    sys.stderr.write(f"{time.monotonic() - _START:7.0f} s  {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
