"""Puts health endpoints into an app: what asks its database, and where they are registered."""

from __future__ import annotations

import posixpath

from msgspec import Struct

from roadworthy.app import App
from roadworthy.edits import express
from roadworthy.edits.edit import Change, NewFile
from roadworthy.edits.made_values import MadeValue, made_values
from roadworthy.edits.module_style import takes_imports
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.python_modules import module_name
from roadworthy.edits.source import SourceFile, free_path
from roadworthy.edits.template import fill
from roadworthy.edits.template_parts import keep_part
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

# What makes a client of the database, and what its cheapest question is. The first that the app offers is taken.
_QUESTIONS = {
    "Pool": '{name}.query("select 1")',
    "PrismaClient": "{name}.$queryRaw`select 1`",
    "Sequelize": "{name}.authenticate()",
}


class HealthRoutes(Struct, frozen=True):
    """`live` is '' where the app has an endpoint for it already; `templates` is the package whose `files` hold health.ts,
    health.py and health_async.py."""

    live: str
    ready: str
    templates: str


def add_health_routes(app: App, routes: HealthRoutes) -> tuple[list[Change], list[NewFile]]:
    """The endpoints in a module of their own, and the line that registers them. Raises RepairRefused where there is no
    Express or FastAPI application, or nothing that could ask its database."""
    frameworks = {endpoint.framework for endpoint in app.endpoints}
    if "fastapi" in frameworks:
        return _fastapi(app, routes)
    if "express" in frameworks:
        return _express(app, routes)
    raise RepairRefused("the app is neither Express nor FastAPI")


# --- Express -----------------------------------------------------------------------------------------


def _express(app: App, routes: HealthRoutes) -> tuple[list[Change], list[NewFile]]:
    made = next(iter(made_values(app, {"express"})), None)
    if made is None:
        raise RepairRefused("no `express()` was found")
    source = SourceFile(app, made.path)
    if not takes_imports(source):
        raise RepairRefused("the app is written with require()", where=made.path)
    path = f"{posixpath.dirname(made.path)}/health{express.ending(app)}".lstrip("/")
    imports, question = _question(app, path)
    text = express.in_language(
        app, _filled("health.ts", routes, "// liveness", IMPORTS=imports, QUESTION=question)
    )
    path = free_path(app, path, text)
    line = f"registerHealth({made.name}){source.semicolon}"
    changes = [
        source.after_line(made.define.span.end, line),
        *import_from(source, ["registerHealth"], source.path_to(path)),
    ]
    return changes, [NewFile(path, text)]


def _question(app: App, importer: str) -> tuple[str, str]:
    """The import and the call by which the database is asked."""
    for maker, question in _QUESTIONS.items():
        for made in made_values(app, {maker}):
            if made.exported:
                where = express.relative_import(app, importer, made.path)
                return f'import {{ {made.name} }} from "{where}";', question.format(name=made.name)
    module = express.database_module(app)
    if module and app.deployment.package("drizzle-orm") and not app.deployment.package("better-sqlite3"):
        where = express.relative_import(app, importer, module)
        imports = f'import {{ sql }} from "drizzle-orm";\nimport {{ db }} from "{where}";'
        return imports, "db.execute(sql`select 1`)"
    if app.deployment.package("mongoose"):
        question = "mongoose.connection.getClient().db().command({ ping: 1 })"
        return 'import mongoose from "mongoose";', question
    raise RepairRefused("no client of the database is offered to other files")


# --- FastAPI -----------------------------------------------------------------------------------------


def _fastapi(app: App, routes: HealthRoutes) -> tuple[list[Change], list[NewFile]]:
    made = next(iter(made_values(app, {"FastAPI"})), None)
    if made is None:
        raise RepairRefused("no `FastAPI()` was found")
    engine = next(
        (one for one in made_values(app, {"create_engine", "create_async_engine"}) if one.exported), None
    )
    if engine is None:
        raise RepairRefused("no engine of SQLAlchemy is offered to other files")
    source = SourceFile(app, made.path)
    path = f"{posixpath.dirname(made.path)}/health.py".lstrip("/")
    callee = engine.define.value.callee if isinstance(engine.define.value, form.Call) else None
    waits = isinstance(callee, form.Name) and callee.name == "create_async_engine"
    text = _filled(
        "health_async.py" if waits else "health.py",
        routes,
        "# liveness",
        DATABASE=module_name(app, source, engine.path),
        ENGINE=engine.name,
    )
    path = free_path(app, path, text)
    line = f"{made.name}.include_router(health_router)"
    imports = import_from(source, ["router as health_router"], module_name(app, source, path))
    return [_registered(source, made, line), *imports], [NewFile(path, text)]


def _registered(source: SourceFile, made: MadeValue, line: str) -> Change:
    """Before the app's first router where it has one, else right behind the application."""
    for statement in source.module.body if source.module is not None else ():
        call = statement.value if isinstance(statement, form.Evaluate) else None
        callee = call.callee if isinstance(call, form.Call) else None
        named = isinstance(callee, form.Member) and isinstance(callee.object, form.Name)
        if named and callee.name == "include_router" and callee.object.name == made.name:  # type: ignore[union-attr]
            return source.before_line(statement.span.start, line)
    return source.after_line(made.define.span.end - 1, line)


# --- both --------------------------------------------------------------------------------------------


def _filled(name: str, routes: HealthRoutes, mark: str, **values: str) -> str:
    """The template; what stands between its two marks is left out where the app has a liveness endpoint."""
    text = fill(routes.templates, name, LIVE=routes.live, READY=routes.ready, **values)
    return keep_part(text, mark, bool(routes.live))
