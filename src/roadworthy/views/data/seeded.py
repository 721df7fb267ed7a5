"""Tables whose rows come with the app: its SQL files put them in, and nobody can add one but who runs the database."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.data.stored_functions import stored_functions
from roadworthy.views.people.row_access import ANONYMOUS, NONE, SIGNED_IN, row_access

_INSERTS = regex(r"\binsert\s+into\s+(?:\"?public\"?\s*\.\s*)?\"?(\w+)\"?", re.I)


def seeded_tables(app: App) -> frozenset[str]:
    """Their names: rows of a file, no query of the app that adds one, no policy that lets anybody, no function that does. A view."""
    return app.view(_seeded)


def _seeded(app: App) -> frozenset[str]:
    if not app.database.supabase:
        return frozenset()
    added = {q.table for q in app.queries if q.operation in ("insert", "upsert")}
    for function in stored_functions(app):
        added |= set(_INSERTS.findall(function.body))
    filled = {
        name
        for file in app.repository.files
        if file.language == "sql"
        for name in _INSERTS.findall(app.text(file.path))
    }
    return frozenset(name for name in filled - added if _closed(app, name))


def _closed(app: App, name: str) -> bool:
    access = row_access(app, name)
    return (
        app.database.secured(name) is True
        and access is not None
        and all(access.of("insert", who).rows == NONE for who in (ANONYMOUS, SIGNED_IN))
    )
