"""Tables that no SQL file of a repository makes, laid out so that what rests on them can run: as its generated types describe them,
or as its requests name their columns. Nothing tells of policies, indexes and checks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec
import psycopg

Connection = psycopg.Connection[dict[str, Any]]
_MOMENT = re.compile(r"(_at|_date|_on|timestamp)$|^(date|timestamp)$", re.I)
_KEY_TYPE = """
SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped"""
_THERE = "SELECT to_regclass(%s) IS NOT NULL AS there"
_ENUM = "SELECT to_regtype(%s) IS NOT NULL AS there"
_SECURED = """
SELECT relrowsecurity AS secured, EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = c.oid) AS decided
FROM pg_class c WHERE c.oid = to_regclass(%s)"""
_DEFAULTS = (
    ("timestamp", "now()"),
    ("uuid", "gen_random_uuid()"),
    ("bool", "false"),
    ("numeric", "0"),
    ("jsonb", "'{}'"),
)


class StatedColumn(msgspec.Struct, frozen=True):
    """`type` is SQL's as far as the types tell it (text, numeric, boolean, jsonb, enum:NAME); `given` when the database fills it
    in; `references` is (table, column)."""

    name: str
    type: str
    nullable: bool = True
    given: bool = False
    primary: bool = False
    unique: bool = False
    references: tuple[str, str] | None = None


class StatedTable(msgspec.Struct, frozen=True):
    """`owner` is the column that holds the key of whoever a row belongs to ('' for none), `path` the file that tells of it;
    `guessed` when that is the code which asks for its rows."""

    name: str
    columns: tuple[StatedColumn, ...]
    owner: str = ""
    path: str = ""
    guessed: bool = False


def lay_out(connection: Connection, tables: Sequence[StatedTable]) -> tuple[StatedTable, ...]:
    """Makes those that are not there. The ones that were made."""
    absent = [table for table in tables if not _asked(connection, _THERE, _quoted(table.name))]
    made = tuple(table for table in absent if _done(connection, _made(connection, table, absent)))
    for table in made:
        for column in table.columns:
            if column.references is not None:
                _done(connection, _reference(table, column, column.references))
    return made


def secure(connection: Connection, tables: Sequence[StatedTable]) -> None:
    """Gives rows to whom they belong, where the app's own files decide nothing: with row-level security, as whoever made the
    table by hand is told to."""
    for table in tables:
        row = connection.execute(_SECURED, (_quoted(table.name),)).fetchone()
        name = _quoted(table.name)
        connection.execute(f"GRANT ALL ON {name} TO anon, authenticated, service_role".encode())
        if row is not None and not row["secured"]:
            connection.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY".encode())
        if row is not None and not row["decided"]:
            _done(connection, _policy(table))


def told(table: StatedTable) -> str:
    """What a report says of it."""
    whose = "its rows were given to their owner alone" if table.owner else "its rows were open to everybody"
    how = f"as {table.path} describes it"
    if table.guessed:
        how = f"with the columns that the app asks for (in {table.path}, say), their types told from their names"
    return f"no SQL file makes the table {table.name}: it was laid out {how}; {whose}"


def _made(connection: Connection, table: StatedTable, absent: Sequence[StatedTable]) -> str:
    types = {column.name: _type(connection, table, column, absent) for column in table.columns}
    lines = [_line(column, types[column.name]) for column in table.columns]
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(lines)})"


def _line(column: StatedColumn, kind: str) -> str:
    parts = [f'"{column.name}" {kind}']
    if column.primary:
        parts.append("PRIMARY KEY")
    elif not column.nullable:
        parts.append("NOT NULL")
    if column.unique and not column.primary:
        parts.append("UNIQUE")
    if column.given and "identity" not in kind:
        parts.append(f"DEFAULT {_default(kind)}")
    return " ".join(parts)


def _default(kind: str) -> str:
    if kind.endswith("[]"):
        return "'{}'"
    return next((value for start, value in _DEFAULTS if kind.startswith(start)), "''")


def _type(
    connection: Connection, table: StatedTable, column: StatedColumn, absent: Sequence[StatedTable]
) -> str:
    """What a column holds. `string` is also what moments and keys are in the generated types."""
    if column.references is not None and column.type in ("text", "numeric"):
        return _type_of_key(connection, column, column.references, absent)
    if column.type.startswith("enum:"):
        name = column.type.removeprefix("enum:")
        return f'"{name}"' if _asked(connection, _ENUM, _quoted(name)) else "text"
    if column.type == "numeric" and column.primary and column.given:
        return "bigint generated by default as identity"
    if column.type == "text" and (column.name == table.owner or (column.primary and column.given)):
        return "uuid"
    return "timestamptz" if column.type == "text" and _MOMENT.search(column.name) else column.type


def _type_of_key(
    connection: Connection, column: StatedColumn, target: tuple[str, str], absent: Sequence[StatedTable]
) -> str:
    row = connection.execute(_KEY_TYPE, (_quoted(target[0]), target[1])).fetchone()
    if row is not None:
        return str(row["type"])
    above = next((one for one in absent if one.name == target[0]), None)
    key = next((one for one in above.columns if one.name == target[1]), None) if above is not None else None
    is_uuid = key is None or (key.type == "text" and key.primary and key.given)
    return "bigint" if column.type == "numeric" else "uuid" if is_uuid else "text"


def _reference(table: StatedTable, column: StatedColumn, target: tuple[str, str]) -> str:
    own, other = f'"{column.name}"', f'{_quoted(target[0])} ("{target[1]}")'
    return f"ALTER TABLE {_quoted(table.name)} ADD FOREIGN KEY ({own}) REFERENCES {other}"


def _policy(table: StatedTable) -> str:
    owned = f'auth.uid()::text = "{table.owner}"::text' if table.owner else "true"
    return f"CREATE POLICY laid_out ON {_quoted(table.name)} FOR ALL USING ({owned}) WITH CHECK ({owned})"


def _quoted(name: str) -> str:
    return f'public."{name}"'


def _asked(connection: Connection, sql: str, name: str) -> bool:
    row = connection.execute(sql.encode(), (name,)).fetchone()
    return bool(row and row["there"])


def _done(connection: Connection, sql: str) -> bool:
    try:
        connection.execute(sql.encode())
    except psycopg.Error:
        return False
    return True
