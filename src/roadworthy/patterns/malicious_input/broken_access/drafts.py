"""Judges what shows a row to visitors that their lists leave out: a draft, a private post, what nobody has approved yet."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Filter, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.exposure import is_state_of_showing, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.keys import chosen_by_request
from roadworthy.views.pages.served import served_pages
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.facts import all_facts


def judge_drafts(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that shows anybody the row that they name, though the app's lists show what is published alone."""
    if endpoint.method != "GET":
        return None
    access, listed = Access(endpoint), app.view(_listed_by_state)
    for query in endpoint.queries:
        shown = listed.get(query.table)
        column = shown.column if shown is not None else ""
        if shown is None or query.rights == "user" or access.before(query) or not is_told(endpoint, query):
            continue
        if _is_chosen(query, column) or (_is_named(app, query) and not _asks_state(endpoint, query, column)):
            return _told(endpoint, query, shown)
    return None


def _is_named(app: App, query: Query) -> bool:
    """Whether it finds the one row that the request names: `one` or by its key, of which there is one."""
    table = app.table(query.table)
    key = table.primary_key if table is not None and len(table.primary_key) == 1 else ()
    one = query.one or any(item.operator == "=" and item.column in key for item in query.filters)
    return query.operation == "select" and one and chosen_by_request(query) is not None


def _is_chosen(query: Query, column: str) -> bool:
    """Whether visitors say which state of rows they are listed: `?status=draft`."""
    return query.operation == "select" and any(
        item.column == column and item.operator == "=" and item.value.from_request for item in query.filters
    )


def _asks_state(endpoint: Endpoint, query: Query, column: str) -> bool:
    """Whether the state, or another one, is asked for by the query, or looked at anywhere on the way."""
    asked = any(item.column == column or _is_state(item) for item in query.filters)
    return asked or any(
        leaf.kind == "row" and leaf.table == query.table and leaf.path
        for one in all_facts(endpoint)
        for side in (one.left, one.right)
        for leaf in (side.leaves() if side is not None else ())
    )


def _is_state(item: Filter) -> bool:
    """`is_active = true`, `kind = 'page'`; that a row is not deleted says nothing of whom it is for."""
    return item.operator == "=" and item.value.kind == "constant" and item.value.value not in (None, False, 0)


def _listed_by_state(app: App) -> dict[str, Filter]:
    """Tables of which visitors are listed only what is published, with what says so. Where a list for visitors leaves
    nothing out, nothing is hidden."""
    found: dict[str, Filter] = {}
    whole: set[str] = set()
    for endpoint in (*app.endpoints, *served_pages(app)):
        if endpoint.method != "GET" or SIGNED_IN in Access(endpoint).anywhere():
            continue
        for query in endpoint.queries:
            if query.operation != "select" or query.one:
                continue
            state = next((item for item in query.filters if _says_published(item)), None)
            if state is not None:
                found[query.table] = state
            elif is_told(endpoint, query) and not query.filters:
                whole.add(query.table)
    return {table: state for table, state in found.items() if table not in whole}


def _says_published(item: Filter) -> bool:
    return not item.optional and item.operator == "=" and is_state_of_showing(item)


def _told(endpoint: Endpoint, query: Query, shown: Filter) -> Verdict:
    words = (shown.value.value,) if isinstance(shown.value.value, str | bool | int) else ()
    return gap(
        endpoint.subject,
        f"Anyone without an account can read rows of {query.table} that are not published",
        impact="Drafts and what was taken back are read by strangers who try the next key",
        locations=(query.location, endpoint.location),
        evidence=(
            f"where visitors are shown lists, {query.table}.{shown.column} says what is published, and the query at {query.location} does not ask for it",
        ),
        severity=Severity.MEDIUM,
        details=OpenGap(endpoint, "draft", query, shown.column, words),
        cwe="CWE-639",
    )
