"""Looks for text of any length that pages write into tables others read, with nothing but the database to refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Column, Location, Query, Table
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import DirectText
from roadworthy.regex import regex
from roadworthy.views.data.lookups import stays_tiny
from roadworthy.views.people.parties import seen_by_another
from roadworthy.views.people.row_access import ANONYMOUS, NONE, OWN, SIGNED_IN, RowAccess, row_access

_KEYS = regex(
    r"(^|_)(id|uuid|key|slug|hash|token|path|status|type|kind|role|state|currency|locale|timezone|code)$",
    re.I,
)

_TAKES_ANY = ("text", "varchar", "text[]", "json", "jsonb")
# What keeps a text short or to certain words; that it must not be empty does neither.
_BOUNDS = regex(r"<|\bbetween\b|\bin\s*\(|~|\blike\b|\bany\b|\bsimilar\b", re.I)


def detect_direct(app: App) -> Iterator[Verdict]:
    """One verdict for each table that pages write with the person's own rights."""
    if not app.database.supabase:
        return
    written = _written(app)
    for table in app.tables:
        queries = written.get(table.name, [])
        access = row_access(app, table.name)
        if table.partial or access is None or stays_tiny(table):
            continue
        if not queries:
            yield from _open_without_pages(app, table, access)
            continue
        subject = f"table {table.name}"
        columns = _unlimited(app, table, queries)
        if not columns:
            yield clear(subject, "the database bounds what pages write into it")
        elif not (
            access.of("select", ANONYMOUS).strangers
            or access.of("select", SIGNED_IN).strangers
            or seen_by_another(app, table.name)
            or _left_by_visitors(access)
        ):
            yield clear(subject, "what people write there is shown to nobody but themselves")
        elif not any(
            access.of(operation, who).rows != NONE
            for operation in ("insert", "update")
            for who in (ANONYMOUS, SIGNED_IN)
        ):
            yield clear(subject, "its policies let nobody write from a page")
        else:
            names = {column.name for column in columns}
            writing = [q for q in queries if q.spreads or names & {write.column for write in q.writes}]
            policies = [p.location for o in ("insert", "update") for p in access.of(o, SIGNED_IN).policies]
            yield _gap(DirectText(table, tuple(columns), tuple(writing)), policies)


def _open_without_pages(app: App, table: Table, access: RowAccess) -> Iterator[Verdict]:
    """A table that no code writes, and into which the interface lets whoever has an account put rows of their own for others to read:
    what is there for a page still to be written is there for every client already."""
    kept = {query.table for query in app.queries if query.operation in ("insert", "update", "upsert")}
    own = access.of("insert", SIGNED_IN)
    read = access.of("select", ANONYMOUS).strangers or access.of("select", SIGNED_IN).strangers
    columns = [column for column in table.columns if _takes_anything(app, table, column)]
    if own.rows == OWN and read and columns and table.name not in kept:
        yield _gap(DirectText(table, tuple(columns), ()), [policy.location for policy in own.policies])


def _left_by_visitors(access: RowAccess) -> bool:
    """Whether people without an account write what others with one read: a form, and those it is for."""
    return access.of("insert", ANONYMOUS).strangers and access.of("select", SIGNED_IN).rows != NONE


def _written(app: App) -> dict[str, list[Query]]:
    found: dict[str, list[Query]] = {}
    for component in app.components:
        for query in component.queries if component.side == "client" else ():
            if query.rights == "user" and query.operation in ("insert", "update", "upsert"):
                found.setdefault(query.table, []).append(query)
    return found


def _unlimited(app: App, table: Table, queries: list[Query]) -> list[Column]:
    """The columns of text that somebody types into and that nothing in the database bounds."""
    named = {
        w.column for query in queries for w in query.writes if w.value.kind not in ("constant", "session")
    }
    spread = any(query.spreads for query in queries)
    return [c for c in table.columns if (spread or c.name in named) and _takes_anything(app, table, c)]


def _takes_anything(app: App, table: Table, column: Column) -> bool:
    if column.type not in _TAKES_ANY or column.values or column.references is not None or column.primary:
        return False
    if _KEYS.search(column.name):
        return False
    word = re.compile(rf"\b{re.escape(column.name)}\b")
    policies = [policy.check for policy in app.database.of_table(table.name)]
    if any(word.search(check) and _BOUNDS.search(check) for check in (*table.checks, *policies)):
        return False
    return not _checked_by_trigger(app, table, column)


def _checked_by_trigger(app: App, table: Table, column: Column) -> bool:
    for trigger in app.database.triggers:
        function = (
            app.database.function(trigger.function.rsplit(".", 1)[-1])
            if trigger.table == table.name
            else None
        )
        if (
            trigger.timing == "before"
            and function is not None
            and re.search(rf"\bnew\.{re.escape(column.name)}\b", function.body, re.I)
        ):
            return True
    return False


def _gap(found: DirectText, policies: list[Location]) -> Verdict:
    table, names = found.table, [column.name for column in found.columns]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return gap(
        f"table {table.name}",
        f"Anyone who may write to {table.name} can store text of any length and content in {shown}, which others read",
        impact=f"One person's 5 MB of text, or text with hidden characters, is loaded and shown to everyone who sees {table.name}",
        locations=(*dict.fromkeys([query.location for query in found.queries] + policies), table.location),
        evidence=(
            f"{shown} {'have' if len(names) > 1 else 'has'} the type text without a CHECK on its length",
            f"the page writes it directly at {found.queries[0].location}: what the page checks, a request to the table itself need not pass"
            if found.queries
            else "no page writes it, and a request to the table itself does",
            "policies let others read these rows",
        ),
        severity=Severity.MEDIUM,
        details=found,
        cwe="CWE-20",
    )
