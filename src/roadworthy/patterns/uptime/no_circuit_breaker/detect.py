"""Looks for services that are asked on every request or for every element, with nothing that stops it when they are dead."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.uptime.no_circuit_breaker.finding import BreakerGap
from roadworthy.views.failures.breakers import CORE, LOOP, PAGE, READ, Hammered, breaker_files, hammered

_HOW = {
    LOOP: "is asked for every element and attempt",
    PAGE: "is asked again as soon as it failed",
    CORE: "is asked with every order or payment",
    READ: "is asked whenever somebody looks",
}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    found = hammered(app)
    if found:
        return _gap(found)
    if breaker_files(app):
        return clear("app", f"a breaker stands before what it asks often ({sorted(breaker_files(app))[0]})")
    if any(work.services for work in app.works):
        return clear("app", "no outside service is asked on a path that many requests take")
    return not_applicable("app", "it asks no outside service")


def _gap(found: tuple[Hammered, ...]) -> Verdict:
    first = found[0]
    return gap(
        "app",
        f"{first.subject} keeps asking {first.service} while it is dead",
        impact="Outage: each request waits for what is known to be dead, and its connections pile up",
        locations=tuple(one.location for one in found[:6]),
        evidence=tuple(
            f"{one.service} {_HOW[one.why]} ({one.subject} at {one.location}), and nothing stops it when it fails"
            for one in found[:5]
        ),
        severity=Severity.MEDIUM if first.why in (LOOP, PAGE) else None,
        details=BreakerGap(found),
    )
