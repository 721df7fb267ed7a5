"""Makes requests that an endpoint accepts: its path filled in, a body of the right fields and types.

What the body should hold comes from the schema that the request is put through where there is one, else from the
columns that its fields are written into. Keys of other tables are taken from rows that exist.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from roadworthy.app import App, Check, Column, Endpoint, Origin, Query, Table
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.actions import takes_body
from roadworthy.proof.agreeing import pressed, stated
from roadworthy.proof.body_places import above, place_in_body, put_at
from roadworthy.proof.corrections import corrected_body
from roadworthy.proof.experiment import database_of
from roadworthy.proof.moving_words import with_moving_words
from roadworthy.proof.other_person import named_beside, of_another
from roadworthy.proof.ownership import account_key, firm_key, person_key
from roadworthy.proof.samples import agrees, sample, with_dial_code
from roadworthy.proof.two_ends import with_two_ends
from roadworthy.proof.whole_records import needed_columns, writes_body
from roadworthy.regex import regex
from roadworthy.trial import Database, Trial
from roadworthy.trial.enum_labels import as_stored
from roadworthy.views.data.request_fields import let_through
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import Owner, owner_of, users_table
from roadworthy.views.requests.forms import PAGE_FRAMEWORKS

_PARAMETER = regex(r":(\w+)\??|\{(\w+)(?::\w+)?\}|<(?:\w+:)?(\w+)>|\[(?:\.\.\.)?(\w+)\]")
# A default as a schema writes it.
_WORD = regex(r"'([\w -]+)'(?:::[\w ]+)?")
_HEX_UUID = regex(r"[0-9a-f]{32}")
_FORMLESS = ("json", "jsonb", "unknown")
_TEXTS = ("text", "varchar", "string", "char")
_METHODS = (".length", ".map")
# How far ownership is followed upwards, as in views/people/people.py.
_GENERATIONS = 3


def fill_path(path: str, values: dict[str, Any]) -> str:
    """A route with its parameters replaced; one without a value becomes 1."""

    def value(match: re.Match[str]) -> str:
        name = next(group for group in match.groups() if group)
        return str(values.get(name, 1))

    return _PARAMETER.sub(value, path)


def parameters(path: str) -> list[str]:
    """The names of a route's parameters."""
    return [next(group for group in match.groups() if group) for match in _PARAMETER.finditer(path)]


def _with_dashes(endpoint: Endpoint, value: Any) -> Any:
    """A UUID as addresses hold one (`<uuid:note_id>`), where SQLite gave it back as Django and SQLAlchemy keep it there."""
    python = endpoint.framework in ("django", "flask", "fastapi")
    return str(UUID(value)) if python and isinstance(value, str) and _HEX_UUID.fullmatch(value) else value


