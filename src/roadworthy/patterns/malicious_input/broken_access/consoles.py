"""Consoles for administrators that open for everyone who is signed in, or for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.malicious_input.broken_access.finding import ConsoleGap
from roadworthy.regex import regex
from roadworthy.views.pages.served import served_pages
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import privileged, users_table

_CONSOLE = regex(r"/(admin|administration|backoffice|back-office|superadmin)(/|$)", re.I)


def detect_consoles(app: App) -> Iterator[Verdict]:
    """One verdict for each page of a console that reads something on the server, in apps that know administrators."""
    if not _knows_administrators(app):
        return
    for page in served_pages(app):
        if _CONSOLE.search(page.path) and page.queries:
            yield _judge(page)


def _knows_administrators(app: App) -> bool:
    """Whether people differ in what they may do: a role or a flag on their table, or any guard that asks for one."""
    people = users_table(app)
    flagged = people is not None and any(
        re.search(r"role|admin|staff", column.name) and privileged(column.name) for column in people.columns
    )
    return flagged or any(ROLE in Access(endpoint).anywhere() for endpoint in app.endpoints)


def _judge(page: Endpoint) -> Verdict:
    access = Access(page)
    guards = access.anywhere() | access.guards(page.facts)
    if ROLE in guards or any(ROLE in access.at_query(query) for query in page.queries):
        return clear(page.subject, "a role is required before the console opens")
    if all(query.number in access.own_rows for query in page.queries):
        return clear(page.subject, "on the server it reads nothing but the visitor's own row")
    who = "Every signed-in user" if SIGNED_IN in guards else "Anyone"
    return gap(
        page.subject,
        f"{who} can open the administrators' page {page.path}",
        impact="Data breach: what administrators see and do is shown to people who are none",
        locations=(page.location, *(query.location for query in page.queries[:2])),
        evidence=(
            f"neither the middleware nor a layout nor the page at {page.location} asks for a role",
            f"it reads {', '.join(dict.fromkeys(query.table for query in page.queries if query.table))}",
        ),
        severity=Severity.HIGH,
        details=ConsoleGap(page),
        cwe="CWE-862",
    )
