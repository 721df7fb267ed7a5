"""Finding out how an app is installed, built and started."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError, UsageError
from roadworthy.trial import node_plan, python_plan
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.environment import DATABASE_URL_NAME, example_values

_SERVER_PACKAGES = (
    "express",
    "next",
    "fastify",
    "koa",
    "hono",
    "@nestjs/core",
    "@hapi/hapi",
    "@remix-run/node",
)
_SETTINGS = frozenset(BootPlan.__struct_fields__)


def plan_boot(root: Path, environment_names: Sequence[str], settings: Mapping[str, Any]) -> BootPlan:
    """A plan from package.json or requirements, lockfiles, drizzle, prisma and alembic configuration.

    `environment_names` are the names the code reads; `settings` (the [trial] table of roadworthy.toml, fields of
    BootPlan) override what was found. Raises AppError when nothing says how the app starts, UsageError for a setting
    that does not exist.
    """
    unknown = sorted(set(settings) - _SETTINGS)
    if unknown:
        raise UsageError(
            f"[trial] has no setting {unknown[0]}", remedy=f"one of {', '.join(sorted(_SETTINGS))}"
        )
    folder = root / settings["cwd"] if "cwd" in settings else app_folder(root)
    examples = {**example_values(root), **example_values(folder)}
    names = tuple(sorted({*environment_names, *(name for name in examples if name in environment_names)}))
    scripts = bool(settings.get("install_scripts", False))
    is_node = settings.get("runtime", "node" if (folder / "package.json").exists() else "python") == "node"
    found = _node(folder, scripts, settings) if is_node else _python(folder, scripts, examples, settings)
    url_name = next((name for name in (*names, *examples) if DATABASE_URL_NAME.search(name)), "DATABASE_URL")
    plan: dict[str, Any] = {
        "cwd": str(folder.relative_to(root)),
        "environment_names": names,
        "database_url_name": url_name,
        **found,
        **settings,
    }
    if plan["database"] == "postgres" and not plan["schema"] and "schema_files" not in plan:
        plan["schema_files"] = schema_files(folder)
    return msgspec.convert(plan, BootPlan)


def app_folder(root: Path) -> Path:
    """The folder that holds the server: the root, or the one below it whose manifest names a server."""
    below = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    nested = [*below, *(path for parent in below for path in sorted(parent.iterdir()) if path.is_dir())]
    candidates = [root, *(folder for folder in nested if "node_modules" not in folder.parts)]
    for folder in candidates:
        if (folder / "package.json").exists():
            names = node_plan.read_manifest(folder).dependencies
            if any(name in names for name in _SERVER_PACKAGES):
                return folder
        if any((folder / name).exists() for name in ("requirements.txt", "pyproject.toml", "manage.py")):
            return folder
    for folder in candidates:
        if (folder / "package.json").exists() or python_plan.find_application(folder):
            return folder
    raise AppError("neither package.json nor requirements.txt", where=str(root), remedy="set cwd in [trial]")


def _node(folder: Path, scripts: bool, settings: Mapping[str, Any]) -> dict[str, Any]:
    manifest = node_plan.read_manifest(folder)
    return {
        "runtime": "node",
        "install": node_plan.install_commands(folder, scripts),
        "build": node_plan.build_commands(manifest),
        "schema": node_plan.schema_commands(manifest),
        "seed": node_plan.seed_commands(manifest),
        "start": settings.get("start") or node_plan.start_command(manifest),
        "database": node_plan.database_of(manifest),
    }


def _python(
    folder: Path, scripts: bool, examples: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, Any]:
    lines = python_plan.requirement_lines(folder)
    example = next((value for name, value in examples.items() if DATABASE_URL_NAME.search(name)), "")
    start, needed = settings.get("start", ""), list[str]()
    if not start:
        start, needed = python_plan.start_command(folder, python_plan.find_application(folder), lines)
    return {
        "runtime": "python",
        "install": python_plan.install_commands(folder, lines, needed, scripts),
        "schema": python_plan.schema_commands(folder),
        "start": start,
        "database": python_plan.database_of(lines, example),
        "database_scheme": python_plan.database_scheme(lines, example),
    }


def schema_files(folder: Path) -> tuple[str, ...]:
    """SQL files that make the schema, in order, relative to the app's folder."""
    for pattern in ("supabase/migrations/*.sql", "migrations/*.sql", "drizzle/*.sql", "db/migrations/*.sql"):
        files = sorted(file for file in folder.glob(pattern) if not re.search(r"down\.sql$", file.name))
        if files:
            return tuple(str(file.relative_to(folder)) for file in files)
    for name in (
        "schema.sql",
        "db/schema.sql",
        "database/schema.sql",
        "sql/schema.sql",
        "init.sql",
        "db/init.sql",
    ):
        if (folder / name).exists():
            return (name,)
    return ()
