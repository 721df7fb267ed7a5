"""Whose rows are a firm's: the table of tenants that people are members of, and the columns that tie other tables to it."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.people import is_persons_key, users_table

# What a name ends in: before it may stand the part of the app that has the table (`accounts_onboardingstep`).
_TENANT = regex(
    r"(tenant|org(anization|anisation)?|compan(y|ie)|workspace|team|church(e)?|firm|agenc(y|ie)|school|clinic|practice|business(e)?"
    r"|account|club|communit(y|ie)|household|famil(y|ie)|propert(y|ie)|restaurant|store|shop|branch(e)?|societ(y|ie)|gym|salon"
    r"|project|group)s?$",
    re.I,
)
_MEMBERSHIP = regex(r"member|staff|collaborator|employee|participa|users?_?(of|in)?_|_users?$", re.I)
_ROLE = regex(r"^(roles?|permissions?|access_?level|is_?(admin|owner))$", re.I)
# A table that so many others hang on is what the app is divided by.
_SHARED_BY = 2


class Tenancy(Struct, frozen=True):
    """Of each table that belongs to a tenant, the column that tells which (`columns`); of each other table that hangs on such
    tables, the columns that do, with the table each leads to (`parts`); `people` is the table of people with its column of the
    tenant, where each person is of one."""

    columns: dict[str, str]
    parts: dict[str, dict[str, str]]
    people: tuple[str, str] | None = None


def tenancy(app: App) -> Tenancy | None:
    """How an app is divided by tenants; None where it knows none. A view."""
    return app.view(_tenancy)


def _tenancy(app: App) -> Tenancy | None:
    columns = tenant_columns(app)
    if not columns:
        return None
    people = users_table(app)
    parts: dict[str, dict[str, str]] = {}
    for table in app.tables:
        if table.name in columns or (people is not None and table.name == people.name):
            continue
        leading = {c.name: c.references.table for c in table.columns if c.references is not None}
        held = {name: target for name, target in leading.items() if target in columns}
        if held:
            parts[table.name] = held
    tenant = next(iter(_target(app, name, column) for name, column in columns.items()))
    members = people.columns if people is not None else ()
    own = next((c.name for c in members if c.references is not None and c.references.table == tenant), "")
    return Tenancy(columns, parts, (people.name, own) if people is not None and own else None)


def _target(app: App, table: str, column: str) -> str:
    found = app.table(table)
    return found.leads_to(column) if found is not None else ""


def tenant_columns(app: App) -> dict[str, str]:
    """Of each table that belongs to a tenant, the column that tells which; none where the app knows no tenants. A view."""
    return app.view(_tenant_columns)


def _tenant_columns(app: App) -> dict[str, str]:
    people = users_table(app)
    referring = Counter(
        target
        for table in app.tables
        for target in {c.references.table for c in table.columns if c.references}
    )
    named = {
        target
        for table in app.tables
        for target in _joined(table, people)
        if referring[target] >= _SHARED_BY and _TENANT.search(target)
    }
    found: dict[str, str] = {}
    for target in sorted(named, key=lambda name: (-referring[name], name))[:1]:
        for table in app.tables:
            column = next((c for c in table.columns if c.references and c.references.table == target), None)
            if column is not None and (people is None or table.name != people.name):
                found[table.name] = column.name
    return found


def _joined(table: Table, people: Table | None) -> set[str]:
    """The tables that a table joins people to: a membership, or the people's own column."""
    others = {c.references.table for c in table.columns if c.references is not None}
    if people is not None and table.name == people.name:
        return others - {people.name}
    persons = [c for c in table.columns if is_persons_key(c, people)]
    joins = bool(_MEMBERSHIP.search(table.name)) or any(_ROLE.match(c.name) for c in table.columns)
    if not persons or not joins:
        return set()
    return others - {people.name if people is not None else ""}
