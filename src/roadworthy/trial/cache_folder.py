"""Where packages, builds and database clusters are kept between trials."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

VARIABLE = "ROADWORTHY_CACHE"


def cache_folder(kind: str) -> Path:
    """`~/.cache/roadworthy/<kind>`, or under $ROADWORTHY_CACHE; created."""
    base = os.environ.get(VARIABLE)
    folder = (Path(base) if base else Path.home() / ".cache" / "roadworthy") / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(made: Path, kept: Path) -> None:
    """Move a finished folder into the cache in one step. Another trial that was faster wins."""
    try:
        made.rename(kept)
    except OSError:
        if not kept.is_dir():
            raise
        shutil.rmtree(made, ignore_errors=True)


def beside(kept: Path) -> Path:
    """A name of its own beside what is to be kept, for making it."""
    return kept.with_name(f"{kept.name}.{secrets.token_hex(4)}")


def keep_copy(made: Path, kept: Path, *, private: bool = False) -> None:
    """Keep a copy of a folder that lies elsewhere; a `private` one is for its owner's eyes."""
    partial = beside(kept)
    shutil.copytree(made, partial, symlinks=True)
    if private:
        partial.chmod(0o700)
    keep(partial, kept)


def prune(folder: Path, count: int) -> None:
    """Keep the `count` entries used last."""
    entries = sorted(folder.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in entries[count:]:
        shutil.rmtree(entry, ignore_errors=True)
