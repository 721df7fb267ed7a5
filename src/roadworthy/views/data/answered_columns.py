"""Which secret columns of its rows an endpoint answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.table import Table
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.spots import spots
from roadworthy.views.pages.served import handing_over
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.directories import is_directory
from roadworthy.views.people.people import profile_tables, users_table
from roadworthy.views.secrets.exposure import holds_password

_SECRET = regex(
    r"^((reset|verification|verify|two_?factor|mfa|totp)_?(password_?)?(token|secret|key|code)|(refresh|access|api)_?(token|secret|key)|otp\w*|reset_?link|salt|pin)$",
    re.I,
)
# Where somebody can be reached.
_ADDRESS = regex(r"^(e?mail(_?address)?|(phone|mobile)(_?number)?|address)$", re.I)
_DEEPEST = 3
# `delete user.password` in a model's own toJSON; `password: { type: String, select: false }`.
_LEFT_OUT = regex(r"\bdelete\s+\w+\.(\w+)")
# `const { password, ...rest } = ret` in it.
_TAKEN_OUT = regex(
    r"\{([^{}]{1,200}?),\s*\.\.\.\w+\s*\}\s*=\s*(?:ret|obj|object|doc|this|user|values|record)\b"
)
_UNSELECTED = regex(
    r"(\w+)\s*:\s*\{(?:(?!\n\s{2,8}\w+\s*:\s*\{)[\s\S]){0,600}?(?:select\s*:\s*false|(?:private|hidden)\s*:\s*true)"
)
_KEPT = regex(
    r"^(choice|or|and|\?\?|list|map|filter|record|\[\]|slice|sort|concat|dict|spread|jsonify|to_dict|toJSON|toObject|lean|JSON\.parse|JSON\.stringify|json\.dumps)(\(\))?$"
)

_SIGNS = regex(r"^(jsonwebtoken|jwt)(\.default)?\.sign\(\)$")


def answered_secrets(app: App) -> Iterator[tuple[Endpoint, tuple[str, ...], Location, bool]]:
    """(endpoint, columns, where, allowed) of successful answers that hold passwords, codes or tokens of rows: `allowed` where the
    rows are the person's own, or looked after by staff, and only the password should have stayed behind."""
    for endpoint in (*app.endpoints, *app.view(handing_over)):
        if _is_shaped(endpoint):
            continue
        view = _View(app, endpoint)
        for answer in endpoint.answers:
            told = view.secrets(answer.body, 0) if answer.status < 300 else ()
            columns = tuple(dict.fromkeys(told))
            columns = tuple(c for c in columns if c not in _blanked(app, answer.location)) if columns else ()
            if columns and not answer.page and not _is_page(app, answer.location):
                yield endpoint, columns, answer.location, not view.strange
                break


# Decorators that answer the fields of a schema and not the row that the handler gives: flask-apispec and Flask-RESTful's `marshal_with`,
# `response` of APIFairy and flask-smorest, `output` of APIFlask.
_SHAPES = regex(r"(^|\.)(marshal(_list)?_with|response|output)$")


def _is_shaped(endpoint: Endpoint) -> bool:
    """Whether a decorator decides what of a row is answered."""
    return endpoint.framework == "flask" and any(_SHAPES.search(one.name) for one in endpoint.middleware)


def opens_accounts(app: App, endpoint: Endpoint, columns: tuple[str, ...]) -> bool:
    """Whether such columns are also of a table by whose rows people sign in or are let in, among those that the endpoint reads: the
    key of a site, a project or a server that the app asks is nobody's account, and is there to be shown to who set it up."""
    tables = [table for query in endpoint.queries if (table := app.table(query.table)) is not None]
    holding = [table for table in tables if any(table.column(name) is not None for name in columns)]
    if all(map(holds_password, columns)):
        return not holding or any(map(_of_an_account, holding))
    return not holding or any(
        _of_an_account(table) or _LETS_IN.search(spelled(table.name)) is not None for table in holding
    )


# Tables whose rows let somebody in for a while, or once.
_LETS_IN = regex(
    r"(^|_)(sessions?|tokens?|otps?|codes?|resets?|verifications?|credentials?|invit(e|ation)s?)(_|$)", re.I
)


def answered_people(app: App) -> Iterator[tuple[Endpoint, tuple[str, ...], Location]]:
    """(endpoint, columns, where) of answers to anybody in which rows of something else bring along the addresses of the people
    they belong to."""
    people = users_table(app)
    for endpoint in app.endpoints if people is not None else ():
        if endpoint.method != "GET" or Access(endpoint).anywhere() or _is_shaped(endpoint):
            continue
        # What is asked for those alone who are signed in (`if (!user) return null`) is not told to anybody.
        queries = [q for q in endpoint.queries if not Access(endpoint).at_query(q)]
        asked = {
            q.number
            for q in queries
            if people is None or q.table != people.name or q.loops or is_directory(app, q)
        }
        along = {q.number for q in queries if q.loops and q.table in app.view(profile_tables)}
        for answer in endpoint.answers:
            if answer.status >= 300 or answer.page or _is_page(app, answer.location):
                continue
            columns = [
                leaf.path[-1]
                for leaf in answer.body.leaves()
                if leaf.kind == "row" and leaf.path and _ADDRESS.match(leaf.path[-1])
                if leaf.query in along
                or (people is not None and leaf.table == people.name and leaf.query in asked)
            ]
            columns += _brought_along(people, queries, answer.body) if people is not None else []
            columns += _told_of_directory(app, people, queries, answer.body) if people is not None else []
            if columns:
                yield endpoint, tuple(dict.fromkeys(columns)), answer.location
                break


