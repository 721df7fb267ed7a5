"""Looks for requests that wait for another service without a bound, and for database pools that never give up."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from msgspec import structs

from roadworthy.app import App, Endpoint, Location, ServiceCall
from roadworthy.app.pool import DatabasePool
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.uptime.fragile_dependency.caches import detect_caches
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.patterns.uptime.fragile_dependency.hosted import detect_hosted
from roadworthy.patterns.uptime.fragile_dependency.own_api import asks_itself, detect_own_api
from roadworthy.patterns.uptime.fragile_dependency.pages import detect_pages
from roadworthy.patterns.uptime.fragile_dependency.scripts import detect_scripts
from roadworthy.regex import regex
from roadworthy.views.failures.patience import (
    LONG_SECONDS,
    notice_of,
    patience,
    sends_for_ever,
    waited_for,
)
from roadworthy.views.pages.served import server_waits

_OWN_MACHINE = regex(r"^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?)$")
# Folders of programs that people run by hand: nobody's request waits for them.
_BY_HAND = regex(r"(^|/)(scripts?|tools?|bin|seeds?|migrations?|prisma)/|(^|/)(seed|migrate|setup)[^/]*$")


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint that calls a service, and one for the app's database."""
    pages = server_waits(app)
    for endpoint in (*app.endpoints, *(_of_others(app, page) for page in pages)):
        if endpoint.services:
            yield _judge(app, endpoint)
    yield from detect_own_api(app, pages)
    yield from _judge_database(app)
    yield from detect_caches(app)
    yield from detect_hosted(app)
    yield from detect_pages(app)
    yield from detect_scripts(app)


def _of_others(app: App, page: Endpoint) -> Endpoint:
    """A page with the calls that leave the app."""
    return structs.replace(page, services=tuple(call for call in page.services if not asks_itself(app, call)))


# --- services ----------------------------------------------------------------------------------------


def _judge(app: App, endpoint: Endpoint) -> Verdict:
    calls = [call for call in endpoint.services if not _OWN_MACHINE.match(call.service)]
    if not calls:
        return not_applicable(endpoint.subject, "it calls the app's own server only")
    waiting = [call for call in calls if waited_for(app, call)]
    if not waiting:
        return clear(endpoint.subject, "the answer does not wait for the services it calls")
    endless = [call for call in waiting if not _bounded(app, endpoint, call)]
    if not endless:
        return clear(endpoint.subject, "every call it waits for is bounded in time")
    return _gap(app, endpoint, sorted(endless, key=lambda call: _seconds(call) is not None))


def _bounded(app: App, endpoint: Endpoint, call: ServiceCall) -> bool:
    if patience(call).bounded:
        return True
    if call.client == "django.core.mail" and not app.view(sends_for_ever):
        return True
    # The platform ends an edge function that runs long, and an SDK's own default comes before that.
    return endpoint.kind == "function" and _seconds(call) is not None


def _seconds(call: ServiceCall) -> float | None:
    return patience(call).seconds


def _gap(app: App, endpoint: Endpoint, endless: list[ServiceCall]) -> Verdict:
    call = endless[0]
    seconds = _seconds(call)
    notice = notice_of(app, endpoint, call)
    return gap(
        endpoint.subject,
        f"{endpoint.subject} waits {_how_long(seconds)} for {call.service}",
        impact=_impact(endpoint, call, notice is not None),
        locations=tuple(dict.fromkeys(place for one in endless for place in _places(one))),
        evidence=_evidence(endless, notice is not None),
        severity=Severity.MEDIUM,
        details=FragileGap(endpoint, call, tuple(endless[1:]), seconds=seconds, notice=notice),
        cwe="CWE-1088",
    )


def _places(call: ServiceCall) -> list[Location]:
    return [call.location, *([call.setup] if call.setup is not None else []), *call.calls[1:]]


def _how_long(seconds: float | None) -> str:
    return "for ever" if seconds is None else f"up to {seconds:.0f} s per attempt"


def _impact(endpoint: Endpoint, call: ServiceCall, notice: bool) -> str:
    if notice:
        return f"Outage: while {call.service} hangs nobody gets an answer to {endpoint.subject}, though their action is stored"
    return (
        f"Outage: while {call.service} hangs every {endpoint.subject} hangs too, and its connections pile up"
    )


def _evidence(endless: list[ServiceCall], notice: bool) -> tuple[str, ...]:
    facts = []
    for call in endless[:4]:
        limit = patience(call)
        written = "is told to wait without limit" if limit.written else "is given no timeout"
        if limit.seconds is not None:
            written = f"is left at its own limit of {limit.seconds:.0f} s, longer than anybody waits ({LONG_SECONDS:.0f} s)"
        facts.append(f"{call.operation} of {call.service} at {call.location} {written} ({call.client})")
    facts.append("the request is answered only after the call")
    if notice:
        facts.append(
            "the call only tells of an action that is stored by then, yet its failure fails the request"
        )
    return tuple(facts)


# --- the database ------------------------------------------------------------------------------------


def _judge_database(app: App) -> Iterator[Verdict]:
    pools = [pool for pool in app.pools if not _BY_HAND.search(pool.location.path)]
    if not pools:
        return
    endless = [pool for pool in pools if not pool.bounded]
    unanswered = [
        pool for pool in pools if pool.bounded and pool.waits is None and pool.statement_timeout is None
    ]
    if not endless:
        yield clear("app", "its database connections give up after a bounded time")
        return
    yield gap(
        "app",
        "With a database that hangs every request waits for ever",
        impact="Outage: a database that does not answer leaves every page spinning instead of an error that says so",
        locations=tuple(pool.location for pool in endless),
        evidence=tuple(_pool_fact(pool) for pool in endless),
        severity=Severity.MEDIUM,
        details=FragileGap(pools=tuple(endless), unanswered=tuple(unanswered)),
        anchor="database",
        cwe="CWE-1088",
    )


def _pool_fact(pool: DatabasePool) -> str:
    name = posixpath.basename(pool.location.path)
    return f"the {pool.library} pool in {name} sets no connection timeout, and the library's own is none"
