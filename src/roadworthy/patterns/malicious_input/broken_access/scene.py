"""Alice's row, marked, and the request that reaches it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Column, Origin, Table
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.proof import Experiment
from roadworthy.proof.actions import takes_body
from roadworthy.proof.agreeing import agreeing
from roadworthy.proof.agreeing_query import stated_in_query
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.bare_body import bare_body
from roadworthy.proof.body_places import place_in_body
from roadworthy.proof.experiment import database_of
from roadworthy.proof.ownership import person_key
from roadworthy.proof.valid_request import asked_for
from roadworthy.regex import regex
from roadworthy.trial import Request, Response, Trial
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.data.request_fields import let_through
from roadworthy.views.people.people import privileged, users_table
from roadworthy.views.people.rights import administrator

_TEXT = ("text", "varchar", "char", "string")
_NUMBERS = ("integer", "bigint", "numeric", "decimal", "real", "double precision")
# What a row's own value does not meet.
_OTHERS = ("!=", "<", ">")
_SEVEN_DIGITS = 1_000_000
# Texts that a page reads as something else: any word there would break it.
_FORMED = regex(
    r"url|link|image|picture|photo|avatar|json|color|colour|date|time|email|phone|zone|locale|currency", re.I
)
_KNOWN_TO_OTHERS = regex(r"^(e_?)?mail(_?address)?$|^user_?name$|^phone(_?number)?$", re.I)
_UUID = regex(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


class Scene:
    """Alice's row and the request that reaches it."""

    def __init__(self, app: App, trial: Trial, found: AccessGap) -> None:
        self.app, self.trial, self.found = app, trial, found
        self.arrangement = Arrangement(app, trial)
        self.database = database_of(trial)
        self.table = app.table(found.query.table)
        # The same marker every time: the same run gives the same report.
        self.marker = f"rw-{uuid5(NAMESPACE_URL, found.endpoint.subject).hex[:12]}"
        self.numbers: tuple[str, ...] = ()
        # Whether the query string says no more than where the row is read and which it is.
        self.bare = False

    def arrange(self) -> dict[str, Any] | None:
        """Alice's row, marked in a text column where it has one that nothing constrains."""
        alice = self.trial.actor("alice").identity
        people = users_table(self.app)
        if self.table is None or people is None or not alice:
            return None
        if self.table.name == people.name:
            row: dict[str, Any] | None = dict(alice)
        else:
            row = self._owned(self.table)
        if row is not None:
            self._in_state(row)
            self.mark(row)
        return row

    def _in_state(self, row: dict[str, Any]) -> None:
        """Puts the row into the state that the query asks for; where it asks for none, into another than the query itself brings about,
        so that its change shows."""
        assert self.table is not None
        found = {name: value for name, value in self._brought_about().items() if row.get(name) != value}
        asked = asked_for(self.app, self.table.name, self.found.query.facts)
        for name, value in as_stored(self.database, self.table.name, {**found, **asked}).items():
            column = self.table.column(name)
            if column is not None and name in row and row[name] != value and not column.references:
                self._put(row, column, value)

    def _brought_about(self) -> dict[str, Any]:
        """For each column that the query sets to a truth or to one of several words, another."""
        assert self.table is not None
        # What is written as it was sent is sent as true.
        flags = [one.name for one in self.table.columns if one.type.startswith("bool")]
        other: dict[str, Any] = dict.fromkeys(flags, False) if self.found.query.spreads else {}
        for write in self.found.query.writes:
            column = self.table.column(write.column)
            constant = write.value.value if write.value.kind == "constant" else None
            words = self._words(column, write.value) if column is not None else ()
            if column is not None and len(words) > 1 and write.value.from_request:
                # Of the words that may be sent the first is.
                other[column.name] = words[-1]
            if column is None or constant is None:
                continue
            if column.type.startswith("bool") and isinstance(constant, bool):
                other[column.name] = not constant
            elif constant in column.values:
                others = [word for word in column.values if word != constant]
                other |= {column.name: others[0]} if others else {}
        return other

    def _words(self, column: Column, value: Origin) -> tuple[Any, ...]:
        """Those that a column may hold, as it is declared or as the code lets them through."""
        place = place_in_body(value)
        return column.values or (let_through(self.found.endpoint, place) if place else ())

    def _owned(self, table: Table) -> dict[str, Any] | None:
        """A row of a table that belongs to alice, with the rows above it that make it hers."""
        column, own = self.found.owner_column, Arrangement(self.app, self.trial, "alice")
        if self.found.through:
            above = own.own_row(self.found.through)
            known = table.column(column)
            key = known.references.column if known is not None and known.references is not None else "id"
            return self.arrangement.row(table.name, **{column: above[key]}) if above else None
        if not column:
            return self.arrangement.row(table.name)
        person = person_key(self.app, self.trial, table.name, column, "alice")
        return self.arrangement.row(table.name, **{column: person}) if person is not None else None

    def mark_more(self, row: dict[str, Any]) -> None:
        """Puts marks into every other column that takes one: a page may show another than the first."""
        for column in (one for one in self._markable(row) if row.get(one.name) != self.marker):
            if column.name in row and not _FORMED.search(column.name):
                self._put(row, column, self.marker)
        for column in (one for one in self._countable() if one.name in row):
            if self._put(row, column, self._number()):
                self.numbers = (str(self._number()), f"{self._number():,}")

    def _number(self) -> int:
        return _SEVEN_DIGITS + int(self.marker.removeprefix("rw-"), 16) % (9 * _SEVEN_DIGITS)

    def mark(self, row: dict[str, Any]) -> None:
        """Puts the marker into a column of text, so that the row is known again wherever it turns up; into a number where
        it has no such column."""
        text = next((column for column in self._markable(row) if column.name in row), None)
        if text is not None:
            self._put(row, text, self.marker)
            return
        number = next((column for column in self._countable() if column.name in row), None)
        if number is not None:
            value = self._number()
            if self._put(row, number, value):
                self.marker = str(value)

    def own_key(self, row: dict[str, Any]) -> str:
        """The row's key, where it is one that nobody could have guessed or sent; '' where it is not."""
        key = self.table.primary_key[0] if self.table is not None and self.table.primary_key else ""
        told = str(row.get(key, ""))
        return told if self.found.key_column != key and _UUID.fullmatch(told) else ""

    def _put(self, row: dict[str, Any], column: Column, value: Any) -> bool:
        """Whether the database takes the value: a rule of the table's may be against it."""
        assert self.table is not None
        key = self.table.primary_key[0] if self.table.primary_key else "id"
        quoted = self.database.quoted(self.table.name)
        try:
            self.database.execute(
                f'update {quoted} set "{column.name}" = %s where "{key}" = %s', (value, row[key])
            )
        except REFUSED:
            return False
        row[column.name] = value
        return True

    def _countable(self) -> list[Column]:
        columns = self.table.columns if self.table is not None else ()
        return [
            column
            for column in columns
            if column.type.split("(")[0] in _NUMBERS
            and not (column.primary or column.unique or column.values or column.references or column.default)
        ]

    def _markable(self, row: Mapping[str, Any]) -> list[Column]:
        columns = self.table.columns if self.table is not None else ()
        return [
            column
            for column in columns
            if (column.type.split("(")[0] in _TEXT or _is_words(column, row))
            and not (column.primary or column.unique or column.values or column.references)
            and column.name not in ("role", "status", "password", "type", "category")
            and _fits(column.type, len(self.marker))
        ]

    def path(self, row: dict[str, Any], actor: str) -> str:
        """The endpoint's path leading to a row; where nothing in it chooses the row, it leads to what is the sender's own."""
        part, name = self.found.key
        known = self._compared(row, "params")
        if part == "params":
            known[name] = row.get(self.found.key_column)
        sender = actor if not part and actor in self.trial.actors else ""
        return Arrangement(self.app, self.trial, sender).path(self.found.endpoint, **known)

    def send(
        self, experiment: Experiment, actor: str, row: dict[str, Any], says: str, kind: str = "act"
    ) -> Response:
        """Sends the request as an actor."""
        request = self.request(actor, row)
        return experiment.send(actor, request.method, request.path, says=says, kind=kind, json=request.json)

    def request(self, actor: str, row: dict[str, Any]) -> Request:
        """The request for a row."""
        endpoint = self.found.endpoint
        path = self.path(row, actor)
        part, name = self.found.key
        # The words under which it is made at all, and what it compares with.
        narrowed = {} if self.bare else self._compared(row, "query")
        asked = stated_in_query(self.found.query.facts) | narrowed
        if part == "query":
            asked[name] = row.get(self.found.key_column)
        path += f"?{urlencode(asked)}" if asked else ""
        body = None
        if takes_body(endpoint):
            known = {name: self._chosen(row)} if part == "body" else {}
            # What must hold for the query to be made (`if (quantity <= 0)`), but for the key itself.
            body = {**agreeing(self.arrangement.body(endpoint, **known), self.found.query.facts), **known}
            body |= {**self._addressed(row), **self._with_right()}
        bare = bare_body(self.app, endpoint) if body is not None else None
        return Request(actor=actor, method=endpoint.method, path=path, json=body if bare is None else bare)

    def _addressed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The addresses and names by which the query finds a person's row beside its key: others know them, unlike what is secret."""
        return {
            place[0]: row[item.column]
            for item in self.found.query.filters
            if item.operator == "=" and _KNOWN_TO_OTHERS.search(item.column) and row.get(item.column)
            for place in [place_in_body(item.value)]
            if len(place) == 1 and place[0] != self.found.key[1]
        }

    def right(self) -> tuple[str, Any] | None:
        """The column and the value that make a new account an administrator's, where the sender or the code itself says that it
        gets them: of several ways through the same request another may have been taken."""
        query, office = self.found.query, administrator(self.app)
        if query.operation == "insert":
            for write in query.writes:
                value = write.value.value if write.value.kind == "constant" else None
                if privileged(write.column) and (value is True or isinstance(value, str)):
                    return write.column, value
        if query.operation != "insert" or office is None or office[0] != query.table:
            return None
        return office[1:] if self._named_right(office[1]) else None

    def _named_right(self, column: str) -> str:
        """The field of the body that says what an account gets, '' for none."""
        leaves = (
            leaf
            for write in self.found.query.writes
            if write.column == column
            for leaf in write.value.sources()
        )
        return next((leaf.path[0] for leaf in leaves if leaf.kind == "body" and len(leaf.path) == 1), "")

    def _with_right(self) -> dict[str, Any]:
        right = self.right()
        named = self._named_right(right[0]) if right is not None else ""
        return {named: right[1]} if right is not None and named else {}

    def _chosen(self, row: dict[str, Any]) -> Any:
        """The key of a row as the body names it: in a list where it is one of several."""
        key, column = row.get(self.found.key_column), self.found.key_column
        several = any(
            item.operator == "in" and item.column == column and item.value.kind != "constant"
            for item in self.found.query.filters
        )
        return [key] if several else key

    def _compared(self, row: dict[str, Any], part: str) -> dict[str, Any]:
        """What a part of the request (its path, its query string) has to hold for the query to find the row: what it compares with
        columns of it."""
        return {
            leaf.path[-1]: row[item.column]
            for item in self.found.query.filters
            if item.operator not in _OTHERS and item.table in ("", self.found.query.table)
            for leaf in item.value.sources()
            if leaf.kind == part and leaf.path and row.get(item.column) is not None
        }

    def stored(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The row as it is now, None when it is gone."""
        rows = self.database.query(*self.stored_query(row))
        return rows[0] if rows else None

    def stored_query(self, row: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """The query for it."""
        assert self.table is not None
        key = self.table.primary_key[0] if self.table.primary_key else "id"
        return f'select * from {self.database.quoted(self.table.name)} where "{key}" = %s', (row[key],)


def _is_words(column: Column, row: Mapping[str, Any]) -> bool:
    """Whether a column for which the code declares no type holds words here, and is not what rows are found by."""
    value = row.get(column.name)
    return column.type == "any" and isinstance(value, str) and not re.search(r"(^|_)id$|Id$", column.name)


def _fits(kind: str, length: int) -> bool:
    size = kind.partition("(")[2].rstrip(")")
    return not size.isdigit() or int(size) >= length
