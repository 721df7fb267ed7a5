"""What an app writes down about who did what, and which of its actions ought to be written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.table import Table
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record, pair_columns
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.entry import registers, signs_in
from roadworthy.views.people.people import privileged, users_table

_TABLE = regex(
    r"audit|(^|_)activity_?logs?$|(^|_)admin_?(logs?|actions?)$|(^|_)security_?(logs?|events?)$|(^|_)access_?logs?$|(^|_)change_?logs?$|activitylog|adminlog|(^|_)admin_log$",
    re.I,
)
_ACTOR = regex(r"actor|user|admin|performed_?by|by$|who|subject|author|staff|account|member", re.I)
_WHAT = regex(
    r"action|event|type|operation|verb|activity|method|message|description|changes?|change_message", re.I
)
_LIBRARIES = {"django-auditlog": "auditlog", "django-simple-history": "simple_history", "django-easy-audit": "easyaudit", "django-reversion": "reversion",
              "sqlalchemy-continuum": "sqlalchemy_continuum", "@retracedhq/retraced": "retraced", "@nestjs-audit/core": "audit"}  # fmt: skip
_TRIGGER = regex(r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?TRIGGER[^;]*audit", re.I)
_MONEY = regex(r"(^|_)(payments?|refunds?|payouts?|transfers?|invoices?|subscriptions?|transactions?)$", re.I)


class Action(Struct, frozen=True):
    """Something that somebody did and that has to be told afterwards. `kind` says what (sign-in, deletion, change by an administrator, payment,
    role); `written` when it leaves a record."""

    work: Work
    kind: str
    written: bool


def audit_tables(app: App) -> tuple[Table, ...]:
    """The tables that are made for it: who, what, when."""
    return tuple(table for table in app.tables if _TABLE.search(table.words) and _is_record_of_people(table))


def _is_record_of_people(table: Table) -> bool:
    names = [column.name for column in table.columns]
    return not names or (
        any(_ACTOR.search(name) for name in names) and any(_WHAT.search(name) for name in names)
    )


def audit_library(app: App) -> str:
    """A library or trigger that writes every change down; '' for none."""
    for package, name in _LIBRARIES.items():
        if app.deployment.package(package) and any(
            name in app.text(path)
            for path in app.modules
            if path.endswith(("models.py", "settings.py", "admin.py")) or not path.endswith(".py")
        ):
            return package
    migrations = set(app.deployment.migrations)
    for file in app.repository.files:
        if file.language == "sql" or file.path in migrations:
            text = app.text(file.path)
            if _TRIGGER.search(text) and re.search(r"AFTER\s+(INSERT|UPDATE|DELETE)", text, re.I):
                return f"the trigger in {file.path}"
    return ""


def actions(app: App) -> tuple[Action, ...]:
    """Every action that has to be told afterwards."""
    return app.view(_actions)


def _actions(app: App) -> tuple[Action, ...]:
    tables = {table.name for table in audit_tables(app)}
    endpoints = {endpoint.subject: endpoint for endpoint in app.endpoints}
    found = []
    for work in app.works:
        kind = _kind(app, work, endpoints.get(work.subject))
        if kind:
            written = any(
                query.table in tables and query.operation in ("insert", "upsert") for query in work.queries
            )
            found.append(Action(work, kind, written))
    return tuple(found)


def _kind(app: App, work: Work, endpoint: Endpoint | None) -> str:
    if endpoint is not None and (signs_in(app, endpoint) or registers(app, endpoint)):
        return "sign-in"
    changes = [
        query
        for query in work.queries
        if query.operation in ("insert", "update", "delete", "upsert")
        and not _TABLE.search(spelled(query.table))
    ]
    people = users_table(app)
    if any(
        q.table == (people.name if people else "")
        and any(privileged(w.column) for w in q.writes)
        and q.operation == "update"
        for q in changes
    ):
        return "change of a role"
    if any(
        query.operation == "delete"
        and not is_record(query.table)
        and not _is_pair(app, query.table)
        and not _is_housekeeping(query)
        for query in changes
    ):
        return "deletion"
    if endpoint is not None and changes and ROLE in Access(endpoint).anywhere():
        return "change by an administrator"
    if changes and re.search(r"(^|/)admin(/|$)|Admin", work.subject):
        return "change by an administrator"
    return "payment" if any(_MONEY.search(spelled(query.table)) for query in changes) else ""


def _is_housekeeping(query: Query) -> bool:
    """Whether rows go because their time is over, and neither the request nor who is signed in says which."""
    leaves = [leaf for item in query.filters for leaf in item.value.sources()]
    return any(item.operator in ("<", "<=") for item in query.filters) and all(
        leaf.kind in ("constant", "clock", "environment", "computed") for leaf in leaves
    )


def _is_pair(app: App, name: str) -> bool:
    """Whether a table only joins two others: a like that is taken back is no deed."""
    table = app.table(name)
    return table is not None and bool(pair_columns(table))


def changes_anything(app: App) -> Iterator[Work]:
    """What writes to the database at all."""
    for work in app.works:
        if any(
            query.operation in ("insert", "update", "delete", "upsert") and not is_record(query.table)
            for query in work.queries
        ):
            yield work
