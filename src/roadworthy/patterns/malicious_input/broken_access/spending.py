"""Judges doors without a guard, in an app that knows its people, behind which a model works at the operator's cost."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.on_disk import refuses
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.purpose import AI
from roadworthy.views.requests.purposes import purposes_of


def judge_spending(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that has a paid model answer whoever asks; None elsewhere."""
    changes = endpoint.method not in ("GET", "HEAD", "OPTIONS")
    if endpoint.kind != "http" or not changes or not app.view(knows_people) or refuses(endpoint):
        return None
    asked = next((purpose for purpose in purposes_of(app, endpoint) if purpose.kind == AI), None)
    if asked is None:
        return None
    return gap(
        endpoint.subject,
        "Anyone without an account can have a paid model work for them",
        impact="Strangers use the operator's model as their own, and the operator pays",
        locations=(endpoint.location, asked.place),
        evidence=(f"{asked.what}, and nothing asks who is there, as the app does elsewhere",),
        severity=Severity.HIGH,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )
