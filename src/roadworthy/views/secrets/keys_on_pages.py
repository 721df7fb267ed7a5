"""Keys in rows that pages ask the database for with all their columns, although no page reads the key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.table import Table
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.syntax import below
from roadworthy.views.secrets.exposure import holds_password

# What opens something by itself. A public key, a hash of a key and what is handed out to be shared are none.
_KEY = regex(
    r"^(\w+_)?(private_?key|secret_?key|client_?secret|api_?secret|app_?secret|(webhook|signing|shared)_?secret|access_?token|refresh_?token"
    r"|service_?role_?key|api_?key|auth_?token|bearer_?token|smtp_?pass(word)?)$",
    re.I,
)


class KeysOnPages(Struct, frozen=True):
    """`columns` of `table` that come along at `places`."""

    table: str
    columns: tuple[str, ...]
    places: tuple[Location, ...]


def keys_on_pages(app: App) -> tuple[KeysOnPages, ...]:
    """Each table whose keys are given to pages that have no use for them. A view."""
    return tuple(_found(app)) if app.database.supabase else ()


def _found(app: App) -> Iterator[KeysOnPages]:
    whole: dict[str, list[Location]] = {}
    for query in (query for component in app.components for query in component.queries):
        if query.operation == "select" and query.rights == "user" and set(query.columns) <= {"*"}:
            whole.setdefault(query.table, []).append(query.location)
    for name, places in sorted(whole.items()):
        table = app.table(name)
        columns = _unread_keys(app, table) if table is not None else ()
        if columns:
            yield KeysOnPages(name, columns, tuple(sorted(set(places))))


def _unread_keys(app: App, table: Table) -> tuple[str, ...]:
    """The keys of a table that nothing in the pages reads: what a form shows to whoever keeps it there is shown on purpose."""
    keys = [one.name for one in table.columns if _KEY.match(one.name) or holds_password(one.name)]
    read = app.view(_read_on_pages) if keys else frozenset()
    return tuple(name for name in keys if name not in read)


def _read_on_pages(app: App) -> frozenset[str]:
    """The names that the code of pages reads of something. A view."""
    pages = {component.location.path for component in app.components}
    code = [node for path in sorted(pages) if path in app.modules for node in below(app.modules[path].body)]
    members = {node.name for node in code if isinstance(node, form.Member)}
    taken = {str(field.key) for node in code if isinstance(node, form.RecordTarget) for field in node.fields}
    return frozenset(members | taken)
