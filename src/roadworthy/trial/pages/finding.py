"""Finding the folder that holds an app's pages when its server lives in another."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from roadworthy.errors import AppError
from roadworthy.regex import regex
from roadworthy.trial.environment import LOOPBACK, example_values
from roadworthy.trial.node_plan import Manifest, build_commands, install_commands, read_manifest
from roadworthy.trial.pages.plan import PagesPlan
from roadworthy.trial.working_copy import left_out

_BUILDERS = ("next", "vite", "react-scripts", "@craco/craco", "@vue/cli-service")
_SERVERS = frozenset({"express", "fastify", "koa", "@nestjs/core", "@hapi/hapi"})
_PLACES = ("index.html", "public/index.html", "app", "pages", "src/app", "src/pages")
_NAMES = regex(r"client|front|web|ui|site|app", re.I)
_SOURCES = frozenset({".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", ".svelte"})
_MOST_FILES, _LARGEST_FILE = 2000, 400_000
# A value that the bundler writes into the pages, and what the code takes without it.
_DEFAULTED = regex(
    r"\b((?:VITE|NEXT_PUBLIC|REACT_APP|VUE_APP)_\w+)\W{0,4}\s*(?:\|\||\?\?)\s*[\"'`]([^\"'`\s]*)[\"'`]"
)
_OUTPUT = regex(r"outDir\s*:\s*[\"'`]([\w./-]+)[\"'`]")
_BUILT = frozenset({"dist", "build", "out", "public", "coverage"})
_PREFIXES = ("VITE_", "NEXT_PUBLIC_", "REACT_APP_", "VUE_APP_")


def find_pages(root: Path, server: Path, folders: Iterable[Path], scripts: bool) -> PagesPlan | None:
    """The pages of an app whose server is in the folder `server`: of the other `folders`, the one that only builds pages.

    None where there is none. `scripts`: whether packages may run their install scripts.
    """
    found = [manifest for folder in folders if folder != server and (manifest := _pages(folder)) is not None]
    found.sort(key=lambda manifest: not _NAMES.search(manifest.folder.name))
    return _plan(found[0], root, scripts) if found else None


def _pages(folder: Path) -> Manifest | None:
    if not (folder / "package.json").is_file():
        return None
    try:
        manifest = read_manifest(folder)
    except AppError:
        # A broken manifest beside the server is no reason not to run the server.
        return None
    builds = any(name in manifest.dependencies for name in _BUILDERS) and "build" in manifest.scripts
    alone = builds and not _SERVERS & manifest.dependencies.keys()
    # A manifest at the top that only sends the command on to the folder below has none of these.
    return manifest if alone and any((folder / place).exists() for place in _PLACES) else None


def _plan(manifest: Manifest, root: Path, scripts: bool) -> PagesPlan:
    texts = list(_texts(manifest.folder))
    configured = [path for text in texts for path in _OUTPUT.findall(text) if not path.startswith("/")]
    return PagesPlan(
        cwd=str(manifest.folder.relative_to(root)),
        install=install_commands(manifest.folder, root, scripts),
        build=tuple(_forgiving(command, manifest) for command in build_commands(manifest)),
        output=(*dict.fromkeys(configured), "dist", "build", "out"),
        next="next" in manifest.dependencies,
        addresses=_addresses(texts, example_values(manifest.folder)),
    )


def _forgiving(command: str, manifest: Manifest) -> str:
    """With the bundler alone where the types do not check: so the pages are, in development, what people see."""
    return f"({command}) || vite build" if "vite" in manifest.dependencies and "tsc" in command else command


def _texts(folder: Path) -> Iterator[str]:
    """The sources of the pages and their configuration, as far as that many tell anything."""
    for file in source_files(folder):
        yield file.read_text(errors="replace")


def source_files(folder: Path) -> Iterator[Path]:
    """The files of code in a folder of pages, at most 2,000 and none over 400 kB."""
    small = (file for file in _sources(folder) if file.stat().st_size <= _LARGEST_FILE)
    return itertools.islice(small, _MOST_FILES)


def _sources(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not left_out(name) and name not in _BUILT)
        paths = (Path(above, name) for name in sorted(files))
        yield from (path for path in paths if path.suffix in _SOURCES and not path.is_symlink())


def _addresses(texts: Iterable[str], examples: Mapping[str, str]) -> dict[str, str]:
    """What the example says of a variable wins over what the code takes without it."""
    values = [pair for text in texts for pair in _DEFAULTED.findall(text)] + list(examples.items())
    paths = {name: _path_here(value) for name, value in values if name.startswith(_PREFIXES)}
    return {name: path for name, path in paths.items() if path is not None}


def _path_here(value: str) -> str | None:
    """The path of an address on this machine, or of one without a host; None for anything else."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    if parts.scheme in ("http", "https", "ws", "wss"):
        return parts.path.rstrip("/") if parts.hostname in LOOPBACK else None
    return parts.path.rstrip("/") if value.startswith("/") and not parts.netloc else None
