"""What an app that lists no packages needs: it ran where somebody had installed them by hand."""

from __future__ import annotations

import re
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.package_names import PACKAGES
from roadworthy.trial.python_application import source_texts

_IMPORTS = regex(r"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)


def imported_packages(folder: Path) -> list[str]:
    """The packages that the app's own sources import, as pip would read them."""
    names = {name for text in source_texts(folder).values() for name in _IMPORTS.findall(text)}
    return [package for name, package in PACKAGES.items() if name in names]
