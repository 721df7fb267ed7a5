"""Columns by which a library for accounts finds its own rows, with queries that stand in no file of the app."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.app.table import Column, Table

# Better Auth's tables, by the columns that they cannot do without: accounts are found by the person at each sign-in by password,
# sessions when a person's are listed or ended. Its documentation (Database, Performance) names both as columns to index.
_TABLES = ({"token", "userid", "expiresat"}, {"providerid", "accountid", "userid"})


def asked_by_better_auth(app: App, table: Table, column: Column) -> bool:
    """Whether Better Auth looks for rows of one of its tables by this column."""
    if _plain(column.name) != "userid" or column.references is None:
        return False
    if not any(package == "better-auth" for package, _ in app.deployment.packages):
        return False
    names = {_plain(one.name) for one in table.columns}
    return any(wanted <= names for wanted in _TABLES)


# Its store looks for what is over every quarter of an hour and reads by it at each request; the table that it brings along has an
# index there (https://github.com/voxpelli/node-connect-pg-simple, table.sql).
_SESSION = {"sid", "sess", "expire"}


def asked_by_session_store(app: App, table: Table, column: Column) -> bool:
    """Whether connect-pg-simple looks for sessions that are over by this column."""
    used = any(package == "connect-pg-simple" for package, _ in app.deployment.packages)
    return used and column.name == "expire" and {one.name for one in table.columns} == _SESSION


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
