"""Reads rows that a loop asks for one by one with one query before the loop: Drizzle and SQLAlchemy."""

from __future__ import annotations

import re

from roadworthy.app import App, Location, Query, Table
from roadworthy.edits.drizzle_race import call_at, link
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form


def read_together(app: App, query: Query, loop: Location) -> list[Change]:
    """One query for all elements. Raises RepairRefused for more than a look-up by key, of a list that has a name."""
    source = SourceFile(app, query.location.path)
    table = app.table(query.table)
    if table is None or len(table.primary_key) != 1 or query.operation != "select":
        raise RepairRefused("it is no look-up of a row by its key", where=str(query.location))
    if query.location.path != loop.path or not (
        loop.start <= query.location.start and query.location.end <= loop.end
    ):
        raise RepairRefused("the query stands in another function than the loop", where=str(query.location))
    if source.module is not None and source.module.language == "python":
        return _sqlalchemy(app, source, table, query, loop)
    return _drizzle(app, source, table, query, loop)


def _named(query: Query, table: Table) -> None:
    filters = [(item.column, item.operator) for item in query.filters if not item.optional]
    if filters != [(table.primary_key[0], "=")]:
        raise RepairRefused("it is no look-up of a row by its key", where=str(query.location))


def _statement(source: SourceFile, place: Location) -> form.Node:
    """The innermost statement around a loop, where lines can go before."""
    found: form.Node | None = None
    kinds = (form.Define, form.Evaluate, form.Return, form.Loop)
    for node in form.walk(source.module.body) if source.module is not None else ():
        if node.span.start <= place.start and place.end <= node.span.end and isinstance(node, kinds):
            found = node
    if found is None:
        raise RepairRefused("the loop stands in no plain statement", where=str(place))
    return found


def _free_name(source: SourceFile, *wished: str) -> str:
    for name in wished:
        if not re.search(rf"(?<![\w.\"']){re.escape(name)}\b(?![\"'])", source.content.decode()):
            return name
    raise RepairRefused(f"the name {wished[-1]} is taken", where=source.path)


# --- SQLAlchemy --------------------------------------------------------------------------------------


def _sqlalchemy(app: App, source: SourceFile, table: Table, query: Query, loop: Location) -> list[Change]:
    """`db.get(Model, row.key)` becomes a look-up in what one `IN` query read."""
    match = re.fullmatch(r"(\w+)\.get\((\w+),\s*(\w+)\.(\w+)\)", source.text(query.location))
    if match is None or source.content[: query.location.start].rstrip().endswith(b"await"):
        raise RepairRefused("it is no plain get of a row by its key", where=str(query.location))
    session, model, variable, attribute = match.groups()
    listed = _list_name(source, loop, variable)
    key = table.column(table.primary_key[0])
    field = key.field if key is not None else table.primary_key[0]
    statement = _statement(source, loop)
    one = re.sub(r"(?<!^)(?=[A-Z])", "_", model).lower()
    keys = _free_name(source, f"{one}_keys")
    found = _free_name(source, table.name.split(".")[-1], f"{table.name.split('.')[-1]}_by_key")
    lines = [
        f"{keys} = {{{variable}.{attribute} for {variable} in {listed}}}",
        f"{found} = {{",
        f"    {one}.{field}: {one}",
        f"    for {one} in {session}.scalars(select({model}).where({model}.{field}.in_({keys})))",
        "}",
    ]
    return [
        source.before_line(statement.span.start, "\n".join(lines)),
        source.replace(query.location, f"{found}.get({variable}.{attribute})"),
        *import_from(source, ["select"], "sqlalchemy"),
    ]


def _list_name(source: SourceFile, loop: Location, variable: str) -> str:
    """What the list is called that a comprehension or a loop goes through with this variable."""
    for node in form.walk(source.module.body) if source.module is not None else ():
        if (node.span.start, node.span.end) != (loop.start, loop.end):
            continue
        if isinstance(node, form.Comprehension) and len(node.clauses) == 1:
            target, subject = node.clauses[0].target, node.clauses[0].iterable
        elif isinstance(node, form.Loop) and node.kind == "each" and node.subject is not None:
            target, subject = node.target, node.subject  # type: ignore[assignment]
        else:
            continue
        if isinstance(target, form.Name) and target.name == variable and isinstance(subject, form.Name):
            return subject.name
    raise RepairRefused("the list has no name of its own", where=str(loop))


