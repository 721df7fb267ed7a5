"""Which secret columns of its rows an endpoint answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.table import Table
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.secrets.exposure import holds_password

_SECRET = re.compile(
    r"^((reset|verification|verify|two_?factor|mfa|totp)_?(password_?)?(token|secret|key|code)|(refresh|access|api)_?(token|secret|key)|otp\w*|reset_?link|salt|pin)$",
    re.I,
)
# Where somebody can be reached.
_ADDRESS = re.compile(r"^(e?mail(_?address)?|(phone|mobile)(_?number)?|address)$", re.I)
_DEEPEST = 3
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
        view = _View(app, endpoint)
        for answer in endpoint.answers:
            columns = tuple(dict.fromkeys(view.secrets(answer.body, 0))) if answer.status < 300 else ()
            if columns and not answer.page and not _is_page(app, answer.location):
                yield endpoint, columns, answer.location
                break


def answered_people(app: App) -> Iterator[tuple[Endpoint, tuple[str, ...], Location]]:
    """(endpoint, columns, where) of answers to anybody in which rows of something else bring along the addresses of the people
    they belong to."""
    people = users_table(app)
    for endpoint in app.endpoints if people is not None else ():
        if endpoint.method != "GET" or Access(endpoint).anywhere():
            continue
        asked = {q.number for q in endpoint.queries if people is None or q.table != people.name or q.loops}
        for answer in endpoint.answers:
            if answer.status >= 300 or answer.page or _is_page(app, answer.location):
                continue
            columns = [
                leaf.path[-1]
                for leaf in answer.body.leaves()
                if people is not None and leaf.kind == "row" and leaf.table == people.name
                if leaf.query in asked and leaf.path and _ADDRESS.match(leaf.path[-1])
            ]
            if columns:
                yield endpoint, tuple(dict.fromkeys(columns)), answer.location
                break


def _is_page(app: App, place: Location) -> bool:
    """Whether an answer is a template that is filled in: it shows what it names and no more."""
    return b"render" in app.read(place.path)[place.start : place.end]


class _View:
    """What an endpoint's answers tell of rows. What somebody gets of their own row (`own`) gives nobody else away, and what staff
    get of the one row they look after is theirs to see."""

    def __init__(self, app: App, endpoint: Endpoint) -> None:
        access = Access(endpoint)
        self.app = app
        self.own, self.staff = access.own_rows, ROLE in access.anywhere()
        self.queries = {query.number: query for query in endpoint.queries}

    def secrets(self, origin: Origin, depth: int) -> Iterator[str]:
        """The secret columns of rows in a value. Deeper down, the shape that answers are cut to is no longer followed."""
        if depth > _DEEPEST:
            return
        if origin.kind == "row":
            yield from self._of_row(origin)
        elif origin.kind == "computed" and (_KEPT.match(origin.operation) or origin.fields):
            # What a list was made into is told, not what it was made of.
            for inner in origin.inputs[-1:] if origin.operation in ("map", "filter") else origin.inputs:
                yield from self.secrets(inner, depth)
            for _, inner in origin.fields:
                yield from self.secrets(inner, depth + 1)

    def _of_row(self, origin: Origin) -> Iterator[str]:
        table = self.app.table(origin.table)
        if table is None or origin.query in self.own:
            return
        if all(part == "[]" for part in origin.path):
            asked = self._asked(origin)
            named = secret_columns(self.app, table) if origin.path or not self.staff else ()
            yield from (name for name in named if asked is None or name in asked)
        elif len(origin.path) == 1 and _is_secret(origin.path[0]):
            yield origin.path[0]

    def _asked(self, row: Origin) -> set[str] | None:
        """The columns that a row's query names, None for all of them. A query made in the same place as another (on a replica,
        say) stands with that one: then what the queries of its table name together."""
        own = self.queries.get(row.query)
        like = [own] if own is not None else [q for q in self.queries.values() if q.table == row.table]
        if not like or not all(query.columns for query in like):
            return None
        return {name for query in like for name in query.columns}


def secret_columns(app: App, table: Table) -> tuple[str, ...]:
    """The columns of a table that nobody but the server may see and that its model does not leave out by itself."""
    known = app.view(_known_columns)
    if id(table) not in known:
        known[id(table)] = (table, _secret_columns(app, table))
    return known[id(table)][1]


def _known_columns(app: App) -> dict[int, tuple[Table, tuple[str, ...]]]:
    """Filled table by table: every leaf of every answer asks."""
    return {}


def _secret_columns(app: App, table: Table) -> tuple[str, ...]:
    text = app.read(table.location.path).decode("utf-8", "replace")
    left_out = set(_LEFT_OUT.findall(text)) | set(_UNSELECTED.findall(text))
    return tuple(
        c.name
        for c in table.columns
        if _is_secret(c.name.split(".")[0]) and c.field not in left_out and c.name not in left_out
    )


def _is_secret(name: str) -> bool:
    return holds_password(name) or bool(_SECRET.match(name))
