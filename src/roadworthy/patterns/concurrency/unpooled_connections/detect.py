"""Looks for connections that each request opens, and for modules that each bring their own pool."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.concurrency.unpooled_connections.finding import ConnectionGap
from roadworthy.views.data.connections import Opening, for_modules, for_requests, shared_over_reloads
from roadworthy.views.data.single_connections import single_connections

# One pool for the app and one for its session store are usual; more of them multiply what the database must admit.
_POOLS = 3


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint that opens connections (a place that several lead to is told once), and for the modules'."""
    told: set[Location] = set()
    by_subject: dict[str, list[Opening]] = {}
    for opening in for_requests(app):
        if opening.location not in told and opening.work is not None:
            told.add(opening.location)
            by_subject.setdefault(opening.work.subject, []).append(opening)
    for subject, openings in by_subject.items():
        yield _per_request(subject, openings)
    single = [
        Opening(name, place, "module") for name, place in app.view(single_connections) if place not in told
    ]
    if single:
        yield _single(single)
    else:
        yield from _modules(app, bool(by_subject))


def _modules(app: App, requests: bool) -> Iterable[Verdict]:
    made = app.view(for_modules)
    if len({one.location.path for one in made}) >= _POOLS:
        yield _many(made)
    elif any(package == "next" for package, _ in app.deployment.packages):
        for opening in made:
            if opening.library == "PrismaClient" and not shared_over_reloads(app, opening):
                yield _reloaded(opening)
    elif (made or app.pools) and not requests:
        yield clear("app", "one client or pool is made when the app starts, and all requests share it")


def _per_request(subject: str, openings: list[Opening]) -> Verdict:
    library = openings[0].library
    whose = "to the cache server" if "redis" in library else "to the database"
    return gap(
        subject,
        f"Each request opens a connection {whose} of its own ({library})",
        impact=f"A hundred people at {subject} at once need a hundred connections, and each request waits for its own to be made",
        locations=tuple(one.location for one in openings),
        evidence=tuple(
            f"{one.library} is called at {one.location}, inside the handler's work" for one in openings[:5]
        ),
        severity=Severity.MEDIUM if "redis" in library else None,
        details=ConnectionGap(tuple(openings)),
    )


def _single(openings: list[Opening]) -> Verdict:
    library = openings[0].library
    return gap(
        openings[0].location.path,
        f"All requests share one connection to the database ({library}), opened while the app loads",
        impact="Requests wait for each other's queries and share one transaction, and once the connection drops every request "
        "fails until somebody restarts the app",
        locations=tuple(one.location for one in openings),
        evidence=tuple(
            f"{one.library} opens it at {one.location}, and nothing opens it again" for one in openings[:5]
        ),
        severity=Severity.MEDIUM,
        details=ConnectionGap(tuple(openings)),
    )


def _many(made: tuple[Opening, ...]) -> Verdict:
    files = list(dict.fromkeys(one.location.path for one in made))
    return gap(
        "app",
        f"{len(files)} modules make a database client each, with a pool of connections each",
        impact="Every running copy of the app holds several times the connections it needs, until the database refuses more",
        locations=tuple(one.location for one in made),
        evidence=tuple(f"{one.library} is made at {one.location}" for one in made[:8]),
        severity=Severity.MEDIUM,
        details=ConnectionGap(made),
    )


def _reloaded(opening: Opening) -> Verdict:
    return gap(
        opening.location.path,
        "Every reload in development opens another pool of database connections",
        impact="After a few changes the database refuses connections until the developer restarts the app",
        locations=(opening.location,),
        evidence=(
            f"{opening.library} is made at {opening.location} and kept nowhere that a reload leaves alone",
        ),
        severity=Severity.LOW,
        details=ConnectionGap((opening,)),
    )