def _brought_along(people: Table, queries: Sequence[Query], body: Origin) -> list[str]:
    """The addresses in rows of people that a query reads along with rows that are answered whole."""
    whole = {leaf.query for leaf, _ in whole_rows(body)}
    return [
        name
        for query in queries
        if query.number in whole and query.table != people.name
        for part in query.along
        if part.table == people.name
        for name in part.columns or [c.name for c in people.columns]
        if _ADDRESS.match(name) and name not in part.left_out
    ]


def _told_of_directory(app: App, people: Table, queries: Sequence[Query], body: Origin) -> list[str]:
    """The addresses in rows of a directory's people that are answered whole."""
    listed = {query.number: query for query in queries if is_directory(app, query)}
    return [
        column.name
        for leaf, taken in whole_rows(body)
        if (query := listed.get(leaf.query)) is not None
        for column in people.columns
        if _ADDRESS.match(column.name) and column.name not in taken and column.name not in query.left_out
        if not query.columns or column.name in query.columns
    ]


def whole_rows(origin: Origin, depth: int = 0) -> Iterator[tuple[Origin, frozenset[str]]]:
    """The rows that are in a value with all that belongs to them, each with the fields that are taken out of it."""
    if origin.kind == "row" and all(part == "[]" for part in origin.path):
        yield origin, frozenset()
    elif origin.kind == "computed" and depth <= _DEEPEST * 2:
        omitted = (
            frozenset(origin.operation.split()[1:]) if origin.operation.startswith("omit ") else frozenset()
        )
        if omitted or _KEPT.match(origin.operation) or origin.fields:
            inputs = origin.inputs[-1:] if origin.operation in ("map", "filter") else origin.inputs
            for inner in (*inputs, *(value for _, value in origin.fields)):
                yield from ((row, taken | omitted) for row, taken in whole_rows(inner, depth + 1))


def _blanked(app: App, answered: Location) -> set[str]:
    """The fields that are emptied ahead of an answer, in its own function: `user.password = undefined`."""
    function = app.view(awaiting).function_at(answered)
    around = function.span if function is not None else None
    return {
        name
        for start, name in (*app.view(_emptied).get(answered.path, ()), *_taken_out(app, answered.path))
        if around is not None and around.start <= start < answered.start
    }


def _emptied(app: App) -> dict[str, list[tuple[int, str]]]:
    """Where each file sets a field to nothing, or to the same for every row (`file.password = true`), and which."""
    found: dict[str, list[tuple[int, str]]] = {}
    for spot in spots(app, form.Assignment):
        node = spot.node
        assert isinstance(node, form.Assignment)
        same = isinstance(node.value, form.Literal)
        if same and isinstance(node.target, form.Member) and not node.operator:
            found.setdefault(spot.path, []).append((node.span.start, node.target.name))
    return found


def _taken_out(app: App, path: str) -> list[tuple[int, str]]:
    """Where a file takes a field out (`delete rows[i].password`), and which."""
    known = app.view(_taken_out_by_file)
    if path not in known:
        nodes = form.walk(app.modules[path].body, form.Operation) if path in app.modules else ()
        known[path] = [
            (node.span.start, node.operands[0].name)
            for node in nodes
            if isinstance(node, form.Operation) and node.operator == "delete"
            if isinstance(node.operands[0], form.Member)
        ]
    return known[path]


def _taken_out_by_file(app: App) -> dict[str, list[tuple[int, str]]]:
    """Filled file by file: few answer secrets."""
    return {}


def _is_page(app: App, place: Location) -> bool:
    """Whether an answer is a template that is filled in: it shows what it names and no more."""
    return b"render" in app.source(place)


