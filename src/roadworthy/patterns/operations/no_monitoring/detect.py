"""Looks for what measures the app, and for what wakes somebody."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.views.operations.hosting import server_place, servers
from roadworthy.views.operations.watching import (
    ERRORS,
    METRICS,
    TRACING,
    Instrument,
    alerts,
    instruments,
    machine_alarms,
    uptime_checks,
)

_IMPACT = "Outage: errors and slow pages go on until a user complains"


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    used = instruments(app)
    measured = [one for one in used if one.kind in (METRICS, TRACING)]
    reported = [one for one in used if one.kind == ERRORS]
    rules, asked = alerts(app), uptime_checks(app)
    if measured and (rules or asked or reported):
        return clear(
            "app",
            f"{measured[0].library} measures it, and {rules[0] if rules else asked[0] if asked else reported[0].library} tells somebody",
        )
    if not servers(app) and (asked or reported):
        return clear(
            "app", f"{asked[0] if asked else reported[0].library} tells somebody when its pages fail"
        )
    if reported and asked:
        return clear(
            "app", f"{reported[0].library} reports its errors, and {asked[0]} asks whether it is there"
        )
    facts = [_measures(measured), _wakes(app, rules, reported)]
    return gap(
        "app",
        "Nobody is told when it fails or slows down"
        if not (rules or asked or reported)
        else "Nobody is told when it slows down or is gone",
        impact=_IMPACT,
        locations=(
            server_place(app),
            *[one.location for one in used[:2]],
            *rules[:2],
            *machine_alarms(app)[:1],
        ),
        evidence=tuple(fact for fact in facts if fact),
        severity=Severity.LOW if measured or reported else None,
    )


def _measures(measured: list[Instrument]) -> str:
    return (
        f"{measured[0].library} at {measured[0].location} measures it"
        if measured
        else "nothing counts its requests, errors or their duration"
    )


def _wakes(app: App, rules: tuple[Location, ...], reported: list[Instrument]) -> str:
    if rules:
        return f"rules stand at {rules[0]}"
    if reported:
        return f"{reported[0].library} reports single errors; no rule or check from outside notices that it is slow or gone"
    machine = machine_alarms(app)
    return (
        f"the alarms in {machine[0].path} watch the machine only"
        if machine
        else "no alert rule and no check from outside is in the repository"
    )
