"""Looks for an endpoint that asks the database before it says that all is well, and for what asks it."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.app.deployment import Process
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.uptime.no_health_check.finding import CONSTANT, NONE, WATCHED, HealthGap
from roadworthy.views.operations.health import HealthEndpoint, health_endpoints, health_library
from roadworthy.views.operations.hosting import app_processes, keeps_data, own_servers, server_place

_IMPACT = "Outage: while the database is down the app still counts as healthy, so traffic keeps coming and nobody is called"


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    if not own_servers(app):
        return not_applicable("app", "it has no server of its own: a platform serves its pages and functions")
    library = health_library(app)
    if library:
        return clear("app", f"{library} answers for its health")
    known = health_endpoints(app)
    looking = [one for one in known if one.looks or not keeps_data(app)]
    if not known:
        return _none(app)
    if not looking:
        return _constant(app, known)
    deaf = _watched(app, [one for one in known if one not in looking])
    if deaf is not None:
        return _wrong_one(deaf[0], deaf[1], looking[0])
    return clear("app", f"{looking[0].endpoint.subject} asks before it says that all is well")


def _none(app: App) -> Verdict:
    return gap(
        "app",
        "No endpoint tells whether the app is well",
        impact=_IMPACT,
        locations=(server_place(app), *[process.location for process in app_processes(app)[:2]]),
        evidence=(f"none of its {len(app.endpoints)} endpoints is a health check", *_deployed(app)),
        details=HealthGap(NONE),
    )


def _constant(app: App, known: tuple[HealthEndpoint, ...]) -> Verdict:
    first = known[0].endpoint
    return gap(
        "app",
        f"{first.subject} says that all is well whatever the database does",
        impact=_IMPACT,
        locations=(*[one.endpoint.location for one in known], *_places(app, known)),
        evidence=(
            *[
                f"{one.endpoint.subject} at {one.endpoint.location} answers a constant: it asks no database"
                for one in known[:3]
            ],
            *_deployed(app),
        ),
        details=HealthGap(CONSTANT),
    )


def _wrong_one(process: Process, watched: HealthEndpoint, better: HealthEndpoint) -> Verdict:
    return gap(
        "app",
        f"{process.kind} watches {watched.endpoint.path}, which does not ask the database",
        impact=_IMPACT,
        locations=(process.location, watched.endpoint.location),
        evidence=(f"{better.endpoint.subject} does ask it, and is not the one that is watched",),
        severity=Severity.LOW,
        details=HealthGap(WATCHED, watched.endpoint.path, better.endpoint.path),
    )


def _watched(app: App, deaf: list[HealthEndpoint]) -> tuple[Process, HealthEndpoint] | None:
    """A platform that asks an endpoint which looks at nothing, though a better one exists."""
    for process in app_processes(app):
        for one in deaf:
            if process.kind in ("render", "fly", "railway") and process.check.rstrip(
                "/"
            ) == one.endpoint.path.rstrip("/"):
                return process, one
    return None


def _places(app: App, known: tuple[HealthEndpoint, ...]) -> list[Location]:
    return [p.location for p in app_processes(app) if any(one.endpoint.path in p.check for one in known)]


def _deployed(app: App) -> list[str]:
    checked = [process for process in app_processes(app) if process.check]
    if checked:
        return [f"{process.location} watches {process.check[:80]}" for process in checked[:2]]
    processes = app_processes(app)
    return (
        [f"{processes[0].location} has no health check either"]
        if processes
        else ["no file of the deployment has one either"]
    )
