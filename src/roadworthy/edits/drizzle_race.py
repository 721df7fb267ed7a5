"""Edits of Drizzle writes that rest on an earlier read: the database computes, or the update asks again."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app import App, Endpoint, Query, Table
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.route_handler import place_in_handler
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form


class Site(Struct, frozen=True):
    """Where a handler makes a write: `call` is its own call of a method (`storage.updateStock(...)`), or the query itself; `method` the
    function of the storage with the query in it, None when the handler has it."""

    query: Query
    table: Table
    chain: form.Call
    call: form.Call
    method: form.Function | None


def site_of(app: App, endpoint: Endpoint, query: Query) -> Site:
    """Finds the place of a write. Raises RepairRefused where it lies deeper than one call below the handler."""
    table = app.table(query.table)
    if table is None or query.library != "drizzle":
        raise RepairRefused("the query is not Drizzle's", where=str(query.location))
    chain = call_at(app, query.location.path, query.location.start, query.location.end)
    place = place_in_handler(app, endpoint, query)
    if place == (query.location.start, query.location.end):
        return Site(query, table, chain, chain, None)
    method = _method(app, query)
    if place is None or method is None or len(query.calls) > _depth(app, endpoint, query):
        raise RepairRefused(
            "the write lies deeper than one call below the handler", where=str(query.location)
        )
    return Site(query, table, chain, call_at(app, endpoint.location.path, *place), method)


def _depth(app: App, endpoint: Endpoint, query: Query) -> int:
    """How many calls lead to a query whose last call stands in the handler itself."""
    place = place_in_handler(app, endpoint, query)
    last = query.calls[-1] if query.calls else None
    own = last is not None and (last.start, last.end) == place and last.path == endpoint.location.path
    return len(query.calls) if own else 0


def call_at(app: App, path: str, start: int, end: int) -> form.Call:
    """The call at an exact place. Raises RepairRefused when there is none (a stale App)."""
    for node in form.walk(app.modules[path].body):
        if isinstance(node, form.Call) and (node.span.start, node.span.end) == (start, end):
            return node
    raise RepairRefused("the call is not where it was found", where=path)


def _method(app: App, query: Query) -> form.Function | None:
    around = [
        node
        for node in form.walk(app.modules[query.location.path].body)
        if isinstance(node, form.Function)
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]
    named = [node for node in around if node.name and node.kind in ("method", "function", "arrow")]
    return named[-1] if named else None


def link(chain: form.Call, name: str) -> form.Call | None:
    """The call `.name(...)` of a chain."""
    node: form.Expr = chain
    while isinstance(node, form.Call) and isinstance(node.callee, form.Member):
        if node.callee.name == name:
            return node
        node = node.callee.object
    return None


# --- the database computes ---------------------------------------------------------------------------


class Sum(Struct, frozen=True):
    """`row.stock - quantity`: `operator` is + or -, `amount` the source of what is added or taken."""

    operator: str
    amount: str


def sum_of(source: SourceFile, value: form.Expr, field: str) -> Sum:
    """Takes a computed value apart. Raises RepairRefused for more than a sum with the row's own column."""
    if isinstance(value, form.Operation) and value.operator in ("+", "-") and len(value.operands) == 2:
        left, right = value.operands
        if _is_field(left, field):
            return Sum(value.operator, source.text(right.span))
        if _is_field(right, field) and value.operator == "+":
            return Sum("+", source.text(left.span))
    raise RepairRefused("what is written is more than a sum", where=source.path)


def _is_field(node: form.Expr, field: str) -> bool:
    """`product.stock`, also in a conversion or with a fallback."""
    if isinstance(node, form.Call) and len(node.arguments) == 1:
        return _is_field(node.arguments[0], field)
    if isinstance(node, form.Operation) and node.operator in ("or", "??"):
        return _is_field(node.operands[0], field)
    return isinstance(node, form.Member) and node.name == field


def add_in_query(source: SourceFile, site: Site, field: str) -> tuple[list[Change], Sum]:
    """In the handler itself: `set({ stock: sql`...` })` and, where it takes, a condition that enough is there."""
    settings, where = link(site.chain, "set"), link(site.chain, "where")
    record = settings.arguments[0] if settings is not None and settings.arguments else None
    if not isinstance(record, form.Record) or where is None or not where.arguments:
        raise RepairRefused("the update is not written out", where=str(site.query.location))
    entry = next(
        (e for e in record.entries if isinstance(e.key, form.Literal) and e.key.value == field), None
    )
    if entry is None:
        raise RepairRefused("the update is not written out", where=str(site.query.location))
    parts = sum_of(source, entry.value, field)
    column = f"{table_name(site.chain)}.{field}"
    text = f"{field}: sql`${{{column}}} {parts.operator} ${{{parts.amount}}}`"
    changes = [
        Change(source.path, entry.span.start, entry.span.end, text),
        *import_from(source, ["sql"], "drizzle-orm"),
    ]
    if parts.operator == "-":
        changes += also_where(source, where, f"gte({column}, {parts.amount})", ["and", "gte"])
        changes += returning(source, site)
    return changes, parts


def also_where(source: SourceFile, where: form.Call, condition: str, names: list[str]) -> list[Change]:
    """`where(X)` becomes `where(and(X, condition))`."""
    inner = where.arguments[0]
    and_already = (
        isinstance(inner, form.Call) and isinstance(inner.callee, form.Name) and inner.callee.name == "and"
    )
    imports = import_from(source, names, "drizzle-orm")
    if and_already and isinstance(inner, form.Call):
        return [source.insert(inner.arguments[-1].span.end, f", {condition}"), *imports]
    return [
        source.insert(inner.span.start, "and("),
        source.insert(inner.span.end, f", {condition})"),
        *imports,
    ]


