"""The shape of a body that an endpoint accepts: what its handler reads, with the limits of the columns it is written into."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app import App, Endpoint, Origin, Query, Table
from roadworthy.views.data.field_limits import Limits, limits_of
from roadworthy.views.data.request_fields import RequestField, written_fields
from roadworthy.views.people.people import is_password

# What is called on a value is no field of it.
_METHODS = {"length", "map", "filter", "forEach", "trim", "toLowerCase", "toUpperCase", "split", "join", "includes",
            "reduce", "some", "every", "find", "slice", "replace", "toString", "toFixed", "push", "match", "test",
            "indexOf", "startsWith", "endsWith", "sort", "flatMap", "at", "get", "items", "keys", "values"}  # fmt: skip


class Shape(Struct, frozen=True):
    """A field. `name` is '' for the body itself and for the elements of a list. `fields` are those of an object,
    `element` that of a list. `needed` when a request without it cannot be served; `nullable` when null is a value."""

    name: str
    limits: Limits | None = None
    fields: tuple[Shape, ...] = ()
    element: Shape | None = None
    needed: bool = False
    nullable: bool = True
    open: bool = False
    mail: bool = False
    password: bool = False


def body_of(app: App, endpoint: Endpoint) -> Shape:
    """The body as the handler reads it, field by field."""
    tree: dict[str, dict[str, object]] = {}
    for item in endpoint.inputs:
        parts = item.name.split(".")
        if item.part == "body" and item.name and not (set(parts) & _METHODS and parts[-1] in _METHODS):
            here: dict[str, object] = tree  # type: ignore[assignment]
            for part in parts:
                here = here.setdefault(part, {})  # type: ignore[assignment]
    return _shape(app, endpoint, "", (), tree)  # type: ignore[arg-type]


def body_of_columns(app: App, table: Table, query: Query, names: tuple[str, ...]) -> Shape:
    """A body that is written as a whole, of the columns that may be."""
    fields = []
    for column in table.columns:
        if column.name in names:
            needed = query.operation == "insert" and not column.nullable and not column.default
            fields.append(
                Shape(
                    column.field,
                    limits_of(app, table, column),
                    needed=needed,
                    nullable=column.nullable,
                    mail=_is_mail(column.name),
                )
            )
    return Shape("", fields=tuple(fields))


def _shape(app: App, endpoint: Endpoint, name: str, path: tuple[str, ...], inner: dict[str, object]) -> Shape:
    element = inner.get("[]")
    if element is not None:
        return Shape(
            name,
            element=_shape(app, endpoint, "", (*path, "[]"), element),  # type: ignore[arg-type]
            needed=True,
            nullable=False,
        )
    if inner or not path or name == "":
        fields = tuple(
            _shape(app, endpoint, key, (*path, key), below)  # type: ignore[arg-type]
            for key, below in inner.items()
        )
        return Shape(name, fields=fields, needed=bool(path), nullable=False, open=_whole(endpoint, path))
    return _leaf(app, endpoint, name, path)


def _leaf(app: App, endpoint: Endpoint, name: str, path: tuple[str, ...]) -> Shape:
    dotted = ".".join(path)
    if is_password(name):
        return Shape(name, Limits("text", longest=200), needed=True, nullable=False, password=True)
    for field in written_fields(app, endpoint):
        if field.name == dotted:
            limits = limits_of(app, field.table, field.column)
            needed = _must_be_there(field, path)
            return Shape(
                name,
                limits,
                needed=needed,
                nullable=_may_be_null(field, path),
                mail=_is_mail(field.column.name),
            )
    for query in endpoint.queries:
        table = app.table(query.table)
        for item in query.filters:
            column = table.column(item.column) if table is not None else None
            if table is not None and column is not None and _reads(item.value, path):
                needed = item.operator == "=" and not item.optional and item.value.kind == "body"
                return Shape(name, limits_of(app, table, column), needed=needed)
    return Shape(name, Limits("json", longest=10_000))


def _must_be_there(field: RequestField, path: tuple[str, ...]) -> bool:
    """Whether a request without this field cannot be served: the column asks for it, or nothing else is changed."""
    if _has_default(field.query, path):
        return False
    if field.query.operation == "insert":
        return not field.column.nullable and not field.column.default
    written = [write for write in field.query.writes if write.value.from_request]
    return len(written) == 1 and not field.column.nullable


def _may_be_null(field: RequestField, path: tuple[str, ...]) -> bool:
    return field.column.nullable or _has_default(field.query, path)


def _is_mail(column: str) -> bool:
    return bool(re.search(r"(^|_)e?mail(_address)?$", column, re.I))


def _has_default(query: Query, path: tuple[str, ...]) -> bool:
    """Whether the handler puts something in the place of a missing value (`body.note ?? ""`)."""
    for write in query.writes:
        if _reads(write.value, path):
            return write.value.kind == "computed" and write.value.operation in ("or", "??", "choice")
    return False


def _reads(origin: Origin, path: tuple[str, ...]) -> bool:
    return any(leaf.kind == "body" and leaf.path == path for leaf in origin.sources())


def _whole(endpoint: Endpoint, path: tuple[str, ...]) -> bool:
    """Whether the handler hands the object on as it is, so that fields nobody names may matter."""
    values: list[Origin] = [w.value for q in endpoint.queries for w in q.writes]
    values += [s for q in endpoint.queries for s in q.spreads]
    values += [argument for call in endpoint.services for argument in call.arguments]
    return any(leaf.kind == "body" and leaf.path == path for value in values for leaf in value.leaves())
