"""Columns that tell when something is or was, and filters that leave a span of time."""

from __future__ import annotations

import re

from roadworthy.app.query import Filter
from roadworthy.regex import regex

TIME = regex(
    r"(^|_)(date|day|time|at|on|from|until|start|end|timestamp)s?(_utc|_tz|_local)?$|date$|time$|At$", re.I
)


def is_window(certain: list[Filter]) -> bool:
    """Whether a column of time is held between two ends."""
    lower = {f.column for f in certain if f.operator in (">", ">=")}
    upper = {f.column for f in certain if f.operator in ("<", "<=")}
    if any(f.operator == "between" for f in certain) or any(
        _is_lately(one) or _runs_on(one) for one in certain
    ):
        return True
    return any(TIME.search(name) for name in lower & upper)


# When something happened: nothing lies in the future of these.
_HAPPENED = regex(
    r"^(created|inserted|logged|recorded|posted|sent|received|visited|occurred|happened|paid|sold|ordered|check(ed)?_?in|clock(ed)?_?in"
    r"|timestamp)(_?(at|on|date|time))?$",
    re.I,
)


def _is_lately(item: Filter) -> bool:
    """`check_in >= this morning`: since a moment that the clock tells, of what lies in the past."""
    leaves = item.value.leaves()
    told = bool(leaves) and all(leaf.kind in ("clock", "constant") for leaf in leaves)
    return item.operator in (">", ">=") and told and bool(_HAPPENED.match(item.column))


_ENDS = regex(
    r"^(is_?)?(expir(es|y|ed|ation)?|valid|ends?|until|closes?)(_?(at|on|to|until|date|time|datetime))*$",
    re.I,
)


def _runs_on(item: Filter) -> bool:
    """Whether only rows are read whose time is not over yet (`expires > now()`): what is over drops out."""
    leaves = [leaf.kind for leaf in item.value.leaves()]
    return item.operator in (">", ">=") and "clock" in leaves and _ENDS.match(item.column) is not None
