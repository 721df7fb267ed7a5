"""The files of an app as a repair would leave them, before anything is written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from roadworthy.errors import RepairRefused
from roadworthy.regex import regex
from roadworthy.source.content import as_text, is_utf16

# Folders that a repair never writes to: version control obeys what stands in its own, and packages are not the app's.
_CLOSED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv"})
_LONE_LINE_FEED = regex(rb"(?<!\r)\n")


class Draft:
    """Files read from `root` and overlaid with what a repair makes of them. `save` writes them all.

    Every path is POSIX and relative to `root`. RepairRefused is raised for one that is not, that leads through a
    link, or into a folder that is not the app's.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._planned: dict[str, bytes] = {}

    def read(self, path: str) -> bytes | None:
        """The content of a file as planned so far, None when there is no such file."""
        located = self._locate(path)
        if path in self._planned:
            return self._planned[path]
        try:
            return located.read_bytes() if located.is_file() else None
        except OSError as error:
            raise RepairRefused(f"cannot be read: {error.strerror}", where=path) from error

    def text(self, path: str) -> str:
        """A file as text with plain line feeds. Raises RepairRefused when it is missing or is not UTF-8."""
        content = self.read(path)
        if content is None:
            raise RepairRefused("does not exist", where=path)
        try:
            return (as_text(content) if is_utf16(content) else content.decode()).replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise RepairRefused("is not UTF-8", where=path) from error

    def write(self, path: str, content: bytes) -> None:
        """Plans a file's content. Raises RepairRefused when a folder stands there."""
        located = self._locate(path)
        if located.is_dir():
            raise RepairRefused("is a folder", where=path)
        self._planned[path] = content

    def write_text(self, path: str, text: str) -> None:
        """Plans text, with the line ends that the file has already."""
        self.write(path, like(self.read(path) or b"", text))

    def find(self, pattern: str) -> list[str]:
        """The files that match a glob (`*`, `**/`), the least deep first; links and installed packages are left out."""
        wanted = re.compile(_expression(pattern))
        paths = {path for path in (*self._on_disk, *self._planned) if wanted.fullmatch(path)}
        return sorted(paths, key=lambda path: (path.count("/"), path))

    @cached_property
    def _on_disk(self) -> tuple[str, ...]:
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in _CLOSED_FOLDERS]
            above = Path(folder).relative_to(self.root)
            found += [(above / name).as_posix() for name in files if not (Path(folder) / name).is_symlink()]
        return tuple(found)

    def save(self) -> tuple[str, ...]:
        """Writes what differs from the disk; the paths written, sorted.

        Raises RepairRefused when the disk does not take it, after putting back what was there.
        """
        written: dict[str, bytes | None] = {}
        try:
            for path, content in sorted(self._planned.items()):
                located = self.root / path
                before = located.read_bytes() if located.is_file() else None
                if before == content:
                    continue
                written[path] = before
                located.parent.mkdir(parents=True, exist_ok=True)
                located.write_bytes(content)
        except OSError as error:
            self._put_back(written)
            raise RepairRefused(
                f"cannot be written: {error.strerror}", where=str(error.filename or "")
            ) from error
        return tuple(written)

    def _put_back(self, written: dict[str, bytes | None]) -> None:
        for path, before in written.items():
            if before is None:
                (self.root / path).unlink(missing_ok=True)
            else:
                (self.root / path).write_bytes(before)

    def _locate(self, path: str) -> Path:
        parts = path.split("/")
        if not path or "\0" in path or "\\" in path or path.startswith("/") or {"", ".", ".."} & set(parts):
            raise RepairRefused("is not a path inside the app", where=repr(path))
        if _CLOSED_FOLDERS & {part.lower() for part in parts}:
            raise RepairRefused("is not part of the app's source", where=path)
        for above in _prefixes(self.root, parts):
            if above.is_symlink():
                raise RepairRefused(f"goes through the link {above.name}", where=path)
            if above != self.root / path and above.is_file():
                raise RepairRefused(f"{above.name} is a file, not a folder", where=path)
        return self.root / path


def _prefixes(root: Path, parts: list[str]) -> Iterator[Path]:
    for part in parts:
        root = root / part
        yield root


def _expression(pattern: str) -> str:
    """A glob as a regular expression: `**/` is any number of folders, `*` any part of a name."""
    return re.escape(pattern).replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*", "[^/]*")


def has_carriage_returns(content: bytes) -> bool:
    """Whether every line of a file ends in CR LF."""
    return b"\r\n" in content and not _LONE_LINE_FEED.search(content)


def like(content: bytes, text: str) -> bytes:
    """Text encoded as a file is, with its line ends."""
    if is_utf16(content):
        return text.replace("\n", "\r\n" if "\r\n" in as_text(content) else "\n").encode("utf-16")
    encoded = text.encode()
    return _LONE_LINE_FEED.sub(b"\r\n", encoded) if has_carriage_returns(content) else encoded
