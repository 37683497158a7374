"""The commands as a person types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from feeds.cli import _COMMANDS, main
from feeds.publish import feed_name

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_with_an_example(name: str, feedmill: Any) -> None:
    result = feedmill(name, "--help")
    assert result.exit_code == 0
    assert f"feedmill {name}" in result.output.partition("Options:")[2]
    assert name in (ROOT / "README.md").read_text("utf-8")


def test_help_lists_every_command(feedmill: Any) -> None:
    listed = feedmill("--help").output
    assert [name for name in _COMMANDS if f"\n  {name} " not in listed] == []


def test_every_option_can_be_set_in_the_environment_by_its_own_name(feedmill: Any, monkeypatch: Any) -> None:
    feedmill("init")
    monkeypatch.setenv("FEEDMILL_BUILD_JSON", "1")
    assert len(feedmill("build").stdout.splitlines()) == 3
    monkeypatch.setenv("FEEDMILL_BUILD_ALL", "perhaps")
    assert "--all" in feedmill("build").stderr
    monkeypatch.setenv("FEEDMILL_CLEAN_TO", "markdown")
    page = "<html><body><article><h1>Boats</h1><p>A boat <b>is</b> made of planks.</p></article></body></html>" * 3
    assert "**is**" in feedmill("clean", "-", stdin=page).stdout
    monkeypatch.setenv("FEEDMILL_CONFIG", "nowhere.yaml")
    assert feedmill("check").exit_code == 2
    monkeypatch.setenv("FEEDMILL_CHECK_CONFIG", "config.yaml")
    assert feedmill("check").exit_code == 0
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        for option in (each for each in command.params if isinstance(each, click.Option)):
            assert f"FEEDMILL_{name}_{max(option.opts, key=len)[2:]}".upper().replace("-", "_") in option.envvar


def test_the_package_runs_as_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "feeds", "--help"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Usage: feedmill [OPTIONS]")


@pytest.mark.parametrize("command", ["build", "status"])
def test_ctrl_c_ends_a_command_quietly_before_its_work_has_begun(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "config.yaml")  # the command waits for somebody to write it
    words = [sys.executable, "-m", "feeds", command]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it, and its children
    begun = subprocess.Popen(words, cwd=tmp_path, env=environ, stderr=subprocess.PIPE)
    with begun as run, (tmp_path / "config.yaml").open("w"):  # open only now that it reads
        run.send_signal(signal.SIGINT)
        told = run.communicate(timeout=30)[1]
    assert (run.returncode, told) == (130, b"")


def test_init_writes_a_config_that_is_valid_and_overwrites_nothing(feedmill: Any, tmp_path: Path) -> None:
    assert feedmill("init", "mine").exit_code == 0
    assert feedmill("check", "--config", "mine/config.yaml").exit_code == 0
    (tmp_path / "mine" / "config.yaml").write_text("# my own\n")
    again = feedmill("init", "mine")
    assert again.exit_code == 2
    assert (tmp_path / "mine" / "config.yaml").read_text() == "# my own\n"


def test_every_mistake_in_the_config_is_told_at_once_with_its_line(feedmill: Any, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "sites:\n  news:\n    url: https://news.example/\n    listing:\n      itms: article\n"
        "    timezone: Mars/Olympus\n"
    )
    result = feedmill("check")
    assert result.exit_code == 2
    assert "config.yaml:5:7: sites.news.listing.itms" in result.stderr
    assert "did you mean 'items'?" in result.stderr
    assert "config.yaml:6:" in result.stderr
    assert "Mars/Olympus" in result.stderr


def test_a_missing_config_says_how_to_make_one(feedmill: Any) -> None:
    result = feedmill("status")
    assert result.exit_code == 2
    assert "feedmill init" in result.stderr


def test_schema_is_json_that_knows_every_site_key(feedmill: Any) -> None:
    schema = json.loads(feedmill("schema").stdout)
    assert {"publish", "store", "sites", "defaults"} <= schema["properties"].keys()


@pytest.mark.parametrize(
    ("form", "piece"),
    [
        ("text", "The driver, who has had the route for eleven years"),
        ("html", "<p>The driver, who has had the route for eleven years"),
        ("markdown", "The driver, who has had the route for eleven years"),
    ],
)
def test_clean_prints_the_story_of_a_file_in_the_form_asked_for(feedmill: Any, form: str, piece: str) -> None:
    result = feedmill("clean", str(ROOT / "examples/morning-call/night-bus.html"), "--to", form)
    assert result.exit_code == 0
    assert piece in result.stdout
    assert "also like" not in result.stdout


def test_clean_reads_standard_input_and_tells_all_as_json(feedmill: Any) -> None:
    page = (ROOT / "examples/slow-machines/loud-keys.html").read_bytes()
    article = json.loads(feedmill("clean", "-", "--to", "json", "--url", "https://m.example/x", stdin=page).stdout)
    assert article["title"] == "Counting key strokes with a microphone"
    assert article["authors"] == ["Mira Holt"]
    assert article["published"].startswith("2024-01-09T21:05:00")


def test_clean_fetches_an_address(feedmill: Any, site: Any) -> None:
    site.page("/story", (ROOT / "examples/morning-call/river-map.html").read_bytes())
    assert "Petra Lindqvist has drawn one" in feedmill("clean", site.url("/story")).stdout


def test_clean_explains_on_stderr_and_draws_an_x_ray(feedmill: Any, tmp_path: Path) -> None:
    page = str(ROOT / "examples/morning-call/night-bus.html")
    result = feedmill("clean", page, "--explain", "--xray", "x.html")
    assert "+ " in result.stderr
    assert "- " in result.stderr
    assert "+ " not in result.stdout
    assert "The driver" in (tmp_path / "x.html").read_text("utf-8")


STORY = f"<article><h1>The old ferry</h1>{'<p>It went well, and then it went on for years. ' * 9}</article>"


def test_clean_says_so_where_there_is_no_story(feedmill: Any) -> None:
    result = feedmill("clean", "-", stdin="")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no story was found" in result.stderr
    assert json.loads(feedmill("clean", "-", "--to", "json", stdin="").stdout)["html"] == ""


@pytest.mark.parametrize("command", ["clean", "preview"])
def test_a_file_that_cannot_be_written_is_told_without_a_traceback(feedmill: Any, site: Any, command: str) -> None:
    result = feedmill(command, site.page("/story", STORY), "--xray", "nowhere/x.html")
    assert result.exit_code == 1
    assert "nowhere/x.html: cannot be read or written: No such file or directory" in result.stderr


def test_preview_of_a_story_shows_the_story(feedmill: Any, site: Any) -> None:
    result = feedmill("preview", site.page("/story", STORY), "--xray", "x.html")
    assert result.exit_code == 0, result.stderr
    assert "It went well" in result.stdout


def test_preview_shows_an_article_whole_as_a_build_would_read_it(feedmill: Any, site: Any, tmp_path: Path) -> None:
    rows = "".join(f'<h2><a href="/{n}">Story number {n}</a></h2>' for n in range(3))
    site.page("/news", f"<main>{rows}</main>")
    site.page("/0", STORY.replace("</article>", '<a class="print" href="/print">On one page</a></article>'))
    site.page("/print", STORY.replace("It went well", "It went well from the first page to the last"))
    rules = "listing: {items: h2}, article: {single_page: a.print}, fetch: {delay: 0 seconds}"
    (tmp_path / "config.yaml").write_text(f"sites: {{news: {{url: {site.url('/news')}, {rules}}}}}\n")
    assert "from the first page to the last" in feedmill("preview", "news").stdout


def test_preview_of_a_page_with_nothing_on_it_says_what_to_give(feedmill: Any, site: Any) -> None:
    result = feedmill("preview", site.page("/nothing", "<html><body><form><input></form></body></html>"))
    assert result.exit_code == 1
    assert "no items were found on the page (give a page that lists items, or one that tells a story)" in result.stderr


def test_preview_of_an_address_without_its_scheme_says_how_to_write_it(feedmill: Any) -> None:
    feedmill("init")
    result = feedmill("preview", "radio.example/news")
    assert (result.exit_code, "the page: https://radio.example/news" in result.stderr) == (2, True)


def test_clean_of_a_missing_file_is_wrong_usage(feedmill: Any) -> None:
    result = feedmill("clean", "nowhere.html")
    assert result.exit_code == 2
    assert "no such file" in result.stderr


def test_an_unknown_site_is_told_with_the_known_ones(feedmill: Any) -> None:
    feedmill("init")
    result = feedmill("check", "morning-cal", "--live")
    assert result.exit_code == 2
    assert "morning-call" in result.stderr


def test_of_thousands_of_sites_an_unknown_one_is_told_with_those_like_it(feedmill: Any, tmp_path: Path) -> None:
    sites = "".join(f"  radio-{n}: {{url: https://r{n}.example/}}\n" for n in range(1000))
    (tmp_path / "config.yaml").write_text(f"sites:\n{sites}  Morning-Call: {{url: https://radio.example/}}\n")
    for command in ("build", "check", "preview"):
        told = feedmill(command, "mornin-call").stderr
        assert "did you mean 'Morning-Call'? 'feedmill status' lists its 1001 sites" in told
        assert len(told) < 200
    assert "'Morning-Call'" in feedmill("build", "morning").stderr


def test_a_site_that_is_named_twice_is_visited_once(feedmill: Any) -> None:
    feedmill("init")
    assert len(feedmill("build", "night-ferry", "night-ferry", "--json").stdout.splitlines()) == 1


def test_where_nobody_watches_a_row_is_a_line(feedmill: Any, site: Any, tmp_path: Path) -> None:
    """In a mail of cron's, in a file, in a pipe to grep."""
    name = "a-site-with-a-rather-long-name-as-some-have-that-are-made-from-a-title"
    page = site.page("/news", "<html><body><p>We have redesigned our site.</p></body></html>")
    (tmp_path / "config.yaml").write_text(
        f"sites:\n  {name}: {{url: '{page}', listing: {{items: article.card-of-news}}}}\n"
    )
    lines = feedmill("build").stderr.splitlines()
    assert lines[1].split() == [name, "0", "0", "0", "1", lines[1].split()[-2], "failed"]
    status = feedmill("status").stdout.splitlines()
    assert len(status) == 2
    assert status[1].startswith(name)
    assert "the listing matched no items" in status[1]


