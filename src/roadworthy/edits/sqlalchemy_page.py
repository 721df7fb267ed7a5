"""Gives a SQLAlchemy list of a FastAPI route pages: `limit` and `offset` parameters, in an order that makes pages whole."""

from __future__ import annotations

import re
import sys

from roadworthy.app import App, Endpoint, Query, Table
from roadworthy.edits.calls import calls_named
from roadworthy.edits.drizzle_page import whole_order
from roadworthy.edits.edit import Change
from roadworthy.edits.handlers import handler_function
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.numbers import MOST_ROWS, capped
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

_ASKING = ("scalars", "execute")
_ENDINGS = ("all", "fetchall")


def page_list(app: App, endpoint: Endpoint, query: Query) -> list[Change]:
    """Puts `limit` and `offset` parameters into a route and its query, through the one function that holds it. Raises
    RepairRefused where the list is read for others too, or its place is not plain."""
    handler = handler_function(app, endpoint)
    if handler is None:
        raise RepairRefused("the handler is not written out", where=str(endpoint.handler))
    route, source = SourceFile(app, endpoint.handler.path), SourceFile(app, query.location.path)
    table = app.table(query.table)
    if table is None or not table.symbol or len(table.primary_key) != 1:
        raise RepairRefused(f"{query.table} has no model with a key to order by", where=source.path)
    _free(route, handler)
    changes = _paged(source, table, query)
    changes += _parameters(route, handler)
    if _holds(handler, query.location.start, query.location.end) and source.path == route.path:
        return changes
    return [*changes, *_through_function(app, handler, route, source, query)]


def cap_limit(app: App, query: Query) -> list[Change]:
    """`.limit(x)` becomes `.limit(min(x, 100))`. Raises RepairRefused where it is not in the function of the query."""
    source = SourceFile(app, query.location.path)
    function = _function(app, query)
    calls = [
        node
        for node in form.walk(function.body)
        if isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name == "limit"
        and len(node.arguments) == 1
    ]
    if len(calls) != 1:
        raise RepairRefused("the limit is not written beside the query", where=str(query.location))
    inner = calls[0].arguments[0].span
    text = source.content[inner.start : inner.end].decode()
    most = capped(" ".join([text, *_defaults(source, function, text)]))
    return [source.insert(inner.start, "min("), source.insert(inner.end, f", {most})")]


def _defaults(source: SourceFile, function: form.Function, name: str) -> list[str]:
    """What the parameter of this name is when it is not given. Raises RepairRefused when it may be nothing."""
    found = []
    for parameter in function.parameters:
        if not isinstance(parameter.target, form.Name) or parameter.target.name != name:
            continue
        text = source.content[parameter.span.start : parameter.span.end].decode()
        if "None" in text or "Optional" in text:
            raise RepairRefused("the client may leave the limit away", where=source.path)
        found.append(text)
    return found


# --- the query ---------------------------------------------------------------------------------------


def _paged(source: SourceFile, table: Table, query: Query) -> list[Change]:
    key = table.column(table.primary_key[0])
    column = f"{table.symbol}.{key.field if key is not None else table.primary_key[0]}"
    if query.limit is not None:
        raise RepairRefused("the query has a limit already", where=str(query.location))
    end = _end_of_statement(source, query)
    if whole_order(table, query):
        return [source.insert(end, ".limit(limit).offset(offset)")]
    last = f"{column}{'.desc()' if query.order and query.order[-1][1] else ''}"
    order = _order(source, query)
    if order is not None:
        return [
            source.insert(order.arguments[-1].span.end, f", {last}"),
            source.insert(end, ".limit(limit).offset(offset)"),
        ]
    return [source.insert(end, f".order_by({last}).limit(limit).offset(offset)")]


def _order(source: SourceFile, query: Query) -> form.Call | None:
    """The `.order_by(...)` that is written in the query."""
    for node in form.walk(source.module.body) if source.module is not None else ():
        inside = query.location.start <= node.span.start and node.span.end <= query.location.end
        if not inside or not isinstance(node, form.Call) or not node.arguments:
            continue
        if isinstance(node.callee, form.Member) and node.callee.name == "order_by":
            return node
    return None


def _end_of_statement(source: SourceFile, query: Query) -> int:
    """Behind the statement that is run: the argument of `db.scalars(...)`, or what stands before `.all()`."""
    assert source.module is not None
    inside = [
        node
        for node in form.walk(source.module.body)
        if isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and query.location.start <= node.span.start
        and node.span.end <= query.location.end
    ]
    for node in inside:
        assert isinstance(node.callee, form.Member)
        if node.callee.name in _ASKING and len(node.arguments) == 1:
            return node.arguments[0].span.end
    for node in inside:
        assert isinstance(node.callee, form.Member)
        legacy = b".query(" in source.content[node.span.start : node.span.end]
        if node.callee.name in _ENDINGS and legacy and not node.arguments:
            return node.callee.object.span.end
    raise RepairRefused("the statement is not written out", where=str(query.location))


