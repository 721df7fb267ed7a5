"""Judges new rows whose owner the request names, though a person is signed in whom the app knows by the same column elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.origin import each_once
from roadworthy.patterns.malicious_input.broken_access.finding import GIVEN, AccessGap
from roadworthy.patterns.malicious_input.broken_access.naming import in_anyones_name
from roadworthy.regex import regex
from roadworthy.views.pages.served import served_pages
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.newcomers import strangers_register
from roadworthy.views.people.people import is_password, owner_of, users_table

# Who did it, and not to whom it goes or who is to do it.
_WHO_DID = regex(
    r"^(user|owner|author|creator|customer|account|member|buyer|client|student|patient|borrower|reviewer|sender|poster|uploader)(_?id)?$"
    r"|(^|_)(created|posted|written|uploaded|submitted|sent|ordered|booked)_?by(_?id)?$",
    re.I,
)
# What is somebody's because it is addressed to them, or because others took them in.
_ADDRESSED = regex(
    r"notif|invit|alert|inbox|mail|request|follow|friend|contact|recipient|receipt|assign|member|participa|collaborat|enrol|roles?$"
    r"|permission|grant|share|access|staff|team|crew|session|token|log|audit|device|rating|transfer|transaction|payment",
    re.I,
)


def in_others_name(app: App, endpoint: Endpoint, access: Access, query: Query) -> Iterator[AccessGap]:
    """A row that the request puts under anybody's name."""
    if query.operation != "insert" or _ADDRESSED.search(query.table):
        return
    owner, guards = owner_of(app, query.table), access.at_query(query)
    if owner is None or not _WHO_DID.search(owner.column) or SIGNED_IN not in guards or guards - {SIGNED_IN}:
        return
    if any(access.is_own(write.value) for write in query.writes) or not in_anyones_name(app, query, owner):
        return
    if any(access.looks_at(fact) for fact in query.facts) or _compared(access, query):
        return
    strangers = app.view(strangers_register) or app.view(_signed_up_elsewhere)
    if strangers and (query.table, owner.column) in app.view(_known_by):
        yield AccessGap(endpoint, query, GIVEN, owner_column=owner.column)


def _signed_up_elsewhere(app: App) -> bool:
    """Whether another service keeps the passwords (Clerk, Auth0), which lets whoever comes make an account unless it is told otherwise."""
    people = users_table(app)
    return people is not None and not any(is_password(column.name) for column in people.columns)


def _compared(access: Access, query: Query) -> bool:
    """Whether what the request says is compared with who is signed in."""
    return any(
        one.right is not None and (access.is_own(one.left) or access.is_own(one.right))
        for one in each_once(query.facts)
    )


def _known_by(app: App) -> frozenset[tuple[str, str]]:
    """(table, column) into which some endpoint writes who is signed in, or by which it finds what is theirs, asking for no role."""
    found: set[tuple[str, str]] = set()
    for endpoint in (*app.endpoints, *served_pages(app)):
        access = Access(endpoint)
        for query in endpoint.queries:
            if ROLE in access.at_query(query):
                continue
            found |= {(query.table, w.column) for w in query.writes if access.is_own(w.value)}
            found |= {(query.table, f.column) for f in query.filters if access.is_own(f.value)}
    return frozenset(found)
