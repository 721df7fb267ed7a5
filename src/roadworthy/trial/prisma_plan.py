"""How an app uses Prisma: which release, which schema, which database, and how a trial runs it without its engine.

Releases before 7 fetch a native engine from a host of Prisma's own, which a trial does not ask: whether it can be reached
must not decide what a proof shows. From 6.16 on Prisma also runs without, over a driver adapter from the npm registry;
older releases are raised to the last one of 6 in the trial's copy.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError
from roadworthy.source.data_files import section
from roadworthy.trial.build_steps import build_steps
from roadworthy.trial.node_plan import read_manifest

RUNS_AS = "6.19.3"
"""The last release of 6: its client needs no engine, and its CLI writes a schema out as SQL without one."""
READS_WITH = "7.1.1-3.c2990dca591cba766e3b7ef5d9e8a84796e47ab7"
"""The reader of schemas that belongs to it, by itself."""
SCRIPT = "roadworthy-prisma.mjs"
SCHEMA_SQL = "roadworthy-schema.sql"
SQLITE_FILE = "trial.db"
_DATABASES = {"postgresql": "postgres", "postgres": "postgres", "sqlite": "sqlite", "mysql": "mysql"}
_SKIPPED = frozenset({"node_modules", ".git", ".next", "dist", "build"})


class PrismaUse(msgspec.Struct, frozen=True, kw_only=True):
    """`folder` holds the manifest that names Prisma and `schema` is its schema, file or folder, both relative to the app's
    root; `asked` is the release as the manifest writes it, `migrations` the SQL files of its history in order."""

    folder: str
    schema: str
    asked: str
    major: int
    provider: str
    url_name: str
    migrations: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a trial does otherwise than the app asks for; '' when nothing."""
        if self.major >= 7:
            return ""
        return f"Prisma {self.asked} runs as {RUNS_AS} over a driver adapter: its engine is on no package registry"


def prisma_use(root: Path, folder: Path) -> PrismaUse | None:
    """How the app in `folder` (below `root`, the repository) uses Prisma; None when it does not. Raises AppError for a
    database that a trial cannot bring."""
    for schema, home in _schemas(root, folder):
        asked = _asked(home) or _asked(folder)
        if not asked:
            continue
        text = schema_text(schema)
        provider = _setting(text, "datasource", "provider")
        if provider not in _DATABASES:
            raise AppError(
                f"Prisma keeps the app's data in {provider or 'an unknown database'}, which a trial does not bring",
                where=str(schema.relative_to(root)),
                remedy="a trial runs Prisma on Postgres, MySQL and SQLite",
            )
        major = re.search(r"\d+", asked)
        return PrismaUse(
            folder=str(home.relative_to(root)),
            schema=str(schema.relative_to(root)),
            asked=asked,
            major=int(major[0]) if major else 7,
            provider=provider,
            url_name=_url_name(text),
            migrations=_migrations(root, schema),
        )
    return None


