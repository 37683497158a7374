"""Where the files that ship with the program are: templates, example sites, the starter config."""

from __future__ import annotations

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
