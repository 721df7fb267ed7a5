"""The files that git keeps, read from its index: a rule of .gitignore does not take out what was committed before."""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterator
from pathlib import Path

_LARGEST = 50_000_000
_HEAD, _ENTRY = 12, 62
_EXTENDED = 0x4000


def tracked_files(root: Path) -> frozenset[str]:
    """Paths below `root` that its git index lists. Empty where the folder is no repository of its own or its index cannot be read."""
    index = root / ".git" / "index"
    try:
        if not index.is_file():
            return frozenset()
        state = index.stat()
        return _listed(index, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError, IndexError, struct.error):
        return frozenset()


@functools.lru_cache(maxsize=4)
def _listed(index: Path, changed: int, size: int) -> frozenset[str]:
    """What an index lists as it was last `changed`: it is asked for every file that a rule leaves out."""
    return frozenset(_paths(index.read_bytes())) if size <= _LARGEST else frozenset()


def _paths(content: bytes) -> Iterator[str]:
    """As git documents it (gitformat-index): a head, then entries of 62 bytes and a name that ends in NUL. In version 4 a name is
    told by what it has in common with the one before."""
    signature, version, count = struct.unpack(">4sLL", content[:_HEAD])
    if signature != b"DIRC" or version not in (2, 3, 4):
        return
    place, before = _HEAD, b""
    for _ in range(count):
        flags = struct.unpack(">H", content[place + _ENTRY - 2 : place + _ENTRY])[0]
        start = place + _ENTRY + (2 if version > 2 and flags & _EXTENDED else 0)
        kept = b""
        if version == 4:
            dropped, start = _number(content, start)
            kept = before[: len(before) - dropped]
        end = content.index(b"\0", start)
        before = kept + content[start:end]
        yield before.decode("utf-8", "replace")
        place = end + 1 if version == 4 else place + ((end - place) // 8 + 1) * 8


def _number(content: bytes, place: int) -> tuple[int, int]:
    """A number of variable width, as in git's packs, and where it ends."""
    byte = content[place]
    value = byte & 0x7F
    while byte & 0x80:
        place += 1
        byte = content[place]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, place + 1
