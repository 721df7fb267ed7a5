"""Addresses of the developer's own machine that stand in the code, and of where the app is online, which in a trial's copy become the
trial's: as the former have to become the server's when the app goes online."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.node_plan import read_manifest
from roadworthy.trial.pages.finding import source_files

_OF_THIS_MACHINE = regex(r"\b(http|ws)s?://(?:localhost|127\.0\.0\.1):(\d{4,5})\b")
# Next.js listens there where no script says otherwise (`next dev -p 3001`).
_NEXT_PORT = "3000"
_TOLD_PORT = regex(r"\bnext (?:dev|start)\b.*?(?:-p|--port)[ =](\d{4,5})\b")


def point_at(folder: Path, base_url: str, ports: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Puts `base_url` where the sources below `folder` have a port of this machine, or one of `ports` alone; the files that were
    changed, relative to it."""
    host = base_url.removeprefix("http://")

    def pointed(found: re.Match[str]) -> str:
        return f"{found[1]}://{host}" if not ports or found[2] in ports else found[0]

    return _changed(folder, lambda text: _OF_THIS_MACHINE.sub(pointed, text))


def point_hosts(folder: Path, base_url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Puts `base_url` where the sources below `folder` have one of `hosts` (`https://my-shop.onrender.com`)."""
    online = re.compile("|".join(rf"{re.escape(one)}(?![\w.:-])" for one in hosts))
    return _changed(folder, lambda text: online.sub(base_url, text)) if hosts else ()


def _changed(folder: Path, change: Callable[[str], str]) -> tuple[str, ...]:
    changed = []
    for file in source_files(folder):
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        now = change(text)
        if now != text:
            file.write_text(now, encoding="utf-8", errors="surrogateescape")
            changed.append(file.relative_to(folder).as_posix())
    return tuple(changed)


def point_next_at_itself(folder: Path, base_url: str) -> tuple[str, ...]:
    """The same for a Next.js app whose pages ask their own server by its address on the developer's machine; nothing elsewhere."""
    if not (folder / "package.json").is_file():
        return ()
    manifest = read_manifest(folder)
    if "next" not in manifest.dependencies:
        return ()
    told = _TOLD_PORT.findall("\n".join(manifest.scripts.values()))
    return point_at(folder, base_url, frozenset(told or [_NEXT_PORT]))
