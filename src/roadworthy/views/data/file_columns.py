"""Columns that hold files (Django's FileField and ImageField), and the endpoints that write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test

_SETTINGS = regex(rb"DATA_UPLOAD_MAX_MEMORY_SIZE|FILE_UPLOAD_MAX|MAX_UPLOAD_SIZE", re.I)


class FileField(Struct, frozen=True):
    """`subject` is the endpoint that writes it, or the column; `sized` when a validator or a setting bounds it."""

    subject: str
    column: str
    sized: bool
    places: tuple[Location, ...]


def file_fields(app: App) -> tuple[FileField, ...]:
    """The columns of files that endpoints write."""
    return app.view(_file_fields)


def bodies_are_bounded(app: App) -> bool:
    """Whether the settings say how much a request may bring. A view."""
    return any(
        "settings" in path and _SETTINGS.search(app.read(path))
        for path, m in app.modules.items()
        if m.language == "python"
    )


def _file_fields(app: App) -> tuple[FileField, ...]:
    bounded = app.view(bodies_are_bounded)
    found = []
    for path, module in sorted(app.modules.items()):
        if (
            module.language != "python"
            or is_test(path)
            or "migrations/" in path
            or not re.search(rb"(File|Image)Field", app.read(path))
        ):
            continue
        for name, node in _declared(module):
            table = next(
                (t for t in app.tables if t.location.path == path and t.column(name) is not None), None
            )
            writer = _writer(app, table.name, name) if table is not None else None
            if writer is not None:
                found.append(
                    FileField(writer[0], name, bounded or _is_validated(node), (at(path, node), writer[1]))
                )
    return tuple(found)


def _declared(module: form.Module) -> Iterator[tuple[str, form.Call]]:
    for node in form.walk(module.body, form.Define):
        if (
            not isinstance(node, form.Define)
            or not isinstance(node.target, form.Name)
            or not isinstance(node.value, form.Call)
        ):
            continue
        callee = node.value.callee
        if (
            isinstance(callee, form.Member)
            and callee.name in ("FileField", "ImageField")
            and isinstance(callee.object, form.Name)
        ) and callee.object.name == "models":
            yield node.target.name, node.value


def _is_validated(node: form.Call) -> bool:
    return any(isinstance(k.key, form.Literal) and k.key.value == "validators" for k in node.keywords)


def _writer(app: App, table: str, column: str) -> tuple[str, Location] | None:
    """An endpoint that writes the column, the one that changes rows first."""
    writers = [
        (query.operation != "update", endpoint)
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.table == table
        and query.operation in ("insert", "update")
        and (query.written(column) is not None or query.spreads)
    ]
    chosen = min(writers, key=lambda pair: pair[0], default=None)
    return (chosen[1].subject, chosen[1].location) if chosen is not None else None
