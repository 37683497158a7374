"""The x-ray page and the cleaner's own command show how a page was read."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Article, Trace, Verdict
from cleaner.__main__ import main
from cleaner.dom import parse
from cleaner.sanitize import sanitize
from cleaner.xray import xray

STORY = " ".join(["The mill by the river opened its doors again this week, and half the town came to see it turn."] * 4)
PAGE = f"""<!doctype html><html lang="en"><head><title>The mill</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>The mill</h1><p>{STORY}</p><p>{STORY} Once more.</p></article>
<footer>All rights reserved <script>alert(1)</script></footer></body></html>"""


def article() -> Article:
    verdicts = (
        Verdict(path="/html/body/nav", text="Home News", kept=False, score=0.02, why="classifier"),
        Verdict(path="/html/body/article/p[1]", text=STORY[:200], kept=True, score=0.97, why="classifier"),
        Verdict(path="/html/body/x[", text="<script>alert(2)</script>", kept=False, score=7.0, why="rule: strip <b>"),
    )
    trace = Trace(extractor="classifier", verdicts=verdicts, fields={"title": "h1 <i>"})
    return Article(url="https://a.example/", title="Mill </title><script>", html=sanitize("<p>x</p>"), trace=trace)


def test_every_block_is_shown_with_its_verdict_and_why() -> None:
    page = xray(PAGE, article())
    assert "1 of 3 blocks kept by classifier" in page
    assert page.count('class="block kept"') == 1 and page.count('class="block dropped"') == 2
    assert "dropped 0.02 · classifier · /html/body/nav" in page
    assert STORY[:300] in page  # more of it than the verdict holds
    assert xray(PAGE.encode(), article()) == page == xray(parse(PAGE), article())


def test_the_page_runs_nothing_and_asks_for_nothing() -> None:
    page = xray(PAGE, article())
    tree = parse(page)
    assert not list(tree.iter("script", "iframe", "link", "img"))
    assert "default-src 'none'" in page and "&lt;script&gt;alert(2)" in page
    assert (tree.findtext(".//title") or "").endswith("Mill </title><script>")


def test_the_page_is_sound(shared: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("atom_check", shared / "bench" / "atom_check.py")
    assert spec is not None and spec.loader is not None
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    (tmp_path / "x.html").write_text(xray(PAGE, article()), "utf-8")
    assert [faults for _, faults in checker.check_path([str(tmp_path / "x.html")])] == [[]]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<p>The mill"), ("text", "The mill by"), ("markdown", "The mill")]
)
def test_the_command_writes_the_story(
    page: Path, form: str, start: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([str(page), "--to", form]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert out.startswith(start) and "rights reserved" not in out and out.endswith("\n")


def test_the_command_explains_itself(page: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(page), "--url", "https://a.example/", "--explain", "--xray", str(tmp_path / "x.html")]) == 0
    said = capsysbinary.readouterr().err.decode()
    assert "extractor: " in said and "\n+ " in said and "\n- " in said
    assert "blocks kept by" in (tmp_path / "x.html").read_text("utf-8")


def test_json_holds_the_article_and_its_trace(page: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(page), "--to", "json", "--explain"]) == 0
    out = capsysbinary.readouterr().out
    assert json.loads(out)["title"] == "The mill" and json.loads(out)["trace"]["verdicts"]


def test_a_page_without_a_story_and_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.html").write_text("")
    assert main([str(tmp_path / "empty.html")]) == 1
    assert "no story was found" in capsys.readouterr().err
    assert main([str(tmp_path / "nowhere.html")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["https://a.example/"]) == 2
    assert "curl -s URL | python -m cleaner -" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--to", "pdf", "-"])


def test_an_x_ray_that_cannot_be_written_is_told(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(page), "--xray", str(page.parent / "nowhere" / "x.html")]) == 2
    assert "x.html: No such file" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(page: Path) -> None:
    page.write_text(PAGE.replace("<p>", f"<p>{'The mill by the river turned all day long. ' * 9000}", 1), "utf-8")
    command = f"{sys.executable} -m cleaner {page} | head -c 3"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"<p>", b"")


def test_the_module_reads_standard_input_and_needs_no_feeds() -> None:
    code = "import sys, runpy; sys.argv = ['cleaner', '-', '--to', 'text']\n"
    code += "try: runpy.run_module('cleaner', run_name='__main__')\n"
    code += "finally: sys.stderr.write(str([name for name in sys.modules if name.split('.')[0] == 'feeds']))"
    done = subprocess.run(
        [sys.executable, "-c", code], input=PAGE.encode(), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0 and done.stdout.decode().startswith("The mill by the river")
    assert done.stderr.decode() == "[]"
