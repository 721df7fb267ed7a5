"""Looks for text of any length that pages write into tables of which the repository says nothing: no page holds it against anything."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Column, Component, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import DirectText
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record
from roadworthy.views.pages.limited_inputs import compares_length, limited_inputs, typed_files
from roadworthy.views.people.row_access import row_access

# What people write for others to read.
_TEXT = regex(
    r"(^|_)(title|names?|full_?name|description|content|body|text|message|comment|notes?|bio|about|answer|question|review|feedback|address|subject"
    r"|summary|details|caption|instructions|url|link|image|phone|email)$"
)
_TYPED = frozenset({"unknown", "input", "state", "computed", "template"})


def detect_unseen(app: App) -> Iterator[Verdict]:
    """One gap for each component that writes such text, where the database's own rules cannot be known."""
    if not app.database.supabase:
        return
    for component in app.components:
        if component.side != "client" or component.location.path not in app.view(typed_files):
            continue
        found = _written(app, component)
        if found is not None and not _is_limited(app, component, found.queries):
            yield _gap(component, found)


def _written(app: App, component: Component) -> DirectText | None:
    """The first table without a file that makes it, into which free text goes."""
    for query in component.queries:
        table = app.table(query.table)
        if (
            table is None
            or not table.partial
            or is_record(query.table)
            or row_access(app, query.table) is not None
        ):
            continue
        if query.operation in ("insert", "update", "upsert") and query.rights == "user":
            columns = tuple(c for c in table.columns if c.name in _free(query))
            if columns:
                return DirectText(table, columns, (query,))
    return None


def _free(query: Query) -> set[str]:
    """The columns that get what somebody typed, as it is."""
    return {
        w.column
        for w in query.writes
        if _TEXT.search(w.column) and w.value.kind in _TYPED and _is_typed(w.value.operation)
    }


def _is_typed(operation: str) -> bool:
    return operation in ("", "trim", ".trim()") or (
        operation.startswith(".") and operation[1:].isidentifier()
    )


def _is_limited(app: App, component: Component, queries: tuple[Query, ...]) -> bool:
    files = {component.location.path, *(query.location.path for query in queries)}
    return any(path in app.view(limited_inputs) or compares_length(app, path) for path in files)


def _names(columns: tuple[Column, ...]) -> str:
    return ", ".join(column.name for column in columns[:3])


def _gap(component: Component, found: DirectText) -> Verdict:
    table, query, shown = found.table.name, found.queries[0], _names(found.columns)
    return gap(
        component.name,
        f"Text of any length and content goes into {shown} of {table} as it was typed",
        impact=f"One person's 5 MB of text, or text with hidden characters, is loaded and shown to everyone who sees {table}",
        locations=(query.location, component.location),
        evidence=(
            f"{query.location} writes {shown} as typed: no schema, no length and no pattern is asked for on the page",
            f"the repository has no file that makes {table}, so that nothing says the database would refuse it",
        ),
        severity=Severity.LOW,
        details=found,
        cwe="CWE-20",
    )
