"""Our own files: templates, example sites and the starter config that ship with the program, and its code."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """The path of `templates`, `examples` or `config.yaml`.

    In a checkout they lie at the top of the repository, where people look for them; the wheel
    carries them inside the package (see pyproject.toml). Raises FileNotFoundError where neither has it.
    """
    for folder in (_PACKAGE / "bundled", _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name} did not come with this installation of Feedmill")


@lru_cache(maxsize=1)
def code_edition() -> str:
    """A digest of this package's code, as `cleaner.edition` is of the other's: another one may publish other bytes."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        name = path.relative_to(_PACKAGE).as_posix()
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
