"""Whether something that is asked once for each row of a list is asked for all rows that there are."""

from __future__ import annotations

from roadworthy.app import App, Query, Work
from roadworthy.app.query import Filter
from roadworthy.views.code.sequences import Operation, operations_of
from roadworthy.views.data.growth import growth_of


def goes_through_all(app: App, work: Work, operation: Operation) -> bool:
    """Whether the innermost loop around an operation goes through a list that grows with the app."""
    by_order = {one.flow.order: one for one in operations_of(work)}
    rows = operation.flow.turns[-1].rows if operation.flow.turns else ()
    return any(_is_whole_table(app, by_order.get(row)) for row in rows)


def _is_whole_table(app: App, source: Operation | None) -> bool:
    """Whether the list that is gone through grows with the app: what belongs to one person or one parent comes in dozens."""
    if not isinstance(source, Query):
        return source is not None
    growth = growth_of(app, source)
    return growth.open and not growth.scope and not any(map(_chosen_by_rows, source.filters))


def _chosen_by_rows(item: Filter) -> bool:
    """Whether rows are read that other rows name (`id in (the members of a project)`): as many as those have, not all there are."""
    named = any(leaf.kind in ("row", "session") for leaf in item.value.leaves())
    return item.operator == "in" and not item.optional and item.value.kind == "computed" and named
