"""Edits of Django's models: indexes, unique keys and checks in `Meta`, with the migration that makes them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from roadworthy.app import App, Column, Table
from roadworthy.edits import schema_sql
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.regex import regex

# Django refuses longer names for indexes (django.db.models.Index.max_name_length).
_LONGEST_INDEX = 30
# `condition` replaced `check` in CheckConstraint with Django 5.1.
_CONDITION_SINCE = (5, 1)
_LISTS = {"index": "indexes", "unique": "constraints", "check": "constraints"}
_COMPARED = regex(r'^"?(\w+)"? (>=|<=|>|<) (-?\d+(?:\.\d+)?)$')
_BETWEEN = regex(r'^"?(\w+)"? between (-?\d+(?:\.\d+)?) and (-?\d+(?:\.\d+)?)$', re.IGNORECASE)
_ONE_OF = regex(r'^"?(\w+)"? in \((.+)\)$', re.IGNORECASE)
_LOOKUPS = {">=": "gte", "<=": "lte", ">": "gt", "<": "lt"}


def add_index(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """An index over columns (database names). Raises RepairRefused where the model cannot be added to."""
    name = _short(name or schema_sql.constraint_name(table.name, *columns, "idx"))
    text = f'models.Index(fields=[{_listed(table, columns)}], name="{name}")'
    operation = f"migrations.AddIndex(model_name={_model(table)}, index={text})"
    return _into_meta(app, table, "index", text), _migration(app, table, name, (operation,))


def add_unique(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """A unique key over columns; rows that repeat an earlier one are deleted by the migration. Raises RepairRefused where
    the model cannot be added to."""
    name = name or schema_sql.constraint_name(table.name, *columns, "key")
    text = f'models.UniqueConstraint(fields=[{_listed(table, columns)}], name="{name}")'
    removal = schema_sql.remove_repeats(table, columns).replace('"', '\\"')
    operations = (
        f'migrations.RunSQL("{removal}", migrations.RunSQL.noop)',
        f"migrations.AddConstraint(model_name={_model(table)}, constraint={text})",
    )
    return _into_meta(app, table, "unique", text), _migration(app, table, name, operations)


def add_check(app: App, table: Table, expression: str, name: str) -> tuple[list[Change], Migration]:
    """A check, its expression in SQL. Raises RepairRefused where the model cannot be added to, or where the expression has
    no counterpart in Django's conditions."""
    parts = (
        [expression] if _BETWEEN.match(expression) else re.split(r" and ", expression, flags=re.IGNORECASE)
    )
    condition = " & ".join(_condition(table, part) for part in parts)
    word = "condition" if _version(app) >= _CONDITION_SINCE else "check"
    text = f'models.CheckConstraint({word}={condition}, name="{name}")'
    operation = f"migrations.AddConstraint(model_name={_model(table)}, constraint={text})"
    return _into_meta(app, table, "check", text), _migration(app, table, name, (operation,))


def _condition(table: Table, expression: str) -> str:
    expression = expression.strip()
    if match := _COMPARED.match(expression):
        return f"models.Q({_field(table, match[1])}__{_LOOKUPS[match[2]]}={match[3]})"
    if match := _BETWEEN.match(expression):
        field = _field(table, match[1])
        return f"models.Q({field}__gte={match[2]}, {field}__lte={match[3]})"
    if match := _ONE_OF.match(expression):
        return f"models.Q({_field(table, match[1])}__in=[{match[2]}])".replace("'", '"')
    raise RepairRefused(f"{expression} is not said in Django's conditions", where=table.name)


# --- the model ----------------------------------------------------------------------------------------


def _into_meta(app: App, table: Table, kind: str, text: str) -> list[Change]:
    """Puts an item into `Meta.indexes` or `Meta.constraints`, which are made where they are missing."""
    source = SourceFile(app, table.location.path)
    model = _model_class(source, table)
    imports = [] if source.imports("models") else import_from(source, ["models"], "django.db")
    meta = next((s for s in model.body if isinstance(s, form.Class) and s.name == "Meta"), None)
    name = _LISTS[kind]
    if meta is None:
        last = _last_field(model)
        return [*imports, source.after_line(last.span.end, f"\nclass Meta:\n    {name} = [{text}]")]
    listed = next((s for s in meta.body if _defines(s, name)), None)
    if listed is None:
        return [*imports, source.after_line(meta.body[-1].span.end, f"{name} = [{text}]")]
    value = listed.value if isinstance(listed, form.Define) else None
    if not isinstance(value, form.Sequence):
        raise RepairRefused(f"Meta.{name} of {table.symbol} is not written out", where=str(table.location))
    comma = ", " if value.items else ""
    end = value.items[-1].span.end if value.items else value.span.start + 1
    return [*imports, source.insert(end, f"{comma}{text}")]


def _model_class(source: SourceFile, table: Table) -> form.Class:
    for node in form.walk(source.module.body if source.module is not None else ()):
        inside = table.location.start <= node.span.start and node.span.end <= table.location.end
        if isinstance(node, form.Class) and inside:
            return node
    raise RepairRefused(f"table {table.name} is not declared where it was found", where=str(table.location))


def _last_field(model: form.Class) -> form.Node:
    fields = [s for s in model.body if isinstance(s, form.Define)]
    return fields[-1] if fields else model.body[-1]


def _defines(statement: form.Node, name: str) -> bool:
    return (
        isinstance(statement, form.Define)
        and isinstance(statement.target, form.Name)
        and statement.target.name == name
    )


# --- names --------------------------------------------------------------------------------------------


def _field(table: Table, name: str) -> str:
    column = table.column(name)
    if column is None:
        raise RepairRefused(f"{table.name} has no column {name}", where=str(table.location))
    return model_field(column)


def model_field(column: Column) -> str:
    """What the model calls a column: a relation goes by its own name, not by its key's."""
    is_key = column.references is not None and column.field.endswith("_id")
    return column.field.removesuffix("_id") if is_key else column.field


def _listed(table: Table, columns: Sequence[str]) -> str:
    return ", ".join(f'"{_field(table, name)}"' for name in columns)


def _model(table: Table) -> str:
    return f'"{table.symbol.rsplit(".", 1)[-1].lower()}"'


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_INDEX else f"{name[: _LONGEST_INDEX - 4].rstrip('_')}_idx"


def _migration(app: App, table: Table, name: str, operations: tuple[str, ...]) -> Migration:
    folder = posixpath.dirname(table.location.path)
    # Models may lie in a package of their own, `shop/models/order.py`.
    folder = posixpath.dirname(folder) if posixpath.basename(folder) == "models" else folder
    return Migration(f"add_{name}", "", "", operations=operations, folder=f"{folder}/migrations".lstrip("/"))


def _version(app: App) -> tuple[int, int]:
    written = re.search(r"(\d+)\.(\d+)", app.deployment.package("django") or "")
    return (int(written[1]), int(written[2])) if written is not None else (99, 0)
