"""A repository as it lies on disk: its files, and what was passed over with the reason."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from roadworthy.errors import UsageError
from roadworthy.regex import regex
from roadworthy.source.content import as_text


class SourceFile(msgspec.Struct, frozen=True):
    """One file. `path` is POSIX and relative to the repository, `size` in bytes.

    `language` is as in `roadworthy.source.language`; `binary` for images, fonts and the like.
    """

    path: str
    language: str
    size: int


class Skipped(msgspec.Struct, frozen=True):
    """A file or folder that is not read, and why. A folder ends in '/'."""

    path: str
    reason: str


_ORDINARY = regex(r"(?!/)[^\0\\:]+")
"""No absolute path on any system."""


@lru_cache(maxsize=16_384)
def _is_inside(root: Path, folder: str) -> bool:
    """Whether a folder of a repository is really there and below its root, with no link on the way."""
    located = root / folder
    return located.resolve() == located


class Repository(msgspec.Struct, frozen=True):
    """The files of an app, sorted by path. `root` is absolute and free of links."""

    root: Path
    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...] = ()

    def __post_init__(self) -> None:
        # What was seen of an earlier state of the folder does not hold for this one.
        _is_inside.cache_clear()

    def absolute(self, path: str) -> Path:
        """Where `path` lies on disk. Raises UsageError when that is outside the repository."""
        inside = not Path(path).is_absolute() and "\0" not in path
        located = (self.root / path).resolve() if inside else Path(path)
        if not inside or not located.is_relative_to(self.root):
            raise UsageError(
                "lies outside the repository", where=repr(path), remedy="give a path below its root"
            )
        return located

    def _located(self, path: str) -> Path:
        """The same. Most files are no links and lie in a folder that was looked at before."""
        folder, _, name = path.rpartition("/")
        ordinary = _ORDINARY.fullmatch(path) is not None and name not in ("", ".", "..")
        if not ordinary or not _is_inside(self.root, folder):
            return self.absolute(path)
        located = self.root / path
        return self.absolute(path) if located.is_symlink() else located

    def read(self, path: str) -> bytes:
        """The content of the file at `path`, relative to the root.

        Raises UsageError when the path leads outside the repository, also by a link, or cannot be read.
        """
        try:
            return self._located(path).read_bytes()
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"cannot be read: {reason}", where=path, remedy="check that it still exists"
            ) from error

    def text(self, path: str) -> str:
        """The file as text: see `as_text`.

        For reading by eye or by pattern; spans of modules count the bytes of `read`.
        """
        return as_text(self.read(path))
