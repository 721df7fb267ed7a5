"""Judges routes that stand at two addresses, behind a sign-in at one of them only."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.people.access import SIGNED_IN, Access

_CHANGES = ("insert", "update", "upsert", "delete")


def judge_mounted_twice(app: App, endpoint: Endpoint) -> Verdict | None:
    """A gap for a route that changes rows and that nobody guards at this address, while the very same route is guarded at another:
    a router that was mounted a second time without what stands before it elsewhere."""
    if not any(query.operation in _CHANGES for query in endpoint.queries) or _is_guarded(endpoint):
        return None
    guarded = next(
        (
            other
            for other in app.endpoints
            if other.location == endpoint.location
            and _changed_at(endpoint) <= _changed_at(other)
            and (other.method, other.path) != (endpoint.method, endpoint.path)
            and _is_guarded(other)
        ),
        None,
    )
    if guarded is None:
        return None
    return gap(
        endpoint.subject,
        f"Anyone without an account can do here what needs a sign-in at {guarded.path}",
        impact="The guard is walked around: the same route answers at a second address that asks nobody who they are",
        locations=(endpoint.location,),
        evidence=(
            f"{guarded.subject} is the same route, behind a sign-in",
            f"nothing asks who is there on the way to {endpoint.subject}",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )


def _changed_at(endpoint: Endpoint) -> set[Location]:
    """Where rows are changed: under one decorator, two routes may well stand at one place and do other things."""
    return {query.location for query in endpoint.queries if query.operation in _CHANGES}


def _is_guarded(endpoint: Endpoint) -> bool:
    access = Access(endpoint)
    return SIGNED_IN in access.anywhere() or any(
        SIGNED_IN in access.at_query(query) for query in endpoint.queries
    )
