"""Why the classifier scored a block as it did, for people: which groups of features spoke for it and which against."""

from __future__ import annotations

import numpy as np

from cleaner.extract.classifier import Classifier
from cleaner.features import Floats, Shape, Table

_MOST = 3  # groups named
_LEAST = 0.3  # log-odds; what moves a score by less is not named


def reasons(classifier: Classifier, page: Shape, table: Table) -> list[str]:
    """For each block the groups that moved its log-odds most, such as "class names +1.9, form -0.7".

    A group's effect is what the first stage's log-odds lose when the block is given, for that group alone, the
    columns of the page's median block: what sets this block apart from the rest of its page. The second stage's
    change, which comes from the scores around the block, is named last.
    """
    matrix = table.matrix()
    raw: Floats = classifier.first.raw(matrix)[0]
    middle = np.median(matrix, axis=1, keepdims=True)
    groups = np.array(table.groups)
    effects = {}
    for group in dict.fromkeys(table.groups):
        without = np.where((groups == group)[:, None], middle, matrix)
        effects[group] = raw - classifier.first.raw(without)[0]
    score = np.clip(classifier.judge(page, raw), 1e-6, 1 - 1e-6)
    effects["scores around it"] = np.log(score / (1 - score)) - raw
    return [_named({group: float(effect[block]) for group, effect in effects.items()}) for block in range(table.count)]


def _named(effects: dict[str, float]) -> str:
    strongest = sorted(effects, key=lambda group: -abs(effects[group]))[:_MOST]
    return ", ".join(f"{group} {effects[group]:+.1f}" for group in strongest if abs(effects[group]) >= _LEAST)
