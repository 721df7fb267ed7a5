"""Judges rows that whoever has an office reaches, where elsewhere the same office reaches its own alone: any seller changes any
seller's product, any teacher reads the results of any exam."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.origin import Fact
from roadworthy.app.other_tongues import in_english
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import PEER, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import checked_before, chosen_key, names_a_row
from roadworthy.patterns.malicious_input.broken_access.tenants import roles_asked
from roadworthy.regex import regex
from roadworthy.views.people.access import OWNER, ROLE, Access
from roadworthy.views.people.people import owner_of, users_table

# Who has one of these is there for everybody's rows.
_OVER_ALL = regex(
    r"admin|super|root|owner|manage|staff|moder|operat|support|head|director|principal|review|audit|system",
    re.I,
)
# So many endpoints bind a table to whoever has the office: its rows are each one's own.
_OFTEN = 2


def among_peers(
    app: App, endpoint: Endpoint, access: Access, query: Query, guards: set[str]
) -> Iterator[AccessGap]:
    """A row of a person's, chosen by the request, of which only the office is asked."""
    if ROLE not in guards or OWNER in guards or query.number in access.own_rows:
        return
    owner = owner_of(app, query.table)
    key = chosen_key(endpoint, access, query)
    people = users_table(app)
    if owner is None or key is None or (people is not None and query.table == people.name):
        return
    if query.operation not in ("select", "update", "delete") or not names_a_row(
        app, query.table, key[0], owner
    ):
        return
    shown = query.operation == "select" and (is_open(app, endpoint, query) or not is_told(endpoint, query))
    if shown or checked_before(endpoint, access, query):
        return
    offices = _offices(access, query)
    if any(_asks_whose(access, fact) for fact in _facts(access, query)):
        return
    if not any((query.table, office) in app.view(_kept_apart) for office in offices):
        return
    column, part = key
    yield AccessGap(
        endpoint,
        query,
        PEER,
        (part.kind, part.path[-1] if part.path else ""),
        column,
        owner.column,
        owner.through,
    )


def _offices(access: Access, query: Query) -> set[str]:
    """The roles that are let through to a query, but for those that are there for everybody's rows."""
    asked = roles_asked(access, _facts(access, query))
    return {word for word in asked if not _OVER_ALL.search(in_english(word))}


def _facts(access: Access, query: Query) -> list[Fact]:
    """What holds where a query changes something, or where what it read is told."""
    facts = [*query.facts, *access.endpoint.facts]
    for answer in access.endpoint.answers if query.operation == "select" else ():
        facts += answer.facts if answer.status < 300 else ()
    return facts


def _asks_whose(access: Access, fact: Fact) -> bool:
    """Whether it is looked at whose something is, though others may see it, too: one's own, or what was published."""
    return OWNER in access.guards([fact]) or any(
        _asks_whose(access, one) for way in fact.any_of for one in way
    )


def _kept_apart(app: App) -> frozenset[tuple[str, str]]:
    """Tables with the roles that reach their own rows in them: several endpoints bind them to who asks, few do not."""
    bound: Counter[tuple[str, str]] = Counter()
    loose: Counter[tuple[str, str]] = Counter()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        mine: set[tuple[str, str]] = set()
        anybodys: set[tuple[str, str]] = set()
        for query in endpoint.queries:
            if query.operation not in ("select", "update", "delete") or owner_of(app, query.table) is None:
                continue
            guards = access.at_query(query) | access.after_query(query)
            named = {(query.table, office) for office in _offices(access, query)}
            if OWNER in guards or query.number in access.own_rows:
                mine |= named
            elif is_told(endpoint, query) or query.operation != "select":
                anybodys |= named
        bound.update(mine)
        loose.update(anybodys - mine)
    return frozenset(pair for pair, times in bound.items() if times >= max(_OFTEN, loose[pair]))
