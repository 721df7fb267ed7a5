"""Which columns of an app hold personal data, as far as their names show it."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.views.people.people import personal_columns, users_table


def personal_data(app: App) -> dict[str, tuple[str, ...]]:
    """The personal columns of each table that has any. Where a `name` is all there is, outside the
    table of people, it is that of a thing."""
    return app.view(_personal_data)


def _personal_data(app: App) -> dict[str, tuple[str, ...]]:
    people = users_table(app)
    found = {}
    for table in app.tables:
        columns = personal_columns(table)
        if columns and (table == people or set(columns) - {"name"}):
            found[table.name] = columns
    return found
