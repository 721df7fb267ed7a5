"""How an app with a package.json is installed, built and started."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError
from roadworthy.regex import regex
from roadworthy.source.data_files import parsed_json, section
from roadworthy.trial.python_plan import INSIDE_FILES
from roadworthy.trial.sql_files import schema_files

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
SERVERLESS_DRIVERS = frozenset({"@neondatabase/serverless", "@vercel/postgres"})
_MONGODB = frozenset({"mongoose", "mongodb", "mongodb-legacy", "connect-mongo"})
_SQLITE = frozenset({"better-sqlite3", "sqlite3", "sqlite", "@libsql/client"})
REDIS = frozenset(
    {
        "ioredis",
        "redis",
        "@redis/client",
        "bull",
        "bullmq",
        "bee-queue",
        "connect-redis",
        "rate-limit-redis",
        "@keyv/redis",
        "@socket.io/redis-adapter",
    }
)
DRIZZLE_PUSH, DRIZZLE_EXPORT = "drizzle-kit push", "drizzle-kit export --sql"
_NPM_LOCKS = ("package-lock.json", "npm-shrinkwrap.json")


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


def install_commands(folder: Path, root: Path, scripts: bool) -> tuple[str, ...]:
    """By lockfile: the one beside the manifest, else that of the workspace it belongs to. A lockfile that does not fit
    its manifest gives way. Install scripts stay off unless asked for: they would be strangers' code with a network."""
    ignore = "" if scripts else " --ignore-scripts"
    if any(_OF_ONE_SYSTEM.search(name) for name in read_manifest(folder).dependencies):
        # npm refuses a package that is made for another system, and is content with a warning when it is forced.
        ignore += " --force"
    usual = f"npm install{ignore} --no-audit --no-fund --legacy-peer-deps"
    place = next((one for one in workspaces(folder, root) if _locked(one)), folder)
    go = "" if place == folder else f"cd {shlex.quote(os.path.relpath(place, folder))} && "
    if any((place / name).exists() for name in _NPM_LOCKS):
        return (
            f"{go}npm ci{ignore} --no-audit --no-fund || {usual}",
            *_newer_tools(folder, ignore),
            *_without_bun(folder, ignore),
        )
    if (place / "pnpm-lock.yaml").exists():
        pnpm = f"{_tool('pnpm')} install{ignore}"
        return (f"{go}{pnpm} --frozen-lockfile || {pnpm} --no-frozen-lockfile",)
    if (place / "yarn.lock").exists():
        yarn = f"{_tool('yarn')} install{ignore}"
        return (f"{go}{yarn} --frozen-lockfile || {yarn}",)
    if re.match(r"yarn@1\.", str(read_manifest(folder).data.get("packageManager", ""))):
        # What it leaves out for npm to guess at (packages that others only ask to be there) was never tried with npm.
        return (f"{_tool('yarn')} install{ignore} || {usual}",)
    return (usual, *_newer_tools(folder, ignore), *_without_bun(folder, ignore))


# `@img/sharp-win32-x64`, `@next/swc-darwin-arm64`: what its author's machine asked for, written down as the app's own.
_OF_ONE_SYSTEM = regex(
    r"(?:^|[-/])(?:win32|windows|darwin|linux|linuxmusl|freebsd|android)-(?:x64|arm64|arm|ia32)"
)


def workspaces(folder: Path, root: Path) -> Iterator[Path]:
    """The folder, and above it those that declare a workspace, up to the app's root."""
    yield folder
    for above in folder.parents:
        if not above.is_relative_to(root):
            return
        if is_workspace(above):
            yield above


def is_workspace(folder: Path) -> bool:
    """Whether a folder declares that the packages below it are installed together."""
    manifest = folder / "package.json"
    return (folder / "pnpm-workspace.yaml").exists() or (
        manifest.exists() and "workspaces" in read_manifest(folder).data
    )


def _locked(folder: Path) -> bool:
    return any((folder / name).exists() for name in (*_NPM_LOCKS, "pnpm-lock.yaml", "yarn.lock"))