def returning(source: SourceFile, site: Site) -> list[Change]:
    """Makes an update say which rows it changed."""
    if link(site.chain, "returning") is not None:
        return []
    key = site.table.column(site.table.primary_key[0]) if site.table.primary_key else None
    field = key.field if key is not None else "id"
    where = link(site.chain, "where")
    margin = ""
    if where is not None and isinstance(where.callee, form.Member):
        between = source.content[where.callee.object.span.end : where.span.end]
        margin = "\n" + source.indent(where.span.end - 1) if between.lstrip(b" ").startswith(b"\n") else ""
    return [
        source.insert(
            site.chain.span.end, f"{margin}.returning({{ {field}: {table_name(site.chain)}.{field} }})"
        )
    ]


def table_name(chain: form.Call) -> str:
    """What the file calls the table of an `update(table)`."""
    update = link(chain, "update")
    first = update.arguments[0] if update is not None and update.arguments else None
    if not isinstance(first, form.Name):
        raise RepairRefused("the table of an update is not a name")
    return first.name


def adding_method(source: SourceFile, site: Site, field: str, typed: bool, executor: str) -> tuple[str, str]:
    """A method beside the one that writes a value, which adds to it in the database: (its name, its source).

    Raises RepairRefused where the method's parameters do not tell which is the value.
    """
    method = site.method
    settings, where = link(site.chain, "set"), link(site.chain, "where")
    if method is None or settings is None or where is None or not where.arguments:
        raise RepairRefused("the update is not written out", where=str(site.query.location))
    condition = source.text(where.arguments[0].span)
    kept = [p for p in method.parameters if _mentioned(source, p, condition)]
    name = re.sub(r"^(update|set|write|save)(?=[A-Z_])", "change", method.name)
    name = name if name != method.name else f"change{name[:1].upper()}{name[1:]}"
    given = [source.text(parameter.span) for parameter in kept]
    given += (
        ["change: number" if typed else "change", executor]
        if executor
        else ["change: number" if typed else "change"]
    )
    result = ": Promise<boolean>" if typed else ""
    symbol = table_name(site.chain)
    key = site.table.column(site.table.primary_key[0]) if site.table.primary_key else None
    marked = key.field if key is not None else "id"
    database = "executor" if executor else _database(source, site)
    total = f"sql`${{{symbol}.{field}}} + ${{change}}`"
    margin = source.indent(method.span.start)
    lines = [
        f"/** Adds to {field} in the database itself, so that changes at the same moment all count. False when too little is there. */",
        f"{_head(source, method, name)}({', '.join(given)}){result} {{",
        f"  const changed = await {database}",
        f"    .update({symbol})",
        f"    .set({{ {field}: {total} }})",
        f"    .where(and({condition}, gte({total}, 0)))",
        f"    .returning({{ {marked}: {symbol}.{marked} }});",
        "  return changed.length > 0;",
        "}",
    ]
    return name, "".join(f"{margin}{line}\n" for line in lines)


def _mentioned(source: SourceFile, parameter: form.Parameter, condition: str) -> bool:
    target = parameter.target
    return isinstance(target, form.Name) and re.search(rf"\b{target.name}\b", condition) is not None


def _head(source: SourceFile, method: form.Function, name: str) -> str:
    if method.kind == "method":
        return f"async {name}"
    raise RepairRefused("the update stands in a function, not in a method", where=source.path)


def asking_method(
    source: SourceFile, site: Site, field: str, type_name: str, executor: str
) -> tuple[str, str]:
    """A copy of the method that writes only while a column holds what the caller expects: (its name, its source)."""
    method, where = site.method, link(site.chain, "where")
    if method is None or method.kind != "method" or where is None or not where.arguments:
        raise RepairRefused("the update is not written out", where=str(site.query.location))
    name = f"{method.name}While{field[:1].upper()}{field[1:]}"
    text = source.text(method.span)
    start = method.span.start
    inner = where.arguments[0].span
    condition = f"and({source.text(where.arguments[0].span)}, eq({table_name(site.chain)}.{field}, {field}))"
    text = text[: inner.start - start] + condition + text[inner.end - start :]
    parameters = ", ".join(
        [_parameter(source, method.parameters[0]), f"{field}{type_name}"]
        + [_parameter(source, parameter) for parameter in method.parameters[1:]]
        + ([executor] if executor else [])
    )
    opening = text.index("(", text.index(method.name))
    closing = _closing(text, opening)
    text = text[: opening + 1] + parameters + text[closing:]
    text = text.replace(method.name, name, 1)
    if executor:
        database = re.escape(_database(source, site))
        text = re.sub(rf"(?<![\w.]){database}(?=\s*\.)", "executor", text)
    margin = source.indent(start)
    comment = f"{margin}/** Updates only while {field} is what it was found to be; nothing comes back when another request was faster. */\n"
    return name, f"{comment}{margin}{text}\n"


def _parameter(source: SourceFile, parameter: form.Parameter) -> str:
    return source.text(parameter.span)


def _closing(text: str, opening: int) -> int:
    """Where the parenthesis that opens at an offset closes."""
    depth = 0
    for offset in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[offset], 0)
        if depth == 0:
            return offset
    raise RepairRefused("a parenthesis does not close")


def _database(source: SourceFile, site: Site) -> str:
    """What the method calls the database: `db`, `this.db`."""
    update = link(site.chain, "update")
    holder = update.callee.object if update is not None and isinstance(update.callee, form.Member) else None
    return source.text(holder.span) if holder is not None else "db"
