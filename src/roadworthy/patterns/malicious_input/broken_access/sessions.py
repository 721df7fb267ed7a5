"""Judges sessions that other people's pages can use."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.app.use import Use
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.people.session_updates import SelfMade, self_made_rights
from roadworthy.views.requests.cross_site import open_sessions
from roadworthy.views.requests.shared_origins import SharedOrigin, shared_origins
from roadworthy.views.requests.unproven_tokens import unproven_tokens


def detect_sessions(app: App) -> Iterator[Verdict]:
    """A gap for the app where a page of somebody else's can act with the session of a visitor of both, and for each place
    where a token is believed that anyone can write."""
    for use, endpoint in unproven_tokens(app):
        yield _unproven(app, use, endpoint)
    told: set[str] = set()
    for made in self_made_rights(app):
        if made.location.path not in told:
            told.add(made.location.path)
            yield _self_made(app, made)
    for shared in app.view(shared_origins):
        yield _shared(shared)
    for session in open_sessions(app):
        yield gap(
            "app",
            "Another site can act with the session of whoever is signed in",
            impact="A page somewhere else changes data and settings in the name of its visitors",
            locations=(session.place,),
            evidence=(
                f"the cookie of {session.library} goes along with requests from everywhere (no SameSite), and forms are taken",
                "no token and no check of the origin stands before what changes data",
            ),
            severity=Severity.MEDIUM,
            details=OpenGap(None),
            cwe="CWE-352",
        )


def _self_made(app: App, made: SelfMade) -> Verdict:
    function = app.view(awaiting).function_at(made.location)
    return gap(
        (function.name if function is not None else "") or made.location.path,
        f"The browser chooses its own {made.name}: what it sends with update() becomes part of its session",
        impact="Whoever is signed in gives themselves the rights of anybody, administrators included",
        locations=(made.location,),
        evidence=(
            f"the callback at {made.location} takes {made.name} over from what `update({{ {made.name}: ... }})` of the browser sends",
            "nothing looks up what the person really has",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(None, "update"),
        anchor="update",
        cwe="CWE-269",
    )


def _shared(found: SharedOrigin) -> Verdict:
    return gap(
        "app",
        "Any site reads and changes what belongs to whoever is signed in",
        impact="A page somewhere else, visited by somebody who is signed in, gets their data and acts in their name",
        locations=(found.place, found.cookie),
        evidence=(
            f"{found.place} lets every origin in with credentials, and browsers give it the answers",
            f"the cookie sent at {found.cookie} has SameSite=None and goes along from every site",
        ),
        severity=Severity.HIGH,
        details=OpenGap(None, "origin"),
        anchor="origin",
        cwe="CWE-942",
    )


def _unproven(app: App, use: Use, endpoint: Endpoint) -> Verdict:
    function = app.view(awaiting).function_at(use.location)
    return gap(
        (function.name if function is not None else "") or use.location.path,
        "Anyone can be anyone: a token is believed without a look at its signature",
        impact="Whoever writes another person's id into a token reads and changes all that is theirs",
        locations=(use.location,),
        evidence=(
            f"`{use.api}` at {use.location} reads the token and does not verify it",
            f"{endpoint.subject} chooses or writes rows by what it says",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(None, "token"),
        anchor="token",
        cwe="CWE-347",
    )