def _newer_tools(folder: Path, ignore: str) -> tuple[str, ...]:
    """drizzle-kit reads the present form of its configuration, and pushes to Postgres, from 0.21 on; generated apps ask for
    an older one beside a configuration that only the newer ones read."""
    config = next(iter(sorted(folder.glob("drizzle.config.*"))), None)
    if (
        not _drizzle_before(read_manifest(folder), 21)
        or config is None
        or "dialect" not in config.read_text(errors="replace")
    ):
        return ()
    return (f"npm install --no-save{ignore} --no-audit --no-fund --legacy-peer-deps drizzle-kit@0.31",)


def _drizzle_before(manifest: Manifest, minor: int) -> bool:
    """Whether an app asks for a drizzle-kit before 0.`minor`."""
    asked = re.search(r"(\d+)\.(\d+)", manifest.dependencies.get("drizzle-kit", ""))
    return asked is not None and (int(asked[1]), int(asked[2])) < (0, minor)


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
    if _is_pages_alone(manifest):
        return _on_port("vite preview")
    if script := _starting_script(manifest):
        return _on_port(_by_node(manifest.runs(_built_script(manifest, script)), manifest))
    main = manifest.data.get("main")
    # `npm init` names whatever script lies there as the main one, a tool's configuration among it.
    if isinstance(main, str) and ".config." not in main and (manifest.folder / main).exists():
        return f"node {main}"
    for name in ("server.js", "index.js", "app.js", "server/index.js", "src/index.js", "src/server.js"):
        if (manifest.folder / name).exists():
            return f"node {name}"
    raise AppError(
        "no script says how the app starts",
        where=str(manifest.folder / "package.json"),
        remedy='set start = "COMMAND" in [trial] of roadworthy.toml',
    )


def _starting_script(manifest: Manifest) -> str | None:
    """By the usual names, else one that is named after them (`start:dev`, `dev:api`) and wants no Docker."""
    usual = ("start", "start:prod", "serve", "dev:server", "server", "dev")
    named = (
        name
        for name, command in manifest.scripts.items()
        if re.match(r"(start|serve|server|dev)[:_-]", name) and "docker" not in name + command
    )
    there = [name for name in (*usual, *named) if name in manifest.scripts]
    return next(
        (name for name in there if _is_made(manifest, manifest.scripts[name])), next(iter(there), None)
    )


_OF_BUILD = regex(r"node (?:-\S+ )*(?:\./)?((?:dist|build|out|lib)/\S+)")
_OUTPUT = regex(r"^\s*\"outDir\"", re.M)


def _is_made(manifest: Manifest, command: str) -> bool:
    """Whether what a script starts is there, or some build makes it: many a `start` names a folder that no configuration of tsc writes
    into, as its author runs `dev` alone."""
    place = _OF_BUILD.match(command)
    if place is None or (manifest.folder / place[1]).exists():
        return True
    builds = [
        manifest.scripts[name] for name in ("build", "prestart", "postinstall") if name in manifest.scripts
    ]
    config = manifest.folder / "tsconfig.json"
    by_tsc = len(builds) == 1 and re.fullmatch(r"(npx )?tsc", builds[0].strip()) is not None
    told = by_tsc and config.exists()
    return bool(builds) and (not told or _OUTPUT.search(config.read_text(errors="replace")) is not None)


# Bun runs a file of TypeScript as it stands, as tsx does on Node; a trial has no Bun.
_BUN = regex(r"\bbun (?:run )?(?:--(?:watch|hot|bun) )*(?=(?:\./)?[\w@./-]+\.[cm]?[jt]sx?\b)")


# Many an author has it installed for the whole machine; a trial starts the app itself and needs nobody to watch its files.
_NODEMON = regex(r"\bnodemon\b(?: -[-\w]+(?:[= ](?!\S+\.[cm]?js\b)\S+)?)* (?=(?:\./)?[\w./-]+\.[cm]?js\b)")


def _by_node(command: str, manifest: Manifest) -> str:
    watched = command if "nodemon" in manifest.dependencies else _NODEMON.sub("node ", command)
    return _BUN.sub("tsx ", watched)


