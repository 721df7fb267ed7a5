"""Which rows a list holds, and whether each of them is gone through."""

from __future__ import annotations

import re

from roadworthy.views.data.open_lists import OpenList


def is_in_order(one: OpenList) -> bool:
    """Whether the first or last row means something, and the rows are all there are or all of one person or thing. Without an order
    one row is expected, and what something else narrows (the codes sent to an address) are few."""
    equal = [item for item in one.query.filters if item.operator == "=" and not item.optional]
    return bool(one.query.order) and (not equal or bool(one.growth.scope))


def is_whole_table(one: OpenList) -> bool:
    """Whether nothing of the request says which rows are read: to take the first of them is to read everybody's."""
    named = any(item.value.kind != "constant" for item in one.query.filters)
    return not (named or one.growth.scope or one.growth.window or one.growth.wide)


def goes_through(one: OpenList) -> bool:
    """Whether something is asked or sent for each of the rows. The row that each belongs to could be joined to them."""
    order = one.query.flow.order
    flows = [q.flow for q in one.work.queries if not (q.operation == "select" and q.one)]
    flows += [call.flow for call in one.work.services] + [fetch.flow for fetch in one.work.fetches]
    return any(order in turn.rows for flow in flows for turn in flow.turns)


def of_one_thing(one: OpenList) -> bool:
    """Whether the rows belong to one thing that is shown as a whole, and not to one person, whose rows only pile up."""
    return bool(one.growth.scope) and not re.search(
        r"user|owner|author|customer|account|profile|tenant|org", one.growth.scope, re.I
    )