def test_check_live_proves_each_selector_on_the_site(feedmill: Any, site: Any, tmp_path: Path) -> None:
    for page in (ROOT / "examples/morning-call").glob("*.html"):
        site.page(f"/show/{page.name}", page.read_bytes())
    config = (
        "defaults: {fetch: {delay: 0 seconds}}\nsites:\n  show:\n"
        f"    url: {site.url('/show/index.html')}\n"
        "    listing: {items: article.card, published: .card-date::text, summary: SUMMARY}\n"
    )
    (tmp_path / "config.yaml").write_text(config.replace("SUMMARY", ".card-summary::text"))
    good = feedmill("check", "--live", "--json")
    assert good.exit_code == 0, good.stderr
    assert json.loads(good.stdout)["fields"]["listing.summary"] == {"filled": 6, "of": 6}
    (tmp_path / "config.yaml").write_text(config.replace("SUMMARY", ".no-such-thing"))
    bad = feedmill("check", "--live")
    assert bad.exit_code == 1
    assert "listing.summary" in bad.stderr
    assert not (tmp_path / "feedmill.db").exists()


def test_preview_shows_items_and_a_cleaned_article_and_stores_nothing(feedmill: Any, tmp_path: Path) -> None:
    feedmill("init")
    result = feedmill("preview", "morning-call")
    assert result.exit_code == 0
    assert "6 items" in result.stdout
    assert "two thousand pounds" in result.stdout
    assert not (tmp_path / "feedmill.db").exists()
    assert not (tmp_path / "public").exists()


