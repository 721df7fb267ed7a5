"""Which regular expressions are tried on text that a client decides, in the app's process."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import REQUEST_KINDS, Origin
from roadworthy.app.query import Query
from roadworthy.app.use import Use
from roadworthy.app.work import Work
from roadworthy.regex import regex

_OF_COLUMN = regex(r"(\S+) ~ '(.*)'", re.S)
_RULE = "pattern "


class Tried(Struct, frozen=True):
    """A pattern as it is written, and the part of the request that it is tried on."""

    pattern: str
    part: Origin
    location: Location


def tried_patterns(app: App, work: Work) -> Iterator[Tried]:
    """By the code itself, by a schema of the request, and by Mongoose before it stores a document."""
    for use in work.uses:
        tried = _of_use(use) if use.kind == "pattern" else None
        if tried is not None:
            yield tried
    endpoint = app.endpoint(work.subject)
    for check in endpoint.checks if endpoint is not None else ():
        # Pydantic's patterns are tried by an engine that does not go back.
        if not check.location.path.endswith(".py") and check.subject.kind in REQUEST_KINDS:
            for name, rule in check.fields:
                part = Origin(check.subject.kind, (*check.subject.path, name))
                yield Tried(rule.partition(_RULE)[2], part, check.location)
    yield from _before_stored(app, work)


def _of_use(use: Use) -> Tried | None:
    pattern = next(filter(None, map(_written, use.arguments)), "")
    parts = (leaf for one in use.arguments for leaf in one.leaves() if leaf.kind in REQUEST_KINDS)
    part = next((leaf for leaf in parts if leaf.path), None)
    return Tried(pattern, part, use.location) if pattern and part is not None else None


def _written(argument: Origin) -> str:
    source = argument.inputs[0] if argument.operation == "regex" and argument.inputs else argument
    return source.value if source.kind == "constant" and isinstance(source.value, str) else ""


def _before_stored(app: App, work: Work) -> Iterator[Tried]:
    for query in work.queries:
        table = app.table(query.table)
        if table is not None and query.library == "mongoose" and query.operation == "insert":
            for named in filter(None, map(_OF_COLUMN.fullmatch, table.checks)):
                part = _stored_as(query, named[1])
                if part is not None and part.path:
                    yield Tried(named[2], part, query.location)


def _stored_as(query: Query, column: str) -> Origin | None:
    """The part of the request that is stored in a column: by itself, or with the whole body."""
    value = query.written(column)
    if value is not None:
        return next((one for one in value.sources() if one.kind in REQUEST_KINDS), None)
    whole = next((one for one in query.spreads if one.kind == "body"), None)
    return Origin("body", (*whole.path, column)) if whole is not None else None
