"""The operator's own people: apps that have no accounts but theirs, and roles that are theirs."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, each_once
from roadworthy.app.other_tongues import in_english
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.attributes import everybody, is_attribute
from roadworthy.views.people.people import users_table

_OFFICE = regex(
    r"^(site_?|super_?)?(admin(istrator)?s?|admin_?users?|staff(_?(users?|members?))?|moderators?)$", re.I
)


def accounts_are_staffs(app: App) -> bool:
    """Whether the table of those who sign in is named after an office. A view."""
    people = users_table(app)
    return people is not None and bool(_OFFICE.search(people.words))


def only_staff_signs_in(app: App) -> bool:
    """The same, where nobody makes themselves such an account either. A view."""
    people = users_table(app)
    return (
        people is not None
        and app.view(accounts_are_staffs)
        and not any(
            query.operation in ("insert", "upsert")
            and query.table == people.name
            and SIGNED_IN not in Access(endpoint).at_query(query)
            for endpoint in app.endpoints
            for query in endpoint.queries
        )
    )


def is_for_staff(app: App, subject: str) -> bool:
    """Whether only people with a role get there: few, who come seldom, so that what is slow there holds up hardly anybody."""
    endpoint = app.endpoint(subject)
    return endpoint is not None and ROLE in Access(endpoint).anywhere()


# Those who work for whoever runs the app.
_OPERATORS = regex(
    r"admin|staff|super|root|moder|manag|operator|owner|editor|librarian|cashier|clerk|accountant|warehouse|kitchen|support|employee"
    r"|worker|internal",
    re.I,
)


def is_operators(role: str) -> bool:
    """Whether a role is that of somebody who works for whoever runs the app, by its name."""
    return _OPERATORS.search(in_english(role)) is not None


def asks_for_office(endpoint: Endpoint) -> bool:
    """Whether no role that is asked for by its name is another one: teachers and sellers come to the app from outside."""
    access = Access(endpoint)
    at_queries = (fact for query in endpoint.queries for fact in query.facts)
    at_answers = (fact for answer in endpoint.answers for fact in answer.facts)
    facts = (*endpoint.facts, *at_queries, *at_answers)
    return all(map(_OPERATORS.search, _roles(access, facts)))


def _roles(access: Access, facts: tuple[Fact, ...]) -> set[str]:
    """The words that something of the person is compared with, without those that everybody has from the first."""
    found: set[str] = set()
    for fact in each_once(facts):
        # `ROLES.includes(user.role)`
        sides = (fact.left, fact.right) if fact.right is not None else fact.left.inputs
        asked = [side for side in sides if side is not None]
        if len(asked) != 2 or not any(access.is_own(side) and is_attribute(side) for side in asked):
            continue
        leaves = [leaf for side in asked for leaf in side.leaves() if not everybody(leaf)]
        found |= {in_english(one.value) for one in leaves if isinstance(one.value, str) and one.value}
    return found
