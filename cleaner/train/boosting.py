"""CatBoost, the training library: its only door. What it learns is evaluated by `cleaner.extract.trees`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from cleaner.extract.trees import Trees
from cleaner.features import Floats

SEED = 1


def fit(matrix: Floats, labels: NDArray[np.bool_], weights: Floats, *, trees: int, threads: int) -> Trees:
    """An ensemble that tells true blocks from others; `matrix` is (blocks, features).

    The same input gives the same trees whatever the number of threads.
    """
    model = CatBoostClassifier(
        iterations=trees,
        depth=6,
        learning_rate=0.08,
        rsm=0.25,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        l2_leaf_reg=5,
        border_count=64,
        random_seed=SEED,
        thread_count=threads,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(Pool(matrix, labels.astype(int), weight=weights))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return Trees.from_catboost(json.loads(path.read_text()))
