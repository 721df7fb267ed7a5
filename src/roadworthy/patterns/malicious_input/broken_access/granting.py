"""Judges endpoints that hand out the administrator's rights to whoever asks."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query, Write
from roadworthy.app.origin import REQUEST_KINDS, Origin
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.patterns.malicious_input.broken_access.role_rows import judge_role_rows
from roadworthy.regex import regex
from roadworthy.views.data.absences import needs_absence
from roadworthy.views.people.access import ROLE, SIGNED_IN, UNREAD, Access, refuses
from roadworthy.views.people.offices import accounts_are_staffs
from roadworthy.views.people.people import privileged, users_table
from roadworthy.views.people.rights import administrator

_ADMIN = regex(r"admin|owner|super|staff|root|moderator", re.I)


def judge_granting(app: App, endpoint: Endpoint) -> Verdict | None:
    """The verdict on an endpoint that makes administrators without asking for a role; None for others. The very first
    account of an empty app has to come from somewhere."""
    people = users_table(app)
    access = Access(endpoint)
    for query in endpoint.queries:
        if people is None or query.table != people.name or query.operation not in ("insert", "upsert"):
            continue
        rights = (w for w in query.writes if (_is_right(w) and _counts(app, w)) or _is_chosen(app, query, w))
        granted = next(rights, None)
        guards = access.at_query(query)
        if _of_own_tenant(endpoint, query) or {ROLE, UNREAD} & guards or _is_first(endpoint, query):
            continue
        if granted is not None:
            return _gap(endpoint, query, granted, "role" if SIGNED_IN in guards else "sign-in")
        if app.view(accounts_are_staffs) and SIGNED_IN not in guards and not refuses(endpoint):
            return _of_staff(endpoint, query)
    return judge_role_rows(app, endpoint)


def _of_staff(endpoint: Endpoint, query: Query) -> Verdict:
    """The app has no accounts but those of its administrators, and takes on whoever comes."""
    return gap(
        endpoint.subject,
        f"Anyone without an account can make one in {query.table}, and every account there is staff's",
        impact="Whoever finds the address runs the app: an administrator's account takes one request",
        locations=(query.location, endpoint.location),
        evidence=(f"{query.location} adds a row to {query.table}", "nothing is asked for before"),
        severity=Severity.CRITICAL,
        details=AccessGap(endpoint, query, "sign-in"),
        cwe="CWE-269",
    )


def _is_right(write: Write) -> bool:
    value = write.value
    if value.kind != "constant" or not privileged(write.column):
        return False
    flag = write.column.lower().startswith("is") and "admin" in write.column.lower() and value.value is True
    return flag or (isinstance(value.value, str) and bool(_ADMIN.search(value.value)))


def _of_own_tenant(endpoint: Endpoint, query: Query) -> bool:
    """Whether the person is made the administrator of what the same request makes: their own firm."""
    made = {
        other.number
        for other in endpoint.queries
        if other.operation == "insert" and other.number < query.number
    }
    return any(
        leaf.kind == "row" and leaf.query in made for write in query.writes for leaf in write.value.leaves()
    )


def _counts(app: App, write: Write) -> bool:
    """Whether the value opens anything. Whoever signs up is the `owner` of a team of their own: that is a right over
    the app only where the app asks for it in a person's row."""
    if str(write.value.value).lower() != "owner":
        return True
    return str(write.value.value) in app.view(_asked_values)


def _asked_values(app: App) -> frozenset[str]:
    """What roles of the signed-in person are compared with, anywhere."""
    found: set[str] = set()
    for endpoint in app.endpoints:
        asked = [fact for query in endpoint.queries for fact in query.facts]
        answered = [fact for answer in endpoint.answers for fact in answer.facts]
        for fact in (*endpoint.facts, *asked, *answered):
            leaves = [leaf for side in (fact.left, fact.right) if side is not None for leaf in side.leaves()]
            if any(leaf.kind == "session" for leaf in leaves):
                found |= {str(leaf.value) for leaf in leaves if leaf.kind == "constant"}
    return frozenset(found)


def _is_chosen(app: App, query: Query, write: Write) -> bool:
    """Whether the sender says in so many words what role they get, and no list and no condition has a say."""
    if privileged(write.column) and any(map(_lists_administrators, write.value.leaves())):
        return True
    office = administrator(app)
    if office is None or write.column != office[1] or not (office[2] is True or isinstance(office[2], str)):
        return False
    leaves = list(write.value.leaves())
    raw = [leaf for leaf in leaves if leaf.kind in REQUEST_KINDS and leaf.path and _vets_nothing(leaf)]
    if office[2] is True:
        # `isAdmin === "true"` only reads the flag that was sent: a look at it vets nobody.
        return any(
            write.column.replace("_", "").lower() == leaf.path[-1].replace("_", "").lower() for leaf in raw
        )
    asked = {
        str(leaf)
        for fact in query.facts
        for side in (fact.left, fact.right)
        if side is not None and (fact.right is not None or fact.left.operation in ("includes", "has", "in"))
        for leaf in side.leaves()
    }
    return bool(raw) and not any(str(leaf) in asked for leaf in raw)


# A schema that says no more than these lets any word through.
_ANY_WORD = regex(r"(str|string|optional|nullable|trim|strip|(min|max) \d+|\s)+")


def _vets_nothing(leaf: Origin) -> bool:
    """Whether a value is as it was sent, or passed a schema that takes every word."""
    kinds = _kinds(leaf)
    return leaf.kind != "parsed" or (bool(kinds) and all(map(_ANY_WORD.fullmatch, kinds)))


def _kinds(leaf: Origin) -> list[str]:
    """What a schema says of the value: one of its own, or that of the record it is a field of."""
    return [kind for name, kind in leaf.schema if name in ("", ".".join(leaf.path))]


_LISTED = regex(r"\benum (\S+)")
_ADMINISTRATOR = regex(r"^(super_?|site_?)?admin(istrator)?$", re.I)


def _lists_administrators(leaf: Origin) -> bool:
    """Whether the schema that a value passed has the administrator among what may be sent."""
    listed = (found for kind in _kinds(leaf) for found in _LISTED.finditer(kind))
    return leaf.kind == "parsed" and any(
        _ADMINISTRATOR.match(value) for found in listed for value in found.group(1).split("|")
    )


def _is_first(endpoint: Endpoint, query: Query) -> bool:
    """Whether it runs only while nobody is there yet, or nobody with the right."""
    return any(
        read.operation == "select"
        and read.number < query.number
        and read.table == query.table
        and needs_absence(query, read)
        and not any(item.value.from_request for item in read.filters)
        for read in endpoint.queries
    )


def _gap(endpoint: Endpoint, query: Query, granted: Write, missing: str) -> Verdict:
    who = "Anyone without an account" if missing == "sign-in" else "Any signed-in user"
    which = repr(granted.value.value) if granted.value.kind == "constant" else "of their choice"
    return gap(
        endpoint.subject,
        f"{who} can make an account with {granted.column} {which}",
        impact="Whoever finds the address owns the app: an administrator's account takes one request",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.location} stores {query.table}.{granted.column}: {granted.value}",
            "no role is asked for before",
        ),
        severity=Severity.CRITICAL,
        details=AccessGap(endpoint, query, missing),
        cwe="CWE-269",
    )
