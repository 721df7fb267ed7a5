"""Judges doors that were made for trying things out and were left open: test and debug routes of an app that knows its people."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.exposure import is_told
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.signed import is_signed

_TRIAL = regex(
    r"(^|[/_-])(test|tests|testing|debug|dev|sandbox|playground|seed)(?![_-](data|cases?|results?|sets?|suites?|runs?|papers?|scores?))([/_-]|$)",
    re.I,
)

# Whether another service's key is set tells nothing of where the app runs.
_ACCESS = regex(r"KEY|TOKEN|URL|PASSWORD|DSN|CREDENTIAL", re.I)


def judge_left_open(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of a test or debug route that anyone may call and that reads, changes or spends something; None elsewhere."""
    if endpoint.kind not in ("http", "function") or not _TRIAL.search(endpoint.path):
        return None
    if not app.view(knows_people) and not app.database.supabase:
        return None
    guarded = SIGNED_IN in Access(endpoint).anywhere() or is_signed(endpoint)
    if guarded or _refuses(endpoint) or _asks_where(endpoint) or not _does_something(endpoint):
        return None
    return gap(
        endpoint.subject,
        "Anyone without an account can call a route that was made for testing",
        impact="Strangers read what it tells and use what it uses: test routes are the first that scanners try",
        locations=(endpoint.location,),
        evidence=(
            "its address says that it is for testing, nothing asks who calls it, and it answers everywhere",
        ),
        severity=Severity.HIGH,
        details=OpenGap(endpoint),
        cwe="CWE-489",
    )


def _refuses(endpoint: Endpoint) -> bool:
    return any(answer.status in (401, 403, 404) and not answer.handling for answer in endpoint.answers)


def _asks_where(endpoint: Endpoint) -> bool:
    """Whether it looks at its surroundings first (`NODE_ENV`), so that it may be closed in production."""
    facts = [*endpoint.facts]
    for known in (
        *(query.facts for query in endpoint.queries),
        *(call.facts for call in endpoint.services),
        *(answer.facts for answer in endpoint.answers),
    ):
        facts += known
    sides = [(fact, side) for fact in facts for side in (fact.left, fact.right) if side is not None]
    return any(
        side.kind == "environment" and not (fact.right is None and _ACCESS.search(str(side)))
        for fact, side in sides
    )


def _does_something(endpoint: Endpoint) -> bool:
    changes = any(query.operation != "select" for query in endpoint.queries)
    tells = any(is_told(endpoint, query) for query in endpoint.queries)
    return changes or tells or any(call.keyed for call in endpoint.services)
