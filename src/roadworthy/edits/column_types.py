"""Other types for columns: exact numbers for money, times with their zone, references to other tables."""

from __future__ import annotations

import re

from roadworthy.app import App, Column, Table
from roadworthy.app.location import at
from roadworthy.edits import schema_sql, sql_migrations
from roadworthy.edits.drizzle_schema import source_module
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.named_imports import drop_import, import_from
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

EXACT = "numeric(12,2)"
# `numeric` can be read as a number since drizzle-orm 0.42 (its `mode`); before it is text, which would change every use.
_NUMBERS_SINCE = (0, 42)


def exact_money(app: App, table: Table, column: Column) -> tuple[list[Change], Migration]:
    """A float becomes numeric(12, 2), still a number to the code. Raises RepairRefused where that is not possible."""
    source = SourceFile(app, column.location.path)
    migration = schema_sql.type_migration(table, column.name, column.type, EXACT)
    if table.library == "drizzle":
        return _exact_drizzle(app, source, table, column), migration
    if table.library == "sqlalchemy":
        return _exact_sqlalchemy(app, source, column), migration
    raise RepairRefused(f"columns declared with {table.library} are not edited", where=table.name)


def _exact_drizzle(app: App, source: SourceFile, table: Table, column: Column) -> list[Change]:
    version = re.search(r"(\d+)\.(\d+)", app.deployment.package("drizzle-orm") or "")
    if version is not None and (int(version[1]), int(version[2])) < _NUMBERS_SINCE:
        raise RepairRefused("this drizzle-orm reads numeric as text", where=str(column.location))
    call = _call(app, column, ("doublePrecision", "real", "float"))
    first = call.arguments[0] if call.arguments else None
    name = f"{source.quote}{column.name}{source.quote}, " if isinstance(first, form.Literal) else ""
    text = f"numeric({name}{{ precision: 12, scale: 2, mode: {source.quote}number{source.quote} }})"
    callee = call.callee.name if isinstance(call.callee, form.Name) else ""
    return [
        source.replace(at(source.path, call), text),
        *import_from(source, ["numeric"], source_module(app, table)),
        *drop_import(source, callee),
    ]


def _exact_sqlalchemy(app: App, source: SourceFile, column: Column) -> list[Change]:
    """`asdecimal=False`: the code goes on with floats, which it may add to others; the database is exact."""
    node = _named(app, column, ("Float", "REAL", "Double", "FLOAT"))
    text = "Numeric(12, 2, asdecimal=False)"
    name = node.name if isinstance(node, form.Name) else ""
    target = _around(app, column, node) or node
    changes = [source.replace(at(source.path, target), text), *import_from(source, ["Numeric"], "sqlalchemy")]
    return [*changes, *drop_import(source, name)]


def _nodes(app: App, column: Column) -> list[form.Node]:
    module = app.modules[column.location.path]
    place = column.location
    return [n for n in form.walk(module.body) if place.start <= n.span.start and n.span.end <= place.end]


def _call(app: App, column: Column, names: tuple[str, ...]) -> form.Call:
    for node in _nodes(app, column):
        if isinstance(node, form.Call) and isinstance(node.callee, form.Name) and node.callee.name in names:
            return node
    raise RepairRefused(f"the type of {column.name} is not written out", where=str(column.location))


def _named(app: App, column: Column, names: tuple[str, ...]) -> form.Node:
    for node in _nodes(app, column):
        if isinstance(node, form.Name) and node.name in names:
            return node
    raise RepairRefused(f"the type of {column.name} is not written out", where=str(column.location))


def _around(app: App, column: Column, node: form.Node) -> form.Call | None:
    """`Float(precision=2)` around its name."""
    return next((n for n in _nodes(app, column) if isinstance(n, form.Call) and n.callee is node), None)


def reference(
    app: App, table: Table, column: Column, target: Table, key: str, on_delete: str
) -> tuple[list[Change], Migration]:
    """A foreign key, in Drizzle to a table of the same file, or in SQL migrations; `on_delete` is cascade, set null or ''.
    Raises RepairRefused otherwise."""
    if sql_migrations.is_migrated(table):
        return [], sql_migrations.add_reference(table, column.name, target.name, key, on_delete)
    if table.library != "drizzle" or target.location.path != table.location.path:
        raise RepairRefused(
            f"{table.name}.{column.name} is not given its reference", where=str(column.location)
        )
    known = target.column(key)
    source = SourceFile(app, column.location.path)
    rule = f", {{ onDelete: {source.quote}{on_delete}{source.quote} }}" if on_delete else ""
    text = f".references(() => {target.symbol}.{known.field if known is not None else key}{rule})"
    name = schema_sql.constraint_name(table.name, column.name, target.name, key, "fk")
    alter = f"ALTER TABLE {schema_sql.identifier(table.name)}"
    up = f"{alter} {schema_sql.foreign_key(name, column.name, target.name, key, on_delete)}"
    return [source.insert(column.location.end, text)], Migration(
        f"add_{name}", up, f"{alter} DROP CONSTRAINT {name}"
    )


def zoned_times(app: App, columns: list[tuple[Table, Column]]) -> tuple[list[Change], list[Migration]]:
    """Every time with its zone, in Drizzle, whose dates stay the same to the code. Raises RepairRefused otherwise."""
    changes: list[Change] = []
    for table, column in columns:
        if table.library != "drizzle":
            raise RepairRefused(
                "times that the code compares with others need a look", where=str(column.location)
            )
        changes.append(_zoned(app, column))
    unique = list(dict.fromkeys(changes))
    return unique, [_zone_migration(table, column) for table, column in columns]


def _zoned(app: App, column: Column) -> Change:
    source = SourceFile(app, column.location.path)
    call = _call(app, column, ("timestamp",))
    last = call.arguments[-1] if call.arguments else None
    if isinstance(last, form.Record):
        lead = "{ withTimezone: true," if last.entries else "{ withTimezone: true "
        return Change(source.path, last.span.start, last.span.start + 1, lead)
    comma = ", " if last is not None else ""
    return source.insert(call.span.end - 1, f"{comma}{{ withTimezone: true }}")


def _zone_migration(table: Table, column: Column) -> Migration:
    named = schema_sql.identifier(column.name)
    alter = f"ALTER TABLE {schema_sql.identifier(table.name)} ALTER COLUMN {named}"
    return Migration(
        f"zone_{table.name}_{column.name}",
        f"{alter} TYPE timestamptz USING {named} AT TIME ZONE 'UTC'",
        f"{alter} TYPE timestamp USING {named} AT TIME ZONE 'UTC'",
    )
