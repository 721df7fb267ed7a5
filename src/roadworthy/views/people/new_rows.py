"""What a policy asks of the row itself, whoever adds it: that it is agreed to, or waits."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.policy import Policy
from roadworthy.regex import regex
from roadworthy.views.people.moved_rows import must_hold

# `data_consent = true`, `status = 'pending'::text`, `is_draft`.
_IS = regex(r"\W*(\w+)\W*(?:=|\bIS\b)\W*?(true|false|-?\d+|'((?:[^']|'')*)'(?:::[\w .\"]+)?)\W*", re.I)
_HOLDS = regex(r"\W*(\w+)\W*")
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
            found |= _asked(leaf.text)
    known = app.table(table)
    return {name: value for name, value in found.items() if known is not None and known.column(name)}


def _of_staff(policy: Policy) -> bool:
    return any(leaf.kind in _OF_STAFF for leaf in must_hold(policy.writes_rule()))


def _asked(text: str) -> dict[str, bool | int | str]:
    told, holds = _IS.fullmatch(text), _HOLDS.fullmatch(text)
    if told is None:
        return {holds[1]: True} if holds is not None else {}
    if told[3] is not None:
        return {told[1]: told[3].replace("''", "'")}
    word = told[2].lower()
    return {told[1]: word == "true" if word in ("true", "false") else int(word)}
