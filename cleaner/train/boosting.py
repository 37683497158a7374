"""CatBoost, the training library: its only door. What it learns is evaluated by `cleaner.extract.trees`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from cleaner.extract.trees import Trees
from cleaner.features import Floats

SEED = 1
"""Of the first of several ensembles; the settings passed to `fit` may name another."""
FIRST = {"iterations": 400, "depth": 6, "learning_rate": 0.15, "rsm": 0.2, "subsample": 0.7, "l2_leaf_reg": 5}
SECOND = {"iterations": 200, "depth": 4, "learning_rate": 0.08, "rsm": 0.3, "subsample": 0.6, "l2_leaf_reg": 30}
"""The second stage is kept shallow: it sees few pages, and with more freedom it learns them by heart (its held-out
loss was then higher than the first stage's)."""


def fit(
    matrix: Floats, labels: NDArray[np.bool_], weights: Floats, *, settings: Mapping[str, float], threads: int
) -> Trees:
    """An ensemble that tells true blocks from others; `matrix` is (blocks, features).

    The same input gives the same trees whatever the number of threads.
    """
    model = CatBoostClassifier(
        **{"random_seed": SEED, **settings},
        bootstrap_type="Bernoulli",
        border_count=32,
        thread_count=threads,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(Pool(matrix, labels.astype(int), weight=weights))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return Trees.from_catboost(json.loads(path.read_text()), int(settings["depth"]))
