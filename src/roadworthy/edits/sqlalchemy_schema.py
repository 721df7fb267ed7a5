"""Edits of SQLAlchemy tables: indexes, unique keys, checks and types, with the migration that makes them."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import App, Table
from roadworthy.edits import schema_sql
from roadworthy.edits.drizzle_schema import Addition
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

# What common formatters allow at most by default lies between 88 and 120.
_LONGEST_LINE = 100
_BUILDER = {"index": "Index", "unique": "UniqueConstraint", "check": "CheckConstraint"}


def add_index(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """An index over columns (database names). Raises RepairRefused where the declaration cannot be added to."""
    name = name or schema_sql.constraint_name("ix", table.name, *columns)
    changes = add_to_table(app, table, [Addition("index", name, tuple(columns))])
    concurrently = schema_sql.dialect(app) == schema_sql.POSTGRES
    return changes, schema_sql.index_migration(table, columns, name, concurrently=concurrently)


def add_unique(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """A unique key over columns. Raises RepairRefused where the declaration cannot be added to."""
    name = name or schema_sql.constraint_name(table.name, *columns, "key")
    changes = add_to_table(app, table, [Addition("unique", name, tuple(columns))])
    return changes, schema_sql.unique_migration(app, table, columns, name)


def add_check(app: App, table: Table, expression: str, name: str) -> tuple[list[Change], Migration]:
    """A check (SQL over the table's columns). Raises RepairRefused where the declaration cannot be added to."""
    changes = add_to_table(app, table, [Addition("check", name, expression=expression)])
    return changes, schema_sql.check_migration(app, table, expression, name)


def add_to_table(app: App, table: Table, additions: Sequence[Addition]) -> list[Change]:
    """Puts additions into a table's declaration: a model's `__table_args__` or a `Table(...)`.

    Several belong into one call. Raises RepairRefused where neither is written out.
    """
    source = SourceFile(app, table.location.path)
    changes = import_from(source, [_BUILDER[addition.kind] for addition in additions], "sqlalchemy")
    node = _declaration(app, table)
    written = [_written(source, addition) for addition in additions]
    if isinstance(node, form.Call):
        margin = _margin(source, node.arguments[-1])
        return [*changes, source.insert(_end(node), "".join(f",{margin}{text}" for text in written))]
    arguments = _table_arguments(node)
    if arguments is None:
        return [*changes, _new_arguments(source, node, written)]
    return [*changes, _into_arguments(source, table, arguments, written)]


def _declaration(app: App, table: Table) -> form.Class | form.Call:
    """The model or the `Table(...)` at a table's location."""
    module = app.modules.get(table.location.path)
    for node in form.walk(module.body if module is not None else ()):
        inside = table.location.start <= node.span.start and node.span.end <= table.location.end
        if inside and isinstance(node, form.Class):
            return node
        if inside and isinstance(node, form.Call) and len(node.arguments) >= 2:
            return node
    raise RepairRefused(f"table {table.name} is not declared where it was found", where=str(table.location))


def _end(call: form.Call) -> int:
    """Where a `Table(...)` takes another argument: behind the last positional one."""
    return call.arguments[-1].span.end


def _margin(source: SourceFile, node: form.Node) -> str:
    start = source.line_start(node.span.start)
    own_line = not source.content[start : node.span.start].strip()
    return "\n" + source.indent(node.span.start) if own_line else " "


def _table_arguments(model: form.Class) -> form.Expr | None:
    for statement in model.body:
        if not isinstance(statement, form.Define) or not isinstance(statement.target, form.Name):
            continue
        if statement.target.name == "__table_args__":
            return statement.value
    return None


def _new_arguments(source: SourceFile, model: form.Class, written: list[str]) -> Change:
    """Behind `__tablename__`, else at the head of the class body."""
    named = next((s for s in model.body if _is_table_name(s)), None)
    one_line = f"__table_args__ = ({written[0]},)"
    lines = "".join(f"    {text},\n" for text in written)
    text = one_line if len(written) == 1 and len(one_line) <= 96 else f"__table_args__ = (\n{lines})"
    if named is not None:
        return source.after_line(named.span.end, text)
    return source.before_line(_first(model).span.start, text)


def _first(model: form.Class) -> form.Node:
    docstring = isinstance(model.body[0], form.Evaluate) and len(model.body) > 1
    return model.body[1] if docstring else model.body[0]


def _is_table_name(statement: form.Node) -> bool:
    return (
        isinstance(statement, form.Define)
        and isinstance(statement.target, form.Name)
        and statement.target.name == "__tablename__"
    )


def _into_arguments(source: SourceFile, table: Table, arguments: form.Expr, written: list[str]) -> Change:
    joined = ", ".join(written)
    if isinstance(arguments, form.Record):
        text = source.content[arguments.span.start : arguments.span.end].decode()
        return Change(source.path, arguments.span.start, arguments.span.end, f"({joined}, {text})")
    if not isinstance(arguments, form.Sequence):
        raise RepairRefused(f"__table_args__ of {table.name} is not written out", where=str(table.location))
    items = list(arguments.items)
    if not items:
        return source.insert(arguments.span.start + 1, f"{joined},")
    # A dict of options must stay the last.
    if isinstance(items[-1], form.Record):
        margin = _margin(source, items[-1])
        return source.insert(items[-1].span.start, "".join(f"{text},{margin}" for text in written))
    margin = _margin(source, items[-1])
    added = "".join(f",{margin}{text}" for text in written)
    line = source.content[source.line_start(arguments.span.start) : arguments.span.end].decode()
    if "\n" in line or len(line) + len(added) <= _LONGEST_LINE:
        return source.insert(items[-1].span.end, added)
    inner, outer = source.indent(arguments.span.start) + "    ", source.indent(arguments.span.start)
    texts = [source.content[item.span.start : item.span.end].decode() for item in items] + written
    lines = "".join(f"{inner}{text},\n" for text in texts)
    return Change(source.path, arguments.span.start, arguments.span.end, f"(\n{lines}{outer})")


def _written(source: SourceFile, addition: Addition) -> str:
    quote = source.quote
    name = f"{quote}{addition.name}{quote}"
    columns = ", ".join(f"{quote}{column}{quote}" for column in addition.columns)
    if addition.kind == "index":
        return f"Index({name}, {columns})"
    if addition.kind == "unique":
        return f"UniqueConstraint({columns}, name={name})"
    # The condition holds quotes of its own where it lists values.
    wrap = '"' if "'" in addition.expression else quote
    return f"CheckConstraint({wrap}{addition.expression}{wrap}, name={name})"
