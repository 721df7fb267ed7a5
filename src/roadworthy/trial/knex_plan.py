"""An app that speaks to its database by Knex: its tables are made by its own migrations, in a stage that its knexfile knows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.node_plan import Manifest

_KNEXFILE = "knexfile.*"
_SOURCES = (".js", ".cjs", ".mjs", ".ts")
# What lets Knex's command line read TypeScript (interpret's table of loaders).
_LOADERS = frozenset({"ts-node", "tsx", "esbuild-register", "sucrase"})
_COMMENT = regex(r"/\*.*?\*/|(?<!:)//[^\n]*", re.S)
_STAGE = regex(r"""(?:^|[\s{,.])['"]?(development|production)['"]?\s*[:=](?!=)""")


def migrate_commands(manifest: Manifest) -> tuple[str, ...]:
    """Knex's own tool on the app's migrations; none where there are no such migrations, or no knexfile that says where the database is."""
    file = _knexfile(manifest)
    if file is None or not _migrates(manifest.folder):
        return ()
    place = file.relative_to(manifest.folder)
    chosen = f" --knexfile {shlex.quote(str(place))}" if len(place.parts) > 1 else ""
    # The trial's own stage is production, which knows of no database here.
    stage = " --env development" if _knows_development_alone(file) else ""
    return (f"knex{chosen}{stage} migrate:latest",)


def stage_of(manifest: Manifest) -> dict[str, str]:
    """The stage in which the app finds its database: where its knexfile describes development and no production, and the app chooses
    by NODE_ENV, any other ends at its start."""
    file = _knexfile(manifest)
    if file is None or not _knows_development_alone(file):
        return {}
    chooses = any("knexfile" in text and "NODE_ENV" in text for text in map(_read, _sources(manifest.folder)))
    return {"NODE_ENV": "development"} if chooses else {}


def _knexfile(manifest: Manifest) -> Path | None:
    if "knex" not in manifest.dependencies:
        return None
    files = [one for one in _near(manifest.folder, _KNEXFILE) if one.suffix in _SOURCES]
    return next(
        (one for one in files if one.suffix != ".ts" or _LOADERS & manifest.dependencies.keys()), None
    )


def _migrates(folder: Path) -> bool:
    homes = _near(folder, "migrations")
    return any(one.suffix in _SOURCES for home in homes if home.is_dir() for one in home.iterdir())


def _knows_development_alone(file: Path) -> bool:
    stages = set(_STAGE.findall(_COMMENT.sub("", _read(file))))
    return stages == {"development"}


def _near(folder: Path, name: str) -> Iterator[Path]:
    """What is called so in the folder, and two levels below."""
    for depth in ("", "*/", "*/*/"):
        yield from (one for one in sorted(folder.glob(depth + name)) if "node_modules" not in one.parts)


def _sources(folder: Path) -> Iterator[Path]:
    for depth in ("", "*/", "*/*/", "*/*/*/"):
        for one in sorted(folder.glob(f"{depth}*.[cmjt]*s")):
            if one.suffix in _SOURCES and one.is_file() and "node_modules" not in one.parts:
                yield one


def _read(file: Path) -> str:
    return file.read_text(errors="replace")
