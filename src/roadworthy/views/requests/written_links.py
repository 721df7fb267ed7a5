"""Addresses that people type in and that others are shown as links: `javascript:...` is an address, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.table import Table
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.people.access import OWNER, ROLE, Access
from roadworthy.views.people.registration import open_registration
from roadworthy.views.people.row_access import ALL, ANONYMOUS, OWN, SIGNED_IN, SOME, row_access
from roadworthy.views.people.row_access import OWNER as OWNERS
from roadworthy.views.requests.text_shape import ways

# What holds an address to be opened, by its name; addresses of pictures and of what was uploaded open nothing by themselves.
_ADDRESS = regex(
    r"(^|_)(url|link|href|website|web_?site|homepage|portfolio|linkedin|github|twitter|instagram|facebook|youtube|site)(_?(url|link))?$",
    re.I,
)
_UPLOADED = regex(
    r"image|img|avatar|photo|picture|thumb|logo|cover|file|video|audio|banner|icon|pdf|document|resume|(^|_)cv(_|$)|receipt|invoice"
    r"|recording|download",
    re.I,
)
# Rules that leave no `javascript:` through.
_BOUND = regex(r"startsWith|regex|https?|refine|isURL|protocol|HttpUrl", re.I)
# The first of React's versions that refuses such an address (https://react.dev/blog/2024/04/25/react-19-upgrade-guide).
_REFUSES = 19


def written_link(app: App, value: Origin) -> str:
    """The name of what a link leads to, where people typed it in and others see it; '' for other links."""
    for way in ways(value):
        names = [name for name in _names(way) if name != "[]"]
        if not names:
            continue
        tables = app.view(_columns).get(spelled(names[-1]), frozenset())
        if tables and (not _GENERAL.fullmatch(names[-1]) or _is_about(way, names, tables)):
            return names[-1]
        if len(names) > 1 and (names[-2], names[-1]) in app.view(_fields):
            return ".".join(names[-2:])
    return ""


# What anything that leads somewhere has, an entry of a menu too.
_GENERAL = regex(r"url|link|href|site", re.I)


def _is_about(way: Origin, names: list[str], tables: frozenset[str]) -> bool:
    """Whether a link is one of a table's rows, by itself or by the names on the way to it (`bookmarks.map(({ url }) => ...)`)."""
    if way.kind == "row":
        return way.table in tables
    on_the_way = {re.sub(r"s$", "", spelled(name).rsplit("_", 1)[-1]) for name in names[:-1]}
    told = on_the_way - {"data", "row", "result", "list"}
    return not told or any(re.sub(r"s$", "", spelled(table).rsplit("_", 1)[-1]) in told for table in tables)


def _names(way: Origin) -> list[str]:
    """The fields by which a value is reached: `article.links[0].href`."""
    if way.kind in ("row", "props"):
        return list(way.path) if way.kind == "row" or len(way.path) > 1 else []
    if way.kind != "computed" or not (way.operation.startswith(".") or way.operation == "[]"):
        return []
    before = _names(way.inputs[0]) if way.inputs else []
    return [*before, way.operation.lstrip(".")]


def refused_by_the_library(app: App) -> bool:
    """Whether the pages' library refuses such an address by itself. A view."""
    version = next((version for name, version in app.deployment.packages if name == "react"), "")
    found = re.search(r"\d+", version)
    return found is not None and int(found[0]) >= _REFUSES


# --- columns -----------------------------------------------------------------------------------------


def _columns(app: App) -> dict[str, frozenset[str]]:
    """The columns of addresses that not only an office writes, as the request says, and that are shown to others, each with the
    tables that have it."""
    found: set[tuple[str, str]] = set()
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            table = app.table(query.table)
            if query.operation not in ("insert", "update", "upsert") or table is None:
                continue
            if ROLE not in Access(endpoint).at_query(query) and _is_shown(app, table):
                found |= {(spelled(name), table.name) for name in _written(endpoint, query, table)}
    for query in (query for component in app.components for query in component.queries):
        table = app.table(query.table)
        changes = query.operation in ("insert", "update", "upsert")
        if changes and table is not None and _open_to_members(app, table):
            typed = [write.column for write in query.writes if _is_typed(write.value, write.column)]
            found |= {(spelled(column), table.name) for column in typed}
    return {column: frozenset(t for c, t in found if c == column) for column, _ in found}


