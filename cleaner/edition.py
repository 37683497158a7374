"""Which cleaner this is: another one may read the same page otherwise."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_PARTS = frozenset((".py", ".txt", ".npz"))


@lru_cache(maxsize=1)
def edition() -> str:
    """A digest of the package's own code and data: equal for two cleaners that read every page alike."""
    package = Path(__file__).parent
    digest = sha256()
    for path in sorted(each for each in package.rglob("*") if each.suffix in _PARTS):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
