"""The version of Roadworthy."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """As it was installed."""
    return metadata.version("roadworthy")
