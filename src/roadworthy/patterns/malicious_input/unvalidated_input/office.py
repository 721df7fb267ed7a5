"""Whether a role is one of the operator's own people, who know what they enter, or one that customers have as well."""

from __future__ import annotations

import re

from roadworthy.app import Endpoint
from roadworthy.app.origin import Fact, each_once
from roadworthy.app.other_tongues import in_english
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.people.attributes import is_attribute

# Those who work for whoever runs the app.
_OFFICE = regex(
    r"admin|staff|super|root|moder|manag|operator|owner|editor|librarian|cashier|clerk|accountant|warehouse|kitchen|support|employee"
    r"|worker|internal",
    re.I,
)


def asks_for_office(access: Access, endpoint: Endpoint) -> bool:
    """Whether no role that is asked for by its name is another one: teachers and sellers come to the app from outside."""
    facts = (*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts))
    return all(map(_OFFICE.search, _roles(access, facts)))


def _roles(access: Access, facts: tuple[Fact, ...]) -> set[str]:
    """The words that something of the person is compared with."""
    found: set[str] = set()
    for fact in each_once(facts):
        # `ROLES.includes(user.role)`
        sides = (fact.left, fact.right) if fact.right is not None else fact.left.inputs
        if len(sides) == 2 and any(access.is_own(side) and is_attribute(side) for side in sides):
            leaves = [leaf for side in sides for leaf in side.leaves()]
            found |= {in_english(one.value) for one in leaves if isinstance(one.value, str) and one.value}
    return found
