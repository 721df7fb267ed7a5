"""The copy of the app that a trial works on."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.registry import npm_settings

# Made by tools, made again by the trial, or of no use to it.
LEFT_OUT = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        "node_modules",
        ".venv",
        "venv",
        "__pycache__",
        ".next",
        ".nuxt",
        ".turbo",
        ".cache",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".roadworthy",
        ".aws",
        ".ssh",
        ".gnupg",
        ".pypirc",
        ".netrc",
    }
)
# Real values live in .env, .env.local, .env.production, .envrc; the examples are documentation.
_ENVIRONMENT_FILE = regex(r"^\.env(rc|\..+)?$|^.+\.env$")
_CREDENTIAL = regex(r"auth|token|password|ident", re.IGNORECASE)
_EXAMPLE = regex(r"(example|sample|template|dist|defaults)", re.IGNORECASE)
_KEY_FILE = regex(r"\.(pem|key|p12|pfx)$|service-?account.*\.json$", re.IGNORECASE)


def left_out(name: str) -> bool:
    """Whether a file or folder of this name stays out of the copy: made by tools, or holding somebody's secrets."""
    if name in LEFT_OUT or _KEY_FILE.search(name):
        return True
    return bool(_ENVIRONMENT_FILE.match(name)) and not _EXAMPLE.search(name)


def copy_app(root: Path, destination: Path) -> Path:
    """Copy an app's source to `destination` (created), without secrets, dependencies, links that lead out of it and
    what may not be read (the volume of a container that ran as root).

    Files keep their modes. Returns `destination`.
    """
    top = root.resolve()
    for folder, folders, files in os.walk(root):
        here = destination / Path(folder).relative_to(root)
        here.mkdir(parents=True, exist_ok=True)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = [name for name in folders if not left_out(name) and name not in links]
        for name in (*files, *links):
            if not left_out(name):
                with contextlib.suppress(PermissionError):
                    _copy_file(Path(folder) / name, here / name, top)
    return destination


def _copy_file(source: Path, target: Path, top: Path) -> None:
    if source.is_symlink():
        real = source.resolve()
        if real.is_relative_to(top) and real.exists():
            target.symlink_to(source.readlink())
        return
    if source.name == ".npmrc":
        target.write_text(npm_settings(source.read_text(errors="replace")))
    elif source.name in (".yarnrc", ".yarnrc.yml"):
        lines = source.read_text(errors="replace").splitlines(keepends=True)
        target.write_text("".join(line for line in lines if not _CREDENTIAL.search(line)))
    elif source.is_file():
        shutil.copy2(source, target)
