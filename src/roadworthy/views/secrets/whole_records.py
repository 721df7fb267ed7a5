"""Records about people that JavaScript's console is handed whole, with every field of theirs: a row, the session, what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.app.use import Use
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import by_name, dotted
from roadworthy.views.code.spots import spots
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import owner_of, users_table

_SAYS_WHO = regex(
    r"e?mail|phone|mobile|(first|last|full|sur)_?name|birth|(^|_)ssn|passport|(?<!ip_)address", re.I
)
# What somebody tells an app of their own money, health or thoughts.
_CONFIDED = regex(
    r"amount|salary|income|balance|debt|diagnos|symptom|medical|journal|diary|secret|confess|message", re.I
)
# A record that becomes part of a text is written `[object Object]`.
_JOINS = regex(r"^(template|\+|String|join|str|format)(\(\))?$")
_WHOLE = {"row": ((), ("[]",)), "session": ((), ("user",)), "body": ((),)}
"""The ways to a record as a whole, by what it is."""
_OPENS = regex(r"^(record|list|dict|JSON\.stringify|choice|or|and|\?\?)(\(\))?$")


def told_whole(app: App, work: Work, use: Use, leaf: Origin) -> str:
    """What is personal in a record that is written down whole, by the name of a field; '' where nothing is."""
    # Most leaves are a field or a constant: what a call shows is gone through for the others alone.
    if leaf.path not in _WHOLE.get(leaf.kind, ()) or use.location.path.endswith(".py"):
        return ""
    if not any(leaf == one for one in _records(use)):
        return ""
    if leaf.kind == "row":
        return _in_row(app, work, use, leaf)
    if leaf.kind == "session":
        return "email" if app.view(_session_tells_who) else ""
    return _in_sent(app, work)


def _records(use: Use) -> Iterator[Origin]:
    """What a call of the console shows with its fields."""
    for argument in use.arguments:
        yield from _within(argument, joined=False)


def _within(origin: Origin, *, joined: bool) -> Iterator[Origin]:
    if origin.kind != "computed":
        if not joined:
            yield origin
        return
    spelled_out = origin.operation.startswith("JSON.stringify")
    if not (spelled_out or _OPENS.match(origin.operation) or _JOINS.match(origin.operation)):
        return
    inner = not spelled_out and (joined or _JOINS.match(origin.operation) is not None)
    for one in (*origin.inputs, *(value for _, value in origin.fields)):
        yield from _within(one, joined=inner)


def _in_row(app: App, work: Work, use: Use, row: Origin) -> str:
    table, people = app.table(row.table), users_table(app)
    if table is None or _is_missing(use, row):
        return ""
    query = next((one for one in work.queries if one.number == row.query), None)
    names = [column.name for column in table.columns if _is_asked(query, column.name)]
    who = [name for name in names if _SAYS_WHO.search(name)]
    if not who and people is not None and table.name == people.name:
        who = [name for name in names if name in ("name", "username")]
    return who[0] if who else ""


def _is_asked(query: Query | None, column: str) -> bool:
    return query is None or ((not query.columns or column in query.columns) and column not in query.left_out)


def _is_missing(use: Use, row: Origin) -> bool:
    """Whether it is written down because nothing was found."""
    return any(
        not fact.holds
        and fact.right is None
        and any(
            leaf.kind == "row" and leaf.query == row.query and not leaf.path for leaf in fact.left.leaves()
        )
        for fact in use.facts
    )


def _session_tells_who(app: App) -> bool:
    """Whether the session holds more of a person than their key: Auth.js puts name and address there (its `DefaultSession`), and
    others what the app puts there itself."""
    if any(name in ("next-auth", "@auth/core") for name, _ in app.deployment.packages):
        return True
    return any(
        isinstance(node, form.Assignment)
        and re.search(r"(^|\.)session\.user$", dotted(node.target)) is not None
        and isinstance(node.value, form.Record)
        and any(map(_SAYS_WHO.search, by_name(node.value.entries)))
        for node in (spot.node for spot in spots(app, form.Assignment))
    )


def _in_sent(app: App, work: Work) -> str:
    """What somebody who signed in tells of themselves, and the app keeps as theirs."""
    endpoint = app.endpoint(work.subject)
    if endpoint is None or SIGNED_IN not in Access(endpoint).anywhere():
        return ""
    kept = (
        write.column
        for query in endpoint.queries
        if query.operation in ("insert", "upsert") and owner_of(app, query.table) is not None
        for write in query.writes
        if write.value.from_request
    )
    return next((name for name in kept if _CONFIDED.search(name)), "")
