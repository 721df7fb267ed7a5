"""Judges what reaches the rows of a firm that the person who asks is no member of. A role that people have within their firm
(its administrator, its staff) is no right to another firm's rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.origin import Fact, Origin
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import TENANT, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import (
    as_sent,
    checked_before,
    chosen_by_request,
    names_a_row,
)
from roadworthy.regex import regex
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.tenants import Tenancy, tenancy, tenant_columns

# Roles above the firms: those of who runs the whole.
_ABOVE = regex(r"super|platform|system|sys_?admin|root|global|internal|operator|landlord", re.I)
# Asked so often, what a table's rows are shown for is not meant for everybody.
_OFTEN = 3


def reaching_other_tenants(
    app: App, endpoint: Endpoint, access: Access, query: Query, guards: set[str]
) -> Iterator[AccessGap]:
    """Rows of the tenant that the request names, where elsewhere the app asks whether the person belongs to it."""
    known = tenancy(app)
    if SIGNED_IN not in guards or known is None or not _is_a_person(query):
        return
    column = known.columns.get(query.table, "")
    asked = app.view(_asked_elsewhere)
    if known.people is not None and query.table == known.people[0]:
        # Whom one may see is another question; a person's row is changed by their own firm alone.
        column = known.people[1] if query.operation in ("update", "delete") else ""
        part = _chosen(app, endpoint, access, query, column) if column else None
        if part is None or not _of_a_firm(app, access, query.facts):
            return
    elif column and query.operation != "insert" and query.table in asked:
        part = _chosen(app, endpoint, access, query, column)
        often = asked[query.table] >= _OFTEN
        if part is None or (query.operation == "select" and not _shown(app, endpoint, query, often)):
            return
    elif column and query.operation == "insert" and asked[query.table] > 1:
        part = _put_into(endpoint, access, query, column)
        if part is None:
            return
    else:
        column, part = _within(app, known, endpoint, access, query)
        if part is None:
            return
    if ROLE in guards and not _of_a_firm(app, access, query.facts):
        return
    if not _is_bound(app, access, query):
        yield AccessGap(
            endpoint,
            query,
            TENANT,
            (part.kind, part.path[-1] if part.path else ""),
            column,
            owner_column=column,
        )


_PERSON = regex(
    r"^(id|sub|uid|.*(user|account|member|person|e?mail|role|admin|owner|tenant|org|team|company).*)$", re.I
)


def _is_a_person(query: Query) -> bool:
    """Whether a person is signed in, and not a visit counted whose token says which visit it is."""
    leaves = [
        leaf for fact in query.facts for side in (fact.left, fact.right) if side for leaf in side.leaves()
    ]
    known = [leaf.path for leaf in leaves if leaf.kind == "session"]
    return not known or any(not path or _PERSON.match(path[-1]) for path in known)


def _chosen(app: App, endpoint: Endpoint, access: Access, query: Query, column: str) -> Origin | None:
    """What of the request picks a row that belongs to a firm, or the firm itself."""
    chosen = chosen_by_request(query)
    if chosen is None or checked_before(endpoint, access, query):
        return None
    if chosen.column != column and not names_a_row(app, query.table, chosen.column, None):
        return None
    return next(leaf for leaf in chosen.value.sources() if leaf.from_request)


def _put_into(endpoint: Endpoint, access: Access, query: Query, column: str) -> Origin | None:
    """What of the request names the firm that a new row is put into, for nobody in particular: who joins it themselves may be let to."""
    value = query.written(column)
    if value is None or not value.from_request or any(access.is_own(w.value) for w in query.writes):
        return None
    if _found_as_own(endpoint, access, query, value):
        return None
    return next((leaf for leaf in value.sources() if leaf.from_request), None)


def _shown(app: App, endpoint: Endpoint, query: Query, often: bool) -> bool:
    return is_told(endpoint, query) and (often or not is_open(app, endpoint, query))


def _within(
    app: App, known: Tenancy, endpoint: Endpoint, access: Access, query: Query
) -> tuple[str, Origin | None]:
    """What changes the parts of a firm's row that the request names: the files of a project, its members."""
    asked = app.view(_asked_elsewhere)
    held = known.parts.get(query.table, {})
    # The line of a sale names its sale and an article: whose it is, the sale says.
    for column, parent in held.items() if len(held) == 1 else ():
        if asked[parent] < _OFTEN or query.operation == "select":
            continue
        values = [w.value for w in query.writes if w.column == column and query.operation == "insert"]
        values += [f.value for f in query.filters if f.column == column and f.operator == "="]
        for value in values:
            part = _named(app, access, endpoint, parent, value)
            if part is not None and not _found_as_own(endpoint, access, query, value):
                return column, part
    return "", None


def _found_as_own(endpoint: Endpoint, access: Access, query: Query, key: Origin) -> bool:
    """Whether what the request names was looked for before among what is the person's own."""
    return any(
        other.number < query.number
        and any(as_sent(item.value) == as_sent(key) for item in other.filters)
        and OWNER in access.at_query(other)
        for other in endpoint.queries
    )


