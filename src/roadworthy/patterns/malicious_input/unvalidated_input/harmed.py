"""How a value that does harm is told."""

from __future__ import annotations

from roadworthy.app import Endpoint, Location, Origin
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import HarmGap


def told(
    endpoint: Endpoint,
    part: Origin,
    place: Location,
    message: str,
    impact: str,
    evidence: str,
    severity: Severity,
    cwe: str = "CWE-20",
) -> Verdict:
    """The gap of an endpoint whose `part` of the request does harm at `place`."""
    return gap(
        endpoint.subject,
        message,
        impact=impact,
        locations=tuple(dict.fromkeys((place, endpoint.location))),
        evidence=(evidence,),
        severity=severity,
        details=HarmGap(endpoint, part, place),
        cwe=cwe,
    )
