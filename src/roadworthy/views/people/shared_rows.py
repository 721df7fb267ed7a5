"""Rows that a policy shows because they say so themselves (`sharing <> 'private'`), and that say otherwise until somebody shares them."""

from __future__ import annotations

import re

from roadworthy.app.policy import Rule
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.row_access import SOME, Reach

_COMPARED = regex(r"(?P<asks>=|<>|!=|\bis)\s*(?P<value>'[^']*'|true|false)(::[\w ]+)?\W*$", re.I)
_OFF = ("false", "'false'")


def shared_one_by_one(table: Table, reach: Reach) -> bool:
    """Whether a new row is none of those that a policy lets through, by what its column holds where nobody wrote anything."""
    rules = [rule for policy in reach.policies if (rule := policy.reads_rule()) is not None]
    leaves = [leaf for rule in rules for leaf in rule.leaves() if leaf.kind == "row"]
    return reach.rows == SOME and bool(leaves) and all(_is_left_out(table, leaf) for leaf in leaves)


def _is_left_out(table: Table, rule: Rule) -> bool:
    column = table.column(rule.column)
    held = column.default.lower().split("::")[0] if column is not None and column.default else ""
    asked = _COMPARED.search(rule.text)
    if not held:
        return False
    if asked is None:
        # `is_public` alone.
        return held in _OFF and "not " not in rule.text.lower()
    same = asked["value"].lower() == held
    return same if asked["asks"] in ("<>", "!=") else not same
