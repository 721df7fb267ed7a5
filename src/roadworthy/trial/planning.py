"""Finding out how an app is installed, built and started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError, UsageError
from roadworthy.trial import knex_plan, node_plan, python_plan
from roadworthy.trial.auth_libraries import DOORS, names_read, values_set
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.environment import DATABASE_URL_NAME, example_values, read_environment_file
from roadworthy.trial.imported_packages import imported_packages
from roadworthy.trial.install import INSIDE_APP
from roadworthy.trial.pages.finding import find_pages
from roadworthy.trial.prisma_plan import prisma_steps, prisma_use
from roadworthy.trial.python_application import Application, find_application, reading_once, running_folder
from roadworthy.trial.python_requirements import install_commands, requirement_lines
from roadworthy.trial.pythons import wanted_python
from roadworthy.trial.seeding import seed_commands
from roadworthy.trial.sql_files import schema_files
from roadworthy.trial.supabase.project import find_project
from roadworthy.trial.table_scripts import table_scripts

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
_OTHER_SERVERS = frozenset(_SERVER_PACKAGES) - {"next"}
ENVIRONMENT_FILE = "environment_file"
_SETTINGS = frozenset((*BootPlan.__struct_fields__, ENVIRONMENT_FILE))


@reading_once()
def plan_boot(root: Path, environment_names: Sequence[str], settings: Mapping[str, Any]) -> BootPlan:
    """A plan from package.json or requirements, lockfiles, drizzle, prisma and alembic configuration.

    `environment_names` are the names the code reads; `settings` (the [trial] table of roadworthy.toml, fields of
    BootPlan and `environment_file`) override what was found. Raises AppError when nothing says how the app starts,
    UsageError for a setting that does not exist or cannot be, UnsafeTarget for an `environment_file` that would reach
    what is real.
    """
    unknown = sorted(set(settings) - _SETTINGS)
    if unknown:
        raise UsageError(
            f"[trial] has no setting {unknown[0]}", remedy=f"one of {', '.join(sorted(_SETTINGS))}"
        )
    root, settings = root.resolve(), _with_environment_file(root, settings)
    folder = _inside(root, settings["cwd"], "cwd") if "cwd" in settings else app_folder(root)
    if not folder.is_dir():
        raise UsageError("is no folder", where=f"[trial] cwd = '{settings['cwd']}'", remedy="correct it")
    examples = {**example_values(root), **example_values(folder)}
    names = tuple(sorted({*environment_names, *(name for name in examples if name in environment_names)}))
    scripts = bool(settings.get("install_scripts", False))
    dependencies = node_plan.read_manifest(folder).dependencies if (folder / "package.json").exists() else {}
    project = find_project(root, folder, dependencies)
    is_node = settings.get("runtime", _runtime(folder, dependencies)) == "node"
    found = (
        _node(folder, root, scripts, settings)
        if is_node
        else _python(folder, root, scripts, examples, settings)
    )
    names = tuple(sorted({*names, *found.pop("library_names", ())}))
    url_name = next((name for name in (*names, *examples) if DATABASE_URL_NAME.search(name)), "DATABASE_URL")
    plan: dict[str, Any] = {
        "environment_names": names,
        "database_url_name": url_name,
        **found,
        **({"supabase": project, "database": "postgres"} if project is not None else {}),
        **settings,
        "environment": _with_own(found.get("environment", {}), settings.get("environment", {})),
        "cwd": str(folder.relative_to(root)),
        "pages": find_pages(root, folder, _candidates(root), scripts) if project is None else None,
    }
    if (
        project is None
        and plan["database"] in ("postgres", "mysql")
        and not plan["schema"]
        and "schema_files" not in plan
    ):
        plan["schema_files"] = schema_files(folder, root)
    try:
        return msgspec.convert(plan, BootPlan)
    except msgspec.ValidationError as error:
        raise UsageError(
            str(error), where="[trial] of roadworthy.toml", remedy="correct the setting"
        ) from error


def _with_own(found: Mapping[str, str], own: object) -> object:
    """What was found, under what the settings say; a setting that is no table is left for the conversion to refuse."""
    return {**found, **own} if isinstance(own, Mapping) else own


def _with_environment_file(root: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with the values of the file that they name, if any; those given one by one win."""
    rest = {name: value for name, value in settings.items() if name != ENVIRONMENT_FILE}
    own = rest.get("environment", {})
    if ENVIRONMENT_FILE not in settings or not isinstance(own, dict):
        return rest
    values = read_environment_file(_inside(root, settings[ENVIRONMENT_FILE], ENVIRONMENT_FILE))
    return {**rest, "environment": {**values, **own}}


