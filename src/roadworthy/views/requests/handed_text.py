"""What templates are handed that people wrote, by the name that it has there: `render_template("sums.html", labels=labels)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.regex import regex
from roadworthy.views.pages.template_files import is_named, template_files
from roadworthy.views.requests.text_shape import below

_QUOTED = regex(r"""["'`]([\w./ -]{1,200})["'`]""")
# What makes a number or clean markup of a text, whatever it was.
_NO_TEXT = regex(
    r"escape|sanit|clean|purify|bleach|strip_?tags|markdown|len|count|sum|round|int|float|abs|date|time|url|json_script|hash",
    re.I,
)


def handed_text(app: App) -> dict[str, dict[str, str]]:
    """For each template, by path, what it is handed that holds text as people typed it: the name there, and the column
    (`expense.category`) or the request's field that it comes from. A view."""
    found: dict[str, dict[str, str]] = {}
    for endpoint in app.endpoints:
        for names, handed in _handings(app, endpoint):
            written = {name: source for name, value in handed if (source := _typed_in(app, value))}
            for template in template_files(app) if written else ():
                if is_named(template.path, names):
                    found.setdefault(template.path, {}).update(written)
    return found


def _handings(app: App, endpoint: Endpoint) -> Iterator[tuple[set[str], tuple[tuple[str, Origin], ...]]]:
    """The texts at a place that renders, one of them the template's name, and what is handed over there."""
    for answer in endpoint.answers:
        if answer.page and answer.body.fields:
            source = app.source(answer.location).decode("utf-8", "replace")
            yield {answer.template} if answer.template else set(_QUOTED.findall(source)), answer.body.fields


def _typed_columns(app: App) -> frozenset[tuple[str, str]]:
    """The columns of text that requests fill as they come. A view."""
    kinds = {(table.name, column.name): column.type for table in app.tables for column in table.columns}
    return frozenset(
        (query.table, write.column)
        for endpoint in app.endpoints
        for query in endpoint.queries
        for write in query.writes
        if _is_text(kinds.get((query.table, write.column), "")) and _is_typed(write.value)
    )


def _is_text(kind: str) -> bool:
    return not kind or re.search(r"char|text|string|str\b", kind, re.I) is not None


def _is_typed(value: Origin) -> bool:
    return value.from_request and not any(_NO_TEXT.search(one.operation) for one in below(value))


def _typed_in(app: App, value: Origin) -> str:
    """The column, or the field of the request itself, that a list, a record or a text holds as it was typed; '' for none."""
    if value.kind == "row":
        typed = len(value.path) == 1 and (value.table, value.path[0]) in app.view(_typed_columns)
        return f"{value.table}.{value.path[0]}" if typed else ""
    if value.kind != "computed":
        return ".".join(value.path) if value.kind in ("query", "body", "params") else ""
    if _NO_TEXT.search(value.operation):
        return ""
    inside = (*value.inputs, *(inner for _, inner in value.fields))
    return next((found for one in inside if (found := _typed_in(app, one))), "")
