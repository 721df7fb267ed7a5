"""Tables from SQL, statement by statement where a file as a whole does not go in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
import pglast
import psycopg

from roadworthy.trial.extensions import make_extension, missing_extension
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


def apply_sql(connection: Connection, texts: Iterable[str]) -> tuple[str, ...]:
    """Run SQL files in order as the app's own role: all of one, or else each statement that the database takes. What it
    refuses for want of a table is run again when all files are through: people run them by hand, in an order of their
    own. What it refuses then too is said in one line each; what is there already is no refusal."""
    refused = [one for text in texts for one in _refused(connection, text)]
    waiting = [one.statement for one in refused if one.misses_table]
    again = [one for statement in waiting for one in _one_by_one(connection, [statement])]
    final = [one for one in refused if not one.misses_table]
    return tuple(
        f"the schema is without `{' '.join(one.statement.split())[:_SHOWN]}`: {one.reason}"
        for one in (*final, *again)
    )


class _Refused(msgspec.Struct, frozen=True):
    statement: str
    reason: str
    misses_table: bool


def _refused(connection: Connection, sql: str) -> list[_Refused]:
    try:
        _run(connection, sql)
    except psycopg.Error:
        return list(_one_by_one(connection, statements(sql)))
    return []


def _one_by_one(connection: Connection, parts: Iterable[str]) -> Iterator[_Refused]:
    for statement in parts:
        try:
            _run_with_extension(connection, mended(statement))
        except _ALREADY:
            continue
        except psycopg.Error as error:
            misses = isinstance(error, psycopg.errors.UndefinedTable)
            yield _Refused(statement, str(error).splitlines()[0], misses)


def mended(statement: str) -> str:
    """A number that counts itself up and has a start value of its own is refused by Postgres: what is meant is a number
    with that start value."""
    return re.sub(r"\b(big|small)?serial(\s+DEFAULT\b)", _plain_number, statement, flags=re.IGNORECASE)


def _plain_number(match: re.Match[str]) -> str:
    return {"big": "bigint", "small": "smallint"}.get((match[1] or "").lower(), "integer") + match[2]


def _run_with_extension(connection: Connection, sql: str) -> None:
    try:
        _run(connection, sql)
    except psycopg.Error as error:
        missing = missing_extension(str(error))
        if not missing:
            raise
        make_extension(connection, missing)
        _run(connection, sql)


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
