"""The rules that PostgreSQL keeps of a table, and the rows without which a new one cannot have the keys that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from roadworthy.trial.postgres_database import PostgresDatabase

_CONSTRAINTS = """
SELECT c.contype AS kind, pg_get_constraintdef(c.oid) AS definition, c.confrelid::regclass::text AS parent,
       (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(c.conkey) WITH ORDINALITY k(number, position)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(c.confkey) WITH ORDINALITY k(number, position)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number) AS parent_columns
FROM pg_constraint c WHERE c.conrelid = to_regclass(%s) AND c.contype IN ('p', 'u', 'f', 'c')
UNION ALL
SELECT 'u', pg_get_indexdef(i.indexrelid), NULL,
       (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)),
       NULL
FROM pg_index i WHERE i.indrelid = to_regclass(%s) AND i.indisunique
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""


class Constraint(msgspec.Struct, frozen=True):
    """`kind`: p primary, u unique, f foreign, c check."""

    kind: str
    definition: str
    parent: str | None
    columns: list[str] | None
    parent_columns: list[str] | None


def constraints_of(database: PostgresDatabase, table: str) -> list[Constraint]:
    """Those of a table, unique indexes among them."""
    quoted = database.quoted(table)
    return [Constraint(**row) for row in database.query(_CONSTRAINTS, (quoted, quoted))]


def lacking(
    database: PostgresDatabase, constraints: list[Constraint], fixed: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows, by table and key, without which no row can have its given keys, and that can be made: where the key is that of rows of
    several tables (a profile and what the person sells under), or of one that hangs on a row that is there (the profile of an
    account)."""
    given = [one for one in constraints if _is_given(one, fixed)]
    for one in given:
        (name,), (key,), parent = one.columns or [""], one.parent_columns or [""], _table(one)
        shared = len([other for other in given if other.columns == one.columns]) > 1
        if _is_there(database, parent, key, fixed[name]):
            continue
        if shared or _hangs_on_one(database, parent, key, fixed[name]):
            yield parent, {key: fixed[name]}


def _is_given(constraint: Constraint, fixed: dict[str, Any]) -> bool:
    names = constraint.columns or []
    return constraint.kind == "f" and len(names) == 1 and fixed.get(names[0]) is not None


def _table(constraint: Constraint) -> str:
    return str(constraint.parent).replace('"', "")


def _is_there(database: PostgresDatabase, table: str, key: str, value: Any) -> bool:
    sql = f"SELECT 1 FROM {database.quoted(table)} WHERE {database.quoted(key)}::text = %s"
    return bool(database.query(sql, (str(value),)))


def _hangs_on_one(database: PostgresDatabase, table: str, key: str, value: Any) -> bool:
    """Whether the table's key is that of a row of another one, where there is a row with this value."""
    return any(
        _is_there(database, _table(one), (one.parent_columns or [""])[0], value)
        for one in constraints_of(database, table)
        if one.kind == "f" and one.columns == [key]
    )
