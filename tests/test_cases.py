"""Every folder of tests/cases: pages in, the feed that is expected out, byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.config import load
from feeds.jobs import run

CASES = Path(__file__).parent / "cases"
NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
PUBLISH = "publish: {base_url: 'https://feeds.example.org/', title: Cases}\nsites:\n"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_pages_give_the_expected_feed(case: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    site = (CASES / case / "site.yaml").read_text()
    (tmp_path / "config.yaml").write_text(PUBLISH + "".join(f"  {line}\n" for line in site.splitlines()))
    for number, pages in enumerate(("pages", "pages.2"), 1):
        if not (CASES / case / pages).is_dir():
            break
        shutil.rmtree(tmp_path / "pages", ignore_errors=True)
        shutil.copytree(CASES / case / pages, tmp_path / "pages")
        report = run(load(tmp_path / "config.yaml"), now=NOW + timedelta(days=number - 1))
        assert report.ok
        assert not any(each.problems for each in report.sites), report.sites
        mark = "" if number == 1 else f".{number}"
        for path in sorted((tmp_path / "public").rglob("*.atom")):
            name = path.relative_to(tmp_path / "public").as_posix().removesuffix(".atom")
            if name != "health":
                wanted = "expected" if name == "news" else f"expected-{name.replace('/', '-')}"
                golden(CASES / case / f"{wanted}{mark}.atom", path.read_text("utf-8"))