class Arrangement:
    """Requests for one app on one trial; with an `actor` they lead to rows of that person's own where rows have owners."""

    def __init__(self, app: App, trial: Trial, actor: str = "") -> None:
        self.app, self.trial, self.actor = app, trial, actor

    # --- rows ---------------------------------------------------------------------------------------

    def row(self, table: str, **fixed: Any) -> dict[str, Any] | None:
        """A row of a table with these values: one that exists, else one that is made. None when none can be made."""
        database = database_of(self.trial)
        wanted = as_stored(database, table, fixed)
        found = self._find(table, wanted)
        if found is None and database.fill(
            table, 1, fixed={**as_stored(database, table, self._begins(table)), **wanted}
        ):
            found = self._find(table, wanted)
        return found

    def _begins(self, table: str) -> dict[str, Any]:
        """The words that the app itself gives a new row where it is told none: `status = 'draft'`."""
        known = self.app.table(table)
        columns = known.columns if known is not None else ()
        words = {column.name: _WORD.fullmatch(column.default) for column in columns}
        return {name: word[1] for name, word in words.items() if word is not None}

    def own_row(self, table: str, **fixed: Any) -> dict[str, Any] | None:
        """As `row`, and the actor's own where rows of the table have owners."""
        people = users_table(self.app)
        if people is not None and table == people.name and self.actor and not fixed:
            return dict(self.trial.actor(self.actor).identity) or self.row(table)
        return self.row(table, **{**self.owned(table), **fixed})

    def owned(self, table: str, depth: int = _GENERATIONS) -> dict[str, Any]:
        """What makes a row of a table the actor's own: its owner's column, or the key of a row that is theirs, which is
        made where there is none. Where people are of a firm, it is theirs as well. Empty for rows of nobody's."""
        owner = owner_of(self.app, table) if self.actor else None
        if depth == 0:
            return {}
        firm = firm_key(self.app, self.trial, table, self.actor) if self.actor else {}
        return {**firm, **(self._of_person(table, owner, depth) if owner is not None else {})}

    def _of_person(self, table: str, owner: Owner, depth: int) -> dict[str, Any]:
        if not owner.through:
            key = person_key(self.app, self.trial, table, owner.column, self.actor)
            return {owner.column: key} if key is not None else {}
        known = self.app.table(table)
        column = known.column(owner.column) if known is not None else None
        key = column.references.column if column is not None and column.references is not None else "id"
        above = self.row(owner.through, **self.owned(owner.through, depth - 1))
        return {owner.column: above[key]} if above is not None and key in above else {}

    def _find(self, table: str, fixed: dict[str, Any]) -> dict[str, Any] | None:
        database = database_of(self.trial)
        _told_by(database, table, fixed)
        where = (
            " and ".join(f"{_compared(database, column, value)} = %s" for column, value in fixed.items())
            or "true"
        )
        order = self._newest_first(table)
        rows = database.query(
            f"select * from {database.quoted(table)} where {where} {order} limit 1",
            tuple(str(value) if isinstance(value, UUID) else value for value in fixed.values()),
        )
        return rows[0] if rows else None

    def _newest_first(self, table: str) -> str:
        known = self.app.table(table)
        key = known.primary_key[0] if known is not None and known.primary_key else ""
        return f'order by "{key}" desc' if key else ""

    # --- requests -----------------------------------------------------------------------------------

    def path(self, endpoint: Endpoint, **known: Any) -> str:
        """The endpoint's path with values that lead to rows that exist."""
        values = dict(known)
        for name in parameters(endpoint.path):
            if name not in values:
                values[name] = self._path_value(endpoint, name)
        return fill_path(
            endpoint.path, {name: _with_dashes(endpoint, value) for name, value in values.items()}
        )

    def _path_value(self, endpoint: Endpoint, name: str) -> Any:
        for query in endpoint.queries:
            for item in query.filters:
                chosen = any(leaf.kind == "params" and name in leaf.path for leaf in item.value.sources())
                if chosen and query.table:
                    row = of_another(self.app, self.trial, endpoint, query.table) or self.own_row(
                        query.table, **stated(query)
                    )
                    if row is not None and item.column in row:
                        return row[item.column]
        return self._written_key(endpoint, name)

    def _written_key(self, endpoint: Endpoint, name: str) -> Any:
        """The key of a row that a new one is put under, where nothing is looked for by it: `/groups/:id/messages`."""
        for query in endpoint.queries:
            table = self.app.table(query.table)
            for write in query.writes:
                column = table.column(write.column) if table is not None else None
                chosen = any(leaf.kind == "params" and name in leaf.path for leaf in write.value.sources())
                if chosen and column is not None and column.references is not None:
                    row = self.own_row(column.references.table)
                    return row[column.references.column] if row is not None else 1
        return 1

    def body(self, endpoint: Endpoint, **known: Any) -> dict[str, Any]:
        """A body that the endpoint should accept. `known` fields are taken as they are."""
        fields: dict[str, Any] = {}
        names = [item.name for item in endpoint.inputs if item.part == "body"]
        for item in endpoint.inputs:
            # What has fields or elements of its own is made of them.
            whole = any(
                name.startswith(f"{item.name}.") and not name.endswith(_METHODS) for name in names
            ) and not self._chooses_row(endpoint, item.name)
            if any(self._chooses_row(endpoint, outer) for outer in above(item.name)):
                continue
            if item.part == "body" and item.name and not item.name.endswith(_METHODS) and not whole:
                value = self._value(endpoint, item.name)
                if value is not None:
                    put_at(fields, item.name.split("."), value)
        for check in endpoint.checks:
            self._checked(endpoint, check, fields)
        for argument in endpoint.arguments:
            if argument.name and argument.name not in fields and _matters(endpoint, argument.name):
                fields[argument.name] = self._value(endpoint, argument.name)
        for query in endpoint.queries:
            if writes_body(query):
                self._record(query, fields)
        if takes_body(endpoint):
            fields = with_two_ends(self, endpoint, {**pressed(endpoint), **fields})
            path = self.path(endpoint)
            fields = corrected_body(self.trial, endpoint, self._sender(endpoint), path, fields, sample)
            fields = with_moving_words(self.trial, endpoint, self._sender(endpoint), path, fields)
        return _as_text({**with_dial_code(fields), **known}, endpoint)

    def _chooses_row(self, endpoint: Endpoint, name: str) -> bool:
        """Whether a form's field is the key of a row, which the form itself looks up: what is read of it is that row's."""
        found = self.column_of(endpoint, name) if endpoint.framework in PAGE_FRAMEWORKS else None
        return found is not None and found[1].references is not None

    def _sender(self, endpoint: Endpoint) -> str:
        """Whom the endpoint lets in."""
        guards = Access(endpoint).anywhere()
        wanted = ("admin",) if ROLE in guards else (self.actor, "alice")
        return next((name for name in wanted if name in self.trial.actors), "anonymous")

    def _record(self, query: Query, fields: dict[str, Any]) -> None:
        """The columns of a record that is written as it comes: what an insert cannot do without, one of an update."""
        table = self.app.table(query.table)
        named = {write.column for write in query.writes}
        columns = needed_columns(query, table) if table is not None and query.operation == "insert" else []
        if query.operation != "insert" and table is not None and not fields:
            texts = (one for one in table.columns if one.type.startswith(_TEXTS) and one.name not in named)
            columns = [one for one in texts if not (one.primary or one.unique)][:1]
        for column in (one for one in columns if one.field not in fields):
            put_at(fields, column.field.split("."), self.of_record(column))
        if query.operation == "update" and not fields and table is not None:
            fields |= self._plain_field(table, named)

    def _plain_field(self, table: Table, named: set[str]) -> dict[str, Any]:
        """A number or a truth of a table that has no texts."""
        plain = (
            one for one in table.columns if one.name not in named and not (one.primary or one.references)
        )
        column = next((one for one in plain if one.numeric or one.type.startswith("bool")), None)
        return {column.field: self.of_record(column)} if column is not None else {}

    def of_record(self, column: Column) -> Any:
        """A value for a column: the key of a row that it may refer to, a word that it allows, else a sample."""
        if column.references is not None:
            row = self.own_row(column.references.table)
            return row[column.references.column] if row is not None else 1
        return column.values[0] if column.values else sample(column.name, column.type)

    def _checked(self, endpoint: Endpoint, check: Check, fields: dict[str, Any]) -> None:
        """Fields that a schema asks for: of the body itself, or of the argument of an action that holds them."""
        arguments = {argument.name for argument in endpoint.arguments}
        for leaf in check.subject.sources():
            of_argument = len(leaf.path) == 1 and leaf.path[0] in arguments
            if leaf.kind != "body" or not check.fields or (leaf.path and not of_argument):
                continue
            holder = fields.setdefault(leaf.path[0], {}) if leaf.path else fields
            for name, rule in check.fields if isinstance(holder, dict) else ():
                if "optional" not in rule.split() and name not in holder:
                    holder[name] = self._by_rule(endpoint, ".".join((*leaf.path, name)), rule)

    def _value(self, endpoint: Endpoint, name: str) -> Any:
        rule = _rule_of(endpoint, name)
        constants = [one for one in let_through(endpoint, tuple(name.split("."))) if agrees(rule, one)]
        if constants:
            return constants[0]
        found = self.column_of(endpoint, name)
        if found is not None:
            query, column, compared = found
            value = self._by_column(query.table, column, name, rule, compared)
            return [value] if compared and _one_of(query, column, name) else value
        return account_key(self.trial, endpoint, name, self.actor) or self._by_rule(endpoint, name, rule)

    def column_of(self, endpoint: Endpoint, name: str) -> tuple[Query, Column, bool] | None:
        """The column that a field of the body is written into, else the one it is compared with, and whether it is only
        compared."""
        written = [(q, write.column, write.value, False) for q in endpoint.queries for write in q.writes]
        compared = [(q, item.column, item.value, True) for q in endpoint.queries for item in q.filters]
        found = []
        for query, column_name, origin, only in (*written, *compared):
            table = self.app.table(query.table)
            column = table.column(column_name) if table is not None else None
            if column is not None and _comes_from(origin, name):
                found.append((query, column, only, _is(origin, name)))
        # Written into a record without form (a log's details, say), or only what was made of it (the number of a payment that names
        # it), it may be the key of a row all the same.
        keys = [one for one in found if one[1].references is not None or one[1].primary]
        plain = [one for one in keys if one[3]]
        formless = bool(found) and found[0][1].type.split("(")[0] in _FORMLESS
        best = keys if keys and formless else (plain if plain and not found[0][3] else found)
        return best[0][:3] if best else None

    def _by_column(self, table: str, column: Column, name: str, rule: str, compared: bool) -> Any:
        """None for what is better left out: a row of a tree may stand at its top."""
        if column.references is not None and column.references.table == table and column.nullable:
            return None
        if column.references is not None:
            row = self.own_row(column.references.table)
            return row[column.references.column] if row is not None else 1
        if column.primary or (compared and column.unique):
            row = named_beside(self.app, self.trial, self.actor, table, name) or self.own_row(table)
            return row[column.name] if row is not None else 1
        if column.values:
            return column.values[0]
        if column.numeric and rule.startswith("string"):
            # Money travels as text where numbers of the language are not exact.
            return str(sample(name, column.type))
        return _fitting(
            sample(name, "objectid" if column.type == "objectid" else rule or column.type), column
        )

    def _by_rule(self, endpoint: Endpoint, name: str, rule: str) -> Any:
        key = re.fullmatch(r"(\w+?)_?[iI]d", name.split(".")[-1])
        table = self._of_name(key.group(1), rule) if key else None
        if table is not None:
            row = self.own_row(table.name)
            return row[table.primary_key[0]] if row is not None else 1
        return sample(name, rule)

    def _of_name(self, word: str, rule: str) -> Table | None:
        """The table whose keys a field of this name holds: `originalSaleLineId` those of `sale_lines`. Text holds no number."""
        parts = regex(r"(?<=[a-z0-9])(?=[A-Z])").sub("_", word).lower().split("_")
        for first in range(max(1, len(parts) - 1)):
            stem = "".join(parts[first:])
            named = {stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies"}
            for table in self.app.tables:
                column = table.column(table.primary_key[0]) if table.primary_key else None
                fits = column is not None and not (column.numeric and rule.startswith("string"))
                if fits and table.name.replace("_", "").lower() in named:
                    return table
        return None


def _fitting(value: Any, column: Column) -> Any:
    """No longer than the column takes: `varchar(10)`."""
    size = re.fullmatch(r"(?:n?varchar|char|character(?: varying)?|string)\((\d+)\)", column.type)
    return value[: int(size[1])] if isinstance(value, str) and size is not None else value


def _told_by(database: Database, table: str, fixed: dict[str, Any]) -> None:
    """Raises TrialUnavailable where the app declares the table and never makes it, and where a column is a relation's
    (`some: { userId }`): the rows that tie the two lie in another table."""
    if database.kind == "mongodb":
        return
    there = {column.name.lower() for column in database.columns(table)}
    if not there:
        raise TrialUnavailable(f"the running database has no table {table}")
    if missing := [name for name in fixed if name.lower() not in there]:
        raise TrialUnavailable(f"{table} itself has no {missing[0]}: which rows are meant is not known")


def _compared(database: Database, column: str, value: Any) -> str:
    """A column as it is compared: some hold the key of a person as text."""
    return database.as_text(f'"{column}"') if isinstance(value, UUID) else f'"{column}"'


def made_up_keys(app: App, insert: Query | None) -> list[Column]:
    """Keys of a new record that the client makes up: they are no numbers, and nothing else gives them."""
    table = app.table(insert.table) if insert is not None and insert.operation == "insert" else None
    named = {write.column for write in (insert.writes if insert is not None else ())}
    return [
        column
        for column in (table.columns if table is not None else ())
        if column.primary and not (column.numeric or column.default or column.name in named)
    ]


def _matters(endpoint: Endpoint, name: str) -> bool:
    """Whether an action does anything with an argument: looks for it, writes it or checks it."""
    origins = [check.subject for check in endpoint.checks]
    for query in endpoint.queries:
        origins += [write.value for write in query.writes] + [item.value for item in query.filters]
    leaves = (leaf for origin in origins for leaf in origin.sources())
    return any(leaf.kind == "body" and leaf.path[:1] == (name,) for leaf in leaves)


def _one_of(query: Query, column: Column, name: str) -> bool:
    """Whether a column is compared with a list that comes by this name: `where id in (...)`."""
    return any(
        item.operator == "in" and item.column in (column.name, column.field) and _comes_from(item.value, name)
        for item in query.filters
    )


def _comes_from(origin: Origin, name: str) -> bool:
    wanted = tuple(name.split("."))
    return any(leaf.kind in ("body", "parsed") and leaf.path == wanted for leaf in origin.sources())


def _is(origin: Origin, name: str) -> bool:
    """Whether it is the field itself, not something made of it."""
    return place_in_body(origin) == tuple(name.split("."))


def _as_text(fields: dict[str, Any], endpoint: Endpoint) -> dict[str, Any]:
    """Numbers written out where a rule asks for text: the key of a row that comes in a form's field."""
    texts = {name for check in endpoint.checks for name, rule in check.fields if "string" in rule.split()}
    return {name: str(one) if name in texts and type(one) is int else one for name, one in fields.items()}


def _rule_of(endpoint: Endpoint, name: str) -> str:
    """What a check says of a field of the body (`price`, `payload.price`), '' for nothing."""
    for check in endpoint.checks:
        above = [".".join(leaf.path) for leaf in check.subject.sources() if leaf.kind == "body"]
        for field, rule in check.fields:
            if field == name or any(f"{place}.{field}" == name for place in above if place):
                return rule
    return ""
