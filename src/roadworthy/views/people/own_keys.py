"""What was asked for, looked up among the keys of the rows that are a person's own."""

from __future__ import annotations

from collections.abc import Set

from roadworthy.app.origin import Origin
from roadworthy.regex import regex

_AMONG = ("includes", "has", "in")
# The column that says which row it is.
_KEY = regex(r"(^|_)(id|uuid|key|slug)$|[a-z]I[dD]$")


def is_among_keys(origin: Origin, own_rows: Set[int]) -> bool:
    """`mine.map((row) => row.id).includes(req.body.id)`: `own_rows` are the queries that found rows by who asks. What somebody may
    (`me.rights.includes(right)`) is no key."""
    if origin.operation not in _AMONG or len(origin.inputs) != 2:
        return False
    keys, asked = origin.inputs
    if not asked.from_request or asked.from_session:
        return False
    return any(
        leaf.kind == "row" and leaf.query in own_rows and _KEY.search("".join(leaf.path[-1:])) is not None
        for leaf in keys.leaves()
    )
