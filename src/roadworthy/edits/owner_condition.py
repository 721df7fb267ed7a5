"""Adds "and it is the caller's own" to a query that finds a row by its key alone: Prisma's `where`, Drizzle's `.where()`.

Who the caller is, is written as the app writes it elsewhere: the expression that its other queries compare the owner with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App, Column, Endpoint, Query
from roadworthy.edits.drizzle_race import call_at, link
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


class Caller(Struct, frozen=True):
    """`expression` is the caller's key (`req.user.id`, `user.id`); `asked` the function whose result it is read of, ''
    where the request itself holds it, and `asked_in` a file that has that function."""

    expression: str
    asked: str = ""
    asked_in: str = ""


def owner_condition(app: App, endpoint: Endpoint, query: Query, owner: Column) -> list[Change]:
    """The edits; [] where the app shows no way to say who is calling, or the query has another form."""
    caller = _caller(app, endpoint, query, owner)
    if caller is None:
        return []
    source = SourceFile(app, query.location.path)
    known = _known(app, source, query, caller)
    if known is None:
        return []
    expression, changes = known
    call = call_at(app, query.location.path, query.location.start, query.location.end)
    if query.library == "prisma":
        return [*changes, *_in_prisma(source, call, f"{owner.field}: {expression}")]
    table = app.table(query.table)
    if query.library != "drizzle" or table is None:
        return []
    return [*changes, *_in_drizzle(source, call, f"{table.symbol}.{owner.field}", expression)]


def _in_prisma(source: SourceFile, call: form.Call, condition: str) -> list[Change]:
    given = call.arguments[0] if call.arguments else None
    for entry in given.entries if isinstance(given, form.Record) else ():
        named = isinstance(entry.key, form.Literal) and entry.key.value == "where"
        if named and isinstance(entry.value, form.Record) and entry.value.entries:
            return [source.insert(entry.value.entries[-1].span.end, f", {condition}")]
    return []


def _in_drizzle(source: SourceFile, call: form.Call, column: str, expression: str) -> list[Change]:
    where = link(call, "where")
    if where is None or len(where.arguments) != 1:
        return []
    present = where.arguments[0]
    condition = f"eq({column}, {expression})"
    joined = (
        isinstance(present, form.Call)
        and isinstance(present.callee, form.Name)
        and present.callee.name == "and"
    )
    if joined and isinstance(present, form.Call):
        changes = [source.insert(present.arguments[-1].span.end, f", {condition}")]
    else:
        changes = [
            source.insert(present.span.start, "and("),
            source.insert(present.span.end, f", {condition})"),
        ]
    return [*changes, *import_from(source, ["and", "eq"], "drizzle-orm")]


# --- who is calling ----------------------------------------------------------------------------------


def _caller(app: App, endpoint: Endpoint, query: Query, owner: Column) -> Caller | None:
    """The expression that other endpoints compare this column's like with, from the query's own file first."""
    pattern = re.compile(
        rf"\b{re.escape(owner.field)}\s*(?::|,)\s*((?:req|request|ctx|c|session|user|currentUser|me|[a-z]\w*[uU]ser)[\w.!?]*\.\w*[iI]d)\b"
    )
    for path in _files(app, endpoint, query):
        text = app.read(path).decode(errors="replace")
        for found in pattern.finditer(text):
            root = re.split(r"[.!?]", found[1])[0]
            if root in ("req", "request", "ctx", "c"):
                return Caller(found[1])
            asked = re.search(rf"\bconst\s+{root}\s*=\s*await\s+(\w+)\(\)", text)
            if asked:
                return Caller(found[1], asked[1], path)
    return None


def _files(app: App, endpoint: Endpoint, query: Query) -> Iterator[str]:
    yield query.location.path
    others = [
        one for one in app.endpoints if one.framework == endpoint.framework and one.kind == endpoint.kind
    ]
    yield from dict.fromkeys(q.location.path for one in others for q in one.queries)


def _known(app: App, source: SourceFile, query: Query, caller: Caller) -> tuple[str, list[Change]] | None:
    """The expression as it may stand at the query, and what must stand before it."""
    if not caller.asked:
        return caller.expression, []
    body = _function_around(app, query)
    if body is None or not source.imports(caller.asked):
        return None
    root, _, rest = caller.expression.partition(".")
    for statement in form.walk(body):
        value = statement.value if isinstance(statement, (form.Define, form.Evaluate)) else None
        if not _asks(value, caller.asked):
            continue
        if isinstance(statement, form.Define) and isinstance(statement.target, form.Name):
            return f"{statement.target.name}.{rest}", []
        if isinstance(statement, form.Evaluate):
            return caller.expression, [source.insert(statement.span.start, f"const {root} = ")]
    return None


def _asks(value: form.Expr | None, name: str) -> bool:
    call = value.value if isinstance(value, form.Await) else None
    return isinstance(call, form.Call) and isinstance(call.callee, form.Name) and call.callee.name == name


def _function_around(app: App, query: Query) -> tuple[form.Node, ...] | None:
    around = [
        node
        for node in form.walk(app.modules[query.location.path].body)
        if isinstance(node, form.Function)
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]
    return tuple(around[0].body) if around else None
