"""Pictures, fonts and films that pages import and that the copy lacks: without them nothing is built.

A repository keeps such files elsewhere (Git LFS) or its author never added them.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.working_copy import left_out

SOURCES = (".tsx", ".ts", ".jsx", ".js", ".mjs", ".vue", ".svelte")
_PICTURE = r"png|jpe?g|gif|webp|avif|ico|bmp"
_REST = r"svg|mp4|webm|mov|mp3|wav|ogg|woff2?|ttf|otf|eot|pdf|glb|gltf"
_IMPORTED = regex(
    rf"(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*[\"']([^\"'\s()?]+\.(?:{_PICTURE}|{_REST}))(?:\?\w+)?[\"']",
    re.I,
)
_BUNDLED = regex(
    r"[\"'](@[\w-]*|~)/?[\"']\s*:\s*(?:path\.)?(?:resolve|join)\([^,\"']+,((?:\s*[\"'][^\"']+[\"']\s*,?)+)\)"
)
_COMPILED = regex(r"\"(@[\w-]*|~)/\*\"\s*:\s*\[\s*\"([^\"*]*)/?\*\"")
_QUOTED = regex(r"[\"']([^\"']+)[\"']")
# One grey point: what reads the size of a picture finds one.
_POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_LARGEST_SOURCE = 1 << 20


class Alias(msgspec.Struct, frozen=True):
    """In files below `home` an import that begins with `name` leads below `target`."""

    name: str
    home: Path
    target: Path


def fill_absent(folder: Path) -> tuple[str, ...]:
    """Lays a stand-in where a file below `folder` imports one that is not there; their paths, relative to it."""
    files = list(source_files(folder))
    aliases = aliases_of(files)
    made = []
    for source in (file for file in files if file.suffix in SOURCES):
        for written in _IMPORTED.findall(text_of(source)):
            target = place_of(written, source, aliases)
            if target is not None and target.is_relative_to(folder) and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_stand_in(target.suffix.lower()))
                made.append(target.relative_to(folder).as_posix())
    return tuple(made)


def place_of(written: str, source: Path, aliases: Sequence[Alias]) -> Path | None:
    """Where an import leads; None for a package's file, or one at an address."""
    head, _, rest = written.partition("/")
    if head in (".", ".."):
        return Path(os.path.normpath(source.parent / written))
    known = next((one for one in aliases if one.name == head and source.is_relative_to(one.home)), None)
    return Path(os.path.normpath(known.target / rest)) if known is not None else None


def aliases_of(files: Iterable[Path]) -> list[Alias]:
    """What imports may begin with in place of a path, the innermost folder first."""
    return sorted(_aliases(files), key=lambda one: -len(one.home.parts))


def _aliases(files: Iterable[Path]) -> Iterator[Alias]:
    """By the bundler's and the compiler's settings, which may hold comments and code."""
    for file in files:
        if file.name.startswith(("vite.config.", "webpack.config.")):
            for name, parts in _BUNDLED.findall(text_of(file)):
                yield Alias(name, file.parent, file.parent.joinpath(*_QUOTED.findall(parts)))
        elif re.fullmatch(r"[jt]sconfig[\w.]*\.json", file.name):
            for name, target in _COMPILED.findall(text_of(file)):
                yield Alias(name, file.parent, file.parent / target)


def text_of(file: Path) -> str:
    """A file's text, whatever its encoding."""
    return file.read_text(encoding="utf-8", errors="replace")


def source_files(folder: Path) -> Iterator[Path]:
    """The sources and settings of an app that are small enough to be anybody's own."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not left_out(name))
        for file in (Path(here) / name for name in sorted(names)):
            read = file.suffix in SOURCES or file.suffix == ".json"
            if read and not file.is_symlink() and file.stat().st_size <= _LARGEST_SOURCE:
                yield file


def _stand_in(suffix: str) -> bytes:
    if suffix == ".svg":
        return _SVG
    return _POINT if re.fullmatch(rf"\.(?:{_PICTURE})", suffix) else b""
