"""Replays the SQL files of a repository and makes records of what they leave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from pglast import ast
from pglast.enums import ObjectType

from roadworthy.app import Column, ForeignKey, Index, Table, Unknown
from roadworthy.app.policy import (
    OUTSIDERS,
    Argument,
    DatabaseFunction,
    DatabaseRules,
    Policy,
    RlsState,
    Rule,
    Trigger,
    View,
)
from roadworthy.frameworks.sql_schema import security, tables
from roadworthy.frameworks.sql_schema.files import is_supabase, sql_files
from roadworthy.frameworks.sql_schema.rules import Understanding
from roadworthy.frameworks.sql_schema.splitting import NotParsed, Parsed, Source, statements
from roadworthy.frameworks.sql_schema.state import PUBLIC, ColumnState, KeyState, SchemaState, TableState
from roadworthy.frameworks.sql_schema.types import qualified, relation, text_of

# Schemas that Supabase keeps itself; what an app adds there belongs to them.
_KEPT = ("auth.", "storage.", "realtime.", "extensions.", "vault.", "cron.", "net.", "pgmq.", "graphql.", "information_schema.",
         "pg_catalog.", "supabase_functions.", "supabase_migrations.", "drizzle.")  # fmt: skip

_NO_RULES = DatabaseRules()


class SqlSchema(Struct, frozen=True):
    """What the SQL files of a repository say."""

    tables: tuple[Table, ...] = ()
    rules: DatabaseRules = _NO_RULES
    unknown: tuple[Unknown, ...] = ()


def read_sql(
    files: Iterable[str], text: Callable[[str], str], *, supabase: bool, supabase_only: bool = False
) -> SqlSchema:
    """Replays the SQL files among `files`. `supabase` when the app uses it, whose database the internet reaches directly;
    `supabase_only` leaves out files outside its folder (another tool has the schema)."""
    schema = SchemaState()
    unknown: list[Unknown] = []
    paths = sql_files(files, supabase_only=supabase_only)
    for path in paths:
        for parsed in statements(Source(path, text(path)), schema):
            if isinstance(parsed, NotParsed):
                unknown.append(Unknown(parsed.path, parsed.line, parsed.reason))
            else:
                replay(schema, parsed)
    return SqlSchema(
        tuple(_table(schema, table) for table in schema.tables.values() if _is_own(table)),
        _rules(schema, supabase or any(map(is_supabase, paths))),
        tuple(unknown),
    )


def read_told(texts: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables that texts by their paths make; what cannot be read in a document is left aside."""
    schema = SchemaState()
    for path, text in texts.items():
        for parsed in statements(Source(path, text), schema):
            if not isinstance(parsed, NotParsed):
                replay(schema, parsed)
    return tuple(_table(schema, table) for table in schema.tables.values() if _is_own(table))


def replay(schema: SchemaState, parsed: Parsed) -> None:
    """Applies one statement."""
    handler = _HANDLERS.get(type(parsed.node))
    if handler is not None:
        handler(schema, parsed)


def _drop(schema: SchemaState, parsed: Parsed) -> None:
    node = parsed.node
    for one in node.objects or ():
        kind = node.removeType
        if kind in (ObjectType.OBJECT_FUNCTION, ObjectType.OBJECT_ROUTINE, ObjectType.OBJECT_PROCEDURE):
            security.drop_function(schema, one)
            continue
        if kind == ObjectType.OBJECT_TYPE:
            schema.enums.pop(qualified(one.names), None)
            continue
        name = qualified(one)
        if kind == ObjectType.OBJECT_TABLE:
            tables.drop_table(schema, name)
        elif kind == ObjectType.OBJECT_INDEX:
            tables.drop_index(schema, name)
        elif kind in (ObjectType.OBJECT_VIEW, ObjectType.OBJECT_MATVIEW):
            schema.views.pop(name, None)
        elif kind in (ObjectType.OBJECT_POLICY, ObjectType.OBJECT_TRIGGER):
            kept = schema.policies if kind == ObjectType.OBJECT_POLICY else schema.triggers
            kept.pop((qualified(one[:-1]), one[-1].sval), None)


def _rename(schema: SchemaState, parsed: Parsed) -> None:
    node = parsed.node
    if node.renameType == ObjectType.OBJECT_TABLE:
        tables.rename_table(schema, relation(node.relation), node.newname)
    elif node.renameType == ObjectType.OBJECT_COLUMN and node.relation is not None:
        tables.rename_column(schema, relation(node.relation), node.subname, node.newname)
    elif node.renameType == ObjectType.OBJECT_POLICY:
        key = (relation(node.relation), node.subname)
        policy = schema.policies.pop(key, None)
        if policy is not None:
            policy.name = node.newname
            schema.policies[(key[0], node.newname)] = policy


