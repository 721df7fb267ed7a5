"""Modules kept between runs, by the content that they were read from."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import msgspec

from roadworthy.languages.form import Module

FILE_NAME = "modules.msgpack"

_GRAMMARS = ("tree-sitter", "tree-sitter-javascript", "tree-sitter-typescript", "tree-sitter-python")

_decoder = msgspec.msgpack.Decoder(Module)


def content_key(path: str, source: bytes) -> str:
    """What a module depends on: the bytes, the suffix (it chooses the grammar) and the readers themselves."""
    suffixes = "".join(PurePosixPath(path).suffixes[-2:]).encode()
    return blake2b(suffixes + b"\0" + source, digest_size=20, key=_readers_version()).hexdigest()


@cache
def _readers_version() -> bytes:
    digest = blake2b(digest_size=32)
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    for grammar in _GRAMMARS:
        digest.update(f"{grammar}={version(grammar)}\n".encode())
    return digest.digest()


class ModuleCache:
    """One file with the packed modules of one repository. Without a folder it holds and keeps nothing.

    A file that is damaged counts as empty, and a damaged module as absent. What was not asked for is dropped
    when it is saved, so that it stays as large as the repository.
    """

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / FILE_NAME if folder is not None else None
        self._stored = _load(self._file)
        self._used: dict[str, bytes] = {}

    def get(self, key: str, path: str) -> Module | None:
        """The module for a key, with `path` as its path; None when there is none."""
        packed = self._stored.get(key)
        if packed is None:
            return None
        try:
            module = _decoder.decode(packed)
        except (msgspec.DecodeError, RecursionError):
            return None
        self._used[key] = packed
        return module if module.path == path else msgspec.structs.replace(module, path=path)

    def put(self, key: str, packed: bytes) -> None:
        """Keeps a packed module from the next `save` on."""
        if self._file is not None:
            self._used[key] = packed

    def save(self) -> list[tuple[str, str]]:
        """Replaces the file if something changed. A list of one (path, reason) when it cannot be written."""
        if self._file is None or self._used == self._stored:
            return []
        try:
            _replace(self._file, msgspec.msgpack.encode(self._used))
        except OSError as error:
            return [(str(self._file), f"the cache cannot be written: {error.strerror}")]
        return []


def _load(file: Path | None) -> dict[str, bytes]:
    if file is None:
        return {}
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, bytes])
    except (OSError, msgspec.DecodeError, RecursionError):
        return {}


def _replace(file: Path, content: bytes) -> None:
    """Writes beside and renames, so that a reader sees the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=FILE_NAME)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(beside).replace(file)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
