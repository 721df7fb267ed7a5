"""What an app that lists no packages needs: it ran where somebody had installed them by hand."""

from __future__ import annotations

from pathlib import Path

from roadworthy.trial.package_names import PACKAGES
from roadworthy.trial.python_application import imported_names, source_texts


def imported_packages(folder: Path) -> list[str]:
    """The packages that the app's own sources import, as pip would read them."""
    names = {name for text in source_texts(folder).values() for name in imported_names(text)}
    return [package for name, package in PACKAGES.items() if name in names]
