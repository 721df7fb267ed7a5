"""Looks for calls that could be made again after a fault, and are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.uptime.no_retry.finding import RetryGap
from roadworthy.views.data.first_connections import FirstConnection, first_connections
from roadworthy.views.data.kept_failures import kept_failures
from roadworthy.views.failures.outside_attempts import MAIL, Attempt, attempts, own_machine, single_reads
from roadworthy.views.failures.patience import waited_for
from roadworthy.views.operations.hosting import restarted_by


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each outside service, for the first connection to the database, and for pages that read over the network."""
    by_service: dict[str, list[Attempt]] = {}
    for attempt in attempts(app):
        if not own_machine(attempt.call):
            by_service.setdefault(attempt.call.service, []).append(attempt)
    for service, made in by_service.items():
        yield _judge(app, service, made)
    for connection in first_connections(app):
        yield _connection(app, connection)
    for connection in kept_failures(app):
        yield _kept(connection)
    yield from _pages(app)


def _judge(app: App, service: str, made: list[Attempt]) -> Verdict:
    once = [one for one in made if one.kind and not one.repeated and _matters(app, one)]
    if once:
        return _gap(service, once)
    if all(not one.kind for one in made):
        return clear(service, "its calls must not be made twice: nothing tells a repeat apart")
    return clear(service, "a call that fails is made again, or its loss harms nobody")


def _matters(app: App, one: Attempt) -> bool:
    """Mail that fails aloud is asked for again by whoever saw the error; what is swallowed, or sent after the answer, is lost."""
    return one.kind != MAIL or one.call.caught or not waited_for(app, one.call)


def _gap(service: str, once: list[Attempt]) -> Verdict:
    first = once[0]
    mail = first.kind == MAIL
    return gap(
        service,
        f"A mail that {service} does not take at once is lost"
        if mail
        else f"{service} is asked once: a fault that passes is an error",
        impact="Lost users: "
        + (
            "whoever waits for the mail never gets it"
            if mail
            else "a fault of a second reaches everybody who asked in it"
        ),
        locations=tuple(dict.fromkeys(place for one in once for place in (one.call.location, one.function))),
        evidence=tuple(
            f"{one.call.operation} at {one.call.location} ({one.kind}) is tried once, for {one.subject}"
            for one in once[:4]
        ),
        severity=Severity.MEDIUM if mail else None,
        details=RetryGap(tuple(once)),
    )


def _connection(app: App, found: FirstConnection) -> Verdict:
    keeper = restarted_by(app)
    if found.ends and keeper is not None:
        return clear(found.what, f"a failure ends the process, and {keeper.kind} starts it again")
    then = (
        "the process ends, and nothing starts it again"
        if found.ends
        else "the failure is only written down, and nobody tries again"
    )
    return gap(
        found.what,
        "When the database is not there at the first second, the app stays without it",
        impact="Outage: a database that starts a moment later than the app leaves it broken until somebody restarts it",
        locations=(found.location,),
        evidence=(f"{found.what} at {found.location} is tried once; {then}",),
        severity=Severity.MEDIUM,
        details=RetryGap(connection=found),
    )


def _kept(found: FirstConnection) -> Verdict:
    return gap(
        found.what,
        "A connection that failed once stays failed",
        impact="Outage: a database that is away for a moment leaves the app broken until somebody restarts it",
        locations=(found.location,),
        evidence=(
            f"the promise of {found.what} is kept at {found.location}, and nothing takes it back when it fails: "
            "every later request waits for the same failure",
        ),
        severity=Severity.MEDIUM,
        details=RetryGap(connection=found),
    )


def _pages(app: App) -> Iterator[Verdict]:
    pages = single_reads(app)
    reads = [
        query
        for work in pages
        for query in work.queries
        if query.library == "supabase" and query.operation == "select"
    ]
    if not reads:
        return
    yield gap(
        "supabase",
        "A read that fails once leaves a page empty",
        impact="Lost users: one dropped request shows a page without its content, and nothing tries again",
        locations=tuple(dict.fromkeys(query.location for query in reads)),
        evidence=tuple(f"{work.subject} reads {work.queries[0].table} once" for work in pages[:4]),
        details=RetryGap(),
    )
