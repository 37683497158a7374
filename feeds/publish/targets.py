"""Where published files go: a folder here, a bucket in `s3.py`. Whole files only, and only changed ones."""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from feeds.config import PublishConfig
from feeds.errors import PublishError
from feeds.model import Rendition
from feeds.publish.names import INDEX_FILES, check_name, is_feed, stem
from feeds.publish.s3 import S3Target

if sys.platform != "win32":
    import fcntl

_PART = ".feedmill-"
"""Names of files that are not yet whole begin so; web servers do not serve dot files."""
_ABANDONED = 3600.0
"""Seconds after which such a file was left behind by a run that was killed."""
_OURS = re.compile(r"(?P<stem>[^/]+)(?:/archive-\d+)?\.(?P<format>atom|rss|json|html)")


class Target(Protocol):
    """A place for published files, by their names (Rendition.name)."""

    def read(self, name: str) -> bytes | None:
        """The file as it is published, None where there is none."""

    def write(self, rendition: Rendition) -> bool:
        """Publish a file as a whole; False when it was there with these bytes, or is immutable and there."""

    def names(self) -> Iterator[str]:
        """Every file that is published, sorted."""

    def delete(self, name: str) -> None:
        """Take a file away; nothing happens when it is not there."""


def open_target(publish: PublishConfig, folder: Path = Path()) -> Target:
    """The target that `publish.folder` names; `folder` is where relative paths start (`Config.folder`).

    Raises PublishError where it cannot be used.
    """
    if publish.folder.startswith("s3://"):
        return S3Target(publish.folder)
    return FolderTarget(folder / publish.folder)


class FolderTarget:
    """Files in a folder. A reader of the folder sees the old file or the new one, whatever happens to us."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with _explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for part in folder.rglob(f"{_PART}*"):
                with suppress(FileNotFoundError):  # someone else swept too
                    if _is_abandoned(part):
                        part.unlink()

    def read(self, name: str) -> bytes | None:
        """The file as it is published, None where there is none."""
        path = self._path(name)
        with _explained(path):
            return path.read_bytes() if path.is_file() else None

    def write(self, rendition: Rendition) -> bool:
        """Publish a file as a whole; False when it was there with these bytes, or is immutable and there."""
        path = self._path(rendition.name)
        with _explained(path):
            if path.is_file() and (rendition.immutable or path.read_bytes() == rendition.body):
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                _replace(path, rendition.body)
            except FileNotFoundError:  # swept by another run before it was locked
                _replace(path, rendition.body)
        return True

    def names(self) -> Iterator[str]:
        """Every file that is published, sorted."""
        with _explained(self.folder):
            paths = [path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file()]
        names = (path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))
        return iter(sorted(names))

    def delete(self, name: str) -> None:
        """Take a file away; nothing happens when it is not there."""
        path = self._path(name)
        with _explained(path):
            path.unlink(missing_ok=True)
            with suppress(OSError):  # other files are in it
                if path.parent != self.folder:
                    path.parent.rmdir()

    def _path(self, name: str) -> Path:
        check_name(name)
        return self.folder / name


def orphans(names: Iterable[str], wanted: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Files of feeds, and of formats of feeds, that are no longer in the config: never other files than we published.

    wanted: the formats of each feed that is, by its slug. A stem counts as ours where a feed document of that name is
    there, so that an about.html of the operator's own is left alone.
    """
    every = sorted(names)
    kept = {stem(slug): {*formats, "html"} for slug, formats in wanted.items()}
    ours = {name.rpartition(".")[0] for name in every if "/" not in name and is_feed(name)}
    matches = ((name, _OURS.fullmatch(name)) for name in every if name not in INDEX_FILES)
    found = ((name, match["stem"], match["format"]) for name, match in matches if match)
    return tuple(name for name, its, form in found if its in ours and form not in kept.get(its, ()))


def _is_abandoned(part: Path) -> bool:
    """Whether the run that was writing this file is no more: a lock ends with the process that holds it."""
    if time.time() - part.stat().st_mtime > _ABANDONED:
        return True
    if sys.platform == "win32":
        return False
    with part.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # its writer lives, or the file system knows no locks
            return False
    return True


def _replace(path: Path, body: bytes) -> None:
    """Write beside it, make it durable, then rename over it."""
    part = path.parent / f"{_PART}{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as stream:
            if sys.platform != "win32":
                with suppress(OSError):  # a file system without locks
                    fcntl.flock(stream, fcntl.LOCK_EX)
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
            if sys.platform != "win32":
                part.replace(path)  # while it is locked, so that nobody sweeps it away
        if sys.platform == "win32":
            part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can (Windows cannot)."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """OSError → PublishError that names the path."""
    try:
        yield
    except OSError as error:
        raise PublishError(
            f"cannot be written or read: {error.strerror or error}",
            where=str(path),
            mend="check that the folder exists, may be written to and has room",
        ) from error
