"""Text that people write, in JSON that stands in a page's markup: `</script>` in a title ends the script that the JSON is in.

`JSON.stringify` writes `<` as it is (ECMA-262, QuoteJSONString); Next.js says to replace it (guide "How to implement JSON-LD").
"""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Origin, Query
from roadworthy.patterns.malicious_input.cross_site_scripting.written import leaves_no_tag
from roadworthy.views.people.access import ROLE, Access

_TYPED = ("body", "params", "query", "parsed", "input", "state")
_TEXT = ("text", "varchar", "char", "citext", "string")


def serialized(app: App, origin: Origin) -> Iterator[Origin]:
    """The columns in a value's JSON that anybody who signs in writes."""
    if origin.kind != "computed" or leaves_no_tag(origin):
        return
    if origin.operation != "JSON.stringify":
        for inner in (*origin.inputs, *(value for _, value in origin.fields)):
            yield from serialized(app, inner)
        return
    typed = app.view(_typed_by_people)
    for leaf in origin.leaves():
        if leaf.kind == "row" and len(leaf.path) == 1 and (leaf.table, leaf.path[0]) in typed:
            yield leaf


def _typed_by_people(app: App) -> frozenset[tuple[str, str]]:
    """(table, column) of texts that an endpoint which asks for no role takes as they were typed."""
    found: set[tuple[str, str]] = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.operation in ("insert", "update", "upsert") and ROLE not in access.at_query(query):
                found |= {(query.table, name) for name in _texts(app, query)}
    return frozenset(found)


def _texts(app: App, query: Query) -> Iterator[str]:
    table = app.table(query.table)
    for write in query.writes:
        column = table.column(write.column) if table is not None else None
        short = column is None or column.values or column.references is not None
        if (
            not short
            and column is not None
            and column.type.split("(")[0] in _TEXT
            and write.value.kind in _TYPED
        ):
            yield write.column
