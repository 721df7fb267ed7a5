"""Judges rows that are put or moved under a row of somebody else's: a task into any project, an order sent to anybody's address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.origin import REQUEST_KINDS, Fact
from roadworthy.app.query import Write
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import UNDER, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import chosen_by_request
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.people.tenants import tenant_columns

# What people are given to hand in is checked by what it is, not by whose.
_HANDED_IN = regex(r"coupon|voucher|promo|discount|gift", re.I)
# So many endpoints bind a table to the person who asks: its rows are everybody's own.
_OFTEN = 2


def under_others(app: App, endpoint: Endpoint, access: Access, query: Query) -> Iterator[AccessGap]:
    """A row that names the row above it as the request says, where elsewhere such rows are reached by their owner alone."""
    table = app.table(query.table)
    if table is None or is_record(query.table) or not _is_judged(access, query):
        return
    kept = app.view(kept_apart)
    for write in query.writes:
        parent = table.leads_to(write.column)
        if parent not in kept or parent == query.table or _HANDED_IN.search(parent):
            continue
        part = _named(access, endpoint, parent, write.value)
        owner = _owner_column(app, parent)
        if part is None or not owner or looked_up(app, endpoint, access, query, parent):
            continue
        if _read_within(endpoint, query, write, parent):
            continue
        yield AccessGap(
            endpoint,
            query,
            UNDER,
            (part.kind, part.path[-1] if part.path else ""),
            write.column,
            owner,
            parent,
        )
        return


def _owner_column(app: App, table: str) -> str:
    """The column that tells whose a row is: a person's, or a firm's; '' where rows belong to nobody."""
    owner = owner_of(app, table)
    return owner.column if owner is not None else tenant_columns(app).get(table, "")


def _is_judged(access: Access, query: Query) -> bool:
    """Whether a person without a role adds a row, or changes one of their own: the right to that one is none to the row above."""
    guards = access.at_query(query)
    if SIGNED_IN not in guards or ROLE in guards:
        return False
    if query.operation == "update":
        return OWNER in guards or query.number in access.own_rows
    return query.operation in ("insert", "upsert") and OWNER not in guards


def _named(access: Access, endpoint: Endpoint, parent: str, value: Origin) -> Origin | None:
    """What of the request names the row above: by itself, or by way of a row that it picked."""
    if access.is_own(value):
        return None
    asked = [leaf for leaf in value.leaves() if leaf.kind in REQUEST_KINDS]
    if asked:
        return asked[0]
    for leaf in value.leaves():
        before = next((q for q in endpoint.queries if q.number == leaf.query), None)
        if leaf.kind != "row" or leaf.table != parent or before is None or before.operation != "select":
            continue
        chosen = chosen_by_request(before)
        if chosen is not None and OWNER not in access.at_query(before):
            return next((one for one in chosen.value.sources() if one.from_request), None)
    return None


def looked_up(app: App, endpoint: Endpoint, access: Access, query: Query, parent: str) -> bool:
    """Whether the row above, or what it lies in, was looked up as the person's own before."""
    above = {parent}
    owner = owner_of(app, parent)
    while owner is not None and owner.through and owner.through not in above:
        above.add(owner.through)
        owner = owner_of(app, owner.through)
    people = users_table(app)
    if any(_compares(access, fact, parent) for fact in query.facts) or _refuses(
        access, endpoint, query, above
    ):
        return True
    return any(
        other.number < query.number
        and (other.number in access.own_rows or OWNER in access.at_query(other))
        and (other.table in above or any(join[0] in above for join in other.joins))
        and (people is None or other.table != people.name)
        and (other.table == parent or any(one.value.from_request for one in other.filters))
        for other in (*endpoint.ahead, *endpoint.queries)
    )


def _read_within(endpoint: Endpoint, query: Query, write: Write, parent: str) -> bool:
    """Whether what may be named was read before within what the new row is put into as well (the options of a poll, whose vote it
    is): that one is judged by itself."""
    into = {str(one.value) for one in query.writes if one is not write and one.value.from_request}
    return any(
        other.number < query.number
        and other.operation == "select"
        and other.table == parent
        and not other.one
        and any(item.operator == "=" and str(item.value) in into for item in other.filters)
        for other in endpoint.queries
    )


def _refuses(access: Access, endpoint: Endpoint, query: Query, above: set[str]) -> bool:
    """Whether who does not own the row above was sent away before, in whatever loop over what was named."""
    return any(
        answer.status in (401, 403, 404)
        and answer.after <= query.number
        and any(_is_strangers(access, fact, above) for fact in answer.facts)
        for answer in endpoint.answers
    )


def _is_strangers(access: Access, fact: Fact, above: set[str]) -> bool:
    """Whether a fact says that such a row is not the person's."""
    if fact.any_of:
        return any(_is_strangers(access, one, above) for way in fact.any_of for one in way)
    sides = [side for side in (fact.left, fact.right) if side is not None]
    named = any(leaf.kind == "row" and leaf.table in above for side in sides for leaf in side.leaves())
    return (
        named
        and len(sides) == 2
        and not fact.holds
        and fact.operator == "=="
        and any(map(access.is_own, sides))
    )


def _compares(access: Access, fact: Fact, parent: str) -> bool:
    """Whether the row above was found to be the person's, on the way on which one was named."""
    if fact.any_of:
        return any(_compares(access, one, parent) for way in fact.any_of for one in way)
    sides = [side for side in (fact.left, fact.right) if side is not None]
    named = any(leaf.kind == "row" and leaf.table == parent for side in sides for leaf in side.leaves())
    return named and OWNER in access.guards([fact])


def kept_apart(app: App) -> frozenset[str]:
    """Tables whose rows are reached by their owner alone: several endpoints bind them to the person, few do not,
    and none shows them to all."""
    bound: Counter[str] = Counter()
    unbound: Counter[str] = Counter()
    shared: set[str] = set()
    people = users_table(app)
    for endpoint in app.endpoints:
        access = Access(endpoint)
        mine: set[str] = set()
        forgotten: set[str] = set()
        for query in endpoint.queries:
            if query.operation not in ("select", "update", "delete") or not _owner_column(app, query.table):
                continue
            guards = access.at_query(query) | access.after_query(query)
            if query.number in access.own_rows or OWNER in guards:
                mine.add(query.table)
            elif is_open(app, endpoint, query) or SIGNED_IN not in guards or not query.filters:
                shared |= {query.table} if ROLE not in guards else set()
            elif ROLE not in guards and (query.operation != "select" or is_told(endpoint, query)):
                # Perhaps it is forgotten there, too.
                forgotten.add(query.table)
        bound.update(mine)
        unbound.update(forgotten)
    return frozenset(
        name
        for name, times in bound.items()
        if times >= max(_OFTEN, _OFTEN * unbound[name])
        and name not in shared
        and (people is None or name != people.name)
    )
