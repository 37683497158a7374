"""Corpus folders → pages with labelled blocks, folds split by registrable domain."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tldextract
from numpy.typing import NDArray

from cleaner.blocks import Blocks, read_blocks
from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.features import Shape, shape
from cleaner.features_head import Head, read_head
from cleaner.features_words import name_words, text_words
from cleaner.train.labels import label_blocks, words

FOLDS = 5
_domain = tldextract.TLDExtract(suffix_list_urls=())  # the list that ships with it: no network


@dataclass(slots=True)
class Page:
    """One page of a corpus, ready to be learned from; its tree is gone."""

    corpus: str
    id: str
    url: str
    kind: str  # page type
    domain: str
    fold: int
    path: Path
    truth: str
    blocks: Blocks
    shape: Shape | None  # None: the page has no block
    head: Head
    names: list[tuple[str, ...]]  # by kind of node
    texts: list[tuple[str, ...]]  # by block
    share: NDArray[np.float32]  # of each block's words that are true
    block_words: list[NDArray[np.int32]]  # each block's words as numbers of this page
    true_words: NDArray[np.int32]  # how often the truth has each

    def f1(self, keep: NDArray[np.bool_]) -> float:
        """Word F1 of the text of the blocks kept, as the scorer counts it."""
        size, true = len(self.true_words), int(self.true_words.sum())
        kept = [self.block_words[i] for i in np.flatnonzero(keep)]
        flat = np.concatenate(kept) if kept else np.zeros(0, np.int32)
        if not true or not len(flat):
            return float(not true and not len(flat))
        both = int(np.minimum(np.bincount(flat, minlength=size), self.true_words).sum())
        return 2 * both / (true + len(flat))


def read_corpora(folders: list[Path], jobs: int = 2) -> list[Page]:
    """All pages of corpus folders (`truth.jsonl` and `html/ID.html.gz`), in the order of their truths."""
    found = [each for folder in folders for each in _truths(folder)]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_read_page, found, chunksize=16))


def _truths(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            yield folder.name, folder / "html" / f"{truth['id']}.html.gz", truth


def _read_page(job: tuple[str, Path, dict[str, Any]]) -> Page:
    corpus, path, truth = job
    with gzip.open(path) as file:
        root = parse(decode(file.read()))
    url, text = truth.get("url") or "", truth.get("main_content") or ""
    body = root.find("body")
    assert body is not None
    blocks = read_blocks(body)
    domain = registrable(url) or truth["id"]
    numbers: dict[str, int] = {}
    counts = Counter(words(text))
    block_words = [_numbered(each, numbers) for each in map(words, blocks.text)]
    for word in counts:
        numbers.setdefault(word, len(numbers))
    true_words = np.array([counts[word] for word in numbers], np.int32)
    blocks.forget_elements()
    return Page(
        corpus=corpus,
        id=truth["id"],
        url=url,
        kind=truth.get("page_type") or "article",
        domain=domain,
        fold=fold_of(domain),
        path=path,
        truth=text,
        blocks=blocks,
        shape=shape(blocks) if len(blocks) else None,
        head=read_head(root, url),
        names=[name_words(*kind) for kind in blocks.nodes.kinds],
        texts=list(map(text_words, blocks.text)),
        share=label_blocks(blocks.text, text),
        block_words=block_words,
        true_words=true_words,
    )


def registrable(url: str) -> str:
    """The registrable domain of a URL, empty where there is none."""
    return _domain(url).top_domain_under_public_suffix


def fold_of(domain: str) -> int:
    """The fold of a domain, the same in every corpus and every run."""
    return int.from_bytes(hashlib.sha256(domain.encode()).digest()[:4]) % FOLDS


def _numbered(found: list[str], numbers: dict[str, int]) -> NDArray[np.int32]:
    return np.array([numbers.setdefault(word, len(numbers)) for word in found], np.int32)
