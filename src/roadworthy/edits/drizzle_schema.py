"""Edits of Drizzle tables: indexes, unique keys, checks and types, with the migration that makes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from roadworthy.app import App, Table
from roadworthy.edits import schema_sql
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.regex import regex

# Drizzle takes the table's extras as a list since 0.36 (release notes of drizzle-orm v0.36.0), before as an object.
_LIST_SINCE = (0, 36)
_WORD = regex(r"'(?:[^']|'')*'|[A-Za-z_]\w*")


class Addition(Struct, frozen=True):
    """Something beside a table's columns: `kind` is index, unique or check; `columns` by their database names;
    `expression` is a check's condition in SQL, with the columns' database names."""

    kind: str
    name: str
    columns: tuple[str, ...] = ()
    expression: str = ""


def add_index(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """An index over columns (database names). Raises RepairRefused where the declaration cannot be added to."""
    name = name or schema_sql.constraint_name(table.name, *columns, "idx")
    changes = add_to_table(app, table, [Addition("index", name, tuple(columns))])
    return changes, schema_sql.index_migration(table, columns, name)


def add_unique(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """A unique key over columns. As an index, which `drizzle-kit push` adds to a table with rows without asking
    whether it may empty it. Raises RepairRefused where the declaration cannot be added to."""
    name = name or schema_sql.constraint_name(table.name, *columns, "key")
    changes = add_to_table(app, table, [Addition("unique", name, tuple(columns))])
    return changes, schema_sql.index_migration(table, columns, name, unique=True)


def add_check(app: App, table: Table, expression: str, name: str) -> tuple[list[Change], Migration]:
    """A check (SQL over the table's columns). Raises RepairRefused where the declaration cannot be added to."""
    changes = add_to_table(app, table, [Addition("check", name, expression=expression)])
    return changes, schema_sql.check_migration(app, table, expression, name)


def add_to_table(app: App, table: Table, additions: Sequence[Addition]) -> list[Change]:
    """Puts additions into a table's declaration, which has no extras yet, an object or a list of them.

    Several belong into one call: each call counts on the file as it is. Raises RepairRefused.
    """
    source = SourceFile(app, table.location.path)
    call = _declaration(app, table)
    changes = import_from(source, _imported(additions), source_module(app, table))
    if any(addition.kind == "check" for addition in additions):
        changes += import_from(source, ["sql"], "drizzle-orm")
    if len(call.arguments) < 3:
        return [*changes, _new_extras(app, source, table, call, additions)]
    return [*changes, *_into_extras(source, table, call.arguments[2], additions)]


def _declaration(app: App, table: Table) -> form.Call:
    module = app.modules.get(table.location.path)
    for node in form.walk(module.body if module is not None else ()):
        here = (node.span.start, node.span.end) == (table.location.start, table.location.end)
        if here and isinstance(node, form.Call) and len(node.arguments) >= 2:
            return node
    raise RepairRefused(f"table {table.name} is not declared where it was found", where=str(table.location))


_BUILDER = {"index": "index", "unique": "uniqueIndex", "check": "check"}


def _imported(additions: Sequence[Addition]) -> list[str]:
    return [_BUILDER[addition.kind] for addition in additions]


def source_module(app: App, table: Table) -> str:
    """`drizzle-orm/pg-core` or whatever the table's own builder comes from."""
    module = app.modules[table.location.path]
    sources = [s.source for s in module.body if isinstance(s, form.Import) and s.source.endswith("-core")]
    if not sources:
        raise RepairRefused("where its table builder is imported from is not seen", where=table.location.path)
    return sources[0]


# --- writing -----------------------------------------------------------------------------------------


def _new_extras(
    app: App, source: SourceFile, table: Table, call: form.Call, additions: Sequence[Addition]
) -> Change:
    margin = source.indent(call.span.start)
    step = _step(source, call) or "  "
    listed = _takes_list(app)
    lines = [f"{margin}{step}{_written(source, table, a, 'table', listed)},\n" for a in additions]
    opening, closing = ("[", "]") if listed else ("({", "})")
    text = f", (table) => {opening}\n{''.join(lines)}{margin}{closing}"
    # One that spreads its arguments over lines ends with a comma, behind which the new one goes.
    last = call.arguments[-1].span.end
    rest = source.content[last : call.span.end]
    if b"," not in rest:
        return source.insert(last, text)
    inner = source.indent(call.arguments[0].span.start)
    body = "".join(f"{inner}{line.removeprefix(margin)}" for line in lines)
    return source.insert(last, f",\n{inner}(table) => {opening}\n{body}{inner}{closing}")


def _step(source: SourceFile, call: form.Call) -> str:
    """How much deeper a column stands than its table."""
    columns = call.arguments[1]
    if not isinstance(columns, form.Record) or not columns.entries:
        return ""
    deep = source.indent(columns.entries[0].span.start)
    return deep.removeprefix(source.indent(columns.span.start))


def _takes_list(app: App) -> bool:
    version = re.search(r"(\d+)\.(\d+)", app.deployment.package("drizzle-orm") or "")
    return version is None or (int(version[1]), int(version[2])) >= _LIST_SINCE


def _into_extras(
    source: SourceFile, table: Table, extras: form.Expr, additions: Sequence[Addition]
) -> list[Change]:
    holder = _returned(extras)
    if not isinstance(extras, form.Function) or holder is None:
        raise RepairRefused(
            f"the extras of table {table.name} are not written out", where=str(table.location)
        )
    changes, name = _parameter(source, extras, table)
    listed = isinstance(holder, form.Sequence)
    items = holder.items if isinstance(holder, form.Sequence) else holder.entries
    written = [_written(source, table, addition, name, listed) for addition in additions]
    return [*changes, _append(source, holder, items[-1] if items else None, written)]


def _returned(extras: form.Expr) -> form.Record | form.Sequence | None:
    for statement in extras.body if isinstance(extras, form.Function) else ():
        if isinstance(statement, form.Return) and isinstance(statement.value, (form.Record, form.Sequence)):
            return statement.value
    return None


def _parameter(source: SourceFile, extras: form.Function, table: Table) -> tuple[list[Change], str]:
    """What the extras call the table; a parameter is put in where there is none."""
    if not extras.parameters:
        opening = source.content.find(b"(", extras.span.start, extras.span.end)
        return [source.insert(opening + 1, "table")], "table"
    target = extras.parameters[0].target
    if isinstance(target, form.Name):
        return [], target.name
    raise RepairRefused(f"the extras of table {table.name} take it apart", where=str(table.location))


def _append(
    source: SourceFile,
    holder: form.Record | form.Sequence,
    last: form.Node | None,
    written: list[str],
) -> Change:
    if last is None:
        return source.insert(holder.span.start + 1, ", ".join(written))
    start = source.line_start(last.span.start)
    own_line = not source.content[start : last.span.start].strip()
    margin = "\n" + source.indent(last.span.start) if own_line else " "
    return source.insert(last.span.end, "".join(f",{margin}{text}" for text in written))


def _written(source: SourceFile, table: Table, addition: Addition, name: str, listed: bool) -> str:
    quote = source.quote
    call = f"{_BUILDER[addition.kind]}({quote}{addition.name}{quote}"
    if addition.kind == "check":
        call += f", sql`{_in_code(table, addition.expression, name)}`)"
    else:
        fields = ", ".join(f"{name}.{_field(table, column)}" for column in addition.columns)
        call += f").on({fields})"
    return call if listed else f"{_camel(addition.name)}: {call}"


def _in_code(table: Table, expression: str, name: str) -> str:
    """A condition with its columns as the code names them: `${table.stock} >= 0`. Text in quotes stays."""
    names = {column.name: column.field for column in table.columns}

    def column(match: re.Match[str]) -> str:
        word = match.group()
        return f"${{{name}.{names[word]}}}" if word in names else word

    return _WORD.sub(column, expression)


def _field(table: Table, name: str) -> str:
    column = table.column(name)
    if column is None:
        raise RepairRefused(f"table {table.name} has no column {name}", where=str(table.location))
    return column.field


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
