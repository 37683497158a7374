"""A bucket as the target, against a real S3 server on this machine."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest

from feeds.config.model import PublishConfig
from feeds.errors import PublishError
from feeds.model import Rendition
from feeds.publish import Target, inspect, open_target, render

boto3 = pytest.importorskip("boto3", reason="the extra s3 is not installed")
moto = pytest.importorskip("moto.server", reason="moto[server] is not installed")
Make = Callable[..., Any]
KILLS = int(os.environ.get("FEEDMILL_KILLS", "5"))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Any:
    """An empty bucket named "feeds", as boto3 sees it."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    bucket = boto3.resource("s3").Bucket("feeds")
    bucket.create()
    bucket.objects.delete()
    return bucket


@pytest.fixture
def target(bucket: Any) -> Target:
    return open_target(PublishConfig(folder="s3://feeds/radio/"))


def file(name: str = "show.atom", body: bytes = b"<feed/>", *, immutable: bool = False) -> Rendition:
    return Rendition(name=name, media_type="application/atom+xml; charset=utf-8", body=body, immutable=immutable)


def test_an_object_is_written_with_its_headers(target: Target, bucket: Any) -> None:
    assert target.write(file())
    found = bucket.Object("radio/show.atom").get()
    assert found["Body"].read() == b"<feed/>"
    assert found["ContentType"] == "application/atom+xml; charset=utf-8"
    assert found["CacheControl"] == "public, max-age=300"
    assert target.read("show.atom") == b"<feed/>"
    assert target.read("other.atom") is None


def test_an_unchanged_object_is_not_written_again(target: Target, bucket: Any) -> None:
    target.write(file())
    before = bucket.Object("radio/show.atom").last_modified
    time.sleep(1.1)  # S3 counts in seconds
    assert not target.write(file())
    assert bucket.Object("radio/show.atom").last_modified == before
    assert target.write(file(body=b"<feed>new</feed>"))


def test_an_object_with_wrong_headers_is_written_again(target: Target, bucket: Any) -> None:
    bucket.put_object(Key="radio/show.atom", Body=b"<feed/>", ContentType="binary/octet-stream")
    assert target.write(file())
    assert not target.write(file())


def test_an_archive_is_cached_for_ever_and_written_once(target: Target, bucket: Any) -> None:
    assert target.write(file("show/archive-1.atom", immutable=True))
    assert bucket.Object("radio/show/archive-1.atom").cache_control == "public, max-age=31536000, immutable"
    assert not target.write(file("show/archive-1.atom", b"other", immutable=True))
    assert target.read("show/archive-1.atom") == b"<feed/>"


def test_only_objects_under_the_prefix_are_ours(target: Target, bucket: Any) -> None:
    bucket.put_object(Key="other.txt", Body=b"x")
    bucket.put_object(Key="radio-two/other.txt", Body=b"x")
    target.write(file("b.atom"))
    target.write(file("a/archive-1.atom"))
    assert list(target.names()) == ["a/archive-1.atom", "b.atom"]
    target.delete("b.atom")
    target.delete("b.atom")
    assert list(target.names()) == ["a/archive-1.atom"]
    with pytest.raises(PublishError):
        target.delete("../other.txt")


def test_a_bucket_without_prefix_takes_files_at_its_top(bucket: Any) -> None:
    open_target(PublishConfig(folder="s3://feeds")).write(file())
    assert [each.key for each in bucket.objects.all()] == ["show.atom"]


def test_a_missing_bucket_is_said_without_secrets(bucket: Any) -> None:
    target = open_target(PublishConfig(folder="s3://nowhere"))
    with pytest.raises(PublishError, match=r"s3://nowhere/show.atom: .*NoSuchBucket") as caught:
        target.write(file())
    assert "secret" not in str(caught.value)


def test_a_bucket_must_be_named() -> None:
    with pytest.raises(PublishError, match="no bucket is named"):
        open_target(PublishConfig(folder="s3:///prefix"))


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(PublishError, match=r"feedmill\[s3\]"):
        open_target(PublishConfig(folder="s3://feeds"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to have a process to kill")
def test_objects_are_whole_after_a_kill_at_any_moment(
    target: Target, make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    small, large = (make_feed(entries=tuple(make_entry(n) for n in range(1, most))) for most in (5, 200))
    versions = [render(small, publish), render(large, publish)]
    moments = random.Random(5)
    for _ in range(KILLS):
        began, begins = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                mine = open_target(PublishConfig(folder="s3://feeds/radio"))
                for renditions in cycle(versions):
                    for rendition in renditions:
                        os.write(begins, b".")
                        mine.write(rendition)
            finally:
                os._exit(1)
        assert os.read(began, 2)
        time.sleep(moments.uniform(0, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(began)
        os.close(begins)
        for name in target.names():
            body = target.read(name)
            assert body
            assert inspect(large, Rendition(name=name, media_type="application/feed+json", body=body), None) == ()
    assert list(target.names())