class _View:
    """What an endpoint's answers tell of rows. What somebody gets of their own row (`own`) gives nobody else away, and what staff
    get of the one row they look after is theirs to see; but a password, or its hash, is for nobody."""

    def __init__(self, app: App, endpoint: Endpoint) -> None:
        access = Access(endpoint)
        self.app = app
        # A key that was made by this very request is handed to whoever asked for it.
        made = {query.number for query in endpoint.queries if query.operation == "insert"}
        self.own, self.staff = access.own_rows | made, ROLE in access.anywhere()
        self.signed_in = SIGNED_IN in access.anywhere()
        self.strange = False
        self.queries = {query.number: query for query in endpoint.queries}

    def secrets(self, origin: Origin, depth: int) -> Iterator[str]:
        """The secret columns of rows in a value. Deeper down, the shape that answers are cut to is no longer followed."""
        if depth > _DEEPEST:
            return
        if origin.kind == "row":
            yield from self._of_row(origin)
        elif origin.kind == "computed" and _SIGNS.match(origin.operation):
            yield from self._of_token(origin)
        elif origin.kind == "computed" and (_KEPT.match(origin.operation) or origin.fields):
            # What a list was made into is told, not what it was made of.
            for inner in origin.inputs[-1:] if origin.operation in ("map", "filter") else origin.inputs:
                yield from self.secrets(inner, depth)
            for _, inner in origin.fields:
                yield from self.secrets(inner, depth + 1)

    def _of_token(self, signed: Origin) -> Iterator[str]:
        """The passwords in a token that is answered: it is signed and not hidden (RFC 7519, 11.2), and whose it is reads it with all
        whom it comes by. It tells of nobody else."""
        strange = self.strange
        yield from (name for name in self.secrets(signed.inputs[0], 0) if holds_password(name))
        self.strange = strange

    def _of_row(self, origin: Origin) -> Iterator[str]:
        table = self.app.table(origin.table)
        if table is None:
            return
        own = origin.query in self.own
        if all(part == "[]" for part in origin.path):
            asked = self._asked(origin)
            allowed = own or (self.staff and not origin.path)
            named = secret_columns(self.app, table)
            told = [name for name in named if not allowed or holds_password(name)]
            kept_back = self._kept_back(origin)
            told = [n for n in told if (asked is None or n in asked) and n.split(".")[0] not in kept_back]
            if self.signed_in and not _of_an_account(table):
                told = [name for name in told if not holds_password(name)]
            self.strange |= bool(told) and not allowed
            yield from told
            yield from self._of_those_along(origin)
        elif self.signed_in and holds_password(origin.path[0]) and not _of_an_account(table):
            return
        elif len(origin.path) == 1 and not own and _is_secret(origin.path[0], origin.table):
            self.strange = True
            yield origin.path[0]

    def _of_those_along(self, row: Origin) -> Iterator[str]:
        """The passwords of the accounts whose rows come with a row (`include: { author: true }`)."""
        query = self.queries.get(row.query)
        for part in query.along if query is not None else ():
            table = self.app.table(part.table)
            if table is None or not _of_an_account(table):
                continue
            named = [one for one in secret_columns(self.app, table) if holds_password(one)]
            told = [n for n in named if (not part.columns or n in part.columns) and n not in part.left_out]
            self.strange |= bool(told) and row.query not in self.own
            yield from told

    def _asked(self, row: Origin) -> set[str] | None:
        """The columns that a row's query names, None for all of them. A query made in the same place as another (on a replica,
        say) stands with that one: then what the queries of its table name together."""
        like = self._like(row)
        if not like or not all(query.columns for query in like):
            return None
        return {name for query in like for name in query.columns}

    def _kept_back(self, row: Origin) -> set[str]:
        """The fields that the query a row comes from is told to leave out."""
        kept = [set(query.left_out) for query in self._like(row)]
        return set.intersection(*kept) if kept else set()

    def _like(self, row: Origin) -> list[Query]:
        own = self.queries.get(row.query)
        return [own] if own is not None else [q for q in self.queries.values() if q.table == row.table]


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
    secret = [c for c in table.columns if _is_secret(c.name.split(".")[0], table.name)]
    text = app.read(table.location.path).decode("utf-8", "replace") if secret else ""
    left_out = set(_LEFT_OUT.findall(text)) | set(_UNSELECTED.findall(text))
    left_out |= {
        part.split(":")[0].strip() for names in _TAKEN_OUT.findall(text) for part in names.split(",")
    }
    return tuple(c.name for c in secret if c.field not in left_out and c.name not in left_out)


# A number that opens a person's account or card; that of a questionnaire or a room is what its owner hands out.
_PIN = regex(r"^pin$", re.I)
_OF_PEOPLE = regex(
    r"user|account|person|people|employee|staff|member|customer|client|patient|student|driver|card|wallet|device|profile|admin",
    re.I,
)


def _is_secret(name: str, table: str) -> bool:
    if _PIN.match(name) and not _OF_PEOPLE.search(table):
        return False
    return holds_password(name) or bool(_SECRET.match(name))


# By what people sign in.
_SIGNED_IN_BY = regex(r"^(e?mail(_?address)?|user_?name|login|(phone|mobile)(_?number)?)$", re.I)


def _of_an_account(table: Table) -> bool:
    """Whether the password of a row is that of somebody's account: that of a link, a room or a file is there to be given to others,
    and who keeps the row may look it up."""
    return bool(_OF_PEOPLE.search(table.name)) or any(_SIGNED_IN_BY.match(c.name) for c in table.columns)