def _written(endpoint: Endpoint, query: Query, table: Table) -> Iterator[str]:
    for write in query.writes:
        if _is_address(write.column) and any(map(_is_unbound, write.value.leaves())):
            yield write.column
    for spread in query.spreads:
        rules = dict(spread.schema)
        for column in table.columns if spread.from_request else ():
            named = next((name for name in (column.name, column.field) if name in rules), "")
            taken = (not rules or named) and not _BOUND.search(rules.get(named, ""))
            if taken and _is_address(column.name) and query.written(column.name) is None:
                yield column.name


def _is_address(name: str) -> bool:
    return bool(_ADDRESS.search(spelled(name))) and not _UPLOADED.search(name)


def _is_unbound(leaf: Origin) -> bool:
    rules = dict(leaf.schema)
    own = rules.get(leaf.path[-1] if leaf.path else "", rules.get("", ""))
    # What a schema says that was not followed may be anything.
    return leaf.from_request and not _BOUND.search(own) and own != "unknown"


def _is_typed(value: Origin, column: str) -> bool:
    return (
        _is_address(column)
        and value.kind not in ("constant", "session", "environment")
        and not (value.kind == "computed" and "Url" in value.operation)
    )


def _is_shown(app: App, table: Table) -> bool:
    """Whether somebody else than its writer reads what is in a table."""
    access = row_access(app, table.name)
    if access is not None:
        return any(access.of("select", who).rows == ALL for who in (ANONYMOUS, SIGNED_IN))
    return table.name in app.view(_read_by_others)


def _read_by_others(app: App) -> frozenset[str]:
    """The tables of which rows are read that nothing makes sure are the reader's own. A view."""
    return frozenset(
        query.table
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.operation == "select" and OWNER not in Access(endpoint).at_query(query)
    )


def _open_to_members(app: App, table: Table) -> bool:
    """Whether the database itself shows everybody's rows to people, and takes theirs."""
    access = row_access(app, table.name)
    if access is None or not app.view(open_registration):
        return False
    seen = any(access.of("select", who).rows == ALL for who in (ANONYMOUS, SIGNED_IN))
    return seen and any(
        access.of(one, who).rows in (ALL, SOME, OWN)
        for one in ("insert", "update")
        for who in (SIGNED_IN, OWNERS)
    )


# --- documents ---------------------------------------------------------------------------------------


def _fields(app: App) -> frozenset[tuple[str, str]]:
    """The addresses of forms (`register("hero.link")`) whose values are kept as a document that anybody with an account rewrites."""
    return (
        frozenset(_registered(app))
        if any(_is_open_document(app, table) for table in app.tables)
        else frozenset()
    )


def _is_open_document(app: App, table: Table) -> bool:
    access = row_access(app, table.name)
    if access is None or not any(column.type.startswith("json") for column in table.columns):
        return False
    return _open_to_members(app, table) and access.of("update", SIGNED_IN).rows == ALL


def _registered(app: App) -> Iterator[tuple[str, str]]:
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if not last_name(call.callee).startswith("register") or not call.arguments:
            continue
        names = [part for part in _text(call.arguments[0]).split(".") if part not in ("", "*")]
        if len(names) > 1 and _is_address(names[-1]):
            yield names[-2], names[-1]


def _text(node: form.Expr) -> str:
    if isinstance(node, form.Literal):
        return str(node.value)
    if isinstance(node, form.Template):
        return "".join(str(part.value) if isinstance(part, form.Literal) else "*" for part in node.parts)
    return ""
