"""The recipes of docs/recipes work as pasted, as far as a machine without their hosts can tell."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from feeds.bundle import bundled
from feeds.config.model import PublishConfig
from feeds.publish import FolderTarget, media_type_of, render, render_index, summary_of

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs/recipes"
Make = Callable[..., Any]


@pytest.fixture
def public(tmp_path: Path, make_feed: Make, publish: PublishConfig) -> Path:
    """A published folder with everything in it."""
    target = FolderTarget(tmp_path / "public")
    feed = make_feed(newest_archive=1)
    summaries = [summary_of(feed, publish)]
    for rendition in [
        *render(feed, publish),
        *render(make_feed(archive=1), publish),
        *render_index(summaries, [], publish),
    ]:
        target.write(rendition)
    return target.folder


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def workflow_steps() -> dict[str, dict[str, Any]]:
    flow = YAML(typ="safe").load(RECIPES / "github-pages.yml")
    return {step["name"]: step for step in flow["jobs"]["feeds"]["steps"] if "name" in step}


def test_the_github_workflow_builds_on_a_schedule_and_publishes() -> None:
    flow = YAML(typ="safe").load(RECIPES / "github-pages.yml")
    assert flow["on"]["schedule"] if "on" in flow else flow[True]["schedule"]
    job = flow["jobs"]["feeds"]
    used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
    assert used == ["actions/checkout", "actions/setup-python", "actions/upload-pages-artifact", "actions/deploy-pages"]
    assert flow["permissions"] == {"contents": "write", "pages": "write", "id-token": "write"}


def test_the_github_workflow_keeps_what_it_remembers_between_runs(tmp_path: Path) -> None:
    origin = tmp_path / "origin.git"
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "STATE_REMOTE": str(origin),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    (tmp_path / "temp").mkdir()
    if not (Path(sys.executable).parent / "feedmill").exists():
        program("feedmill")

    def shell(script: str, folder: Path) -> None:
        subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=environment, check=True, timeout=120)

    shell(f"git init --quiet --bare {origin}", tmp_path)
    steps = workflow_steps()
    runs: list[dict[str, bytes]] = []
    for number in (1, 2):
        work = tmp_path / f"run-{number}"
        shell(f"git init --quiet {work}; git -C {work} remote add origin {origin}", tmp_path)
        shutil.copytree(bundled("examples"), work / "examples")
        shutil.copy(bundled("config.yaml"), work)
        for name in ("Take up what the last run remembered", "Build", "Remember"):
            shell(steps[name]["run"], work)
        files = sorted((work / "public").rglob("*.*"))
        runs.append({str(path.relative_to(work)): path.read_bytes() for path in files})
    assert runs[0] == runs[1]
    assert "public/morning-call.atom" in runs[0]
    # Where what was remembered cannot be had, nothing is begun anew, which would replace it.
    (tmp_path / "away").mkdir()
    shell(f"git init --quiet; git remote add origin {tmp_path / 'nowhere.git'}", tmp_path / "away")
    with pytest.raises(subprocess.CalledProcessError):
        shell(steps["Take up what the last run remembered"]["run"], tmp_path / "away")


def test_a_build_where_a_site_failed_still_publishes() -> None:
    script = workflow_steps()["Build"]["run"].replace("feedmill build", "exit_with")
    for code, outcome in ((0, 0), (1, 0), (2, 1)):
        done = subprocess.run(["bash", "-e", "-c", f"exit_with() {{ return {code}; }}; {script}"], check=False)
        assert done.returncode == outcome


def rules(text: str) -> dict[str, dict[str, str]]:
    """A _headers file as its hosts read it."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("/"):
            path = line
            assert path not in found
            found[path] = {}
        else:
            assert line.startswith("  "), line
            name, _, value = line.strip().partition(": ")
            found[path][name] = value
    return found


def test_the_headers_file_gives_every_file_its_type(public: Path) -> None:
    ours = rules((RECIPES / "_headers").read_text())
    assert all(path.count("*") == 1 for path in ours)
    for name in FolderTarget(public).names():
        matching = [r for path, r in ours.items() if re.fullmatch(re.escape(path).replace(r"\*", ".*"), f"/{name}")]
        assert len(matching) == 1, name
        if name.endswith((".atom", ".rss", ".opml")):
            assert matching[0]["Content-Type"] == media_type_of(name)


def test_the_headers_script_writes_one_rule_a_file(public: Path) -> None:
    for _ in range(2):
        subprocess.run(["sh", RECIPES / "headers.sh", public], check=True)
    ours = rules((public / "_headers").read_text())
    names = [name for name in FolderTarget(public).names() if not name.endswith(".html") and name != "_headers"]
    assert sorted(ours) == [f"/{name}" for name in names]
    for name in names:
        assert ours[f"/{name}"]["Content-Type"] == media_type_of(name)
        assert ("immutable" in ours[f"/{name}"]["Cache-Control"]) == ("archive-" in name)


@contextmanager
def running_nginx(public: Path, folder: Path) -> Iterator[int]:
    """nginx with the recipe's site, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = (RECIPES / "nginx.conf").read_text()
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/lib/feedmill/public", str(public))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root; pid {folder}/pid; error_log stderr; daemon off; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{site}\n}}"
    )
    command = [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs to start nginx as root")
def test_nginx_serves_every_file_with_its_type(public: Path, tmp_path: Path) -> None:
    (public / ".feedmill-half").write_text("half")
    with running_nginx(public, tmp_path) as port:

        def ask(path: str, method: str = "GET") -> http.client.HTTPResponse:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request(method, path, headers={"Host": "feeds.example.org", "Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            return response

        for name in FolderTarget(public).names():
            response = ask(f"/{name}")
            expected = media_type_of(name).replace("; charset=utf-8", "") if "json" in name else media_type_of(name)
            assert response.status == 200
            assert (response.headers["Content-Type"] or "").startswith(expected), name
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert ask("/show.atom").headers["Content-Encoding"] == "gzip"
        assert ask("/show.atom").headers["ETag"]
        assert "immutable" in (ask("/show/archive-1.atom").headers["Cache-Control"] or "")
        assert "immutable" not in (ask("/show/archive-1.html").headers["Cache-Control"] or "")
        assert ask("/").status == 200
        assert ask("/.feedmill-half").status == 404
        assert ask("/show.atom", "DELETE").status in (403, 405)


def test_the_dockerfile_runs_as_nobody_special_and_copies_what_the_wheel_needs() -> None:
    lines = (RECIPES / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["10001"]
    copied = {
        part for line in lines if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1]
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], "pyproject.toml", project["project"]["readme"]}
    assert needed <= copied
    extras = re.findall(r"/source\[([a-z0-9,]+)\]", "\n".join(lines))
    assert set(extras[0].split(",")) <= set(project["project"]["optional-dependencies"])


def test_the_compose_file_is_for_this_dockerfile() -> None:
    service = YAML(typ="safe").load(RECIPES / "compose.yaml")["services"]["feedmill"]
    context = (RECIPES / service["build"]["context"]).resolve()
    assert (context / service["build"]["dockerfile"]).samefile(RECIPES / "Dockerfile")
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    assert service["read_only"] is True


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    verify = program("systemd-analyze")
    for name in ("feedmill.service", "feedmill.timer"):
        text = (RECIPES / name).read_text().replace("/opt/feedmill/bin/feedmill", "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [verify, "verify", "--man=no", tmp_path / "feedmill.timer", tmp_path / "feedmill.service"],
        check=False,
        capture_output=True,
        text=True,
    )
    complaints = [line for line in done.stderr.splitlines() if "feedmill" in line]
    assert complaints == []
