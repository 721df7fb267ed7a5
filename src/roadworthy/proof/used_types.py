"""The types of fields that no schema declares, as the app's own statements use them: what it writes there, and asks for."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Origin, Query

ANY = "any"
_KEY = "_id"
_OF_WORDS = {
    "int": "integer",
    "integer": "integer",
    "number": "integer",
    "float": "float",
    "bool": "boolean",
    "boolean": "boolean",
    "str": "text",
    "string": "text",
    "datetime": "timestamptz",
}


def used_types(app: App) -> dict[tuple[str, str], str]:
    """By table and column; none where the app uses a field in several ways."""
    found: dict[tuple[str, str], set[str]] = {}
    named = _named_by(app)
    for query in _queries(app):
        for column, kind in _uses(query, named):
            found.setdefault((query.table, column), set()).add(kind)
    return {place: next(iter(kinds)) for place, kinds in found.items() if len(kinds) == 1}


def read_fields(app: App) -> dict[tuple[str, str], str]:
    """By table and field, what the app only reads of documents (`comment["author_id"]`) that nothing of it writes: the collection
    that is then looked up by that key, '' where none is."""
    found: dict[tuple[str, str], str] = {}
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            for item in query.filters:
                leads = query.table if item.column == _KEY and item.operator == "=" else ""
                for place in _fields(item.value):
                    found[place] = found.get(place) or leads
        for answer in endpoint.answers:
            for place in _fields(answer.body) if answer.body is not None else ():
                found.setdefault(place, "")
    return found


def _fields(value: Origin) -> Iterator[tuple[str, str]]:
    for leaf in value.leaves():
        names = [name for name in leaf.path if name != "[]"]
        if leaf.kind == "row" and leaf.table and names and names[0] != _KEY:
            yield leaf.table, names[0]


def _queries(app: App) -> Iterator[Query]:
    for endpoint in app.endpoints:
        yield from endpoint.queries


def _named_by(app: App) -> frozenset[str]:
    """The parts of paths (`recipe_id`) by which documents are found by their own key."""
    return frozenset(
        item.value.path[-1]
        for query in _queries(app)
        for item in query.filters
        if item.column == _KEY and item.value.kind == "params" and item.value.path
    )


def _uses(query: Query, named: frozenset[str]) -> Iterator[tuple[str, str]]:
    for write in query.writes:
        kind = "integer" if write.arithmetic else _kind(write.value)
        if kind:
            yield write.column, kind
    for item in query.filters:
        is_key = item.value.kind == "params" and bool(item.value.path) and item.value.path[-1] in named
        kind = "objectid" if is_key else _kind(item.value)
        if kind and item.operator in ("=", "<", ">", "<=", ">="):
            yield item.column, kind


def _kind(value: Origin) -> str:
    """What a value surely is; '' where that cannot be told."""
    if value.kind == "constant":
        given = value.value
        of_constant = {bool: "boolean", int: "integer", float: "float", str: "text"}
        return of_constant.get(type(given), "")
    if value.kind == "row" and value.path[-1:] == (_KEY,):
        return "objectid"
    rule = next((rule for name, rule in value.schema if name == ""), "")
    return _OF_WORDS.get(rule.partition(" ")[0], "")
