"""Addresses of MongoDB that an app puts together in its code: in the trial's copy they lead to the trial's own server.

`mongodb+srv://${USER}:${PASSWORD}@${CLUSTER}/shop` asks for a cluster of a host's, with its DNS records, accounts and TLS.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.mongo import URL
from roadworthy.trial.working_copy import left_out

_SOURCES = frozenset({".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".py"})
_LARGEST_SOURCE = 1 << 20
# The whole authority and the database's name: what stands for either is none of a server on this machine. Python's `%` would miss
# the places for its values.
_ADDRESS = regex(
    r"mongodb(?:\+srv://[^/\"'`\s%]+|://[^/\"'`\s%]*@[^/\"'`\s%]*)(?:/(?:\$?\{[^}\"'`]*\}|[\w.-]*))?(?=[?\"'`])"
)


def point_at_trial(folder: Path) -> tuple[str, ...]:
    """Rewrites the sources below a folder; the paths of those that it changed, relative to it."""
    changed = []
    for file in _files(folder):
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        pointed = _ADDRESS.sub(URL, text)
        if pointed != text:
            file.write_text(pointed, encoding="utf-8", errors="surrogateescape")
            changed.append(file.relative_to(folder).as_posix())
    return tuple(changed)


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not left_out(name))
        for file in (Path(here) / name for name in sorted(names)):
            if file.suffix in _SOURCES and not file.is_symlink() and file.stat().st_size <= _LARGEST_SOURCE:
                yield file
