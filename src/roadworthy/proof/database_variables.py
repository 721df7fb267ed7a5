"""Variables of the environment as the code uses them: those that lead to the database, whatever they are called."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.app.deployment import EnvironmentName
from roadworthy.regex import regex
from roadworthy.trial.environment import DATABASE_PART_NAME

_CLIENTS = r"(mongoose\.connect|createConnection|MongoClient|new Sequelize|create_(async_)?engine|new Pool|neon|drizzle|postgres)\("
# What a client is told in parts: `'HOST': env('HOST')`, `host: process.env.MY_HOST`, `host=os.getenv("HOST")`.
_PART = r"(?<!\w)[\"']?(?P<part>host|hostname|port|user|username|password|database|dbname|db|name)[\"']?\s*[:=]\s*[\w.\s]*[.(\[][\"']?"
_TOLD_NEAR = regex(
    rf"DATABASES|ENGINE|psycopg|asyncpg|dialect|{_CLIENTS}|new (pg\.)?(Pool|Client)\(|postgres", re.I
)
_CLOSED = regex(r"\)\s*;|\}\s*[)}]")
_LINES = 12


def has_default(app: App, variable: EnvironmentName) -> bool:
    """Whether the code has a value of its own where it reads a variable: `process.env.X ?? "..."`, `os.getenv("X", "...")`."""
    name = re.escape(variable.name)
    own = rf"\b{name}[\"'\])]*\s*(\|\||\?\?)\s*[\"'`\w]|[\"']{name}[\"']\s*,\s*[^\s)]"
    return variable.default or re.search(own, _written(app, variable, 0, 1)) is not None


def _written(app: App, variable: EnvironmentName, before: int, after: int) -> str:
    """The lines around the place where a variable is read, as one; '' for a file that cannot be read."""
    try:
        lines = (app.root / variable.location.path).read_text(errors="replace").splitlines()
    except OSError:
        return ""
    start = variable.location.start_line - 1
    return " ".join(lines[max(0, start - before) : start + after + 1])


def database_name(app: App) -> str | None:
    """The variable that holds the database's address where its name does not say so: what a client is opened with."""
    for variable in app.deployment.environment:
        opened = rf"{_CLIENTS}[^;]*\b{re.escape(variable.name)}\b"
        if re.search(opened, _written(app, variable, 2, 0)):
            return variable.name
    named = (
        v.name for v in app.deployment.environment if re.search(r"(^|_)(DB|DATABASE|MONGO|MONGODB)$", v.name)
    )
    return next(named, None)


def database_parts(app: App) -> dict[str, str]:
    """Variables that hold a part of the database's address under names that do not say so, with the part: host, port, user,
    password or name."""
    found: dict[str, str] = {}
    for variable in app.deployment.environment:
        told = re.search(rf"{_PART}{re.escape(variable.name)}\b", _written(app, variable, 0, 0), re.I)
        if (
            told is not None
            and not DATABASE_PART_NAME.match(variable.name)
            and _is_told_a_client(app, variable)
        ):
            found[variable.name] = _CALLED.get(told["part"].lower(), told["part"].lower())
    return found


def _is_told_a_client(app: App, variable: EnvironmentName) -> bool:
    """Whether the variable stands in what a client, or the settings of one, is given."""
    before = _written(app, variable, _LINES, 0).rpartition(variable.name)[0]
    opened = list(_TOLD_NEAR.finditer(before))
    return bool(opened) and _CLOSED.search(before, opened[-1].end()) is None


_CALLED = {"hostname": "host", "username": "user", "database": "name", "dbname": "name", "db": "name"}
