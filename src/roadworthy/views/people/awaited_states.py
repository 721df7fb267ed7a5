"""States of a row that somebody else is to decide once it is there: a booking waits until it is confirmed, an order until it is paid."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex

_STATE = regex(r"(^|_)(status|state)$", re.I)
_WAITS = regex(r"(pending|awaiting)(_\w+)?|requested|waiting|unpaid|unconfirmed", re.I)
_DECIDED = regex(r"approved|accepted|confirmed|paid|verified|granted", re.I)


def awaited_states(app: App, table: Table) -> tuple[str, ...]:
    """The columns of a table whose rows wait at first, whose other values say that somebody decided, and by which others go who read
    them: in notes of one's own a state is one's own affair."""
    if not _is_seen_by_others(app, table):
        return ()
    return tuple(c.name for c in table.columns if _STATE.search(c.words) and _waits_at_first(table, c))


def _waits_at_first(table: Table, column: Column) -> bool:
    word = re.compile(rf"\b{re.escape(column.name)}\b")
    values = [*column.values]
    values += [one for check in table.checks if word.search(check) for one in re.findall(r"'(\w+)'", check)]
    first = column.default.split("::")[0].strip("'\"() ")
    return _WAITS.fullmatch(first) is not None and any(map(_DECIDED.fullmatch, values))


def _is_seen_by_others(app: App, table: Table) -> bool:
    """Whether a policy shows rows to more than the person whose key they hold: to staff, to the other side."""
    owners: set[str] = set()
    for policy in app.database.of_table(table.name):
        rule = policy.reads_rule() if policy.command in ("select", "all") else None
        for leaf in rule.leaves() if rule is not None else ():
            if leaf.kind == "role":
                return True
            if leaf.kind == "owner":
                owners.add(leaf.column)
    return len(owners) > 1
