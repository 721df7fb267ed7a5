"""Tells what SQLAlchemy's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Library


def register(library: Library, found: Found) -> None:
    """To be written."""
