"""What users store and the server uses later: templates that it compiles, names of files that it opens or deletes."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Location, Origin
from roadworthy.patterns.malicious_input.injection.finding import InjectionGap
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.requests.taint import client_parts, is_tested


def stored_templates(app: App, endpoint: Endpoint) -> Iterator[InjectionGap]:
    """A column that is compiled as a template somewhere, written by an endpoint that is not for staff alone."""
    compiled = app.view(_compiled)
    if not compiled or ROLE in Access(endpoint).anywhere():
        return
    for query in endpoint.queries:
        if query.operation not in ("insert", "upsert") or not query.table:
            continue
        written = {write.column: write.value for write in query.writes}
        for (table, column), (api, place) in compiled.items():
            value = written.get(column)
            if table == query.table and (
                (value is not None and value.from_request) or (query.spreads and value is None)
            ):
                yield InjectionGap("template", api, place, Origin("body", (column,)), endpoint)
                return


def _compiled(app: App) -> dict[tuple[str, str], tuple[str, Location]]:
    """The columns whose text is compiled as a template, with what does it and where."""
    found: dict[tuple[str, str], tuple[str, Location]] = {}
    for use in (*(use for work in app.works for use in work.uses), *app.loose_uses):
        for leaf in (
            client_parts(use.arguments[0], ("row",)) if use.kind == "template" and use.arguments else ()
        ):
            if leaf.path and leaf.table:
                found.setdefault((leaf.table, leaf.path[-1]), (use.api, use.location))
    return found


def stored_paths(app: App, endpoint: Endpoint) -> Iterator[InjectionGap]:
    """A file that is named by a column into which clients write what they like: `../` in it names any other."""
    for use in endpoint.uses:
        if use.kind != "path" or not use.arguments or use.location.path.endswith(".py"):
            continue
        for leaf in client_parts(use.arguments[0], ("row",)):
            typed = app.view(_typed_columns).get((leaf.table, leaf.path[-1])) if leaf.path else None
            if typed is not None and not is_tested((*endpoint.facts, *use.facts), leaf):
                yield InjectionGap("path", use.api, use.location, leaf, endpoint)
                return


def _typed_columns(app: App) -> dict[tuple[str, str], Location]:
    """The columns that take a text of the request as it is, from people who are no staff, with where they do."""
    found: dict[tuple[str, str], Location] = {}
    for endpoint in app.endpoints:
        if ROLE in Access(endpoint).anywhere():
            continue
        for query in endpoint.queries:
            for write in query.writes if query.table else ():
                parts = client_parts(write.value, ("body", "parsed", "query"))
                if any(not is_tested((*endpoint.facts, *query.facts), part) for part in parts):
                    found.setdefault((query.table, write.column), query.location)
    return found
