"""Rows that a link opens: who was sent its secret has the right that it gives, without an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from roadworthy.app import App, Endpoint, Filter, Query, Table
from roadworthy.app.origin import Fact
from roadworthy.patterns.malicious_input.broken_access.keys import is_handed_out, opens_by_itself
from roadworthy.regex import regex

# Names that stand in addresses for all to see: they open what they name, and nothing that hangs on it.
_SHOWN = regex(r"slug|public_?id|short_?(id|code|url)|share_?", re.I)


class Links:
    """The rows of an endpoint that are reached only by who knows a secret of them, and what hangs on them."""

    def __init__(self, app: App, endpoint: Endpoint) -> None:
        self._app = app
        self._queries = {query.number: query for query in endpoint.queries}
        self._known: dict[int, bool] = {}

    def opens(self, query: Query) -> bool:
        """Whether a query asks for a secret itself (`where: { id, recipients: { some: { token } } }`) or goes on from a row
        that a secret opened."""
        if query.operation == "insert":
            return self._is_left_under(query) or self._came_by_secret(query)
        return (
            _asks_secret(query)
            or (query.operation == "select" and self._shared(query))
            or self._goes_on(query)
        )

    def _is_left_under(self, query: Query) -> bool:
        """Whether a new row is what a visitor leaves with the link that they came by: a visit, an answer, a file."""
        table = self._app.table(query.table)
        return table is not None and any(
            self._ties_to_shared(table, write.column)
            and all(leaf.from_request or leaf.kind == "row" for leaf in write.value.leaves())
            for write in query.writes
        )

    def _came_by_secret(self, query: Query) -> bool:
        """Whether it goes on only with a secret that was sent out before, and by what its row says (the token of an invitation, taken
        out as it is used)."""
        opened = {
            number
            for number, one in self._queries.items()
            if number < query.number and _asks_secret(one, shown=False)
        }
        sides = [side for fact in query.facts for side in (fact.left, fact.right) if side is not None]
        return any(leaf.kind == "row" and leaf.query in opened for side in sides for leaf in side.leaves())

    def _shared(self, query: Query) -> bool:
        """Whether it asks for what something is shared by, with the key that was sent out, or for what hangs on it by that key
        and its own."""
        keyed = [item for item in query.filters if item.operator == "=" and item.value.from_request]
        if any(is_handed_out(self._app, item.table or query.table, item.column) for item in keyed):
            return True
        table = self._app.table(query.table)
        return (
            table is not None
            and any(item.column in table.primary_key for item in keyed)
            and any(self._ties_to_shared(table, item.column) for item in keyed)
        )

    def _ties_to_shared(self, table: Table, name: str) -> bool:
        column = table.column(name)
        tied = column.references if column is not None else None
        return tied is not None and is_handed_out(self._app, tied.table, tied.column)

    def _goes_on(self, query: Query) -> bool:
        """Whether the rows of a query are picked by the key of an opened row (`recipient` by the token of a link, then `field`
        where `recipientId` is that recipient's), or are one that was held against such a row before."""
        return _asks(query, lambda item: self._hangs_on(query, item)) or self._was_found(query)

    def _opened(self, number: int, before: int) -> bool:
        """Whether the row that an earlier query found is one that a secret opens."""
        if number >= before or number not in self._queries:
            return False
        if number not in self._known:
            other = self._queries[number]
            self._known[number] = (
                _asks_secret(other, shown=False) or self._shared(other) or self._goes_on(other)
            )
        return self._known[number]

    def _hangs_on(self, query: Query, item: Filter) -> bool:
        leaves = list(item.value.leaves())
        return (
            item.operator == "="
            and bool(leaves)
            and _is_key(self._app, item.table or query.table, item.column)
            and all(leaf.kind == "row" and self._opened(leaf.query, query.number) for leaf in leaves)
        )

    def _was_found(self, query: Query) -> bool:
        """Whether a row of the same key was found by a secret, or belongs to one that was: `recipient.id !== session.recipientId`
        refuses."""
        keys = {str(item.value) for item in query.filters if item.value.from_request}
        found = (
            {number for fact in query.facts for number in self._held(fact, query.number)} if keys else set()
        )
        return any(keys & {str(item.value) for item in self._queries[number].filters} for number in found)

    def _held(self, fact: Fact, before: int) -> Iterator[int]:
        """The queries whose rows a fact shows to be opened: found at all by a secret, or equal to what one opened."""
        left, right = fact.left, fact.right
        if not fact.holds or left.kind != "row" or left.query not in self._queries:
            return
        found = self._queries[left.query]
        if right is None and not left.path and (_asks_secret(found) or self._shared(found)):
            yield left.query
        if right is None or right.kind != "row" or fact.operator != "==" or right.query not in self._queries:
            return
        if self._opened(left.query, before):
            yield right.query
        if self._opened(right.query, before):
            yield left.query


def _asks(query: Query, wanted: Callable[[Filter], bool]) -> bool:
    """Whether every row it reaches met such a condition, one way or another."""
    return any(wanted(item) for item in query.filters if not item.optional) or any(
        all(any(map(wanted, way)) for way in ways) for ways in query.alternatives()
    )


def _asks_secret(query: Query, *, shown: bool = True) -> bool:
    """Whether the request must hold a secret of the row; with `shown`, also a name that stands in addresses will do."""

    def wanted(item: Filter) -> bool:
        sent = item.operator == "=" and item.value.from_request and (shown or not _SHOWN.search(item.column))
        return sent and opens_by_itself(item.column, item.table or query.table)

    return _asks(query, wanted)


def _is_key(app: App, name: str, column: str) -> bool:
    table = app.table(name)
    found = table.column(column) if table is not None else None
    return found is not None and (found.primary or found.references is not None)