_HANDLERS: dict[type, Callable[[SchemaState, Parsed], None]] = {
    ast.CreateStmt: tables.create_table,
    ast.AlterTableStmt: tables.alter_table,
    ast.IndexStmt: tables.create_index,
    ast.CreateEnumStmt: tables.create_enum,
    ast.AlterEnumStmt: tables.alter_enum,
    ast.CreateDomainStmt: tables.create_domain,
    ast.DropStmt: _drop,
    ast.RenameStmt: _rename,
    ast.CreatePolicyStmt: security.create_policy,
    ast.AlterPolicyStmt: security.alter_policy,
    ast.CreateFunctionStmt: security.create_function,
    ast.AlterFunctionStmt: security.alter_function,
    ast.CreateTrigStmt: security.create_trigger,
    ast.ViewStmt: security.create_view,
    ast.CreateTableAsStmt: security.create_materialized,
    ast.GrantStmt: security.grant,
    ast.AlterDefaultPrivilegesStmt: security.default_privileges,
    ast.InsertStmt: security.insert_rows,
    ast.UpdateStmt: security.update_rows,
}


# --- records -----------------------------------------------------------------------------------------


def _is_own(table: TableState) -> bool:
    return not table.name.startswith(_KEPT)


def _table(schema: SchemaState, state: TableState) -> Table:
    indexes = tuple(
        Index(key.columns, key.location, key.unique, key.name, _where(key), key.method, key.expression)
        for key in state.keys
    )
    return Table(
        state.name,
        state.name,
        state.location,
        tuple(_column(schema, state, column) for column in state.columns.values()),
        indexes,
        tuple(check.text for check in state.checks),
        state.primary,
        "sql",
        state.name.rpartition(".")[0],
        partial=not state.created,
    )


def _where(key: KeyState) -> str:
    """What a partial index leaves out; '' when that is only what has no value, which is never looked for or equal."""
    parts = re.split(r"\s+AND\s+", key.where, flags=re.I)
    bare = [re.fullmatch(r"\"?(\w+)\"? IS NOT NULL", part.strip(" ()"), re.I) for part in parts]
    return "" if all(match is not None and match.group(1) in key.columns for match in bare) else key.where


def _column(schema: SchemaState, table: TableState, state: ColumnState) -> Column:
    base = state.type.removesuffix("[]")
    values = tuple(schema.enums.get(base, ()))
    kind = f"enum:{state.type}" if base in schema.enums else state.type
    listed = next((check.values for check in table.checks if check.column == state.name and check.values), ())
    return Column(
        state.name,
        state.name,
        kind,
        state.location,
        nullable=state.nullable,
        primary=state.primary,
        unique=state.unique,
        default=state.default,
        references=_reference(schema, state),
        values=values or listed,
    )


def _reference(schema: SchemaState, state: ColumnState) -> ForeignKey | None:
    if state.reference is None:
        return None
    table, column, rule = state.reference
    parent = schema.tables.get(table)
    if parent is not None and parent.primary and column == "id" and column not in parent.columns:
        column = parent.primary[0]
    return ForeignKey(table, column, rule)


def _rules(schema: SchemaState, supabase: bool) -> DatabaseRules:
    return DatabaseRules(
        policies=tuple(_policies(schema)),
        row_security=tuple(
            RlsState(name, state.enabled, state.forced, state.location)
            for name, state in schema.security.items()
        ),
        functions=tuple(_functions(schema)),
        triggers=tuple(
            Trigger(t.name, t.table, t.function, t.timing, t.events, t.location, t.columns)
            for t in schema.triggers.values()
        ),
        views=tuple(_views(schema)),
        grants=tuple(schema.grants),
        buckets=tuple(schema.buckets.values()),
        supabase=supabase,
    )


def _policies(schema: SchemaState) -> list[Policy]:
    found = []
    for state in schema.policies.values():
        reader = Understanding(schema, state.table)
        found.append(
            Policy(
                state.table,
                state.name,
                state.command,
                state.location,
                state.roles,
                text_of(state.using),
                text_of(state.check),
                _understood(reader, state.using),
                _understood(reader, state.check),
                state.permissive,
            )
        )
    return found


def _understood(reader: Understanding, node: Any) -> Rule | None:
    return reader.rule(node) if node is not None else None


def _functions(schema: SchemaState) -> list[DatabaseFunction]:
    return [
        DatabaseFunction(
            name=state.name,
            location=state.location,
            schema=state.schema,
            arguments=tuple(Argument(name, kind) for name, kind in state.arguments),
            returns=state.returns,
            language=state.language,
            definer=state.definer,
            search_path=state.search_path,
            body=state.body,
            trigger=state.returns in ("trigger", "event_trigger"),
            executable=_outsiders(state.roles),
            volatility=state.volatility,
        )
        for state in schema.functions.values()
    ]


def _outsiders(roles: set[str]) -> tuple[str, ...]:
    return tuple(role for role in OUTSIDERS if role in roles or PUBLIC in roles)


def _views(schema: SchemaState) -> list[View]:
    return [
        View(
            view.name,
            view.location,
            view.tables,
            view.columns,
            view.invoker,
            view.materialized,
            _outsiders(view.roles),
            view.bound,
        )
        for view in schema.views.values()
    ]