def _schemas(root: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    """(schema, folder of its manifest): the app's own before those of other packages of the repository."""
    for name in _configured(folder):
        if (folder / name).exists():
            yield folder / name, folder
    for file in sorted(_walk(root)):
        home = next((one for one in file.parents if (one / "package.json").is_file()), root)
        yield _whole(file), home


def _whole(file: Path) -> Path:
    """The folder of schema files where the schema is split up, else the file."""
    split = len(list(file.parent.glob("*.prisma"))) > 1
    return file.parent if split and file.parent.name == "schema" else file


def _configured(folder: Path) -> list[str]:
    named = section(_manifest(folder), "prisma").get("schema")
    texts = [file.read_text(errors="replace") for file in sorted(folder.glob("prisma.config.*"))]
    configured = [
        found[1] for text in texts for found in re.finditer(r"\bschema\s*:\s*['\"]([^'\"]+)['\"]", text)
    ]
    return [
        *([named] if isinstance(named, str) else []),
        *configured,
        "prisma/schema",
        "prisma/schema.prisma",
        "schema.prisma",
    ]


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        if "schema.prisma" in files:
            yield Path(folder) / "schema.prisma"


def _asked(folder: Path) -> str:
    """The release as the manifest asks for it."""
    for part in ("dependencies", "devDependencies", "peerDependencies"):
        for name in ("@prisma/client", "prisma"):
            value = section(_manifest(folder), part).get(name)
            if isinstance(value, str):
                return value.lstrip("^~>= ")
    return ""


def _manifest(folder: Path) -> dict[str, Any]:
    return read_manifest(folder).data if (folder / "package.json").is_file() else {}


def schema_text(schema: Path) -> str:
    """The whole schema, of one file or of a folder's."""
    files = sorted(schema.rglob("*.prisma")) if schema.is_dir() else [schema]
    return "\n".join(file.read_text(errors="replace") for file in files)


def _setting(text: str, block: str, name: str) -> str:
    body = re.search(rf"^{block}\s+\w+\s*\{{(.*?)^\}}", text, re.DOTALL | re.MULTILINE)
    value = re.search(rf"^\s*{name}\s*=\s*\"([^\"]*)\"", body[1], re.MULTILINE) if body else None
    return value[1] if value else ""


def _url_name(text: str) -> str:
    found = re.search(r"^\s*url\s*=\s*env\(\"(\w+)\"\)", text, re.MULTILINE)
    return found[1] if found else ""


def _migrations(root: Path, schema: Path) -> tuple[str, ...]:
    above = schema if schema.is_dir() else schema.parent
    for folder in (above / "migrations", above.parent / "migrations"):
        files = sorted(folder.glob("*/migration.sql"))
        if files:
            return tuple(str(file.relative_to(root)) for file in files)
    return ()


# --- commands ----------------------------------------------------------------------------------------


def prisma_steps(
    use: PrismaUse, cwd: str, found: Mapping[str, Any], scripts: Mapping[str, str]
) -> dict[str, Any]:
    """What a boot plan of this app says, where that differs from what `found` says for any Node app."""
    build = [build_steps(command, scripts) for command in found["build"]]
    steps: dict[str, Any] = {
        "prisma": use,
        "install": tuple(_hoisted(command) for command in found["install"]),
        "schema": schema_commands(use, cwd),
        "schema_files": schema_files(use, cwd),
        "build": tuple(command for command in build if command),
        "database": _DATABASES[use.provider],
        "environment": environment(use),
    }
    if use.url_name:
        steps["database_url_name"] = use.url_name
    return steps | ({"sqlite_file": SQLITE_FILE} if use.provider == "sqlite" else {})


def _hoisted(command: str) -> str:
    """pnpm's links lead into folders that stay as they were installed, and Prisma writes its client beside its package."""
    return re.sub(r"(pnpm(?:@\d+)? install)", r"\1 --config.node-linker=hoisted", command)


def schema_commands(use: PrismaUse, cwd: str) -> tuple[str, ...]:
    """Generates the client and writes the schema as SQL; run in the app's folder."""
    script = os.path.relpath(SCRIPT, cwd)
    words = [
        script,
        os.path.relpath(use.folder, cwd),
        os.path.relpath(use.schema, cwd),
        use.provider,
        str(use.major),
    ]
    return (f"node {shlex.join(words)}",)


def schema_files(use: PrismaUse, cwd: str) -> tuple[str, ...]:
    """The SQL files that make the tables, relative to the app's folder."""
    if use.provider == "sqlite":
        return ()
    return tuple(os.path.relpath(file, cwd) for file in use.migrations or (SCHEMA_SQL,))


def environment(use: PrismaUse) -> dict[str, str]:
    """Engines that are never started need not be fetched, whoever calls Prisma's CLI."""
    names = ("SCHEMA_ENGINE_BINARY", "QUERY_ENGINE_LIBRARY", "QUERY_ENGINE_BINARY")
    made = {f"PRISMA_{name}": "/bin/true" for name in names}
    if use.provider == "sqlite" and use.url_name:
        made[use.url_name] = f"file:/app/{SQLITE_FILE}"
    return made | {"CHECKPOINT_DISABLE": "1", "PRISMA_HIDE_UPDATE_MESSAGE": "1"}
