"""Looks at both ends of a process: what an error that escapes does, and what happens when it is told to stop."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.uptime.crash_without_recovery.finding import CrashGap
from roadworthy.views.failures.lifecycle import (
    deaf_pools,
    drains,
    escaping,
    last_handlers,
    served_by_next,
)
from roadworthy.views.operations.hosting import (
    FRAMEWORK,
    NODE,
    PYTHON,
    app_processes,
    keeper_in_scripts,
    own_servers,
    restarted_by,
    server_place,
    serverless,
    servers,
)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    if not servers(app):
        return not_applicable("app", "it has no server: its pages are files")
    if not own_servers(app):
        return clear("app", "the platform starts its functions anew for every request")
    if NODE in servers(app):
        return _node(app)
    if FRAMEWORK in servers(app) and PYTHON not in servers(app):
        return _framework(app)
    return _python(app)


# --- Node --------------------------------------------------------------------------------------------


def _node(app: App) -> Verdict:
    kept = served_by_next(app)
    deaf, loose = () if kept else deaf_pools(app), app.view(escaping)
    drained, last = drains(app), kept or last_handlers(app)
    restarts = _restarts(app)
    facts = []
    if deaf:
        facts.append(
            "its pool has no listener for errors: a connection that breaks while idle ends the process"
        )
    if loose:
        facts.append(
            f"{loose[0].subject} awaits without a catch, which Express 4 does not do for it: a rejection ends the process"
        )
    if not drained:
        facts.append("nothing listens to SIGTERM: requests under way are cut off at every deploy")
    if not last and not restarts:
        facts.append("nothing handles uncaughtException or unhandledRejection")
    if not restarts:
        facts.append("no file of the repository starts it again after a crash")
    if drained and restarts and not deaf and not loose:
        return clear("app", f"it finishes its requests at SIGTERM, and {restarts} starts it again")
    if drained and last and not deaf and not loose:
        return clear("app", "it finishes its requests at SIGTERM, and after an error that escapes")
    # Who listens to what nobody caught keeps the process going.
    fatal = bool(deaf or loose) and not last
    return _gap(
        app,
        facts,
        (*deaf, *[endpoint.handler for endpoint in loose[:1]]),
        _words(fatal, drained),
        CrashGap("node", deaf, loose, drained, last, restarts),
        # Where an error of one request can end the server for all, whoever starts it again.
        ends=fatal and not restarts,
    )


def _words(ends: bool, drained: bool) -> str:
    if ends:
        return "One error that nobody catches ends the whole server"
    return (
        "A deploy or a crash cuts off every request under way"
        if not drained
        else "After a crash nothing starts it again"
    )


# --- others ------------------------------------------------------------------------------------------


def _framework(app: App) -> Verdict:
    """The framework's own server finishes requests at SIGTERM and survives rejected handlers; who runs it must restart it."""
    alone = [p for p in app_processes(app) if p.kind in ("compose", "systemd") and not p.restarts]
    if alone and not _restarts(app):
        return _gap(
            app,
            [f"{alone[0].name} in {alone[0].location} has no restart policy"],
            (alone[0].location,),
            "After a crash nothing starts it again",
            CrashGap("framework"),
        )
    return clear(
        "app", "its framework's server finishes requests at SIGTERM, and the platform starts it again"
    )


def _python(app: App) -> Verdict:
    restarts = _restarts(app)
    if restarts:
        return clear("app", f"the server finishes requests at SIGTERM, and {restarts} starts it again")
    facts = ["no process manager, service unit, container or platform file starts it again"]
    places = [process.location for process in app_processes(app)[:1]]
    return _gap(app, facts, tuple(places), "After a crash nothing starts it again", CrashGap("python"))


def _restarts(app: App) -> str:
    """What starts it again, in words; '' for nothing."""
    process = restarted_by(app)
    if process is not None:
        return f"{process.kind} ({process.location.path})"
    return serverless(app) or keeper_in_scripts(app)


def _gap(
    app: App,
    facts: list[str],
    places: tuple[Location, ...],
    message: str,
    details: CrashGap,
    *,
    ends: bool = False,
) -> Verdict:
    return gap(
        "app",
        message,
        impact="Outage: whoever was using the app loses the request"
        + ("" if details.restarts else ", and it stays down until someone notices"),
        locations=tuple(dict.fromkeys((*places, server_place(app)))),
        evidence=tuple(facts),
        severity=Severity.HIGH if ends else Severity.MEDIUM,
        details=details,
    )
