"""Which secret columns of its rows an endpoint answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.access import ROLE, Access
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.people import is_password
from roadworthy.app.table import Table

_SECRET = re.compile(
    r"^((reset|verification|verify|refresh|access|confirm\w*|invite|api|two_?factor|mfa|totp)_?(password_?)?(token|secret|key|code)|otp\w*|reset_?link|salt|pin)$",
    re.I,
)
# `delete user.password` in a model's own toJSON; `password: { type: String, select: false }`.
_LEFT_OUT = re.compile(r"\bdelete\s+\w+\.(\w+)")
_UNSELECTED = re.compile(
    r"(\w+)\s*:\s*\{(?:(?!\n\s{2,8}\w+\s*:\s*\{)[\s\S]){0,600}?(?:select\s*:\s*false|(?:private|hidden)\s*:\s*true)"
)
_KEPT = re.compile(
    r"^(choice|or|and|\?\?|list|map|filter|record|\[\]|slice|sort|concat|dict|spread|jsonify|to_dict|toJSON|JSON\.parse|JSON\.stringify|json\.dumps)(\(\))?$"
)


def answered_secrets(app: App) -> Iterator[tuple[Endpoint, tuple[str, ...], Location]]:
    """(endpoint, columns, where) of successful answers that hold passwords, codes or tokens of rows."""
    for endpoint in app.endpoints:
        access = Access(endpoint)
        own, staff = access.own_rows, ROLE in access.anywhere()
        for answer in endpoint.answers:
            columns = (
                tuple(dict.fromkeys(_secrets(app, answer.body, own, staff))) if answer.status < 300 else ()
            )
            if columns and not _is_page(app, answer.location):
                yield endpoint, columns, answer.location
                break


def _is_page(app: App, place: Location) -> bool:
    """Whether an answer is a template that is filled in: it shows what it names and no more."""
    return b"render" in app.read(place.path)[place.start : place.end]


def _secrets(app: App, origin: Origin, own: set[int], staff: bool) -> Iterator[str]:
    """The secret columns of rows in a value. What somebody gets of their own row gives nobody else away, and what staff get
    of the one row they look after is theirs to see."""
    if origin.kind == "row" and origin.query in own:
        return
    if origin.kind == "row":
        table = app.table(origin.table)
        whole = all(part == "[]" for part in origin.path)
        if table is not None and whole and (origin.path or not staff):
            yield from secret_columns(app, table)
        elif table is not None and len(origin.path) == 1 and _is_secret(origin.path[0]):
            yield origin.path[0]
    elif origin.kind == "computed" and (_KEPT.match(origin.operation) or origin.fields):
        # What a list was made into is told, not what it was made of.
        for inner in origin.inputs[-1:] if origin.operation == "map" else origin.inputs:
            yield from _secrets(app, inner, own, staff)
        for _, inner in origin.fields:
            yield from _secrets(app, inner, own, staff)


def secret_columns(app: App, table: Table) -> tuple[str, ...]:
    """The columns of a table that nobody but the server may see and that its model does not leave out by itself."""
    text = app.read(table.location.path).decode("utf-8", "replace")
    left_out = set(_LEFT_OUT.findall(text)) | set(_UNSELECTED.findall(text))
    return tuple(
        c.name
        for c in table.columns
        if _is_secret(c.name.split(".")[0]) and c.field not in left_out and c.name not in left_out
    )


def _is_secret(name: str) -> bool:
    return is_password(name) or bool(_SECRET.match(name))