# --- the way from the route ----------------------------------------------------------------------------


def _free(route: SourceFile, function: form.Function) -> None:
    text = route.content[function.span.start : function.span.end].decode()
    if re.search(r"\b(limit|offset)\b", text):
        raise RepairRefused("the names limit and offset are taken", where=route.path)


def _parameters(route: SourceFile, handler: form.Function) -> list[Change]:
    texts = [
        f"limit: Annotated[int, Query(ge=1, le={MOST_ROWS})] = {MOST_ROWS}",
        "offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0",
    ]
    changes = [_add(route, handler, texts)]
    return [*changes, *_typing(route), *import_from(route, ["Query"], "fastapi")]


def _typing(source: SourceFile) -> list[Change]:
    """`Annotated`, a group of its own where nothing of Python's own is imported yet."""
    imports = (
        [s for s in source.module.body if isinstance(s, form.Import)] if source.module is not None else []
    )
    own = [s for s in imports if s.source.split(".")[0] in sys.stdlib_module_names]
    if own or not imports or source.imports("Annotated"):
        return import_from(source, ["Annotated"], "typing")
    return [source.insert(source.line_start(imports[0].span.start), "from typing import Annotated\n\n")]


def _add(source: SourceFile, function: form.Function, texts: list[str]) -> Change:
    """Adds parameters at the end, each on its own line where the others are."""
    if any(parameter.rest == "**" for parameter in function.parameters):
        raise RepairRefused("the function takes any parameters", where=source.path)
    if not function.parameters:
        start = source.content.index(b"(", source.content.index(b"def ", function.span.start)) + 1
        return source.insert(start, ", ".join(texts))
    first, last = function.parameters[0].span, function.parameters[-1].span
    lines = first.line != last.line or b"\n" in source.content[source.line_start(first.start) : first.start]
    own_line = not source.content[source.line_start(last.start) : last.start].strip()
    if lines or own_line:
        margin = "\n" + source.indent(last.start)
        return source.insert(last.end, "".join(f",{margin}{text}" for text in texts))
    line = source.content[source.line_start(function.span.start) : last.end].decode()
    if len(line.rsplit("\n", 1)[-1]) + len(", ".join(texts)) < 100:
        return source.insert(last.end, "".join(f", {text}" for text in texts))
    return _one_per_line(source, function, texts)


def _one_per_line(source: SourceFile, function: form.Function, texts: list[str]) -> Change:
    """The parameters anew, each on a line of its own: they no longer fit on one."""
    first, last = function.parameters[0].span, function.parameters[-1].span
    given = [source.content[p.span.start : p.span.end].decode() for p in function.parameters]
    margin = source.indent(source.content.index(b"def ", function.span.start))
    lines = "".join(f"\n{margin}    {text}," for text in [*given, *texts])
    return Change(source.path, first.start, last.end, f"{lines}\n{margin}")


def _holds(function: form.Function, start: int, end: int) -> bool:
    return function.span.start <= start and end <= function.span.end


def _function(app: App, query: Query) -> form.Function:
    around = [
        node
        for node in form.walk(app.modules[query.location.path].body)
        if isinstance(node, form.Function) and _holds(node, query.location.start, query.location.end)
    ]
    if not around or not around[-1].name:
        raise RepairRefused("the query stands in no function of its own", where=str(query.location))
    return around[-1]


def _through_function(
    app: App, handler: form.Function, route: SourceFile, source: SourceFile, query: Query
) -> list[Change]:
    function = _function(app, query)
    _free(source, function)
    uses = [call for path in app.modules for call in calls_named(app, path, function.name)]
    own = [
        call for call in calls_named(app, route.path, function.name) if call in list(form.walk(handler.body))
    ]
    mentions = sum(
        len(re.findall(rb"\b" + re.escape(function.name.encode()) + rb"\b", app.read(path)))
        for path in app.modules
        if path.endswith(".py")
    )
    if len(uses) != 1 or len(own) != 1:
        raise RepairRefused(
            f"{function.name} is used in several places ({mentions} times)", where=source.path
        )
    call = own[0]
    comma = ", " if call.arguments or call.keywords else ""
    star = "" if any(p.rest == "*" for p in function.parameters) else "*, "
    texts = [f"{star}limit: int", "offset: int"]
    return [
        _add(source, function, texts),
        route.insert(call.span.end - 1, f"{comma}limit=limit, offset=offset"),
    ]
