"""Looks for work on the request path that stops everybody, and for memory that grows with every request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App, Location, Work
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.concurrency.blocking_work.finding import BlockingGap
from roadworthy.regex import regex
from roadworthy.views.code.blocking import Blocking, blocking_of
from roadworthy.views.code.containers import Container, growing
from roadworthy.views.people.offices import is_for_staff

_MESSAGES = {
    "thread": "It {what} synchronously, and the whole process answers nobody meanwhile",
    "worker": "It {what} before it answers, and one of the few workers can do nothing else meanwhile",
    "load": "It {what} for each request",
    "process": "It {what} for each request, as many at once as are asked for",
    "keys": "It {what}, which answers nobody else meanwhile",
    "pattern": "It {what}, and the whole process answers nobody meanwhile",
}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint and server page, and one for each container that only grows. A place that several lead to
    is told once, at the first of them."""
    found = [(work, _held_up(app, work)) for work in app.works if work.side != "client"]
    told: set[Location] = set()
    for work, held in found:
        new = [one for one in held if one.location not in told]
        told |= {one.location for one in new}
        if new:
            yield _gap(app, work, new, _elsewhere(found, new))
        elif not held and work.kind == "endpoint":
            yield clear(work.subject, "nothing it does holds up other requests")
    for container in app.view(growing):
        yield _grows(container)


def _is_asked(app: App, work: Work, one: Blocking) -> bool:
    """What staff start for themselves, or a job, is not started by everybody at once."""
    return one.kind != "process" or (work.kind == "endpoint" and not is_for_staff(app, work.subject))


def _held_up(app: App, work: Work) -> list[Blocking]:
    """What a work does that holds up others, each once by where and what it is."""
    found = {(one.location, one.what): one for one in reversed(list(blocking_of(app, work)))}
    return [one for one in reversed(found.values()) if _is_asked(app, work, one)]


def _elsewhere(found: list[tuple[Work, list[Blocking]]], new: list[Blocking]) -> dict[Location, str]:
    """The calls by which other works come to the same places, and whose they are."""
    places, own = {one.location for one in new}, {one.led for one in new}
    return {
        one.led: work.subject
        for work, held in found
        for one in held
        if one.location in places and one.led is not None and one.led not in own
    }


def _gap(app: App, work: Work, found: list[Blocking], elsewhere: dict[Location, str]) -> Verdict:
    first = min(found, key=lambda one: one.kind != "pattern")
    return gap(
        work.subject,
        _MESSAGES[first.kind].format(what=first.what),
        impact=f"While {work.subject} does this, requests of all other people wait",
        locations=tuple(dict.fromkeys((*(one.location for one in found), work.location, *elsewhere))),
        evidence=(
            *_evidence(found),
            *(f"{other} comes to it at {place}" for place, other in elsewhere.items()),
        ),
        severity=_severity(app, work, first, found),
        cwe="CWE-1333" if first.kind == "pattern" else "CWE-1322",
        details=BlockingGap(work, tuple(found)),
    )


def _severity(app: App, work: Work, first: Blocking, found: list[Blocking]) -> Severity:
    """One request with a text of forty letters stops everybody for good. Rows that are looked up by their key take a millisecond
    each, a file of the server's own little more, and a job's process answers nobody."""
    quick = {query.location for query in work.queries if query.one or query.operation != "select"}
    slow = any(one.location not in quick and not _FILES.search(one.what) for one in found)
    served = work.kind in ("endpoint", "page") and not is_for_staff(app, work.subject)
    threads = first.kind == "thread" and len(found) > 2 and slow and served
    grave = first.kind == "pattern" or threads
    return Severity.HIGH if grave else Severity.MEDIUM


_FILES = regex(
    r"\bfs(-extra)?\.(read|write|append|mkdir|unlink|exists|stat|readdir|copy|rm|rename)\w*Sync$|\bopen$"
)


def _evidence(found: list[Blocking]) -> Iterator[str]:
    for one in found[:6]:
        yield f"it {one.what} at {one.location}"
        if one.attack is not None:
            yield f"such a text: {one.attack.text(30)!r}"
    if found[0].kind == "thread" and found[0].location.path.endswith(".py"):
        yield "an async function runs on the event loop, and this call neither awaits nor runs in a thread"


def _grows(container: Container) -> Verdict:
    return gap(
        container.name,
        f"{container.name} grows with use and nothing is ever taken out of it",
        impact="The process needs more memory with every request until it is killed, and all that it held is gone",
        locations=(container.location, *container.adds),
        evidence=(
            f"{container.name} is made once, at {container.location}",
            *(f"it grows at {place}" for place in container.adds[:4]),
            "no code removes, clears or bounds it",
        ),
        severity=Severity.MEDIUM,
        cwe="CWE-401",
        anchor=container.location.path,
        details=BlockingGap(container=container),
    )
