"""Tables of people that the database shows to everyone, row by row with all their columns."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.people import privileged, users_table
from roadworthy.views.people.private_tables import is_private
from roadworthy.views.people.row_access import ALL, ANONYMOUS, row_access
from roadworthy.views.secrets.exposure import Exposure

_PEOPLE = regex(r"^(public\.)?(users?|profiles?|accounts?|members?)$", re.I)


def open_profiles(app: App) -> tuple[Exposure, ...]:
    """Tables of people whose every row anyone may read, with columns that say what they may do. Those that hold addresses and
    secrets are told as broken access."""
    found = []
    people = users_table(app)
    for table in app.tables:
        named = _PEOPLE.match(table.name) or (people is not None and table.name == people.name)
        access = row_access(app, table.name) if named else None
        reach = access.of("select", ANONYMOUS) if access is not None else None
        telling = _telling(table)
        if reach is not None and reach.rows == ALL and telling and not is_private(app, table):
            places = tuple(policy.location for policy in reach.policies) or (table.location,)
            what = f"`{table.name}` shows {', '.join(f'`{name}`' for name in telling)} of everyone to anyone"
            found.append(Exposure("profiles", f"table {table.name}", what, places))
    return tuple(found)


def _telling(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if privileged(column.name))[:4]
