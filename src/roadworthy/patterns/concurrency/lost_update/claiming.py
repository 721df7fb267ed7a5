"""Rows that nobody has yet and that whoever clicks first is to have: taken by their key alone, a second one takes them away again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.policy import OUTSIDERS, DatabaseRules, Trigger
from roadworthy.app.table import Column, Table
from roadworthy.patterns.concurrency.lost_update.finding import CLAIMED, Race
from roadworthy.regex import regex
from roadworthy.views.people.people import is_persons_key, users_table

STATE = regex(r"(^|_)(status|state|stage|phase)$", re.I)
# Words for a row that somebody took on.
_TAKEN = regex(
    r"accepted|assigned|claimed|taken|reserved|booked|in[_ -]?progress|matched|picked[_ ]?up|confirmed", re.I
)
# What components call the person who looks at them.
_ME = regex(r"(props\.)?(current_?|auth_?)?(user|profile|session\.user)(_?id|\.id)|my_?id", re.I)
# Who looked at it last is no holder of it.
_LAST = regex(
    r"(^|_)(updated|modified|edited|changed|created|reviewed|approved|resolved|verified|deleted)_by", re.I
)


def claimed(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """`update({ driver_id: me, status: 'accepted' }).eq('id', id)`: nothing asks whether it is still nobody's."""
    table = app.table(query.table)
    if endpoint.kind != "component" or query.operation != "update" or table is None or query.spreads:
        return
    asked = {item.column for item in query.filters}
    state = next((w.column for w in query.writes if STATE.search(w.column) and _says_taken(w.value)), "")
    holder = next(
        (w.column for w in query.writes if _is_holder(app, table, w.column) and _is_who_asks(w.value)), ""
    )
    if not state or not holder or not table.is_unique(asked) or asked & {state, holder}:
        return
    if _shared(app, table) and not is_refused(app, query.table, (state, holder)):
        yield Race(CLAIMED, query, None, holder)


def _says_taken(value: Origin) -> bool:
    return value.kind == "constant" and isinstance(value.value, str) and bool(_TAKEN.fullmatch(value.value))


def _is_who_asks(value: Origin) -> bool:
    leaves = list(value.leaves())
    return bool(leaves) and all(leaf.kind == "session" or _is_handed_in(leaf) for leaf in leaves)


def _is_handed_in(leaf: Origin) -> bool:
    """`userId` that a component is given."""
    return leaf.kind == "props" and _ME.fullmatch(".".join(leaf.path)) is not None


def _is_holder(app: App, table: Table, name: str) -> bool:
    """Whether a column says who took the row on: a person's key, empty until somebody does."""
    column = table.column(name)
    return column is not None and column.nullable and not _LAST.search(name) and _of_person(app, column)


def _of_person(app: App, column: Column) -> bool:
    return is_persons_key(column, users_table(app))


def _shared(app: App, table: Table) -> bool:
    """Whether somebody else put the row there for others to take."""
    return any(not column.nullable and _of_person(app, column) for column in table.columns)


def is_refused(app: App, table: str, columns: tuple[str, ...]) -> bool:
    """Whether the database lets a row be taken only while it is nobody's, by a policy or a trigger; or no file tells."""
    rules = app.database
    applying = [one for one in rules.of_table(table) if one.applies("update", OUTSIDERS[1])]
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in columns))
    # A policy of one's own rows (`driver_id = auth.uid()` beside `driver_id IS NULL`) asks for the column.
    asks = all(words.search(one.using) for one in applying)
    watched = any(
        one.table == table
        and one.timing == "before"
        and "update" in one.events
        and _asks_for(rules, one, words)
        for one in rules.triggers
    )
    return not applying or asks or watched


def _asks_for(rules: DatabaseRules, trigger: Trigger, words: re.Pattern[str]) -> bool:
    """Whether what runs before the update looks at the columns. One that only writes down when a row was changed does not."""
    function = rules.function(trigger.function.rsplit(".", 1)[-1])
    return function is None or words.search(function.body) is not None