def _inside(root: Path, path: object, setting: str) -> Path:
    """A path that a setting gives. Raises UsageError when it leads out of the app: the file that says it came with the app."""
    located = (root / str(path)).resolve()
    if not located.is_relative_to(root.resolve()):
        raise UsageError(
            "leads out of the app", where=f"[trial] {setting} = '{path}'", remedy="give a path below its root"
        )
    return located


def app_folder(root: Path) -> Path:
    """The folder that holds the server: the root, or the one below it whose manifest names a server."""
    candidates = _candidates(root)
    for folder in candidates:
        if (folder / "package.json").exists():
            names = node_plan.read_manifest(folder).dependencies
            if any(name in names for name in _SERVER_PACKAGES):
                return _behind(folder, candidates) or folder
        # A pyproject.toml that names no packages is a workspace's, or only configures tools.
        if (folder / "manage.py").exists():
            return folder
        if requirement_lines(folder) and find_application(folder):
            return folder if (folder / "alembic.ini").exists() else running_folder(folder)
    for folder in candidates:
        if (folder / "package.json").exists() or find_application(folder):
            return folder
    raise AppError("neither package.json nor requirements.txt", where=str(root), remedy="set cwd in [trial]")


def _behind(pages: Path, folders: Sequence[Path]) -> Path | None:
    """The server that pages of Next.js ask, where they reach no database themselves and a folder beside or below them does."""
    own = node_plan.read_manifest(pages)
    alone = not _OTHER_SERVERS & own.dependencies.keys() and node_plan.database_of(own) is None
    if not alone or "@prisma/client" in own.dependencies:
        return None
    others = [one for one in folders if one != pages and (one / "package.json").exists()]
    manifests = [node_plan.read_manifest(one) for one in others]
    return next((one.folder for one in manifests if _has_database(one)), None)


def _has_database(manifest: node_plan.Manifest) -> bool:
    reaches = node_plan.database_of(manifest) is not None
    return reaches and bool(_OTHER_SERVERS & manifest.dependencies.keys())


def _candidates(root: Path) -> list[Path]:
    """The root and the folders that may hold a part of the app of their own, two levels down."""
    below = [path for path in _folders(root) if not path.name.startswith(".")]
    nested = [*below, *(path for parent in below for path in _folders(parent))]
    return [root, *(folder for folder in nested if "node_modules" not in folder.parts)]


def _runtime(folder: Path, dependencies: Mapping[str, str]) -> str:
    """What runs the server of a folder: Python also where a package.json without a server lies beside its sources."""
    if not (folder / "package.json").exists():
        return "python"
    if any(name in dependencies for name in _SERVER_PACKAGES):
        return "node"
    is_python = (folder / "manage.py").exists() or bool(
        requirement_lines(folder) and find_application(folder)
    )
    return "python" if is_python else "node"


def _folders(above: Path) -> list[Path]:
    """The folders in a folder, sorted; none where it cannot be read. A link may lead out of the app, so it is none."""
    try:
        return sorted(path for path in above.iterdir() if path.is_dir() and not path.is_symlink())
    except PermissionError:
        return []


