"""Files as people upload them, and what became of them: on the server's disk, and at an address of the app's own."""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path
from struct import pack

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.regex import regex
from roadworthy.source.content import as_text
from roadworthy.trial import Trial

_FIELD = regex(r"\.(?:single|array)\(\s*['\"](\w+)['\"]")
_PARSER = regex(r"\b(?:const|let|var)\s+(\w+)\s*=\s*[\w.()]+\.(?:single|array)\(\s*['\"](\w+)['\"]")
_WORD = regex(r"\w+")
_OF_A_FILE = frozenset({"name", "size", "type", "arrayBuffer"})
_LEFT_OUT = {"node_modules", ".venv", "venv", ".git", "__pycache__", ".cache", "dist", "build"}
_ADDRESS = regex(r"(?:https?://[^\s\"'\\]+)?/[\w./%+-]+")


class Kept(Struct, frozen=True):
    """A file of the app's folder, by its path there, and its size in bytes."""

    path: str
    size: int


def kept_files(trial: Trial) -> dict[str, tuple[int, int]]:
    """The files of the app's folder with their sizes and the moments at which they were written, packages left out."""
    top = trial.file("")
    found: dict[str, tuple[int, int]] = {}
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if name not in _LEFT_OUT]
        for path in (Path(folder) / name for name in files):
            if path.is_file() and not path.is_symlink():
                known = path.stat()
                found[str(path.relative_to(top))] = (known.st_size, known.st_mtime_ns)
    return found


def new_files(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], sent: int) -> list[Kept]:
    """What was added or changed its size, the largest first; and what was written anew in the size of what was sent, as another
    experiment may have left a file of the same name."""
    changed = [
        Kept(path, size)
        for path, (size, written) in after.items()
        if path not in before or before[path][0] != size or (size == sent and before[path][1] != written)
    ]
    return sorted(changed, key=lambda one: -one.size)


def field_of(app: App, endpoint: Endpoint) -> str:
    """The name of the file's field: what the middleware takes, else what the handler reads."""
    for middleware in endpoint.middleware:
        place = middleware.location
        route = as_text(app.source(place))
        # A chain of routes begins above: the last one in it is this one.
        taken = [str(name) for name in _FIELD.findall(middleware.name) or _FIELD.findall(route)]
        if taken:
            return taken[-1]
        if given := _given_by_name(app, route):
            return given
    for path in sorted(app.modules):
        # A parser that is set up in a file of its own.
        set_up = _FIELD.search(app.text(path)) if endpoint.middleware and "multer" in app.text(path) else None
        if set_up:
            return str(set_up[1])
    taken = [item.name for item in endpoint.inputs if item.part == "files" and item.name]
    return next(iter(taken), _read_of_a_form(endpoint))


def _given_by_name(app: App, route: str) -> str:
    """The field of a parser that is set up elsewhere and named in the route."""
    words = set(_WORD.findall(route))
    parsers = (found for path in sorted(app.modules) for found in _PARSER.findall(app.text(path)))
    return next((field for name, field in parsers if name in words), "")


def _read_of_a_form(endpoint: Endpoint) -> str:
    """The field that a handler takes out of the form itself: what is asked for its size or its name, else the only one."""
    names = [item.name for item in endpoint.inputs if item.part == "body" and item.name]
    asked = [name.rpartition(".")[0] for name in names if name.rpartition(".")[2] in _OF_A_FILE]
    plain = [name for name in names if "." not in name]
    return next((name for name in asked if name), plain[0] if len(plain) == 1 else "file")


def picture(size: int = 0) -> bytes:
    """A PNG of one pixel, followed by so many bytes that no reader of pictures looks at."""
    parts = (
        (b"IHDR", pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x40\x80\xc0")),
        (b"IEND", b""),
    )
    chunks = (
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    whole = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    return whole + bytes(max(0, size - len(whole)))


def addresses(text: str, names: list[str]) -> list[str]:
    """Paths of the app's own that an answer names, those of a file called like one of `names` first, and where such files
    usually stand."""
    found = [re.sub(r"^https?://[^/]+", "", one) for one in _ADDRESS.findall(text.replace("\\/", "/"))]
    ending = [one for one in found if any(one.endswith(name) for name in names)]
    usual = [
        f"{folder}/{name}" for name in names for folder in ("/uploads", "/static", "/media", "/files", "")
    ]
    return list(dict.fromkeys([*ending, *usual]))
