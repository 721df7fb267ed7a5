"""Shell lines about one app: they need nothing but `sh`, curl, the database's own client and the app's environment.

Names of the app go into a line only when a shell reads them as they stand.
"""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.regex import regex
from roadworthy.views.failures.faults import Fault, database_server, database_variable
from roadworthy.views.failures.probe import database_path, health_path

_NAME = regex(r"^[A-Za-z_]\w*$")
_LOWER = regex(r"^[a-z_][a-z0-9_]*$")
_PLAIN = regex(r"^[A-Za-z0-9._/-]+$")
_HOST = regex(r"^[A-Za-z0-9.-]+$")
_SECONDS = 10
# An answer's status without its body.
_STATUS = f"curl -s -m {_SECONDS} -o /dev/null -w '%{{http_code}}\\n'"


def ask_app(path: str) -> str:
    """Exit code 0 when the app answers a path with success within 10 s."""
    return f'curl -fsS -m {_SECONDS} -o /dev/null "$BASE_URL{path if _PLAIN.match(path) else "/"}"'


def app_is_well(app: App) -> str:
    """Exit code 0 when the app answers something for which it needs its database, where it has such an answer to give."""
    needs = database_path(app)
    if needs or not app.tables:
        return ask_app(needs or health_path(app))
    asked = ask_database(app)
    return f"{asked} && {ask_app(health_path(app))}" if asked else ask_app(health_path(app))


def refused(path: str) -> str:
    """Exit code 0 when an old sign-in gets nothing any more."""
    return f'test "$({_STATUS} -H "$OLD_SIGN_IN" "$BASE_URL{path}")" != 200'


# --- the database ------------------------------------------------------------------------------------


def ask_database(app: App) -> str:
    """Exit code 0 when the database answers; '' where its address is not in the environment."""
    variable = database_variable(app)
    kind = database_server(app)
    if not _NAME.match(variable):
        return ""
    if kind == "postgres":
        return sql(app, "select count(*) as connections from pg_stat_activity")
    if kind == "hosted":
        return f'curl -sS -m {_SECONDS} -o /dev/null "${variable}"'
    port = {"mysql": 3306, "mongodb": 27017}[kind] if kind in ("mysql", "mongodb") else 0
    return _reach(app, variable, port) if port else ""


def _reach(app: App, variable: str, port: int) -> str:
    """Whether a server listens at an address, asked with the language that the app itself runs in."""
    if "fastapi" in app.stacks or app.deployment.manager in ("pip", "uv", "poetry", "pipenv"):
        parse = f"u = urllib.parse.urlsplit(os.environ['{variable}'])"
        return f'python3 -c "import os, socket, urllib.parse; {parse}; socket.create_connection((u.hostname, u.port or {port}), {_SECONDS})"'
    parse = f"const u = new URL(process.env.{variable})"
    ends = "s.setTimeout(10000, () => process.exit(1)); s.on('connect', () => process.exit(0)); s.on('error', (e) => { console.error(e.message); process.exit(1) })"
    return f"""node -e "{parse}; const s = require('net').connect(u.port || {port}, u.hostname); {ends}\""""


def sql(app: App, statement: str) -> str:
    """A statement for PostgreSQL's client."""
    return f'PGCONNECT_TIMEOUT={_SECONDS} psql {address(app)} -c "{statement}"'


def address(app: App) -> str:
    """The database's address as PostgreSQL's own programs take it: without the name of a Python driver."""
    variable = database_variable(app)
    if "sqlalchemy" in app.stacks:
        return f'"$(printf %s "${variable}" | sed \'s/^\\([a-z]*\\)+[a-z0-9]*:/\\1:/\')"'
    return f'"${variable}"'


def speaks_sql(app: App) -> bool:
    """Whether lines for PostgreSQL's client can be written."""
    return database_server(app) == "postgres" and bool(_NAME.match(database_variable(app)))


def identifier(name: str) -> str:
    """A table or column in a statement between double quotes of a shell; '' for one that cannot be written so."""
    if _LOWER.match(name):
        return name
    return f'\\"{name}\\"' if _NAME.match(name) else ""


def literal(value: object) -> str:
    """A constant of the app in such a statement; '' when it cannot be written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return f"'{value}'" if re.fullmatch(r"[\w .-]{1,40}", str(value)) else ""


# --- services ----------------------------------------------------------------------------------------


def ask_service(fault: Fault) -> str:
    """Exit code 0 when a service can be reached from here, whatever it answers; '' where its address is not known."""
    if fault.host and _HOST.match(fault.host):
        return f'curl -sS -m {_SECONDS} -o /dev/null "https://{fault.host}/"'
    if fault.variable and _NAME.match(fault.variable):
        return f'curl -sS -m {_SECONDS} -o /dev/null "${fault.variable}"'
    return ""


def safe_path(path: str) -> str:
    """A path for a shell line; '' when it needs quoting."""
    return path if _PLAIN.match(path) and not path.startswith("-") else ""