def _import_path(folder: Path, root: Path) -> dict[str, str]:
    """Where an app that runs above its modules, as its migrations lie there, looks for them: `src/main.py` with `import config`."""
    place = running_folder(folder)
    inside = Path(INSIDE_APP, place.relative_to(root))
    return {"PYTHONPATH": str(inside)} if place != folder else {}


def _node(folder: Path, root: Path, scripts: bool, settings: Mapping[str, Any]) -> dict[str, Any]:
    manifest = node_plan.read_manifest(folder)
    found: dict[str, Any] = {
        "runtime": "node",
        "install": node_plan.install_commands(folder, root, scripts),
        "build": node_plan.build_commands(manifest),
        "schema": node_plan.schema_commands(manifest) or knex_plan.migrate_commands(manifest),
        "start": settings.get("start") or node_plan.start_command(manifest),
        "redis": bool(node_plan.REDIS & manifest.dependencies.keys()),
        "serverless_driver": bool(node_plan.SERVERLESS_DRIVERS & manifest.dependencies.keys()),
    }
    found["library_names"] = names_read(manifest.dependencies)
    found["libraries"] = tuple(name for name in DOORS if name in manifest.dependencies)
    found["environment"] = {**values_set(manifest.dependencies), **knex_plan.stage_of(manifest)}
    use = prisma_use(root, folder)
    homes = [root / use.folder] if use is not None else []
    found["seed"] = seed_commands(manifest, [*homes, *_installed_along(root, folder)])
    if use is None:
        return {**found, "database": node_plan.database_of(manifest)}
    steps = prisma_steps(use, str(folder.relative_to(root)), found, manifest.scripts)
    return {**found, **steps, "environment": {**found["environment"], **steps["environment"]}}


def _installed_along(root: Path, folder: Path) -> list[Path]:
    """The packages of the workspace that the app's own belongs to, its root last: they are installed with it."""
    above = list(node_plan.workspaces(folder, root))[-1]
    if above == folder and not node_plan.is_workspace(folder):
        return []
    return [*(one for one in _candidates(root) if one != above and one.is_relative_to(above)), above]


def _table_scripts(folder: Path, application: Application | None) -> tuple[str, ...]:
    """Those of an app without migrations; the commands of Flask apps alone are asked for by name."""
    if (folder / "alembic.ini").exists() or python_plan.is_django(folder):
        return ()
    flask = application is not None and application.kind in ("Flask", "APIFlask")
    return table_scripts(folder, application.target if application is not None and flask else "")


def _python(
    folder: Path, root: Path, scripts: bool, examples: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, Any]:
    above = (folder, *(one for one in folder.parents if one.is_relative_to(root)))
    home = next((one for one in above if requirement_lines(one)), folder)
    lines = requirement_lines(home) or imported_packages(folder)
    example = next((value for name, value in examples.items() if DATABASE_URL_NAME.search(name)), "")
    application = find_application(folder)
    start, needed = settings.get("start", ""), list[str]()
    if not start:
        start, needed = python_plan.start_command(folder, application, lines)
    needed += python_plan.missing_packages(folder, lines)
    database = python_plan.database_of(folder, lines, example)
    if database == "postgres" and not python_plan.drives_postgres(lines):
        needed.append("psycopg2-binary")
    return {
        "runtime": "python",
        "python": wanted_python(home, lines),
        "library_names": python_plan.setting_names(folder),
        "install": install_commands(home, lines, needed, scripts),
        "environment": _import_path(folder, root),
        "build": python_plan.static_commands(folder),
        "seed": _table_scripts(folder, application) if database == "sqlite" else (),
        "schema": python_plan.schema_commands(folder, application, lines),
        "start": start,
        "framework": python_plan.framework_of(folder, application),
        "application": application.target if application is not None else "",
        "database": database,
        "redis": python_plan.speaks_to_redis(lines),
        "database_scheme": python_plan.database_scheme(folder, [*lines, *needed], example),
    }
