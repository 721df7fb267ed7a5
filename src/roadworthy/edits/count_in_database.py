"""Counts and sums in the query what the code counts and sums in rows that it fetched for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Query, Table
from roadworthy.edits.drizzle_page import broken, on_lines
from roadworthy.edits.drizzle_race import call_at, link
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

# Those under which the sum of the numbers is the number of the sum.
_TO_NUMBER = {"Number", "parseFloat", "float", "Decimal"}


def count_in_database(app: App, query: Query) -> list[Change]:
    """Raises RepairRefused unless the rows are put into a variable whose every use is its length or a sum of one column."""
    source = SourceFile(app, query.location.path)
    table = app.table(query.table)
    if table is None or query.limit is not None or query.grouped or query.order:
        raise RepairRefused("the rows are read for more than a number", where=str(query.location))
    if query.library == "drizzle":
        return _drizzle(app, source, table, query)
    if query.library.startswith("sqlalchemy"):
        return _sqlalchemy(app, source, table, query)
    raise RepairRefused("this stack has no builder for sums", where=str(query.location))


def _function(source: SourceFile, query: Query) -> form.Function:
    around = [
        node
        for node in form.walk(source.module.body if source.module is not None else ())
        if isinstance(node, form.Function)
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]
    if not around:
        raise RepairRefused("the query stands in no function", where=str(query.location))
    return around[-1]


def _definition(function: form.Function, query: Query) -> tuple[form.Define, str]:
    """`const rows = await query`, `rows = query`."""
    for node in form.walk(function.body):
        if not isinstance(node, form.Define) or not isinstance(node.target, form.Name) or node.value is None:
            continue
        value = node.value.value if isinstance(node.value, form.Await) else node.value
        if (value.span.start, value.span.end) == (query.location.start, query.location.end):
            return node, node.target.name
    raise RepairRefused("the rows are not put into a variable", where=str(query.location))


def _uses(function: form.Function, definition: form.Define, name: str) -> Iterator[form.Name]:
    for node in form.walk(function.body):
        if isinstance(node, form.Name) and node.name == name and node.span.start >= definition.span.end:
            yield node


def _summed(value: form.Expr, variable: str) -> tuple[str, str]:
    """(field, conversion) of `row.total` and `Number(row.total)`."""
    name = value.callee.name if isinstance(value, form.Call) and isinstance(value.callee, form.Name) else ""
    if isinstance(value, form.Call) and name in _TO_NUMBER and len(value.arguments) == 1:
        return _summed(value.arguments[0], variable)[0], name
    plain = isinstance(value, form.Member) and isinstance(value.object, form.Name)
    if plain and value.object.name == variable:  # type: ignore[union-attr]
        return value.name, ""  # type: ignore[union-attr]
    raise RepairRefused("what is added up is more than a column")


def _numeric(table: Table, field: str, *, as_text: bool = False) -> None:
    """`as_text` where the driver gives decimals as text and the code takes them as they come: it joins them."""
    column = next((one for one in table.columns if one.field == field), None)
    if column is not None and as_text and column.type.startswith(("numeric", "decimal", "bigint")):
        raise RepairRefused(f"{table.name}.{field} is added up as text")
    if column is None or not column.numeric:
        raise RepairRefused(f"{table.name}.{field} is not a number of the table")


# --- Drizzle -----------------------------------------------------------------------------------------


def _drizzle(app: App, source: SourceFile, table: Table, query: Query) -> list[Change]:
    chain = call_at(app, source.path, query.location.start, query.location.end)
    if any("noUncheckedIndexedAccess" in app.read(p).decode() for p in _configurations(app)):
        raise RepairRefused("the first row of an answer is not known to be there", where=source.path)
    if any(link(chain, name) is not None for name in ("groupBy", "for", "limit", "orderBy")):
        raise RepairRefused("the rows are read for more than a number", where=str(query.location))
    function = _function(source, query)
    definition, name = _definition(function, query)
    columns = _selected(source, chain)
    taken = {node.name for node in form.walk((function,)) if isinstance(node, form.Name)}
    result = name if "totals" in taken else "totals"
    sums: dict[str, str] = {}
    counts = False
    changes: list[Change] = []
    used: set[int] = set()
    for node in form.walk(function.body):
        if isinstance(node, form.Member) and _is(node.object, name) and node.name == "length":
            counts = True
            changes.append(Change(source.path, node.span.start, node.span.end, f"{result}.count"))
            used.add(node.object.span.start)
        held = _reduced_rows(node, name)
        if held is not None and isinstance(node, form.Call):
            field, conversion = _reduced(node)
            expression = columns.get(field, f"{_symbol(chain)}.{field}" if not columns else "")
            _numeric(table, expression.split(".")[-1], as_text=not conversion)
            if not expression.startswith(f"{_symbol(chain)}."):
                raise RepairRefused("what is added up is no column of the table", where=source.path)
            sums.setdefault(expression, "total" if not sums else f"total{len(sums) + 1}")
            changes.append(
                Change(source.path, node.span.start, node.span.end, f"{result}.{sums[expression]}")
            )
            used.add(held.span.start)
    if any(one.span.start not in used for one in _uses(function, definition, name)) or not changes:
        raise RepairRefused("the rows are used for more than a number", where=source.path)
    select = link(chain, "select")
    assert select is not None and isinstance(select.callee, form.Member)
    parts = ["count: sql<number>`count(*)::int`"] if counts else []
    parts += [f"{key}: sql<number>`coalesce(sum(${{{one}}}), 0)::float8`" for one, key in sums.items()]
    start = select.callee.span.end
    if not on_lines(source, chain):
        changes += broken(source, chain)
    return [
        *changes,
        Change(source.path, definition.target.span.start, definition.target.span.end, f"[{result}]"),
        Change(source.path, start, select.span.end, f"({{ {', '.join(parts)} }})"),
        *import_from(source, ["sql"], "drizzle-orm"),
    ]


def _configurations(app: App) -> list[str]:
    return [one.path for one in app.repository.files if one.path.endswith("tsconfig.json")]


def _is(node: form.Node, name: str) -> bool:
    return isinstance(node, form.Name) and node.name == name


def _symbol(chain: form.Call) -> str:
    start = link(chain, "from")
    named = start.arguments[0] if start is not None and start.arguments else None
    if not isinstance(named, form.Name):
        raise RepairRefused("the table of the query is not a name")
    return named.name


def _selected(source: SourceFile, chain: form.Call) -> dict[str, str]:
    """What the fields of a row are; empty where whole rows are selected."""
    select = link(chain, "select")
    if select is None:
        raise RepairRefused("the query is not a chain that selects", where=source.path)
    record = select.arguments[0] if select.arguments else None
    if record is None:
        return {}
    if not isinstance(record, form.Record):
        raise RepairRefused("what is selected is not written out", where=source.path)
    return {
        str(entry.key.value): source.text(entry.value.span)
        for entry in record.entries
        if isinstance(entry.key, form.Literal)
    }


def _reduced_rows(node: form.Node, name: str) -> form.Expr | None:
    """The rows of `rows.reduce(...)`, where they go by this name."""
    callee = node.callee if isinstance(node, form.Call) else None
    if isinstance(callee, form.Member) and callee.name == "reduce" and _is(callee.object, name):
        return callee.object
    return None


def _reduced(call: form.Call) -> tuple[str, str]:
    """The field that `reduce((sum, row) => sum + Number(row.field), 0)` adds up, and the conversion."""
    callback = call.arguments[0] if len(call.arguments) == 2 else None
    start = call.arguments[-1]
    if (
        isinstance(callback, form.Function)
        and len(callback.parameters) == 2
        and len(callback.body) == 1
        and isinstance(start, form.Literal)
        and start.value == 0
    ):
        total, row = (one.target for one in callback.parameters)
        given = callback.body[0]
        added = given.value if isinstance(given, form.Return) else None
        adds = isinstance(added, form.Operation) and added.operator == "+" and len(added.operands) == 2
        named = isinstance(total, form.Name) and isinstance(row, form.Name)
        if adds and named and _is(added.operands[0], total.name):  # type: ignore[union-attr]
            return _summed(added.operands[1], row.name)  # type: ignore[union-attr]
    raise RepairRefused("what is added up is more than a column")


# --- SQLAlchemy --------------------------------------------------------------------------------------


def _sqlalchemy(app: App, source: SourceFile, table: Table, query: Query) -> list[Change]:
    """`rows = db.scalars(select(Model)...).all()` becomes `count, total = db.execute(select(func.count(...), ...)...).one()`."""
    text = source.text(query.location)
    match = re.fullmatch(
        r"(\w+)\.scalars\((select\(" + re.escape(table.symbol) + r"\).*)\)\.all\(\)", text, re.S
    )
    if match is None or len(table.primary_key) != 1 or "await" in text:
        raise RepairRefused("the statement is not written out", where=str(query.location))
    function = _function(source, query)
    definition, name = _definition(function, query)
    counts, sums, used = [], [], set()
    for node in form.walk(function.body):
        if (
            not isinstance(node, form.Call)
            or not isinstance(node.callee, form.Name)
            or len(node.arguments) != 1
        ):
            continue
        inner = node.arguments[0]
        if node.callee.name == "len" and _is(inner, name):
            counts.append(node)
            used.add(inner.span.start)
        if node.callee.name == "sum" and isinstance(inner, form.Comprehension) and _over(inner, name):
            sums.append((node, *_summed(inner.element, _variable(inner))))
            used.add(inner.clauses[0].iterable.span.start)
    if any(one.span.start not in used for one in _uses(function, definition, name)) or not used:
        raise RepairRefused("the rows are used for more than a number", where=source.path)
    fields = list(dict.fromkeys(field for _, field, _ in sums))
    names = _names(function, name, bool(counts), fields)
    for field in fields:
        _numeric(table, field)
    changes = [Change(source.path, n.span.start, n.span.end, names[""]) for n in counts]
    for node, field, conversion in sums:
        total = f"{conversion}({names[field]})" if conversion else names[field]
        changes.append(Change(source.path, node.span.start, node.span.end, total))
    key = table.column(table.primary_key[0])
    columns = [f"func.count({table.symbol}.{key.field if key else 'id'})"] if counts else []
    columns += [f"func.coalesce(func.sum({table.symbol}.{field}), 0)" for field in fields]
    statement = match[2].replace(f"select({table.symbol})", f"select({', '.join(columns)})", 1)
    targets = ", ".join(names.values()) + ("," if len(names) == 1 else "")
    row = f"{targets} = {match[1]}.execute({statement}).one()"
    return [
        *changes,
        Change(source.path, definition.span.start, definition.span.end, row),
        *import_from(source, ["func"], "sqlalchemy"),
    ]


def _over(comprehension: form.Comprehension, name: str) -> bool:
    clauses = comprehension.clauses
    return len(clauses) == 1 and not clauses[0].conditions and _is(clauses[0].iterable, name)


def _variable(comprehension: form.Comprehension) -> str:
    target = comprehension.clauses[0].target
    return target.name if isinstance(target, form.Name) else ""


def _names(function: form.Function, rows: str, counts: bool, fields: list[str]) -> dict[str, str]:
    """What the numbers are called: `count` and the column, unless the function has these names."""
    taken = {node.name for node in form.walk((function,)) if isinstance(node, form.Name)}
    wished = {"": "count"} if counts else {}
    wished |= {field: field for field in fields}
    return {key: name if name not in taken else f"{rows}_{name}" for key, name in wished.items()}
