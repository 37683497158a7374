"""`python -m cleaner FILE|-`: the cleaner alone, without feeds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cleaner import Article, clean
from cleaner.render import to_form
from cleaner.xray import xray


def main(arguments: Sequence[str] | None = None) -> int:
    """Clean one page; 0 when there was a story in it, 1 when there was none, 2 when it could not be read."""
    options = _parser().parse_args(arguments)
    try:
        return _clean(options)
    except BrokenPipeError:  # `| head` has what it wanted
        sys.stdout = None
        return 0
    except OSError as error:
        hint = " (a page of the web comes through: curl -s URL | python -m cleaner - --url URL)"
        hint = hint if "://" in options.file else ""
        sys.stderr.write(f"cleaner: {error.filename or 'the output'}: {error.strerror or error}{hint}\n")
        return 2


def _clean(options: argparse.Namespace) -> int:
    page = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    traced = options.explain or options.xray is not None
    article = clean(page, options.url, content_type=options.content_type, now=datetime.now(UTC), trace=traced)
    text = to_form(article, options.to, trace=options.explain)
    _write(text if text.endswith("\n") or not text else f"{text}\n")
    if options.explain and options.to != "json":
        sys.stderr.writelines(explained(article))
    if options.xray is not None:
        options.xray.write_text(xray(page, article), "utf-8")
    if article.wall:
        sys.stderr.write(f"cleaner: the page stands in the way of its story: {article.wall}\n")
    elif not article.html:
        sys.stderr.write("cleaner: no story was found (--explain tells why each block was dropped)\n")
    return 0 if article.html else 1


def explained(article: Article) -> list[str]:
    """Lines that say where each field came from, and of every block whether it was kept, how surely and why."""
    fields = [f"{name}: {source}\n" for name, source in sorted(article.trace.fields.items())]
    blocks = [
        f"{'+' if each.kept else '-'} {each.score:.2f} {each.why:<24} {' '.join(each.text.split())[:100]}\n"
        for each in article.trace.verdicts
    ]
    return [f"extractor: {article.trace.extractor}\n", *fields, *blocks]


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cleaner",
        description="Take the story out of a web page.",
        epilog="example: curl -s https://example.org/story | python -m cleaner - --url https://example.org/story",
    )
    parser.add_argument("file", metavar="FILE", help="the page, or - to read it from standard input")
    parser.add_argument("--url", default="", help="where the page was: relative links start from it")
    parser.add_argument("--content-type", default="", metavar="HEADER", help="the HTTP header that came with the page")
    parser.add_argument("--to", choices=("html", "text", "markdown", "json"), default="html", help="default: html")
    parser.add_argument(
        "--explain", action="store_true", help="say why, of every block, on standard error (in the JSON)"
    )
    parser.add_argument("--xray", type=Path, metavar="OUT.html", help="write a page that shows what was kept and why")
    return parser


if __name__ == "__main__":
    sys.exit(main())
