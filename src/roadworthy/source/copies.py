"""Folders that hold the app a second time: what somebody packed up to deploy, kept beside what it was packed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from roadworthy.source.language import CODE_LANGUAGES
from roadworthy.source.repository import SourceFile

_SHOWN = CODE_LANGUAGES | {"html"}
_FEWEST = 8
_SHARE = 0.8


def copied_folders(files: Iterable[SourceFile]) -> tuple[str, ...]:
    """The folders at the top, each with its '/', nearly all of whose files of code lie outside them under the same path."""
    code = {file.path for file in files if file.language in _SHOWN}
    within: dict[str, list[str]] = defaultdict(list)
    for path in code:
        folder, _, rest = path.partition("/")
        if rest:
            within[f"{folder}/"].append(rest)
    return tuple(
        folder
        for folder, paths in sorted(within.items())
        if len(paths) >= _FEWEST and sum(path in code for path in paths) >= _SHARE * len(paths)
    )


__all__ = ["copied_folders"]