def test_completion_knows_the_sites_of_the_config(feedmill: Any) -> None:
    feedmill("init")
    check = main.get_command(click.Context(main), "check")
    assert check is not None
    context = click.Context(check)
    (sites,) = [parameter for parameter in check.params if parameter.name == "sites"]
    assert [item.value for item in sites.shell_complete(context, "mor")] == ["morning-call"]


def test_the_same_pages_give_the_same_bytes_wherever_they_lie(feedmill: Any, tmp_path: Path) -> None:
    published = []
    for folder in ("here", "there"):
        feedmill("init", folder)
        config = f"{folder}/config.yaml"
        assert feedmill("build", "--config", config, "--now", "2026-03-01T10:00:00+00:00").exit_code == 0
        public = tmp_path / folder / "public"
        published.append({path.name: path.read_bytes() for path in public.iterdir()})
    assert "morning-call.atom" in published[0]
    assert published[0] == published[1]


def test_build_says_what_it_did_and_where_to_look(feedmill: Any, tmp_path: Path) -> None:
    feedmill("init")
    result = feedmill("build")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "morning-call" in result.stderr
    assert str(tmp_path / "public" / "index.html") in result.stderr.replace("\n", "")


def test_build_tells_programs_one_object_a_line(feedmill: Any) -> None:
    feedmill("init")
    rows = [json.loads(line) for line in feedmill("build", "--json").stdout.splitlines()]
    assert [(row["site"], row["new"], row["failed"]) for row in rows] == [
        ("morning-call", 6, 0),
        ("slow-machines", 4, 0),
        ("night-ferry", 3, 0),
    ]


