"""Writes a repair into a folder: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from roadworthy.edits.draft import Draft, like
from roadworthy.edits.edit import Change, Edits, NewFile
from roadworthy.edits.manifest import add_packages
from roadworthy.edits.migration_files import add_migrations
from roadworthy.errors import RepairRefused


def apply_edits(root: Path, edits: Edits) -> tuple[str, ...]:
    """Makes a repair's changes below `root`; the paths that changed, sorted (none when all was there already).

    Everything is checked before the first byte is written. Raises RepairRefused, in one line, for changes that
    overlap or lie outside their file, a file that is missing or exists with other content, a path that leaves the
    app or goes through a link, and a manifest or migration folder that cannot be added to.
    """
    draft = Draft(root)
    for path, changes in _by_path(edits.changes).items():
        content = draft.read(path)
        if content is None:
            raise RepairRefused("is to be changed but does not exist", where=path)
        draft.write(path, changed(content, changes, path))
    for file in edits.files:
        _add_file(draft, file)
    touched = [*(change.path for change in edits.changes), *(file.path for file in edits.files)]
    add_packages(draft, edits.packages, touched)
    add_migrations(draft, edits.migrations)
    return draft.save()


def changed(content: bytes, changes: Sequence[Change], path: str = "") -> bytes:
    """A file's content after changes, which all count the bytes of `content`.

    Changes may come in any order. Insertions at one place follow each other in the order given; one at the edge of
    a replacement stays outside it. The same replacement given twice is made once. Raises RepairRefused for
    changes that overlap, lie outside the content or cut a character in two.
    """
    replacements = {(c.start, c.end, c.text): c for c in changes if c.start != c.end}
    insertions = [c for c in changes if c.start == c.end]
    ordered = sorted((*insertions, *replacements.values()), key=lambda change: (change.start, change.end))
    _check(content, ordered, path)
    result = content
    for change in reversed(ordered):
        result = result[: change.start] + like(content, change.text) + result[change.end :]
    return result


def _check(content: bytes, ordered: Sequence[Change], path: str) -> None:
    where, before = path, 0
    is_text = _is_utf8(content)
    for change in ordered:
        if not 0 <= change.start <= change.end <= len(content):
            raise RepairRefused(
                f"bytes {change.start}-{change.end} lie outside its {len(content)} bytes", where=where
            )
        if change.start < before:
            raise RepairRefused(f"two changes overlap at byte {change.start}", where=where)
        if is_text and any(_inside_character(content, offset) for offset in (change.start, change.end)):
            raise RepairRefused(f"byte {change.start} lies inside a character", where=where)
        before = change.end


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _inside_character(content: bytes, offset: int) -> bool:
    # UTF-8 marks every byte of a character but its first with the bits 10.
    return offset < len(content) and content[offset] & 0xC0 == 0x80


def _by_path(changes: Iterable[Change]) -> dict[str, list[Change]]:
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.path, []).append(change)
    return grouped


def _add_file(draft: Draft, file: NewFile) -> None:
    before = draft.read(file.path)
    if before is None:
        draft.write(file.path, file.text.encode())
    elif before != like(before, file.text):
        raise RepairRefused("exists already with other content", where=file.path)
