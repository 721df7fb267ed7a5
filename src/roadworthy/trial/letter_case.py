"""Imports that spell a file's name in other capitals than the disk: they work on a Mac and on Windows, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.absent_files import SOURCES, aliases_of, place_of, source_files, text_of

_IMPORTED = regex(r"((?:\bfrom|\bimport|\brequire\(|\bimport\()\s*[\"'])([^\"'\s()?]+)([\"'])")
_ENDINGS = ("", *SOURCES, ".json")
_INDEX = tuple(f"/index{suffix}" for suffix in SOURCES)


class Respelled(msgspec.Struct, frozen=True):
    """In `file`, relative to the app, what was imported as `written` is imported as `spelled` now."""

    file: str
    written: str
    spelled: str


def respell_imports(folder: Path) -> tuple[Respelled, ...]:
    """Changes imports in the files below `folder`, a copy of the app, that name no file but for its capitals."""
    files = list(source_files(folder))
    aliases = aliases_of(files)
    made = []
    for source in (file for file in files if file.suffix in SOURCES):
        text = text_of(source)
        for written in dict.fromkeys(match[2] for match in _IMPORTED.finditer(text)):
            target = place_of(written, source, aliases)
            spelled = _spelled(folder, target, written) if target is not None else None
            if spelled is not None:
                text = _respelled(text, written, spelled)
                made.append(Respelled(source.relative_to(folder).as_posix(), written, spelled))
                source.write_text(text, encoding="utf-8")
    return tuple(made)


def _respelled(text: str, written: str, spelled: str) -> str:
    def spell(match: re.Match[str]) -> str:
        return f"{match[1]}{spelled}{match[3]}" if match[2] == written else match[0]

    return _IMPORTED.sub(spell, text)


def _spelled(folder: Path, target: Path, written: str) -> str | None:
    """The import as the disk spells it; None where it is so already, or leads to nothing at all."""
    if not target.is_relative_to(folder) or _is_there(target):
        return None
    here = folder
    for part in target.relative_to(folder).parts[:-1]:
        found = _named(here, {part.lower()}, part)
        if found is None or not found.is_dir():
            return None
        here = found
    last = target.name
    file = _named(here, {f"{last}{ending}".lower() for ending in _ENDINGS}, last)
    if file is None:
        return None
    parts = [*here.relative_to(folder).parts, file.name[: len(last)]]
    own = written.split("/")
    named = len([part for part in own[1:] if part not in (".", "..")])
    return "/".join((*own[: len(own) - named], *parts[len(parts) - named :]))


def _is_there(target: Path) -> bool:
    return any(Path(f"{target}{ending}").exists() for ending in (*_ENDINGS, *_INDEX))


def _named(here: Path, wanted: set[str], exactly: str) -> Path | None:
    """What is called so in a folder, spelled exactly so before otherwise."""
    alike = [one for one in sorted(here.iterdir()) if one.name.lower() in wanted]
    return next((one for one in alike if one.name.startswith(exactly)), alike[0] if alike else None)