def test_build_says_how_much_is_left_for_the_next_visit(feedmill: Any, site: Any, tmp_path: Path) -> None:
    page = site.page("/news", "".join(f"<article><a href=/{n}>Story number {n}</a></article>" for n in range(5)))
    for n in range(5):
        site.page(
            f"/{n}", f"<article><h1>Story number {n}</h1>{'<p>It went well, and then it went on. ' * 9}</article>"
        )
    fetch = "{budget: 4, delay: 0, robots: ignore}"
    (tmp_path / "config.yaml").write_text(
        f"sites: {{news: {{url: '{page}', listing: {{items: article}}, fetch: {fetch}}}}}"
    )
    assert "updated, 2 items left for the next visit" in feedmill("build").stderr


def test_build_says_how_many_items_the_filter_left_out(feedmill: Any, site: Any, tmp_path: Path) -> None:
    page = site.page("/news", "".join(f"<article><a href=/{n}>Story number {n}</a></article>" for n in range(5)))
    rules = "listing: {items: article}, fetch: {delay: 0, robots: ignore}, filter: {exclude: {title: Story}}"
    (tmp_path / "config.yaml").write_text(f"sites: {{news: {{url: '{page}', {rules}}}}}")
    assert "5 items left out by its filter" in feedmill("build").stderr


@pytest.mark.parametrize(
    "moment", ["2026-03-01", "2026-03-01T00:00:00", "2026-03-01T01:00:00+01:00", "2026-03-01T00:00Z"]
)
def test_a_moment_to_build_at_is_written_by_iso_8601(feedmill: Any, moment: str) -> None:
    feedmill("init")
    assert feedmill("build", "night-ferry", "--now", moment).exit_code == 0
    (site,) = [each for each in map(json.loads, feedmill("status", "--json").stdout.splitlines()) if each["entries"]]
    assert site["last_visit"] == "2026-03-01T00:00:00+00:00"
    told = feedmill("build", "--now", "tomorrow")
    assert (told.exit_code, "write it as 2024-03-05T14:30:00+00:00" in told.stderr) == (2, True)


