"""What a policy asks of the row itself, whoever adds it: that it is agreed to, or waits."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.policy import Policy, Rule
from roadworthy.regex import regex
from roadworthy.views.people.moved_rows import must_hold

# `data_consent = TRUE`, `status = CAST('pending' AS text)`, as policies are written down by the database itself.
_IS = regex(r"(?:=|IS) (TRUE|FALSE|-?\d+|(?:CAST\()?'((?:[^']|'')*)'(?: AS [\w .\"]+\))?)\)*", re.I)
_OF_STAFF = frozenset({"role", "service", "never", "claimed"})


def asked_of_new_rows(app: App, table: str) -> dict[str, bool | int | str]:
    """The values that a row has to have for somebody to add it who has no office; {} where none is asked for, or where it is not
    understood. Of several policies one is enough: the first that asks least of a person."""
    adding = [
        policy
        for policy in app.database.of_table(table)
        if policy.permissive and policy.command in ("all", "insert") and not _of_staff(policy)
    ]
    best = min(adding, key=lambda policy: policy.command != "insert", default=None)
    found: dict[str, bool | int | str] = {}
    for leaf in must_hold(best.writes_rule()) if best is not None else ():
        if leaf.kind == "row":
            found |= _asked(leaf)
    known = app.table(table)
    return {name: value for name, value in found.items() if known is not None and known.column(name)}


def _of_staff(policy: Policy) -> bool:
    return any(leaf.kind in _OF_STAFF for leaf in must_hold(policy.writes_rule()))


def _asked(leaf: Rule) -> dict[str, bool | int | str]:
    text = leaf.text.lstrip("( ")
    name, told = leaf.column, _IS.fullmatch(text.removeprefix(leaf.column).strip())
    if text.rstrip(") ") == name:
        return {name: True}
    if told is None or not text.startswith(name):
        return {}
    if told[2] is not None:
        return {name: told[2].replace("''", "'")}
    word = told[1].lower()
    return {name: word == "true" if word in ("true", "false") else int(word)}
