"""What kind of app it is and where it runs: which servers it has, whether it keeps data, what starts it again."""

from __future__ import annotations

import re

from roadworthy.app.deployment import Process
from roadworthy.app.location import Location, at, whole_file
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex

NODE, PYTHON, FRAMEWORK, FUNCTIONS = "node", "python", "framework", "functions"
"""A server that the app's own Node or Python code runs; one that a page framework brings (Next, Remix); functions of a platform."""

_NODE = {
    "express",
    "fastify",
    "koa",
    "@hapi/hapi",
    "@nestjs/core",
    "hono",
    "restify",
    "polka",
    "@feathersjs/feathers",
    "@adonisjs/core",
}
_PYTHON = {
    "fastapi",
    "flask",
    "django",
    "starlette",
    "quart",
    "sanic",
    "tornado",
    "aiohttp",
    "litestar",
    "falcon",
    "bottle",
}
_FRAMEWORKS = {
    "next",
    "nuxt",
    "@sveltejs/kit",
    "@remix-run/node",
    "@remix-run/react",
    "@react-router/node",
    "@tanstack/react-start",
}
_DATA = {"pg", "postgres", "mysql", "mysql2", "mongoose", "mongodb", "sequelize", "@prisma/client", "prisma", "drizzle-orm", "typeorm",
         "knex", "@supabase/supabase-js", "@supabase/ssr", "firebase", "firebase-admin", "better-sqlite3", "sqlite3", "sqlalchemy",
         "flask-sqlalchemy", "sqlmodel", "django", "psycopg", "psycopg2", "psycopg2-binary", "asyncpg", "pymongo", "motor", "tortoise-orm",
         "peewee", "convex", "@neondatabase/serverless", "@vercel/postgres", "@libsql/client"}  # fmt: skip
_MAKERS = {"FastAPI", "Flask", "Quart", "Starlette", "Sanic", "express", "fastify", "Fastify", "Hono", "Koa"}
_STATIC_EXPORT = regex(r"\boutput\s*:\s*[\"']export[\"']")
_STORES = regex(
    r"postgres|postgis|mysql|mariadb|mongo|redis|valkey|rabbitmq|minio|mailpit|mailhog|mailcatcher|inbucket|adminer|pgadmin|traefik|nginx|caddy|memcached|elastic|cypress|playwright"
)
# Platforms that run functions or static files and start everything they run again by themselves.
_SERVERLESS = {"vercel", "netlify", "cloudflare", "azure"}
_KEEPERS = regex(r"\b(gunicorn|uwsgi|granian|pm2(-runtime)?|passenger|supervisord|forever)\b|--workers[ =]\d")


def servers(app: App) -> tuple[str, ...]:
    """Which kinds of server the app has; empty for pages that something else serves."""
    return app.view(_servers)


def _servers(app: App) -> tuple[str, ...]:
    packages = {name for name, _ in app.deployment.packages}
    frameworks = {endpoint.framework for endpoint in app.endpoints}
    found = []
    if frameworks & _NODE or (packages & _NODE and not packages & _FRAMEWORKS) or _listens(app):
        found.append(NODE)
    if (
        frameworks & _PYTHON
        or packages & _PYTHON
        or any(file.path.endswith("manage.py") for file in app.repository.files)
    ):
        found.append(PYTHON)
    if packages & _FRAMEWORKS and not _exported(app):
        found.append(FRAMEWORK)
    if any(endpoint.kind == "function" for endpoint in app.endpoints) or _has_functions(app):
        found.append(FUNCTIONS)
    return tuple(found)


def own_servers(app: App) -> tuple[str, ...]:
    """The servers whose process somebody has to keep alive: not the functions of a platform."""
    return tuple(kind for kind in servers(app) if kind != FUNCTIONS)


def _listens(app: App) -> bool:
    return any(name == "createServer" for _, _, name in _made(app))


def _has_functions(app: App) -> bool:
    return any(re.match(r"(.*/)?(supabase|netlify)/functions/", path) for path in app.modules)


def _exported(app: App) -> bool:
    configs = [file.path for file in app.repository.files if re.search(r"(^|/)next\.config\.\w+$", file.path)]
    return bool(configs) and all(_STATIC_EXPORT.search(app.text(path)) for path in configs)


def _made(app: App) -> tuple[tuple[str, form.Call, str], ...]:
    """Where servers are made: path, call, name of what makes them."""
    return app.view(_all_made)


def _all_made(app: App) -> tuple[tuple[str, form.Call, str], ...]:
    found = []
    for path, module in sorted(app.modules.items()):
        if re.search(r"(^|/)(tests?|__tests__|e2e|scripts?|examples?)/|\.(test|spec)\.", path):
            continue
        for node in form.walk(module.body, form.Call):
            if isinstance(node, form.Call):
                name = callee_name(node)
                if name in _MAKERS or name == "createServer":
                    found.append((path, node, name))
    return tuple(found)


def callee_name(call: form.Call) -> str:
    """The last name of what is called: `listen` of `app.listen()`."""
    callee = call.callee
    return callee.name if isinstance(callee, (form.Member, form.Name)) else ""


def server_place(app: App) -> Location:
    """Where the server is made: what is missing of a server as a whole is put there."""
    made = sorted(_made(app), key=lambda one: (one[2] == "createServer", one[0].count("/"), one[0]))
    if made:
        path, call, _ = made[0]
        return at(path, call)
    return manifest_place(app)


def manifest_place(app: App) -> Location:
    """The manifest or README nearest to the root: where what surrounds the code is declared."""
    paths = {file.path for file in app.repository.files}
    named = [path for path in ("README.md", *app.deployment.manifests) if path in paths]
    return whole_file(named[0] if named else app.repository.files[0].path)


# --- data --------------------------------------------------------------------------------------------


def keeps_data(app: App) -> bool:
    """Whether the app has a database of its own, at a provider or not."""
    packages = {name for name, _ in app.deployment.packages}
    return bool(app.tables or app.deployment.data_stores or packages & _DATA)


# --- what starts it again ----------------------------------------------------------------------------


def app_processes(app: App) -> tuple[Process, ...]:
    """The processes that are the app's own, without databases and tools beside it."""
    own = [one for one in app.deployment.processes if _is_own(one)]
    # Where something is built from the repository, ready-made images stand beside it: a tunnel, a mail catcher.
    built = {one.location.path for one in own if one.kind == "compose" and not one.image}
    return tuple(
        one for one in own if one.kind != "compose" or not one.image or one.location.path not in built
    )


def _is_own(process: Process) -> bool:
    if process.kind == "compose" and _STORES.search(process.name + " " + process.image):
        return False
    return not re.search(
        r"(^|/)(test|testing|cypress|development|dev)/|\.(dev|test|override)\.ya?ml$", process.location.path
    )


def restarted_by(app: App) -> Process | None:
    """What starts the app again when it ends, None when no file says so."""
    for process in app_processes(app):
        if (
            process.kind != "docker"
            and not process.name.endswith("-backup.service")
            and (process.restarts or _KEEPERS.search(process.command))
        ):
            return process
    return None


def keeper_in_scripts(app: App) -> str:
    """A process manager that a start script or a container names; '' for none."""
    commands = [
        command
        for _, name, command in app.deployment.all_scripts
        if name in ("start", "prod", "start:prod", "serve")
    ]
    commands += [process.command for process in app_processes(app)]
    return next((match.group(0) for command in commands if (match := _KEEPERS.search(command))), "")


def serverless(app: App) -> str:
    """The platform without servers that a file names; '' for none."""
    return next((process.kind for process in app.deployment.processes if process.kind in _SERVERLESS), "")
