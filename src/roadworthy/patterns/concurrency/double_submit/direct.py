"""Looks for pages that add rows themselves, with no server between, and can do it twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Component, Endpoint, Form, Query
from roadworthy.catalogue import Verdict, clear, unknown
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.patterns.concurrency.double_submit.wording import told
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record, refuses_repeats
from roadworthy.views.pages.served import asking
from roadworthy.views.pages.submitting import Sender

# What a person presses, and what components call what they are told then.
_PRESSED = regex(
    r"(on(Submit|Click|Press|Save|Create|Add|Confirm|Send|Upload|Import|Finish|Complete|Book|Pay|Order|Post)\w*|action|formAction)$"
)
# Texts that people write, of which two rows may be alike.
_WRITTEN = regex(
    r"(^|_)(body|text|content|message|description|comment|note|notes|answer|question|review|feedback|bio|summary)$",
    re.I,
)


def detect_direct(app: App) -> Iterator[Verdict]:
    """One verdict for each component whose forms add rows to the database directly."""
    known = {one.location: one for one in app.components}
    for asker in asking(app):
        component = known.get(asker.location)
        if component is not None and component.side == "client":
            yield from _judge(app, asker, component)


def _judge(app: App, asker: Endpoint, component: Component) -> Iterator[Verdict]:
    adding = {form: added for form in component.forms if (added := _added(form, component))}
    if not adding:
        return
    for form, inserts in adding.items():
        opened = [q for q in inserts if not (q.conflict or refuses_repeats(app, q) or _has_key(app, q))]
        if opened and not form.disabled_while_pending:
            yield told(app, Repeat(asker, opened[0], unguarded=(Sender(component, form),)))
            return
    waits = all(form.disabled_while_pending for form in adding)
    hurried = [
        query for form, inserts in adding.items() if not form.disabled_while_pending for query in inserts
    ]
    unread = next((query for query in hurried if _is_unread(app, query)), None)
    if unread is not None:
        yield unknown(
            component.name,
            f"its button does not wait, and which keys {unread.table} has stands in no file that could be read",
        )
        return
    reason = "its buttons wait while a row is stored" if waits else "a second row meets a unique key"
    yield clear(component.name, reason)


def _added(form: Form, component: Component) -> list[Query]:
    """The rows that a form's handler adds."""
    if not _PRESSED.match(form.trigger):
        return []
    tables = {table for operation, table in form.writes if operation == "insert" and not is_record(table)}
    return [query for query in component.queries if query.operation == "insert" and query.table in tables]


def _is_unread(app: App, query: Query) -> bool:
    """Whether nothing in the repository says which keys a table has."""
    table = app.table(query.table)
    return not query.conflict and (table is None or (table.partial and table.library != "firestore"))


def _has_key(app: App, query: Query) -> bool:
    """Whether a unique key lies within the columns that are written, none of which is made anew by each click."""
    table = app.table(query.table)
    lasting = {
        write.column
        for write in query.writes
        if any(leaf.kind not in ("clock", "random") for leaf in write.value.leaves())
    }
    if table is not None and table.library == "firestore":
        # Collections have no keys but the documents' names.
        return bool(lasting & {"id", *table.primary_key})
    if table is None or table.partial:
        # Which keys it has is not in the repository; nobody makes one of what people write.
        return not any(_WRITTEN.search(column) for column in lasting)
    return table.is_unique(lasting - {name for name in table.primary_key if len(table.primary_key) == 1})
