"""How an app with a package.json is installed, built and started."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError
from roadworthy.source.data_files import parsed_json, section

_POSTGRES = frozenset(
    {
        "pg",
        "postgres",
        "@neondatabase/serverless",
        "@vercel/postgres",
        "pg-promise",
        "slonik",
        "@prisma/adapter-pg",
    }
)
_SQLITE = frozenset({"better-sqlite3", "sqlite3", "sqlite", "@libsql/client"})
_SEEDS = ("db:seed", "seed", "seed:db", "prisma:seed")


class Manifest(msgspec.Struct, frozen=True):
    """A package.json: its folder, scripts and all dependencies by name."""

    folder: Path
    scripts: dict[str, str]
    dependencies: dict[str, str]
    data: dict[str, Any]

    def runs(self, script: str) -> str:
        """The shell line for one of its scripts, with what npm would run before it."""
        before = f"{self.scripts[f'pre{script}']} && " if f"pre{script}" in self.scripts else ""
        return before + self.scripts[script]


def read_manifest(folder: Path) -> Manifest:
    """Reads a package.json, passing over what is not of the form npm asks for. Raises AppError when it is no JSON object."""
    file = folder / "package.json"
    try:
        data = parsed_json(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise AppError(f"is not JSON: {error}", where=str(file)) from error
    except OSError as error:
        raise AppError(f"cannot be read: {error.strerror}", where=str(file)) from error
    if not isinstance(data, dict):
        raise AppError("is no JSON object", where=str(file))
    dependencies = {**_texts(data, "dependencies"), **_texts(data, "devDependencies")}
    return Manifest(folder, _texts(data, "scripts"), dependencies, data)


def _texts(data: dict[str, Any], name: str) -> dict[str, str]:
    return {key: value for key, value in section(data, name).items() if isinstance(value, str)}


def install_commands(folder: Path, scripts: bool) -> tuple[str, ...]:
    """By lockfile. Install scripts stay off unless asked for: they would be strangers' code with a network."""
    ignore = "" if scripts else " --ignore-scripts"
    if (folder / "package-lock.json").exists() or (folder / "npm-shrinkwrap.json").exists():
        return (f"npm ci{ignore} --no-audit --no-fund",)
    if (folder / "pnpm-lock.yaml").exists():
        return (f"{_tool('pnpm')} install --frozen-lockfile{ignore}",)
    if (folder / "yarn.lock").exists():
        return (f"{_tool('yarn')} install --frozen-lockfile{ignore}",)
    return (f"npm install{ignore} --no-audit --no-fund --legacy-peer-deps",)


def _tool(name: str) -> str:
    versions = {"pnpm": "pnpm@10", "yarn": "yarn@1"}
    return name if shutil.which(name) else f"npx --yes {versions[name]}"


def build_commands(manifest: Manifest) -> tuple[str, ...]:
    prisma = ("prisma generate",) if "prisma" in manifest.dependencies else ()
    return (*prisma, manifest.runs("build")) if "build" in manifest.scripts else prisma


def start_command(manifest: Manifest) -> str:
    """Production by preference. Raises AppError when nothing says how the app starts."""
    if "next" in manifest.dependencies and "next start" in manifest.scripts.get("start", "next start"):
        return "next start -p {port}"
    for script in ("start", "start:prod", "serve", "dev:server", "server", "dev"):
        if script in manifest.scripts:
            return _on_port(manifest.runs(script))
    main = manifest.data.get("main")
    if isinstance(main, str) and (manifest.folder / main).exists():
        return f"node {main}"
    for name in ("server.js", "index.js", "app.js", "server/index.js", "src/index.js", "src/server.js"):
        if (manifest.folder / name).exists():
            return f"node {name}"
    raise AppError(
        "no script says how the app starts",
        where=str(manifest.folder / "package.json"),
        remedy='set start = "COMMAND" in [trial] of roadworthy.toml',
    )


def _on_port(command: str) -> str:
    if re.search(r"(^|\s)vite( preview| dev)?\s*$", command.strip()):
        return f"{command} --host 127.0.0.1 --port {{port}} --strictPort"
    return command


def schema_commands(manifest: Manifest) -> tuple[str, ...]:
    """The app's own tool, made to ask nothing."""
    folder = manifest.folder
    if any(folder.glob("drizzle.config.*")):
        return ("drizzle-kit push --force",)
    if (folder / "prisma" / "schema.prisma").exists():
        return ("prisma db push --accept-data-loss --skip-generate",)
    for script in ("db:push", "db:migrate", "migrate", "migrate:latest", "migration:run"):
        if script in manifest.scripts:
            return (manifest.runs(script),)
    return ()


def seed_commands(manifest: Manifest) -> tuple[str, ...]:
    found = next((script for script in _SEEDS if script in manifest.scripts), None)
    return (manifest.runs(found),) if found else ()


def database_of(manifest: Manifest) -> str | None:
    names = manifest.dependencies.keys()
    schema = manifest.folder / "prisma" / "schema.prisma"
    if schema.exists():
        return "sqlite" if re.search(r'provider\s*=\s*"sqlite"', schema.read_text()) else "postgres"
    if names & _POSTGRES:
        return "postgres"
    return "sqlite" if names & _SQLITE else None
