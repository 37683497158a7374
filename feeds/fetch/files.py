"""`file:` URLs: pages that lie beside the config."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feeds.errors import FetchError
from feeds.media_types import media_type_named
from feeds.model import Request, Response, Validators


def is_file(url: str) -> bool:
    return url[:5].lower() == "file:"


def read_file(request: Request, folder: Path, max_bytes: int) -> Response:
    """The file that a `file:` URL names, relative or absolute; a folder stands for its index.html.

    Its ETag is a digest of its bytes: a file that says the same answers 304, whatever its date.

    Raises:
        FetchError: kind "refused" outside `folder` (links are followed before that is judged), "file" when there is
            no such file, "too-big".
    """
    path = _path(request.url, folder)
    try:
        body = _read(path, max_bytes, request.url)
    except OSError as error:
        raise _error("file", f"the file cannot be read: {error.strerror}", request.url) from None
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = Validators(etag=etag)
    if request.validators.etag == etag:
        return Response(url=request.url, final_url=request.url, status=304, validators=known)
    kind = media_type_named(path.name) or "application/octet-stream"
    return Response(
        url=request.url,
        final_url=request.url,
        headers={"content-type": kind, "etag": etag},
        body=body,
        validators=known,
    )


def _path(url: str, folder: Path) -> Path:
    parts = urlsplit(url)
    name = unquote(parts.path)
    if parts.netloc or not name or "\0" in name:
        raise _error("refused", "a file: URL names a path and nothing else", url, "write file:path/under/the/config")
    try:
        root = folder.resolve()
        path = (root / name).resolve()
        path = path / "index.html" if path.is_dir() else path
        # Once more: index.html may itself be a link.
        inside = path.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        raise _error("file", "the file cannot be read", url) from None
    if not inside:
        raise _error("refused", "the file is not under the config's folder", url, "move it there")
    return path


def _read(path: Path, max_bytes: int, url: str) -> bytes:
    # Without O_NONBLOCK, a named pipe would make us wait for a writer for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _error("file", "this is no file", url)
        body = stream.read(max_bytes + 1)
    if len(body) > max_bytes:
        what = f"the file has more than {max_bytes:,} bytes"
        raise _error("too-big", what, url, "raise fetch.max_bytes to read it all the same")
    return body


def _error(kind: str, what: str, url: str, mend: str = "") -> FetchError:
    return FetchError(what, where=url[:300], mend=mend, kind=kind)
