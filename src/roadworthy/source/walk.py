"""The walk over a repository: which files it has, and which are passed over."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from roadworthy.errors import UsageError
from roadworthy.source.content import SNIFFED_BYTES, has_minified_name, is_binary, is_library, unreadable_code
from roadworthy.source.copies import copied_folders
from roadworthy.source.ignore import SILENT_FOLDERS, IgnoreRules, is_generated, rules_within
from roadworthy.source.language import BINARY, CODE_LANGUAGES, language_of
from roadworthy.source.repository import Repository, Skipped, SourceFile
from roadworthy.source.tracked import tracked_files

LARGEST_FILE = 1_000_000
"""Bytes above which a text file is data or was generated. Lockfiles are listed whatever their size."""

_LOCKFILE_NAMES = (
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock deno.lock "
    "poetry.lock uv.lock Pipfile.lock pdm.lock requirements.txt"
)
_LOCKFILES = frozenset(_LOCKFILE_NAMES.split())


class _Folder(msgspec.Struct, frozen=True):
    """A folder still to be walked. `path` is '' or ends in '/'."""

    path: str
    on_disk: Path
    rules: IgnoreRules | None


_Found = SourceFile | Skipped | _Folder


def open_repository(root: Path) -> Repository:
    """Every file below `root` that is the app's own, each with its language.

    Left out: what .gitignore and .roadworthyignore say at every level, installed packages and build output, folders that hold
    a copy of the app, links that lead out of the tree or in circles, minified code, libraries' own files and text over 1 MB. All but version control
    itself is listed in `skipped`. Raises UsageError when there is nothing to read.
    """
    where = str(root)
    if not root.exists():
        raise UsageError("does not exist", where=where, remedy="give the folder of an app")
    if not root.is_dir():
        raise UsageError("is a file", where=where, remedy="give the folder that holds the app")
    real = root.resolve()
    files, skipped = _walk(real)
    if not files and not skipped:
        raise UsageError("is empty", where=where, remedy="give the folder of an app")
    if not any(file.language in CODE_LANGUAGES for file in files):
        raise UsageError(
            "has no source file",
            where=where,
            remedy="Roadworthy reads JavaScript, TypeScript and Python; look at the ignore files if there are some",
        )
    copies = copied_folders(files)
    kept = [file for file in files if not file.path.startswith(copies)] if copies else files
    skipped += [Skipped(folder, "a copy of the app") for folder in copies]
    return Repository(real, tuple(kept), tuple(sorted(skipped, key=lambda skip: skip.path)))


def _walk(root: Path) -> tuple[list[SourceFile], list[Skipped]]:
    files: list[SourceFile] = []
    skipped: list[Skipped] = []
    waiting = [_Folder("", root, None)]
    while waiting:
        for found in _entries(waiting.pop(), root):
            if isinstance(found, SourceFile):
                files.append(found)
            elif isinstance(found, Skipped):
                skipped.append(found)
            else:
                waiting.append(found)
    return sorted(files, key=lambda file: file.path), sorted(skipped, key=lambda skip: skip.path)


def _entries(folder: _Folder, root: Path) -> Iterator[_Found]:
    try:
        with os.scandir(folder.on_disk) as scan:
            entries = list(scan)
        rules = rules_within(folder.rules, folder.path, folder.on_disk, {entry.name for entry in entries})
    except OSError as error:
        yield Skipped(_printable(folder.path), f"cannot be read: {error.strerror}")
        return
    for entry in entries:
        try:
            found = _judge(entry, folder.path, rules, root)
        except OSError as error:
            found = Skipped(_printable(folder.path + entry.name), f"cannot be read: {error.strerror}")
        if found is not None:
            yield found


def _judge(entry: os.DirEntry[str], above: str, rules: IgnoreRules, root: Path) -> _Found | None:
    path = above + entry.name
    if path != _printable(path):
        return Skipped(_printable(path), "its name is not UTF-8")
    if entry.is_symlink():
        return _judge_link(entry, path, rules, root)
    if entry.is_dir(follow_symlinks=False):
        return _judge_folder(entry, path + "/", rules)
    if not entry.is_file(follow_symlinks=False):
        return Skipped(path, "not a regular file")
    if rules.ignores(path) and not _is_committed(entry.name, path, rules, root):
        return Skipped(path, "ignored by the repository's own rules")
    return _judge_file(Path(entry.path), path, entry.stat(follow_symlinks=False).st_size)


# What holds settings, data or words; what tools build is left out however it came to be committed.
_TELLS = (".db", ".sqlite", ".sqlite3", ".sql", ".dump", ".bak", ".csv", ".md", ".txt")


def _is_committed(name: str, path: str, rules: IgnoreRules, root: Path) -> bool:
    """A file of settings or data that was committed although .gitignore names it: whoever has the repository has what is in it."""
    tells = name.startswith(".env") or name.lower().endswith(_TELLS)
    return tells and not rules.leaves_out(path) and path in tracked_files(root)


def _judge_folder(entry: os.DirEntry[str], path: str, rules: IgnoreRules) -> _Found | None:
    if entry.name in SILENT_FOLDERS:
        return None
    if is_generated(path):
        return Skipped(path, "installed packages or build output")
    if rules.ignores(path):
        return Skipped(path, "ignored by the repository's own rules")
    if (Path(entry.path) / "pyvenv.cfg").exists():
        return Skipped(path, "a Python virtual environment")
    return _Folder(path, Path(entry.path), rules)


def _judge_link(entry: os.DirEntry[str], path: str, rules: IgnoreRules, root: Path) -> _Found | None:
    if rules.ignores(path):
        return Skipped(path, "ignored by the repository's own rules")
    try:
        target = Path(entry.path).resolve(strict=True)
    except FileNotFoundError:
        return Skipped(path, "link to nothing")
    except (OSError, RuntimeError):  # RuntimeError is how pathlib before 3.13 reports a link loop
        return Skipped(path, "link loop")
    if not target.is_relative_to(root):
        return Skipped(path, "link that leads out of the repository")
    inside = target.relative_to(root).as_posix()
    if target.is_dir():
        loop = Path(entry.path).is_relative_to(target)
        return Skipped(
            path, "link loop" if loop else f"link to {_printable(inside)}/, which is read in its place"
        )
    if not target.is_file():
        return Skipped(path, "not a regular file")
    if language_of(path) in CODE_LANGUAGES:
        return Skipped(path, f"link to {_printable(inside)}, which is read in its place")
    return _judge_file(target, path, target.stat().st_size)


def _judge_file(on_disk: Path, path: str, size: int) -> _Found:
    language = language_of(path)
    if not os.access(on_disk, os.R_OK):
        return Skipped(path, f"cannot be read: {os.strerror(errno.EACCES)}")
    if language == BINARY or path.rsplit("/", 1)[-1] in _LOCKFILES:
        return SourceFile(path, language, size)
    if language == "other" and _is_binary_file(on_disk):
        return SourceFile(path, BINARY, size)
    if has_minified_name(path):
        return Skipped(path, "minified, as its name says")
    if size > LARGEST_FILE:
        return Skipped(path, f"{size / 1_000_000:.1f} MB is over the limit of 1 MB")
    if language in CODE_LANGUAGES or language == "css":
        content = on_disk.read_bytes()
        reason = unreadable_code(content)
        if not reason and language == "javascript" and is_library(content):
            reason = "a library's own file: it looks for module loaders (define.amd)"
        if reason:
            return Skipped(path, reason)
    return SourceFile(path, language, size)


def _is_binary_file(on_disk: Path) -> bool:
    with on_disk.open("rb") as stream:
        return is_binary(stream.read(SNIFFED_BYTES))


def _printable(path: str) -> str:
    """The path with bytes that are not UTF-8 spelled out, so that it can be stored and shown."""
    return path.encode("utf-8", "backslashreplace").decode()
