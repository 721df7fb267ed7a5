"""The rows an app brings along: the command by which its own developers put them in, wherever in the repository it stands."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.source.data_files import section
from roadworthy.trial.node_plan import Manifest, read_manifest

_SCRIPTS = ("db:seed", "seed", "seed:db", "prisma:seed", "seed:dev", "db:seed:dev", "database:seed")
# What only hands over to a script of another package, which is asked itself.
_HANDS_OVER = regex(
    r"\b(turbo|nx|lerna|wsrun)\b|(npm|pnpm|yarn|bun)\b.*(\s(-w|--workspace|--filter|-F|-r|--prefix|-C|workspace)\b)"
)
_OF_PRISMA = regex(r"^\s*((npx|bunx|pnpm exec|pnpm dlx|pnpm|yarn|dotenv\b.*--) )?prisma db seed\b")
# prisma.config.ts, since 6.
_CONFIGURED = regex(r"\bseed\s*:\s*(['\"`])(.+?)\1")


def seed_commands(manifest: Manifest, homes: Sequence[Path] = ()) -> tuple[str, ...]:
    """The seed of the app's own package, else the first of the other packages in `homes` that has one."""
    for home in dict.fromkeys((manifest.folder, *homes)):
        own = manifest if home == manifest.folder else _manifest(home)
        command = _seed(own) if own is not None else ""
        if command:
            return (_from(manifest.folder, home, command),)
    return ()


def _seed(manifest: Manifest) -> str:
    """What a package says puts its rows in; '' when it says nothing, or only whom to ask."""
    prisma = section(manifest.data, "prisma").get("seed")
    named = prisma if isinstance(prisma, str) else _configured(manifest.folder)
    for script in _SCRIPTS:
        body = manifest.scripts.get(script, "")
        if body and not _HANDS_OVER.search(body):
            return named if _OF_PRISMA.match(body) and named else manifest.runs(script)
    return named


def _configured(folder: Path) -> str:
    for file in sorted(folder.glob("prisma.config.*")):
        if file.suffix in (".ts", ".mts", ".js", ".mjs", ".cjs"):
            found = _CONFIGURED.search(file.read_text(errors="replace"))
            return found[2] if found else ""
    return ""


def _manifest(folder: Path) -> Manifest | None:
    return read_manifest(folder) if (folder / "package.json").is_file() else None


def _from(folder: Path, home: Path, command: str) -> str:
    """The command, run where its package lies, with the tools of that package."""
    if home == folder:
        return command
    return (
        f'cd {shlex.quote(os.path.relpath(home, folder))} && PATH="$PWD/node_modules/.bin:$PATH" && {command}'
    )
