"""Where the addresses of a config lead: the web, or files beside config.yaml."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

_MAX_URL = 4000


def file_url(url: str, folder: Path) -> str | None:
    """`url` as an absolute file URL when it is a `file:` address inside `folder`, None otherwise.

    `folder` is absolute; relative addresses start there. Links are followed before it is judged what is inside.
    """
    split = _split(url)
    if split is None or split.scheme != "file" or split.netloc not in ("", "localhost"):
        return None
    try:
        path = (folder / unquote(split.path)).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return path.as_uri() if path.is_relative_to(folder) and path != folder else None


def url_fault(url: str, folder: Path | None = None) -> tuple[str, str] | None:
    """What is wrong with an address, and how to mend it; None: nothing.

    `file:` counts only where a `folder` is given, and inside it.
    """
    kinds = "http, https or file" if folder else "http or https"
    lowest = 31 if url.startswith("file:") else 32  # people write blanks in the names of files
    if any(ord(ch) <= lowest or ord(ch) == 127 for ch in url.strip()) or len(url) > _MAX_URL:
        return "is no address: it holds blanks or is far too long", ""
    split = _split(url)
    if split is None:
        return f"{url!r} is no address that can be read", ""
    if split.scheme == "file" and folder:
        return None if file_url(url, folder) else ("leads out of the folder of config.yaml", "put the files below it")
    if split.scheme not in ("http", "https"):
        mend = f"write 'https://{url}'" if "." in url.partition("/")[0].lstrip(".") and not split.scheme else ""
        if folder and not split.scheme and (folder / url).is_file():
            mend = "write 'file:' before the path, which starts at the folder of config.yaml"
        return f"{url!r} is no {kinds} address", mend
    if not split.hostname:
        return f"{url!r} names no host", ""
    if split.username is not None or split.password is not None:
        return "holds a password", "write 'auth: ${ENV_NAME}' below 'fetch:' instead"
    return None


def _split(url: str) -> SplitResult | None:
    try:
        split = urlsplit(url.strip())
        _ = split.port, split.hostname
    except ValueError:
        return None
    return split
