"""What makes a person an administrator, told from what the app's own guards ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.data.vocabulary import compared_words
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import privileged, users_table


def administrator(app: App) -> tuple[str, str, Any] | None:
    """(table, column, value) that makes a person an administrator: what the app's own guards ask for."""
    return app.view(_administrator)


def _administrator(app: App) -> tuple[str, str, Any] | None:
    people = users_table(app)
    if people is None:
        return None
    votes = _votes(app, people, _on_the_way)
    # A page that holds no query only answers those who may see it.
    votes = votes or _votes(
        app, people, lambda one: [fact for answer in one.answers for fact in answer.facts]
    )
    # Those whom an app serves are asked for as such (`role == "employee"` of who may apply), and stand above nobody.
    votes = Counter({one: count for one, count in votes.items() if not _SERVED.match(str(one[1]))})
    if not votes:
        named = _named_administrator(people)
        if named is not None:
            return named
        flag = next((c for c in people.columns if c.type == "boolean" and c.name in _ADMIN_FLAGS), None)
        if flag is not None:
            return people.name, flag.name, True
        return _appointed(app, people.name) or _told_by_pages(app, people)
    (column, value), _ = max(votes.items(), key=lambda item: ("admin" in str(item[0]).lower(), item[1]))
    return people.name, column, value


def _on_the_way(endpoint: Endpoint) -> list[Fact]:
    return [*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts)]


def asked_roles(app: App, column: str) -> tuple[str, ...]:
    """The words, an administrator's and a plain person's alike, with which the app compares that part of a session."""
    found: dict[str, None] = {}
    for fact in (fact for endpoint in app.endpoints for fact in _on_the_way(endpoint)):
        leaves = [leaf for side in (fact.left, fact.right) if side is not None for leaf in side.leaves()]
        if any(leaf.kind == "session" and leaf.path[-1:] == (column,) for leaf in leaves):
            found |= dict.fromkeys(leaf.value for leaf in leaves if isinstance(leaf.value, str))
    return tuple(found)


_SERVED = regex(
    r"^(user|member|customer|client|viewer|employee|student|guest|patient|buyer|candidate|subscriber)s?$",
    re.I,
)


def _named_administrator(people: Table) -> tuple[str, str, Any] | None:
    """Among the words that a column of rights may hold, the one that says administrator."""
    for column in people.columns:
        word = next(
            (value for value in column.values if isinstance(value, str) and _ADMIN.match(value)), None
        )
        if word is not None and privileged(column.name):
            return people.name, column.name, word
    return None


_ADMIN = regex(r"^(super_?|site_?)?admin(istrator)?$", re.I)


def _appointed(app: App, people: str) -> tuple[str, str, Any] | None:
    """What the app itself makes its first administrator, though no code asks for it."""
    for query in app.queries:
        if query.operation not in ("insert", "upsert") or query.table != people:
            continue
        for write in query.writes:
            named = isinstance(write.value.value, str) and _ADMIN.match(write.value.value)
            if write.value.kind == "constant" and named and privileged(write.column):
                return people, write.column, write.value.value
    return None


# Who is in charge, the surest first. A trial takes more words for those who are not like any other (`trial/ordinary_roles.py`).
_AUTHORITIES = (
    regex(r"admin", re.I),
    regex(r"^(owner|superuser|root|staff|manager|operator|moderator|employee)$", re.I),
)


def _told_by_pages(app: App, people: Table) -> tuple[str, str, Any] | None:
    """What any code, a page's too, compares a person's role with, where no server asks for it: a word of somebody in charge."""
    for column in people.columns:
        words = list(compared_words(app, column)) if privileged(column.name) else []
        for authority in _AUTHORITIES:
            word = next((one for one in words if authority.search(one)), None)
            if word is not None and word != column.default.strip("'\""):
                return people.name, column.name, word
    return None


def _votes(app: App, people: Table, said: Callable[[Endpoint], list[Fact]]) -> Counter[tuple[str, Any]]:
    """How often each value of a column of the people's table is asked for."""
    votes: Counter[tuple[str, Any]] = Counter()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for fact in said(endpoint):
            for column, value in _role_facts(access, fact):
                known = people.column(column)
                # `if (!user.role)` asks whether there is one, which makes nobody an administrator; nor does a role that everybody has.
                asked = known is not None and (value is not True or known.type.startswith("bool"))
                given = known is not None and value == known.default.strip("'\"")
                if known is not None and asked and not given and privileged(known.name):
                    votes[(known.name, value)] += 1
    return votes


# What a column is called that marks administrators, where no code asks for it yet.
_ADMIN_FLAGS = ("is_admin", "is_superuser", "is_staff", "admin")


# `["admin", "editor"].includes(user.role)`, whatever hands the list on; `roles.some((role) => role === user.role)`, as Nest's
# documentation has it (docs.nestjs.com/guards).
_AMONG = frozenset({"includes", "indexOf", "has", "contains", "some"})


def _role_facts(access: Access, fact: Fact) -> list[tuple[str, Any]]:
    if fact.operator == "any":
        return [found for way in fact.any_of for inner in way for found in _role_facts(access, inner)]
    if ROLE not in access.guards([fact]):
        return []
    own, other = (fact.left, fact.right) if access.is_own(fact.left) else (fact.right, fact.left)
    leaf = next((leaf for leaf in own.leaves() if leaf.path), None) if own is not None else None
    if leaf is None:
        return []
    if other is None and own is not None and own.operation in _AMONG:
        words = dict.fromkeys(one.value for one in own.leaves() if isinstance(one.value, str))
        return [(leaf.path[-1], word) for word in words]
    if other is None:
        return [(leaf.path[-1], True)]
    return [(leaf.path[-1], constant.value) for constant in other.leaves() if constant.kind == "constant"][:1]
