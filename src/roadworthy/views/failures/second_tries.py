"""A change that Supabase is asked for once more because it failed: that its second failure is lost loses it for good."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import chain, last_name
from roadworthy.views.code.syntax import Spot, below

_ADDS = frozenset({"insert", "upsert"})


def tries_again(spot: Spot, call: form.Call) -> bool:
    """Whether a change is made once more after it failed: rows are put into the table that was asked before."""
    table = _table(call)
    adds = any(last_name(one.callee) in _ADDS for one in chain(call))
    return (
        bool(table)
        and adds
        and any(
            isinstance(node, form.Call)
            and node.span.end <= call.span.start
            and last_name(node.callee) in _ADDS
            and _table(node) == table
            for node in (below(spot.functions[0].body) if spot.functions else ())
        )
    )


def _table(call: form.Call) -> str:
    for one in chain(call):
        if last_name(one.callee) == "from" and one.arguments and isinstance(one.arguments[0], form.Literal):
            return str(one.arguments[0].value)
    return ""
