"""Judges tables, buckets and functions of the database by which anyone on the internet may add rows or files without asking the
app's own server."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Table
from roadworthy.app.policy import OUTSIDERS, Policy
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.regex import regex
from roadworthy.views.data.database_routines import Routine, routines
from roadworthy.views.people.row_access import ALL, ANONYMOUS, NONE, Reach, file_access, row_access

_ON_CONFLICT = regex(r"\bon\s+conflict\b", re.I)
_INSERT = regex(r"\binsert\s+into\b", re.I)
_COUNTS = regex(r"count\s*\(|interval|rate_?limit|attempts", re.I)


def detect_direct(app: App) -> Iterator[Verdict]:
    """One verdict for each table and bucket that a page without a sign-in may write into."""
    if not app.database.supabase:
        return
    for table in app.tables:
        access = row_access(app, table.name)
        reach = access.of("insert", ANONYMOUS) if access is not None else None
        if access is None or reach is None or reach.rows == NONE or not reach.strangers:
            continue
        if any(access.of(operation, ANONYMOUS).rows == ALL for operation in ("update", "delete")):
            continue  # not a form but a table without a lock, which is told as broken access
        if _is_counted(app, table, reach):
            yield clear(f"table {table.name}", "the database counts what one client adds")
        else:
            yield _told(f"table {table.name}", "rows", reach, table)
    for bucket in app.database.buckets:
        reach = file_access(app, bucket.name).of("insert", ANONYMOUS)
        if reach.strangers:
            yield _told(f"storage bucket {bucket.name}", "files", reach, None)
    for routine in routines(app):
        if _takes_rows(routine):
            yield _told_of_routine(routine)


def _takes_rows(routine: Routine) -> bool:
    """Whether a page without a sign-in has a function of the database add what it says: a public form."""
    function = routine.function
    added = sum(verb == "insert" for verb, _ in routine.writes)
    kept = len(
        _ON_CONFLICT.findall(function.body)
    )  # one row of each person or thing, however often it is called
    return (
        added > kept
        and function.callable
        and function.definer
        and OUTSIDERS[0] in function.executable
        and bool(function.arguments)
        and not (routine.asks or routine.credential or routine.counter)
        and _COUNTS.search(_INSERT.split(function.body, maxsplit=1)[0]) is None
    )


def _told_of_routine(routine: Routine) -> Verdict:
    function = routine.function
    tables = ", ".join(dict.fromkeys(table for verb, table in routine.writes if verb == "insert"))
    return gap(
        f"RPC {function.name}",
        f"A script without an account can add any number of rows to {tables}",
        impact="The database and its bill grow without end, and what people wrote drowns in rubbish",
        locations=(function.location,),
        evidence=(
            f"{function.name} at {function.location} may be called with the page's public key and adds rows to {tables}",
            "it counts nothing, and the address of the database is in the page",
        ),
        severity=Severity.MEDIUM,
        cwe="CWE-770",
    )


def _is_counted(app: App, table: Table, reach: Reach) -> bool:
    if any(_COUNTS.search(policy.check) for policy in reach.policies):
        return True
    for trigger in app.database.triggers:
        function = (
            app.database.function(trigger.function.rsplit(".", 1)[-1])
            if trigger.table == table.name
            else None
        )
        if function is not None and trigger.timing == "before" and _COUNTS.search(function.body):
            return True
    return False


def _told(subject: str, things: str, reach: Reach, table: Table | None) -> Verdict:
    policies: tuple[Policy, ...] = reach.policies
    places = tuple(policy.location for policy in policies) or ((table.location,) if table is not None else ())
    return gap(
        subject,
        f"A script without an account can add any number of {things}",
        impact="The database and its bill grow without end, and what people wrote drowns in rubbish",
        locations=places,
        evidence=(
            reach.reason,
            "no policy and no trigger counts what one client adds, and the address of the database is in the page",
        ),
        severity=Severity.HIGH if table is None else Severity.MEDIUM,
        cwe="CWE-770",
    )