def _without_bun(folder: Path, ignore: str) -> tuple[str, ...]:
    """tsx for an app whose scripts leave TypeScript to Bun."""
    manifest = read_manifest(folder)
    script = _starting_script(manifest)
    if script is None or "tsx" in manifest.dependencies or not _BUN.search(manifest.scripts[script]):
        return ()
    return (f"npm install --no-save{ignore} --no-audit --no-fund --legacy-peer-deps tsx@4",)


def _built_script(manifest: Manifest, script: str) -> str:
    """What starts what was built, where the usual script builds it all once more before it answers: Nest's scaffold has both."""
    compiles = re.match(r"nest start\b", manifest.scripts[script]) and "build" in manifest.scripts
    return "start:prod" if compiles and "start:prod" in manifest.scripts else script


def _is_pages_alone(manifest: Manifest) -> bool:
    """Whether Vite builds all there is: pages, with no server of the app's own."""
    own = manifest.scripts.get("start", "vite")
    return "vite build" in manifest.scripts.get("build", "") and re.match(r"(npx )?vite\b", own) is not None


def _on_port(command: str) -> str:
    if re.search(r"(^|\s)vite( preview| dev)?\s*$", command.strip()):
        return f"{command} --host 127.0.0.1 --port {{port}} --strictPort"
    return command


def schema_commands(manifest: Manifest) -> tuple[str, ...]:
    """The app's own tool, made to ask nothing."""
    folder = manifest.folder
    if any(folder.glob("drizzle.config.*")):
        # 0.21 and 0.22 know no such option, and ask nothing of an empty database.
        asks = _drizzle_before(manifest, 23) and not _drizzle_before(manifest, 21)
        return (DRIZZLE_PUSH if asks else f"{DRIZZLE_PUSH} --force",)
    if (folder / "prisma" / "schema.prisma").exists():
        return ("prisma db push --accept-data-loss --skip-generate",)
    if "sequelize" in manifest.dependencies:
        return _sequelize_commands(manifest)
    if "typeorm" in manifest.dependencies:
        # Its own command line reads configuration from places that hardly an app shares.
        start = start_command(manifest).replace("{port}", "0")
        return (
            *build_commands(manifest),
            f"export NODE_OPTIONS='--require {INSIDE_FILES}/typeorm_tables.cjs'; {start}",
        )
    for script in ("db:push", "db:migrate", "migrate", "migrate:latest", "migration:run"):
        if script in manifest.scripts and not _BY_SUPABASE.match(manifest.scripts[script]):
            return (manifest.runs(script),)
    return ()


# Its command line talks to a hosted project or to Docker: the project's migrations are applied as the SQL files they are.
_BY_SUPABASE = regex(r"(npx |bunx |pnpm (exec |dlx )?)?supabase\b")


def _sequelize_commands(manifest: Manifest) -> tuple[str, ...]:
    """Migrations where the app has some, and what its models declare beside them: see files/sequelize_tables.mjs."""
    script = shlex.quote((Path(__file__).parent / "files" / "sequelize_tables.mjs").read_text())
    files = shlex.join(schema_files(manifest.folder, manifest.folder))
    making = f"node --input-type=module -e {script} -- {files}".rstrip()
    if any(manifest.folder.glob("migrations/*.*js")) and "sequelize-cli" in manifest.dependencies:
        return ("sequelize-cli db:migrate || true", making)
    return (making,)


def database_of(manifest: Manifest) -> str | None:
    names = manifest.dependencies.keys()
    schema = manifest.folder / "prisma" / "schema.prisma"
    if schema.exists():
        text = schema.read_text()
        found = re.search(r'datasource[^}]*?provider\s*=\s*"(sqlite|mysql)"', text, re.DOTALL)
        return found[1] if found else "postgres"
    if names & _POSTGRES:
        return "postgres"
    if names & _SQLITE:
        return "sqlite"
    if names & _MONGODB:
        return "mongodb"
    return "mysql" if names & {"mysql", "mysql2", "mariadb"} else None
