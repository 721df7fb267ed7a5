"""An endpoint that asks the database, and a deployment that asks the endpoint."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Edits, Review
from roadworthy.edits.deployment_check import watch
from roadworthy.edits.health_routes import HealthRoutes, add_health_routes
from roadworthy.errors import RepairRefused
from roadworthy.patterns.uptime.no_health_check.finding import WATCHED, HealthGap
from roadworthy.views.operations.health import health_endpoints


def fix(gap: Gap, app: App) -> Edits | Brief:
    """Liveness and readiness where they are missing, and the path of readiness in the deployment's own files."""
    found: HealthGap = gap.details
    if found.trouble == WATCHED:
        return _watch_the_other(gap, found, app)
    known = [one.endpoint.path for one in health_endpoints(app)]
    routes = _routes(known)
    try:
        changes, files = add_health_routes(app, routes)
    except RepairRefused as refused:
        return _brief(gap, str(refused))
    return Edits(
        title="Tell whether the app and its database are well",
        why=f"{gap.message}. {routes.ready} now asks the database, with two seconds to answer.",
        review=Review.GLANCE,
        changes=(*changes, *watch(app, routes.ready, known)),
        files=tuple(files),
        notes=(f"Have whatever runs the app, and whoever is called at night, ask {routes.ready}.",),
    )


def _routes(known: list[str]) -> HealthRoutes:
    """Beside what the app has already, under names that it does not have."""
    folder = posixpath.dirname(known[0].rstrip("/")) if known else "/"
    kubernetes = bool(known) and known[0].rstrip("/").endswith("z")
    names = ("readyz", "ready") if kubernetes else ("ready", "readyz")
    ready = next(
        path for name in (*names, "readiness") if (path := posixpath.join(folder, name)) not in known
    )
    return HealthRoutes("" if known else "/health", ready, __package__ or "")


def _watch_the_other(gap: Gap, found: HealthGap, app: App) -> Edits | Brief:
    changes = watch(app, found.better, (found.watched,))
    if not changes:
        return _brief(gap, "the file that names the path is not understood")
    return Edits(
        title=f"Have the platform ask {found.better}"[:72],
        why=f"{gap.message}. It now watches {found.better}, which does.",
        review=Review.GLANCE,
        changes=tuple(changes),
    )


def _brief(gap: Gap, why: str) -> Brief:
    return Brief(
        title="Tell whether the app and its database are well",
        task=f"{gap.message}. Add an endpoint that asks the database, with two seconds to answer, and have the deployment watch it ({why}).",
        constraints=(
            "it needs no sign-in and no session, and tells nothing about the app's inside",
            "a liveness endpoint beside it asks nothing, so that nothing is restarted because the database is down",
        ),
        acceptance=(
            "with the database stopped it answers 503 within three seconds, and 200 when it is back",
            "the file that runs the app names its path",
        ),
    )
