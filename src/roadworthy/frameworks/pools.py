"""Pools of database connections: pg, Neon's driver, mysql2, postgres.js."""

from __future__ import annotations

from roadworthy.app import Origin
from roadworthy.app.location import at
from roadworthy.app.pool import DatabasePool
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.origins import origin_of
from roadworthy.interpret import Args, External, Library, ObjectValue, Run, Value
from roadworthy.languages import form

# How long each driver waits for a connection by itself, in seconds (None: for ever), from their documentation:
# pg and Neon's pool `connectionTimeoutMillis` 0, mysql2 `connectTimeout` 10 s, postgres.js `connect_timeout` 30 s.
_WAITS: dict[str, float | None] = {
    "pg": None,
    "@neondatabase/serverless": None,
    "mysql2": 10.0,
    "postgres": 30.0,
}
_CONNECT = ("connectionTimeoutMillis", "connect_timeout", "connectTimeout")
_STATEMENT = ("statement_timeout", "query_timeout")


def register(library: Library, found: Found) -> None:
    """Tells what makes a pool."""

    def pool(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        package = next(name for name in _WAITS if target.path.startswith(name))
        fields, opaque = _options(args)
        found.pools.append(
            DatabasePool(
                library=package,
                location=at(run.module, node),
                connect_timeout=_first(fields, _CONNECT),
                statement_timeout=_first(fields, _STATEMENT),
                waits=_WAITS[package],
                opaque=opaque,
            )
        )
        return None

    library.on_call("pg.Pool", "@neondatabase/serverless.Pool")(pool)
    library.on_call("mysql2.createPool", "mysql2/promise.createPool", "postgres")(pool)


def _options(args: Args) -> tuple[dict[str, Value], bool]:
    """The options written in all records given, and whether something else was given that could hold some."""
    fields: dict[str, Value] = {}
    opaque = False
    for position, value in enumerate(args.positional):
        if isinstance(value, ObjectValue):
            fields.update(value.fields)
        elif position > 0 or not isinstance(value, External) or "env" not in value.path:
            opaque = True
    return fields, opaque


def _first(fields: dict[str, Value], names: tuple[str, ...]) -> Origin | None:
    return next((origin_of(fields[name]) for name in names if name in fields), None)