# --- Drizzle -----------------------------------------------------------------------------------------


def _drizzle(app: App, source: SourceFile, table: Table, query: Query, loop: Location) -> list[Change]:
    """`const [row] = await db.select().from(t).where(eq(t.id, element.key))` becomes `rows.get(element.key)`."""
    _named(query, table)
    chain = call_at(app, source.path, query.location.start, query.location.end)
    listed, variable, callback = _loop_parts(source, loop)
    definition, name = _definition(source, chain)
    asked = _asked(source, chain, variable)
    _may_be_absent(source, loop, definition, name)
    _never_empty(app, query)
    symbol, field = asked[0], asked[1]
    rows = _free_name(source, f"{name}Rows")
    by_key = _free_name(source, f"{name}By{field[:1].upper()}{field[1:]}")
    statement = _statement(source, loop)
    element = asked[2]
    semicolon = source.semicolon
    lines = [
        f"const {rows} = {listed}.length === 0 ? [] : await {_database(source, chain)}",
        f"  .select({_selection(source, chain, symbol, field)})",
        f"  .from({symbol})",
        f"  .where(inArray({symbol}.{field}, {listed}.map(({variable}) => {element}))){semicolon}",
        f"const {by_key} = new Map({rows}.map((row) => [row.{field}, row])){semicolon}",
    ]
    changes = [source.before_line(statement.span.start, "\n".join(lines))]
    changes += _without_wait(
        source, loop, callback, definition, f"const {name} = {by_key}.get({element}){semicolon}"
    )
    return [*changes, *import_from(source, ["inArray"], "drizzle-orm")]


def _loop_parts(source: SourceFile, loop: Location) -> tuple[str, str, form.Function | None]:
    """The list's name, the element's, and the callback of a `map`."""
    for node in form.walk(source.module.body) if source.module is not None else ():
        if (node.span.start, node.span.end) != (loop.start, loop.end):
            continue
        if isinstance(node, form.Loop) and node.kind == "each":
            if isinstance(node.target, form.Name) and isinstance(node.subject, form.Name):
                return node.subject.name, node.target.name, None
            break
        if isinstance(node, form.Call) and isinstance(node.callee, form.Member) and node.arguments:
            held, callback = node.callee.object, node.arguments[0]
            first = (
                callback.parameters[0].target
                if isinstance(callback, form.Function) and callback.parameters
                else None
            )
            plain = node.callee.name == "map" and isinstance(held, form.Name) and isinstance(first, form.Name)
            if plain and isinstance(callback, form.Function):
                return held.name, first.name, callback  # type: ignore[union-attr]
    raise RepairRefused("the list or its element has no name of its own", where=str(loop))


def _definition(source: SourceFile, chain: form.Call) -> tuple[form.Define, str]:
    """`const [row] = await chain`."""
    for node in form.walk(source.module.body) if source.module is not None else ():
        if not isinstance(node, form.Define) or not isinstance(node.value, form.Await):
            continue
        target = node.target
        single = isinstance(target, form.SequenceTarget) and len(target.items) == 1 and target.rest is None
        if node.value.value.span == chain.span and single:
            first = target.items[0]  # type: ignore[union-attr]
            if isinstance(first, form.Name):
                return node, first.name
    raise RepairRefused("the row is not put into a variable", where=source.path)


