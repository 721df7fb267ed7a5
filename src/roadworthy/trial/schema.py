"""Tables from SQL, statement by statement where a file as a whole does not go in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pglast
import psycopg

from roadworthy.trial.postgres import APP_ROLE

Connection = psycopg.Connection[dict[str, object]]
# What a second run of the same statements meets.
_ALREADY = (
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateColumn,
    psycopg.errors.DuplicateSchema,
    psycopg.errors.DuplicateFunction,
    psycopg.errors.InvalidTableDefinition,
)
_SHOWN = 80


def apply_sql(connection: Connection, sql: str) -> tuple[str, ...]:
    """Run SQL as the app's own role: all of it, or else each statement that the database takes. What it refuses is
    said in one line each; what is there already is no refusal."""
    try:
        _run(connection, sql)
    except psycopg.Error:
        return tuple(_one_by_one(connection, sql))
    return ()


def _one_by_one(connection: Connection, sql: str) -> Iterator[str]:
    for statement in statements(sql):
        try:
            _run(connection, mended(statement))
        except _ALREADY:
            continue
        except psycopg.Error as error:
            shown = " ".join(statement.split())[:_SHOWN]
            yield f"the schema is without `{shown}`: {str(error).splitlines()[0]}"


def mended(statement: str) -> str:
    """A number that counts itself up and has a start value of its own is refused by Postgres: what is meant is a number
    with that start value."""
    return re.sub(r"\b(big|small)?serial(\s+DEFAULT\b)", _plain_number, statement, flags=re.IGNORECASE)


def _plain_number(match: re.Match[str]) -> str:
    return {"big": "bigint", "small": "smallint"}.get((match[1] or "").lower(), "integer") + match[2]


def _run(connection: Connection, sql: str) -> None:
    with connection.transaction():
        connection.execute(f'SET LOCAL ROLE "{APP_ROLE}"')
        connection.execute(sql.encode())


def statements(sql: str) -> list[str]:
    """The statements of a file; at the semicolons at the ends of lines where Postgres' own parser does not take it."""
    try:
        found = list(pglast.split(sql))
    except pglast.Error:
        found = re.split(r";\s*(?:\n|$)", sql)
    return [statement.strip() for statement in found if statement.strip()]
