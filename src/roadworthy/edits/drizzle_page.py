"""Gives a Drizzle list pages: `limit` and `offset` from the request, in an order that makes pages whole."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, Endpoint, Query, Table
from roadworthy.edits import express
from roadworthy.edits.calls import calls_named
from roadworthy.edits.drizzle_race import Site, call_at, link, site_of
from roadworthy.edits.edit import Change
from roadworthy.edits.module_style import takes_imports
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.numbers import capped
from roadworthy.edits.route_handler import handler_of
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form

PAGE, PAGE_OF = "Page", "pageOf"


def page_list(app: App, endpoint: Endpoint, query: Query, module: str) -> list[Change]:
    """Puts the page that a request asks for (`pageOf` of the file `module`) into the query of a list, through the one
    method that holds it. Raises RepairRefused where the list is read for others too, or its place is not plain."""
    site = _site(app, endpoint, query)
    source, route = SourceFile(app, query.location.path), SourceFile(app, endpoint.location.path)
    if not takes_imports(source) or not takes_imports(route):
        raise RepairRefused("the file does not take imports", where=source.path)
    if link(site.chain, "from") is None:
        raise RepairRefused("the query is not a chain that a limit can end", where=str(query.location))
    handler = handler_of(app, endpoint)
    request, renamed = _request(route, handler)
    asked = f"{PAGE_OF}({request}.query)"
    _free(source, site.method or handler, "page")
    changes = renamed + _ordered(source, site) + _limited(source, site)
    changes += import_from(route, [PAGE_OF], express.import_path(app, route, module))
    if site.method is None:
        statement = _statement(handler, site.chain)
        changes.append(route.before_line(statement.span.start, f"const page = {asked}{route.semicolon}"))
        return changes
    typed = source.path.endswith((".ts", ".tsx"))
    changes += _through_method(app, site, source, route, asked, module, typed)
    return list(dict.fromkeys(changes))


def _site(app: App, endpoint: Endpoint, query: Query) -> Site:
    """The place of the query. A method that hands a promise on leaves no trace of its call: it is looked for by name."""
    table, around = app.table(query.table), _methods(app, query)
    handler = handler_of(app, endpoint)
    own = [
        call
        for call in calls_named(app, endpoint.location.path, around[-1].name if around else "")
        if handler.span.start < call.span.start and call.span.end <= handler.span.end
    ]
    outside = not (
        query.location.path == endpoint.location.path
        and handler.span.start < query.location.start
        and query.location.end <= handler.span.end
    )
    if outside and table is not None and query.library == "drizzle" and len(own) == 1:
        place = query.location
        return Site(query, table, call_at(app, place.path, place.start, place.end), own[0], around[-1])
    return site_of(app, endpoint, query)


def _methods(app: App, query: Query) -> list[form.Function]:
    """The named functions around a query, the innermost last."""
    return [
        node
        for node in form.walk(app.modules[query.location.path].body)
        if isinstance(node, form.Function)
        and node.name
        and node.span.start <= query.location.start
        and query.location.end <= node.span.end
    ]


def cap_limit(app: App, query: Query) -> list[Change]:
    """`limit(x)` becomes `limit(Math.min(x, 100))`. Raises RepairRefused where there is none."""
    source = SourceFile(app, query.location.path)
    calls = [
        node
        for node in form.walk(app.modules[source.path].body)
        if isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name == "limit"
        and len(node.arguments) == 1
        and query.location.start <= node.span.start
        and node.span.end <= query.location.end
    ]
    if len(calls) != 1:
        raise RepairRefused("the limit is not written in the query", where=str(query.location))
    inner = calls[0].arguments[0].span
    most = capped(source.content[inner.start : inner.end].decode())
    return [source.insert(inner.start, "Math.min("), source.insert(inner.end, f", {most})")]


# --- the chain ---------------------------------------------------------------------------------------


def _limited(source: SourceFile, site: Site) -> list[Change]:
    if link(site.chain, "limit") is not None or link(site.chain, "offset") is not None:
        raise RepairRefused("the query has a limit already", where=str(site.query.location))
    margin = _margin(source, site.chain)
    changes = [source.insert(site.chain.span.end, f"{margin}.limit(page.limit){margin}.offset(page.offset)")]
    return [*broken(source, site.chain), *changes] if not on_lines(source, site.chain) else changes


def on_lines(source: SourceFile, chain: form.Call) -> bool:
    """Whether the chain puts each call on a line of its own."""
    assert isinstance(chain.callee, form.Member)
    between = source.content[chain.callee.object.span.end : chain.span.end].lstrip(b" ")
    return between.startswith((b"\n", b"\r\n"))


def _margin(source: SourceFile, chain: form.Call) -> str:
    if on_lines(source, chain):
        return "\n" + source.indent(chain.span.end - 1)
    return "\n" + source.indent(chain.span.start) + "  "


def broken(source: SourceFile, chain: form.Call) -> list[Change]:
    """The calls of a chain put on lines of their own: with two more they no longer fit on one."""
    margin, places = _margin(source, chain), []
    node: form.Expr = chain
    while isinstance(node, form.Call) and isinstance(node.callee, form.Member):
        places.append(node.callee.object.span.end)
        node = node.callee.object
    return [source.insert(place, margin) for place in places]


def _ordered(source: SourceFile, site: Site) -> list[Change]:
    """Pages need an order in which every row has its one place: what is there, and then the key."""
    key = site.table.column(site.table.primary_key[0]) if len(site.table.primary_key) == 1 else None
    if key is None:
        raise RepairRefused(f"{site.table.name} has no key to order by", where=source.path)
    start = link(site.chain, "from")
    name = start.arguments[0] if start is not None and start.arguments else None
    if not isinstance(name, form.Name):
        raise RepairRefused("the table of the list is not a name", where=str(site.query.location))
    column = f"{name.name}.{key.field}"
    order = link(site.chain, "orderBy")
    if order is None:
        margin = _margin(source, site.chain)
        return [source.insert(site.chain.span.end, f"{margin}.orderBy({column})")]
    if not order.arguments:
        raise RepairRefused("the order of the list is not written out", where=str(site.query.location))
    last = order.arguments[-1]
    if whole_order(site.table, site.query):
        return []
    down = isinstance(last, form.Call) and isinstance(last.callee, form.Name) and last.callee.name == "desc"
    return [source.insert(last.span.end, f", desc({column})" if down else f", {column}")]


def whole_order(table: Table, query: Query) -> bool:
    """Whether the order of a query leaves no two rows at one place."""
    names = {name for name, _ in query.order}
    known = [table.column(name) for name in names]
    return any(
        column is not None and (column.unique or [column.name] == list(table.primary_key)) for column in known
    )


# --- the way from the handler --------------------------------------------------------------------------


def _request(route: SourceFile, handler: form.Function) -> tuple[str, list[Change]]:
    """What the handler calls the request; `_req`, which says that it is not used, becomes `req`."""
    first = handler.parameters[0].target if handler.parameters else None
    if not isinstance(first, form.Name):
        raise RepairRefused("the handler does not name its request", where=route.path)
    plain = first.name.lstrip("_")
    text = route.content[handler.span.start : handler.span.end].decode()
    used = len(re.findall(rf"\b{re.escape(first.name)}\b", text)) > 1 or re.search(rf"\b{plain}\b", text)
    if plain == first.name or used or not plain:
        return first.name, []
    return plain, [Change(route.path, first.span.start, first.span.start + len(first.name), plain)]


def _free(source: SourceFile, function: form.Function, name: str) -> None:
    text = source.content[function.span.start : function.span.end].decode()
    if re.search(rf"\b{name}\b(?!\s*:\s*Page)", text):
        raise RepairRefused(f"the name {name} is taken", where=source.path)


def _statement(handler: form.Function, chain: form.Call) -> form.Node:
    """The innermost statement around the query, where a line can go before."""
    found: form.Node | None = None
    for node in form.walk(handler.body):
        inside = node.span.start <= chain.span.start and chain.span.end <= node.span.end
        if inside and isinstance(node, (form.Define, form.Evaluate, form.Return)):
            found = node
    if found is None:
        raise RepairRefused("the query stands in no plain statement")
    return found


def _through_method(
    app: App, site: Site, source: SourceFile, route: SourceFile, asked: str, module: str, typed: bool
) -> list[Change]:
    method = site.method
    assert method is not None
    calls = [call for path in app.modules for call in calls_named(app, path, method.name)]
    if len(calls) != 1 or _defined(app, method.name) != 1:
        raise RepairRefused(f"{method.name} is used in several places", where=source.path)
    if len(site.call.arguments) != len(method.parameters):
        raise RepairRefused(f"{method.name} is called without some of its parameters", where=route.path)
    optional = any(_is_optional(source, parameter) for parameter in method.parameters)
    if optional:
        # A required parameter cannot follow an optional one: it goes first.
        parameter_at, argument_at = method.parameters[0].span.start, site.call.arguments[0].span.start
        parameter, argument = f"page{': Page' if typed else ''}, ", f"{asked}, "
    elif method.parameters:
        parameter_at, argument_at = method.parameters[-1].span.end, site.call.arguments[-1].span.end
        parameter, argument = f", page{': Page' if typed else ''}", f", {asked}"
    else:
        parameter_at = _opening(source, method.span.start)
        argument_at = site.call.span.end - 1
        parameter, argument = f"page{': Page' if typed else ''}", asked
    changes = [source.insert(parameter_at, parameter), route.insert(argument_at, argument)]
    if typed:
        changes += _declared(app, method.name, optional, module)
        changes += _import_type(app, source, module)
    return changes


def _is_optional(source: SourceFile, parameter: form.Parameter) -> bool:
    text = source.content[parameter.span.start : parameter.span.end].decode()
    return parameter.default is not None or bool(parameter.rest) or bool(re.match(r"\w+\s*\?", text))


def _opening(source: SourceFile, start: int) -> int:
    return source.content.index(b"(", start) + 1


def _defined(app: App, name: str) -> int:
    return sum(
        isinstance(node, form.Function) and node.name == name
        for module in app.modules.values()
        for node in form.walk(module.body)
    )


def _declared(app: App, name: str, first: bool, module: str) -> list[Change]:
    """The method's line in an interface, which types alone need and the syntax tree leaves out."""
    changes: list[Change] = []
    for path in sorted(app.modules):
        content = app.read(path) if path.endswith((".ts", ".tsx")) else b""
        if b"interface " not in content:
            continue
        source = SourceFile(app, path)
        pattern = rb"^[ \t]+" + re.escape(name.encode()) + rb"\(([^()\n]*)(\))\s*:\s*[^{\n]*;[ \t]*$"
        for match in re.finditer(pattern, content, re.M):
            given = match.group(1).strip()
            separator = ", " if given else ""
            if first:
                changes.append(source.insert(match.start(1), f"page: Page{separator}"))
            else:
                changes.append(source.insert(match.start(2), f"{separator}page: Page"))
            changes += _import_type(app, source, module)
    return list(dict.fromkeys(changes))


def _import_type(app: App, source: SourceFile, module: str) -> list[Change]:
    imported = express.import_path(app, source, module)
    stem = posixpath.basename(posixpath.splitext(module)[0])
    if re.search(rb"\bPage\b[^;\n]*from\s+['\"][^'\"]*" + stem.encode(), source.content):
        return []
    if re.search(rb"\bPage\b", source.content):
        raise RepairRefused("the name Page is taken", where=source.path)
    line = f"import type {{ {PAGE} }} from {source.quote}{imported}{source.quote}{source.semicolon}"
    return [source.insert(source.import_offset, line + "\n")]
