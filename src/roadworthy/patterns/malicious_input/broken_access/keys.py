"""By what a query picks its rows: a key that the request holds, an owner, or nothing in particular."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Filter, Origin, Query
from roadworthy.app.access import Access
from roadworthy.app.origin import REQUEST_KINDS
from roadworthy.app.people import Owner

_RAW = REQUEST_KINDS - {"parsed"}


def names_a_row(app: App, name: str, column: str, owner: Owner | None) -> bool:
    """Whether a column picks a person's row, or a person's rows: by its key or by its owner. Rows picked by another
    key (the members of a club) are part of that other thing, which may be there for all."""
    table = app.table(name)
    return table is None or table.is_unique({column}) or (owner is not None and column == owner.column)


def chosen_key(endpoint: Endpoint, access: Access, query: Query) -> tuple[str, Origin] | None:
    """The column by which the client picks the row and the part of the request that holds it: directly, or
    through a row of the same table that was read before (`update ... where id = order.id`)."""
    own = chosen_by_request(query)
    if own is not None:
        return own.column, next(leaf for leaf in own.value.sources() if leaf.kind in _RAW)
    read = {
        leaf.query
        for item in query.filters
        if item.operator == "="
        for leaf in item.value.leaves()
        if leaf.kind == "row" and leaf.table == query.table
    }
    for other in endpoint.queries:
        if other.number in read and other.number not in access.own_rows:
            return chosen_key(endpoint, access, other)
    return None


def chosen_by_request(query: Query) -> Filter | None:
    """The filter by which the client picks the row; None when rows are picked otherwise."""
    for item in query.filters:
        if item.operator == "=" and item.value.from_request and (not item.table or item.table == query.table):
            return item
    return None


def is_bound(app: App, query: Query, owner: Owner | None) -> bool:
    """Whether a list is of one thing's rows: those of a key. A status or a search word leaves everybody's in it."""
    table = app.table(query.table)
    for item in query.filters:
        column = table.column(item.column) if table is not None else None
        keyed = (
            column is None
            or column.references is not None
            or names_a_row(app, query.table, column.name, owner)
        )
        if not item.optional and item.value.kind != "constant" and keyed:
            return True
    return False


def decides(query: Query) -> bool:
    """Whether the request says what is written. Taking one's own order from the stock (`stock = stock - n`) is the
    app's arithmetic, not a say over the product."""
    if query.operation != "update":
        return True
    computed = [
        write.arithmetic
        or any(leaf.kind == "row" and leaf.table == query.table for leaf in write.value.leaves())
        for write in query.writes
    ]
    return bool(query.spreads) or not all(computed)
