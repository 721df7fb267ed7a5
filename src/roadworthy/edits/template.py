"""Files that a repair puts into an app, kept as real files beside their pattern."""

from __future__ import annotations

from importlib import resources
from string import Template


def fill(package: str | None, name: str, **values: str) -> str:
    """A file of `package`'s folder `files` with its $PLACEHOLDERS replaced. A placeholder without a value stays."""
    text = resources.files(package or "").joinpath("files", name).read_text(encoding="utf-8")
    return Template(text).safe_substitute(values)
