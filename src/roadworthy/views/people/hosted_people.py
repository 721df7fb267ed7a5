"""People whose accounts another service keeps (Clerk, Auth0, Firebase), while the app's own tables hold what is theirs."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.requests.known_people import knows_people

_HANDS_OUT = regex(r"export|take-?out|my-?data|download-?(all|data|account)", re.I)


def theirs(app: App) -> tuple[Table, ...]:
    """The tables whose rows are a person's although no table holds the people; empty where one does or nobody signs in."""
    return app.view(_theirs)


def _theirs(app: App) -> tuple[Table, ...]:
    if users_table(app) is not None or not knows_people(app) or app.database.supabase:
        return ()
    owned = [table for table in app.tables if owner_of(app, table.name) is not None]
    asked = {q.table for e in app.endpoints for q in e.queries if q.number in Access(e).own_rows}
    return tuple(owned) if any(table.name in asked for table in owned) else ()


def erases(app: App) -> Endpoint | None:
    """The endpoint that deletes all rows of a person, None where there is none."""
    names = {table.name for table in theirs(app)}
    for endpoint in app.endpoints:
        access = Access(endpoint)
        gone = {
            query.table
            for query in endpoint.queries
            if query.operation == "delete"
            and len(query.filters) == 1
            and (owner := owner_of(app, query.table)) is not None
            and query.filters[0].column == owner.column
            and (access.is_own(query.filters[0].value) or "user" in endpoint.path.lower())
        }
        if gone and 2 * len(gone) >= len(names):
            return endpoint
    return None


def hands_out(app: App) -> Endpoint | None:
    """The endpoint that hands a person their rows, None where there is none."""
    return next((e for e in app.endpoints if _HANDS_OUT.search(e.path)), None)