def _asked(source: SourceFile, chain: form.Call, variable: str) -> tuple[str, str, str]:
    """(table, key field, `element.field`) of `eq(table.key, element.field)`."""
    where = link(chain, "where")
    condition = where.arguments[0] if where is not None and where.arguments else None
    if not isinstance(condition, form.Call) or len(condition.arguments) != 2 or link(chain, "from") is None:
        raise RepairRefused("it asks for more than a key", where=source.path)
    if any(link(chain, name) is not None for name in ("innerJoin", "leftJoin", "for", "groupBy")):
        raise RepairRefused("it asks for more than a key", where=source.path)
    left, right = (source.text(one.span) for one in condition.arguments)
    if left.startswith(f"{variable}."):
        left, right = right, left
    plain = re.fullmatch(r"(\w+)\.(\w+)", left)
    if (
        source.text(condition.callee.span) != "eq"
        or plain is None
        or not re.fullmatch(rf"{variable}\.\w+", right)
    ):
        raise RepairRefused("it asks for more than a key", where=source.path)
    return plain[1], plain[2], right


def _may_be_absent(source: SourceFile, loop: Location, definition: form.Define, name: str) -> None:
    """A map's answer may be undefined: every use has to say what happens then."""
    after = source.content[definition.span.end : loop.end].decode()
    after = re.sub(rf"(?<=[{{,])\s*{re.escape(name)}\s*:", "", after)
    uses = re.findall(rf"(?<![\w.]){re.escape(name)}\b(\?\.|\s*\)|\s*(?:===?|!==?|\?\?|&&|\|\|))?", after)
    if not all(uses):
        raise RepairRefused(f"{name} is used as if it were always there", where=source.path)


def _never_empty(app: App, query: Query) -> None:
    for item in query.filters:
        held = app.table(item.value.table)
        column = held.column(item.value.path[-1]) if held is not None and item.value.path else None
        if column is None or column.nullable:
            raise RepairRefused("the key may be missing in the list", where=str(query.location))


def _database(source: SourceFile, chain: form.Call) -> str:
    select = link(chain, "select")
    if select is None or not isinstance(select.callee, form.Member):
        raise RepairRefused("it is no select", where=source.path)
    return source.text(select.callee.object.span)


def _selection(source: SourceFile, chain: form.Call, symbol: str, field: str) -> str:
    """What is selected, the key among it."""
    select = link(chain, "select")
    record = select.arguments[0] if select is not None and select.arguments else None
    if record is None:
        return ""
    text = source.text(record.span)
    if not isinstance(record, form.Record):
        raise RepairRefused("what is selected is not written out", where=source.path)
    keys = {e.key.value: source.text(e.value.span) for e in record.entries if isinstance(e.key, form.Literal)}
    if keys.get(field, f"{symbol}.{field}") != f"{symbol}.{field}":
        raise RepairRefused(f"the name {field} is taken", where=source.path)
    return text if field in keys else text.replace("{", f"{{ {field}: {symbol}.{field},", 1)


def _without_wait(
    source: SourceFile, loop: Location, callback: form.Function | None, definition: form.Define, line: str
) -> list[Change]:
    """The look-up in place of the query; a `Promise.all` around the loop goes when nothing else is awaited in it."""
    start = source.line_start(definition.span.start) + len(source.indent(definition.span.start))
    end = definition.span.end
    end += source.content[end : end + 1] == b";"
    look_up = Change(source.path, start, end, line)
    outer = _promise_all(source, loop)
    if callback is None or outer is None:
        return [look_up]
    awaits = [node for node in form.walk(callback.body) if isinstance(node, form.Await)]
    if len(awaits) != 1 or not callback.is_async:
        return [look_up]
    text = source.content[loop.start : start].decode() + line + source.content[end : loop.end].decode()
    head = callback.span.start - loop.start
    text = text[:head] + re.sub(r"^async\s+", "", text[head:])
    deep = len(source.indent(loop.start)) - len(source.indent(outer.span.start))
    if deep > 0 and "`" not in text:
        text = text.replace("\n" + " " * deep, "\n")
    return [Change(source.path, outer.span.start, outer.span.end, text)]


def _promise_all(source: SourceFile, loop: Location) -> form.Await | None:
    for node in form.walk(source.module.body) if source.module is not None else ():
        if not isinstance(node, form.Await) or not isinstance(node.value, form.Call):
            continue
        inside = [(a.span.start, a.span.end) for a in node.value.arguments]
        if inside == [(loop.start, loop.end)] and source.text(node.value.callee.span) == "Promise.all":
            return node
    return None