def test_one_sites_trouble_is_its_own(feedmill: Any, site: Any, tmp_path: Path) -> None:
    feedmill("init")
    config = tmp_path / "config.yaml"
    config.write_text(
        config.read_text("utf-8") + f"\n  lost:\n    url: {site.url('/nowhere')}\n    listing: {{items: article}}\n"
    )
    result = feedmill("build")
    assert result.exit_code == 1
    assert "lost: " in result.stderr
    assert "404" in result.stderr
    assert (tmp_path / "public" / "morning-call.atom").exists()
    assert not (tmp_path / "public" / "lost.atom").exists()


@pytest.mark.parametrize(
    ("pages", "health"),
    [
        (0, "no story was found on the page"),
        (1, "well, but 2 items could not be read (see health.html)"),
        (3, "well"),
    ],
)
def test_a_site_of_which_nothing_can_be_read_is_not_well(
    feedmill: Any, site: Any, tmp_path: Path, pages: int, health: str
) -> None:
    page = site.page("/news", "".join(f"<article><a href=/{n}>Story number {n}</a></article>" for n in range(3)))
    for n in range(3):
        site.page(
            f"/{n}",
            f"<div class={'story' if n < pages else 'other'}>{'<p>It went well, then it went on.</p>' * 9}</div>",
        )
    rules = "{body: div.story, detect: false}"
    fetch = "{delay: 0, robots: ignore}"
    (tmp_path / "config.yaml").write_text(
        f"sites: {{news: {{url: '{page}', listing: {{items: article}}, article: {rules}, fetch: {fetch}}}}}"
    )
    built = feedmill("build")
    assert built.exit_code == (0 if pages else 1)
    assert ("article.body is 'div.story'" in built.stderr) == (pages < 3)
    assert feedmill("status").stdout.rstrip().endswith(health)


def test_status_tells_that_a_folder_is_read_at_each_build(feedmill: Any) -> None:
    feedmill("init")
    feedmill("build")
    told = [json.loads(line) for line in feedmill("status", "--json").stdout.splitlines()]
    assert [each["next_visit"] for each in told] == [each["last_visit"] for each in told]
    assert [line.count("the next build") for line in feedmill("status").stdout.splitlines()] == [0, 1, 1, 1]


def test_status_tells_of_trouble_and_of_what_is_left_over(feedmill: Any, tmp_path: Path) -> None:
    feedmill("init")
    feedmill("build")
    config = tmp_path / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(text[: text.index("  night-ferry:")])
    result = feedmill("status", "--json")
    assert [json.loads(line)["entries"] for line in result.stdout.splitlines()] == [6, 4]
    assert "night-ferry.atom" in result.stderr
    feedmill("status", "--prune")
    assert not (tmp_path / "public" / "night-ferry.atom").exists()
    assert (tmp_path / "public" / "morning-call.atom").exists()


def test_export_lists_the_published_feeds(feedmill: Any) -> None:
    feedmill("init")
    feedmill("build")
    exported = feedmill("export", "opml").stdout
    assert 'xmlUrl="https://feeds.example.org/morning-call.atom"' in exported


def test_an_export_of_the_sites_names_the_feed_that_is_made_where_a_reader_finds_no_items(
    feedmill: Any, tmp_path: Path
) -> None:
    (tmp_path / "config.yaml").write_text("sites: {Morning.Call: {url: 'https://radio.example/'}}\n")
    name = feed_name("Morning.Call", "atom")
    assert f'xmlUrl="http://localhost:8000/{name}"' in feedmill("export", "opml", "--sources").stdout


def test_an_export_needs_no_slash_at_the_end_of_the_folders_address(feedmill: Any, tmp_path: Path) -> None:
    feedmill("init")
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text().replace("https://feeds.example.org/", "https://feeds.example.org/radio"))
    feedmill("build", "morning-call")
    assert 'xmlUrl="https://feeds.example.org/radio/morning-call.atom"' in feedmill("export", "opml").stdout
