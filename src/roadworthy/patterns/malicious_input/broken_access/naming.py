"""Tells whether it is the request alone that says whose a new row is."""

from __future__ import annotations

from roadworthy.app import App, Origin, Query
from roadworthy.app.origin import REQUEST_KINDS
from roadworthy.views.people.people import Owner
from roadworthy.views.people.row_access import OWN, SIGNED_IN, row_access

_RAW = REQUEST_KINDS


def _shown_as_own(app: App, query: Query) -> bool:
    """Whether a server writes past the policies what these show to the one person who is named: it is taken for theirs."""
    access = row_access(app, query.table) if query.rights == "service" else None
    return access is not None and access.of("select", SIGNED_IN).rows == OWN


def _is_nothing(leaf: Origin) -> bool:
    """`author || null`: where the request names nobody."""
    return leaf.kind == "constant" and leaf.value is None


def in_anyones_name(app: App, query: Query, owner: Owner) -> bool:
    """Whether the request alone says whose a new row is, of a table whose rows all belong to somebody; a person who is
    named in the address is meant in any case."""
    table = app.table(query.table)
    column = table.column(owner.column) if table is not None else None
    written = query.written(owner.column)
    # `new Post(req.body)`, `{ ...body.details }`: all of it is taken, the author too.
    taken = written is None and any(
        leaf.kind == "body" or (leaf.kind in _RAW and not leaf.path)
        for one in query.spreads
        for leaf in one.leaves()
    )
    if taken and not owner.through and column is not None and not column.nullable and not column.primary:
        return True
    return (
        not owner.through
        and column is not None
        and (
            not column.nullable
            or (written is not None and written.kind == "params")
            or _shown_as_own(app, query)
        )
        and not column.primary
        and written is not None
        and written.from_request
        and all(leaf.kind in _RAW or _is_nothing(leaf) for leaf in written.leaves())
    )
