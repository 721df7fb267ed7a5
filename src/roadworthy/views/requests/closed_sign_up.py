"""Accounts that not everybody can make: the first of all, and those of people who were invited."""

from __future__ import annotations

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Filter, Query
from roadworthy.regex import regex
from roadworthy.views.people.people import users_table


def closed_sign_up(app: App, endpoint: Endpoint) -> str:
    """Why a script makes no number of accounts at an endpoint, in words; '' where it does."""
    people = users_table(app)
    made = [
        query
        for query in endpoint.queries
        if people is not None and query.table == people.name and query.operation in ("insert", "upsert")
    ]
    if not made:
        return ""
    if all(_is_first(endpoint, query) for query in made):
        return "it makes the first account of all, and no other"
    invited = all(_is_invited(endpoint, query) for query in made)
    return "only whoever was invited makes an account" if invited else ""


def _is_first(endpoint: Endpoint, made: Query) -> bool:
    """Whether an account is made only while there is none: nobody is counted, or found, of all there are."""
    whole = {query.number for query in endpoint.queries if query.table == made.table and not query.filters}
    return any(_says_none(fact) and _is_of(fact.left, whole, made.table) for fact in made.facts)


def _says_none(fact: Fact) -> bool:
    if fact.right is None:
        return fact.operator == "truthy" and not fact.holds
    none = {("==", 0), ("<=", 0), ("<", 1)}
    some = {(">", 0), ("!=", 0), (">=", 1)}
    return (fact.operator, fact.right.value) in (none if fact.holds else some)


_KEY = regex(r"(^|_)(token|code|key|secret|hash|nonce|uuid|id)(_?hash(ed)?)?$")
_INVITED = regex(r"(^|_)invit(es?|ations?|ed)(_|$)")


def _is_invited(endpoint: Endpoint, made: Query) -> bool:
    """Whether an account is made only where the invitation is there that the request names by its key."""
    named = {
        query.number
        for query in endpoint.queries
        if query.operation == "select" and any(_names_invitation(query, item) for item in query.filters)
    }
    return any(
        fact.holds and fact.right is None and fact.left.kind == "row" and fact.left.query in named
        for fact in made.facts
    )


def _names_invitation(query: Query, item: Filter) -> bool:
    column = spelled(item.column)
    asked = item.operator == "=" and not item.optional and item.value.from_request
    invited = _INVITED.search(spelled(query.table)) or _INVITED.search(column)
    return asked and bool(invited) and _KEY.search(column) is not None


def _is_of(origin: Origin, queries: set[int], table: str) -> bool:
    return any(
        leaf.kind == "row" and leaf.table == table and leaf.query in queries for leaf in origin.leaves()
    )
