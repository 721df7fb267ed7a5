"""Puts several writes of an Express handler into one Drizzle transaction."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app import App, Endpoint, Query
from roadworthy.edits import express
from roadworthy.edits.apply import changed
from roadworthy.edits.drizzle_race import call_at
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.route_handler import handler_of, place_in_handler
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

EXECUTOR = "executor"
_TYPE = (
    "\n/** The database, or a transaction on it. */\n"
    'export type Executor = Pick<typeof db, "select" | "insert" | "update" | "delete" | "query" | "execute">;\n'
)


class Region(Struct, frozen=True):
    """Statements of a handler, next to each other, that belong together; `names` are defined in them and used behind."""

    statements: tuple[form.Node, ...]
    names: tuple[str, ...]


def region_of(app: App, endpoint: Endpoint, queries: list[Query]) -> Region:
    """The statements from the first to the last of these queries. Raises RepairRefused where they are not next to each
    other in one block or leave it early."""
    block = _block(app, endpoint, queries)
    numbers = [_number(app, block, endpoint, query) for query in queries]
    if any(number is None for number in numbers):
        raise RepairRefused("the writes stand in different blocks", where=str(endpoint.handler))
    first, last = min(n for n in numbers if n is not None), max(n for n in numbers if n is not None)
    statements = tuple(block[first : last + 1])
    if any(isinstance(node, (form.Return, form.Jump)) for node in _own(statements)):
        raise RepairRefused("the handler leaves between its writes", where=str(endpoint.handler))
    defined = [name for statement in statements for name in _defined(statement)]
    used = {node.name for node in form.walk(tuple(block[last + 1 :])) if isinstance(node, form.Name)}
    return Region(statements, tuple(name for name in defined if name in used))


def _block(app: App, endpoint: Endpoint, queries: list[Query]) -> list[form.Node]:
    """The innermost list of statements that holds all of the queries."""
    handler = handler_of(app, endpoint)
    blocks: list[list[form.Node]] = [list(handler.body)]
    blocks += [
        list(node.body)
        for node in form.walk(handler.body)
        if isinstance(node, (form.Try, form.Block, form.Loop))
    ]
    blocks += [list(node.then) for node in form.walk(handler.body) if isinstance(node, form.If)]
    whole = [b for b in blocks if all(_number(app, b, endpoint, query) is not None for query in queries)]
    if not whole:
        raise RepairRefused("the writes stand in different blocks", where=str(endpoint.handler))
    return min(whole, key=lambda block: block[-1].span.end - block[0].span.start)


def _number(app: App, block: list[form.Node], endpoint: Endpoint, query: Query) -> int | None:
    place = place_in_handler(app, endpoint, query)
    for number, statement in enumerate(block):
        if place is not None and statement.span.start <= place[0] and place[1] <= statement.span.end:
            return number
    return None


def _own(nodes: tuple[form.Node, ...]) -> list[form.Node]:
    """The nodes of statements, those of functions inside them left out."""
    inner = [n.span for n in form.walk(nodes) if isinstance(n, form.Function)]
    return [
        node
        for node in form.walk(nodes)
        if not any(span.start <= node.span.start and node.span.end <= span.end for span in inner)
    ]


def _defined(statement: form.Node) -> list[str]:
    target = statement.target if isinstance(statement, form.Define) else None
    if isinstance(target, form.Name):
        return [target.name]
    if isinstance(target, (form.SequenceTarget, form.RecordTarget)):
        return [node.name for node in form.walk((target,)) if isinstance(node, form.Name)]
    return []


def wrap(app: App, endpoint: Endpoint, region: Region, inner: list[Change]) -> list[Change]:
    """Wraps a region into `db.transaction`, with changes made inside it."""
    source = SourceFile(app, endpoint.location.path)
    start, end = region.statements[0].span.start, region.statements[-1].span.end
    shifted = [Change(c.path, c.start - start, c.end - start, c.text) for c in inner]
    body = changed(source.content[start:end], shifted, source.path).decode()
    margin = source.indent(start)
    lines = [f"  {line}" if line.strip() else line for line in body.split("\n")]
    lines[0] = f"{margin}{lines[0]}"
    listed = ", ".join(region.names)
    lead, back = "", ""
    if len(region.names) == 1:
        lead, back = f"const {listed} = ", f"{margin}  return {listed}{source.semicolon}\n"
    elif region.names:
        lead, back = f"const {{ {listed} }} = ", f"{margin}  return {{ {listed} }}{source.semicolon}\n"
    text = (
        f"{lead}await db.transaction(async (tx) => {{\n"
        + "\n".join(lines)
        + f"\n{back}{margin}}}){source.semicolon}"
    )
    database = express.database_module(app)
    if not database:
        raise RepairRefused("no module offers the database as db", where=source.path)
    path = express.import_path(app, source, database)
    return [Change(source.path, start, end, text), *import_from(source, ["db"], path)]


def run_on(app: App, endpoint: Endpoint, query: Query, seen: set[str]) -> tuple[list[Change], list[Change]]:
    """Lets a query of a region run on the transaction: (changes inside the region, changes elsewhere).

    `seen` are the methods that take an executor already, by this repair. Raises RepairRefused for a query more than one
    call below the handler.
    """
    source = SourceFile(app, query.location.path)
    place = place_in_handler(app, endpoint, query)
    if place is None:
        raise RepairRefused("a query is not the handler's own", where=str(query.location))
    if query.location.path == endpoint.location.path and place == (query.location.start, query.location.end):
        return [_name_change(source, place, "db", "tx")], []
    method = _method_of(app, query)
    call = call_at(app, endpoint.location.path, *place)
    if method is None or len(call.arguments) > len(method.parameters):
        raise RepairRefused("a query lies deeper than one call below the handler", where=str(query.location))
    inside = [pass_executor(call, endpoint.location.path, len(_plain(source, method)))]
    key = f"{query.location.path}:{method.span.start}"
    if key in seen or _takes_executor(source, method):
        return inside, []
    seen.add(key)
    return inside, _take_executor(app, source, method)


def pass_executor(call: form.Call, path: str, before: int) -> Change:
    """Puts `tx` behind a call's arguments, `before` of which stand before it."""
    missing = before - len(call.arguments)
    given = "".join(", undefined" for _ in range(missing)) + ", tx"
    if call.arguments:
        return Change(path, call.arguments[-1].span.end, call.arguments[-1].span.end, given)
    return Change(path, call.span.end - 1, call.span.end - 1, given.removeprefix(", "))


