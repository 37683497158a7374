"""Servers that misbehave: each fetch ends in time, in memory, and with the right kind of error."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("FEEDMILL_SHARED", ROOT.parent / "shared"))
LIMIT = 3.0
"""Seconds; /slow-but-fine takes two of them."""
MAX_BYTES = 2_000_000
# What is no page of HTML is for those to say who read it; a fetch passes it on.
NOT_OURS = {f"http-type-{kind}" for kind in ("pdf", "image-lie", "json", "feed")}


def _cases() -> list[Any]:
    file = SHARED / "corpus/hostile/cases.jsonl"
    rows = [json.loads(line) for line in file.read_text("ascii").splitlines()] if file.is_file() else []
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] == "http"]


@dataclass
class Outcome:
    found: dict[str, dict[str, Any]]
    asked: dict[str, list[str]]  # paths by case
    strayed: list[str]
    peak: int


@pytest.fixture(scope="module")
def outcome(shared: Path) -> Outcome:
    """What comes of all cases, fetched at once."""
    file = shared / "bench/hostile_server.py"
    spec = importlib.util.spec_from_file_location("hostile_server", file)
    assert spec and spec.loader
    module = sys.modules["hostile_server"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.HostileServer() as server:
        for bomb in ("/gzip-bomb", "/gzip-bomb-twice", "/deflate-bomb"):  # packed once, which takes a while
            requests.head(server.url(bomb), stream=True).close()
        server.forget()
        urls = {case.values[0]["id"]: _url(server, case.values[0]) for case in _cases()}
        options = {"allow_private": True, "robots": "ignore", "delay": 0, "timeout": LIMIT, "max_bytes": MAX_BYTES}
        task = {"server": str(file), "urls": {name: url for name, url in urls.items() if url}, "options": options}
        run = subprocess.run(
            [sys.executable, ROOT / "tests/fetch/run_hostile.py"],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=120,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        )
        assert run.returncode == 0, run.stderr
        assert run.stderr == ""
        said = json.loads(run.stdout)
        asked: dict[str, list[str]] = {name: [] for name in urls}
        for path, headers in server.seen:
            asked[headers.get("user-agent", "")].append(path)
        return Outcome(said["found"], asked, said["strayed"], said["peak"])


def _url(server: Any, case: Any) -> str | None:
    if "tls" in case:
        url: str | None = server.tls_url(case["tls"], case["path"])
        return url
    own = "?as=some" if case["path"] == "/robots.txt" else "?key=" + case["id"]
    return str(server.url(case["path"] + own))


@pytest.mark.parametrize("case", _cases())
def test_a_hostile_server_is_survived(case: Any, outcome: Outcome) -> None:
    if case["id"] not in outcome.found:
        pytest.skip("no openssl command here to make certificates with")
    found, asked, must = outcome.found[case["id"]], outcome.asked[case["id"]], case["must"]
    assert found["seconds"] < LIMIT + 2
    assert len(asked) <= must.get("requests_at_most", 32)
    assert not [path for path in asked if "secret" in path and case["path"] != "/secret"]
    if case["id"] not in NOT_OURS and must["outcome"] != "either":
        assert ("body" in found) == (must["outcome"] == "ok"), found
    if "error" in found:
        _check_error(found, must)
    else:
        _check_page(found, must)


def _check_error(found: dict[str, Any], must: Any) -> None:
    assert found["kind"] == must.get("error", found["kind"]), found["error"]
    assert found["status"] == must.get("code", found["status"])
    if "retry_after" in must:
        assert found["retry_after"] == pytest.approx(must["retry_after"], abs=5)
    assert (found["retry_after"] or 0) <= must.get("retry_after_at_most", 86_400)


def _check_page(found: dict[str, Any], must: Any) -> None:
    assert len(found["body"]) <= MAX_BYTES
    assert all(text in found["body"] for text in must.get("text", ()))
    if "permanent" in must:
        assert (found["permanent"] is not None) == must["permanent"]


def test_all_http_cases_are_there(shared: Path) -> None:
    assert len(_cases()) == 186


def test_nothing_left_this_machine(outcome: Outcome) -> None:
    assert outcome.strayed == []


def test_memory_stayed_flat_through_all_of_it(outcome: Outcome) -> None:
    assert outcome.peak < 200_000_000
