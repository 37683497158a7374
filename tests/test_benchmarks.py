"""The benchmarks run, so that the figures in the documents can be had again."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

from gazette import TITLE, page

ROOT = Path(__file__).parent.parent


def test_metadata_are_scored_and_their_weights_fitted(tmp_path: Path) -> None:
    truths = [
        {"id": "right", "title": TITLE, "author": "Jane Doe", "publish_date": "2024-03-05"},
        {"id": "wrong", "title": "Another title", "author": "John Roe", "publish_date": "2020-01-01"},
    ]
    html = page(f"<h1>{TITLE}</h1><p>By Jane Doe, 5 March 2024</p>", f"<title>{TITLE} | The Gazette</title>")
    for truth in truths:
        truth["url"] = f"https://{truth['id']}.example/council"
        (tmp_path / f"{truth['id']}.html.gz").write_bytes(gzip.compress(html.encode()))
    (tmp_path / "truth.jsonl").write_text("".join(f"{json.dumps(truth)}\n" for truth in truths))
    command = [sys.executable, str(ROOT / "benchmarks/metadata.py"), str(tmp_path), "--fit"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    lines = [line.split() for line in told.splitlines()]
    assert [line for line in lines if line[:1] in (["title"], ["date"], ["author"])] == [
        ["title", "0.500", "of", "2"],
        ["date", "0.500", "of", "2"],
        ["author", "0.500", "of", "2"],
    ]
    assert "truth is not on the page 1" in told
    assert "dates: 0.500 in 5 folds by host" in told
