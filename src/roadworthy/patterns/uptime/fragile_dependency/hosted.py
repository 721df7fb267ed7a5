"""Looks for servers that wait without a bound for a hosted database and its sign-in."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.views.data.hosted_waits import HostedWait, hosted_waits

# Node's own fetch gives up on headers and on a body that stops after 300 s each (undici's documentation).
_SECONDS = 300.0


def detect_hosted(app: App) -> Iterator[Verdict]:
    """One verdict for each client that a server makes per request."""
    for wait in app.view(hosted_waits):
        subject = f"supabase client in {wait.client.location.path}"
        if wait.client.bounded:
            yield clear(subject, "it is given a fetch that may give up")
        else:
            yield _gap(subject, wait)


def _gap(subject: str, wait: HostedWait) -> Verdict:
    place = wait.client.location
    return gap(
        subject,
        f"Whatever asks through the client in {place.path} waits for minutes while Supabase hangs",
        impact="Outage: pages that could show something without it hang for everybody until the host gives up",
        locations=(place, *wait.asks),
        evidence=(
            f"{wait.client.maker} at {place} is given no fetch with a timeout or a signal",
            f"the client itself sets none, and Node's fetch gives up after {_SECONDS:.0f} s",
            *(f"every request waits for it at {one}" for one in wait.asks[:2]),
        ),
        severity=Severity.MEDIUM,
        details=FragileGap(seconds=_SECONDS, hosted=wait),
        cwe="CWE-1088",
    )
