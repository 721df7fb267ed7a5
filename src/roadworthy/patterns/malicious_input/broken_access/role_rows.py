"""Judges endpoints that write who has which role, where roles are kept in rows of their own, and that ask nobody for a role."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.origin import REQUEST_KINDS, Fact, Origin, each_once
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.attributes import is_office
from roadworthy.views.people.people import is_persons_key, users_table


def judge_role_rows(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint by which people give a role to whomever they name; None elsewhere."""
    access = Access(endpoint)
    kept = app.view(_kept_in)
    for query in endpoint.queries:
        if query.table not in kept or query.operation not in ("insert", "upsert", "update"):
            continue
        guards = access.at_query(query)
        if guards & {ROLE, OWNER} or _made_here(endpoint, query):
            continue
        chosen = next((w for w in query.writes if w.column in kept[query.table] and _is_asked(w.value)), None)
        if chosen is not None:
            words = kept[query.table][chosen.column]
            return _told(endpoint, query, chosen.column, words, SIGNED_IN in guards)
    return None


def _is_asked(value: Origin) -> bool:
    leaves = list(value.leaves())
    return bool(leaves) and all(leaf.kind in REQUEST_KINDS for leaf in leaves)


def _made_here(endpoint: Endpoint, query: Query) -> bool:
    """Whether the row is about what the same request makes: the first member of a team of one's own."""
    made = {one.number for one in endpoint.queries if one.operation == "insert" and one is not query}
    return any(
        leaf.kind == "row" and leaf.query in made for write in query.writes for leaf in write.value.leaves()
    )


def _kept_in(app: App) -> dict[str, dict[str, tuple[str, ...]]]:
    """Tables that say which role a person has, as the app's own guards ask, with the columns that do and the words asked for."""
    people = users_table(app)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for endpoint in app.endpoints:
        access = Access(endpoint)
        facts = [*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts)]
        for table, column, words in _asked(access, facts):
            known = app.table(table)
            if known is not None and any(is_persons_key(c, people) for c in known.columns):
                columns = found.setdefault(table, {})
                columns[column] = tuple(dict.fromkeys((*columns.get(column, ()), *words)))
    return found


def _asked(access: Access, facts: list[Fact]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The columns of rows of the person's own by which they were found to have a role, with the words that they were compared with."""
    for fact in facts:
        if ROLE not in access.guards([fact]):
            continue
        for one in each_once((fact,)):
            for side in (one.left, one.right):
                for leaf in side.leaves() if side is not None else ():
                    own = leaf.kind == "row" and leaf.query in access.own_rows
                    if own and leaf.path and is_office(leaf.path[-1]):
                        yield leaf.table, leaf.path[-1], tuple(_words(one))


def _words(fact: Fact) -> Iterator[str]:
    for side in (fact.left, fact.right):
        for leaf in side.leaves() if side is not None else ():
            if leaf.kind == "constant" and isinstance(leaf.value, str) and leaf.value:
                yield leaf.value


def _told(endpoint: Endpoint, query: Query, column: str, words: tuple[str, ...], signed_in: bool) -> Verdict:
    who = "Any signed-in user" if signed_in else "Anyone without an account"
    return gap(
        endpoint.subject,
        f"{who} can give a role of their choice in {query.table}",
        impact="Whoever finds the address makes themselves an administrator",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.location} writes {query.table}.{column} as the request says, which the app's own guards ask for",
            "no role is asked for before",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(endpoint, "roles", query, column, words),
        cwe="CWE-269",
    )