def _named(app: App, access: Access, endpoint: Endpoint, parent: str, value: Origin) -> Origin | None:
    """The part of the request that names a row, directly or as the key of the row that it picked before."""
    if value.from_request:
        return next((leaf for leaf in value.sources() if leaf.from_request), None)
    for leaf in value.leaves():
        if leaf.kind == "row" and leaf.table == parent:
            before = next((q for q in endpoint.queries if q.number == leaf.query), None)
            if before is None or _is_bound(app, access, before) or _of_the_whole(app, access, before):
                continue
            chosen = chosen_by_request(before)
            if chosen is not None:
                return next((one for one in chosen.value.sources() if one.from_request), None)
    return None


# --- what binds to a firm ----------------------------------------------------------------------------


def _is_bound(app: App, access: Access, query: Query) -> bool:
    """Whether something compares the row with the person or their firm, on every way there that is open to a firm's people."""
    certain = [f for f in query.filters if f.operator in ("=", "in") and not f.optional]
    if query.number in access.own_rows or any(access.is_own(f.value) for f in certain):
        return True
    facts = list(query.facts)
    if any(_among_own(access, query, fact) for fact in facts):
        return True
    if query.operation == "select":
        later = [a for a in access.endpoint.answers if a.status < 300 and a.after > query.number]
        shared = [list(a.facts) for a in later]
        if shared:
            facts += [fact for fact in shared[0] if all(fact in other for other in shared[1:])]
    return any(_binds(app, access, fact) for fact in facts)


def _among_own(access: Access, query: Query, fact: Fact) -> bool:
    """`if (!rates.find((r) => r.id === id)) throw`: it was looked for in the firm's own list."""
    return (
        fact.operator == "truthy"
        and fact.holds
        and any(
            leaf.kind == "row" and leaf.table == query.table and leaf.query in access.own_rows
            for leaf in fact.left.leaves()
        )
    )


def _binds(app: App, access: Access, fact: Fact) -> bool:
    if fact.operator != "any":
        return OWNER in access.guards([fact])
    return bool(fact.any_of) and all(
        any(_binds(app, access, one) for one in way)
        or (ROLE in access.guards(way) and not _of_a_firm(app, access, way))
        for way in fact.any_of
    )


def _of_the_whole(app: App, access: Access, query: Query) -> bool:
    """Whether it runs only for a role above the firms."""
    return ROLE in access.guards(query.facts) and not _of_a_firm(app, access, query.facts)


def _of_a_firm(app: App, access: Access, facts: Iterable[Fact]) -> bool:
    """Whether the role that is asked for can be one within a firm."""
    known = app.view(_firm_roles)
    return any(_is_same(one, other) for one in _ranks_asked(access, facts) for other in known)


def _is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two roles are one: `admin` of a person is another than `admin` of a membership. Where a role is not read from a table,
    it may be either."""
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])


def roles_asked(access: Access, facts: Iterable[Fact]) -> set[str]:
    """The words with which the role of the person who asks is compared."""
    return {word for _, word in _ranks_asked(access, facts)}


def _ranks_asked(access: Access, facts: Iterable[Fact]) -> set[tuple[str, str]]:
    """Those words, each with the table that the role was read from ('' where it comes with the sign-in)."""
    found: set[tuple[str, str]] = set()
    for fact in facts:
        for way in fact.any_of:
            found |= _ranks_asked(access, way)
        if fact.operator in ("==", "in") and fact.holds and fact.right is not None:
            sides = (fact.left, fact.right)
            own = [leaf for side in sides if access.is_own(side) for leaf in side.leaves()]
            kept = {leaf.table if leaf.kind == "row" else "" for leaf in own if _is_role(leaf)}
            words = [leaf.value for side in sides for leaf in side.leaves() if leaf.kind == "constant"]
            found |= {(table, word) for table in kept for word in words if isinstance(word, str)}
    return found


def _is_role(leaf: Origin) -> bool:
    return bool(leaf.path) and leaf.path[-1].endswith("role")


def _firm_roles(app: App) -> frozenset[tuple[str, str]]:
    """The roles that people have within a firm: those in which the app still asks which firm they are of."""
    found: Counter[tuple[str, str]] = Counter()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        words: set[tuple[str, str]] = set()
        for query in endpoint.queries:
            if query.table in tenant_columns(app) and _names_firm(app, access, query):
                words |= _ranks_asked(access, (*endpoint.facts, *query.facts))
        found.update(words)
    return frozenset(one for one, times in found.items() if times > 1 and not _ABOVE.search(one[1]))


def _names_firm(app: App, access: Access, query: Query) -> bool:
    """Whether a query takes the firm from the person who asks."""
    column = tenant_columns(app)[query.table]
    return any(f.column == column and access.is_own(f.value) for f in query.filters) or any(
        fact.operator == "=="
        and fact.right is not None
        and any(
            leaf.table == query.table and leaf.path[-1:] == (column,)
            for side in (fact.left, fact.right)
            for leaf in side.leaves()
        )
        and OWNER in access.guards([fact])
        for fact in query.facts
    )


def _asked_elsewhere(app: App) -> Counter[str]:
    """Tables of tenants of which endpoints make sure that the person is a member, or take the tenant from the session: how many."""
    found: Counter[str] = Counter()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        found.update(
            {
                query.table
                for query in endpoint.queries
                if query.table in tenant_columns(app) and OWNER in access.before(query)
            }
        )
    return found


__all__ = ["reaching_other_tenants", "roles_asked"]