def _plain(source: SourceFile, method: form.Function) -> list[form.Parameter]:
    return [p for p in method.parameters if not _is_executor(source, p)]


def _takes_executor(source: SourceFile, method: form.Function) -> bool:
    return any(_is_executor(source, parameter) for parameter in method.parameters)


def _is_executor(source: SourceFile, parameter: form.Parameter) -> bool:
    return source.content[parameter.span.start : parameter.span.end].startswith(EXECUTOR.encode())


def executor_parameter(source: SourceFile) -> str:
    """The parameter that a method takes the database or a transaction by."""
    return f"{EXECUTOR}: Executor = db" if source.path.endswith((".ts", ".tsx")) else f"{EXECUTOR} = db"


def executor_type(app: App, source: SourceFile) -> list[Change]:
    """Declares the type beside the database and imports it; nothing for an app in JavaScript."""
    database = express.database_module(app)
    if not source.path.endswith((".ts", ".tsx")) or not database:
        return []
    declared = SourceFile(app, database)
    changes = []
    if b"export type Executor" not in declared.content:
        changes.append(declared.insert(len(declared.content), _TYPE))
    if not re.search(rb"\bExecutor\b", source.content):
        path = express.import_path(app, source, database)
        changes += import_from(source, ["type Executor"], path)
    return changes


def _take_executor(app: App, source: SourceFile, method: form.Function) -> list[Change]:
    parameter = executor_parameter(source)
    if method.parameters:
        end = method.parameters[-1].span.end
        changes = [source.insert(end, f", {parameter}")]
    else:
        opening = source.content.index(b"(", method.span.start)
        changes = [source.insert(opening + 1, parameter)]
    changes += [
        Change(source.path, node.span.start, node.span.end, EXECUTOR)
        for node in form.walk(method.body)
        if isinstance(node, form.Name) and node.name == "db"
    ]
    return [*changes, *executor_type(app, source)]


def _name_change(source: SourceFile, place: tuple[int, int], before: str, after: str) -> Change:
    if source.content[place[0] : place[0] + len(before)] != before.encode():
        raise RepairRefused("a query does not start with db", where=source.path)
    return Change(source.path, place[0], place[0] + len(before), after)


def _method_of(app: App, query: Query) -> form.Function | None:
    around = [
        node
        for node in form.walk(app.modules[query.location.path].body)
        if isinstance(node, form.Function)
        and node.name
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]
    return around[-1] if around else None
