"""Follows a change to production: what checks it, what ships it unchecked, what takes it back."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.regex import regex
from roadworthy.views.operations.delivery import Delivery, delivery
from roadworthy.views.operations.hosting import manifest_place


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    way = delivery(app)
    grave, slight = _grave(app, way), _slight(way)
    if not grave and not slight:
        return clear("app", f"{way.tests} checks every change, and a release can be undone ({way.back})")
    return gap(
        "app",
        _words(app, way, bool(grave)),
        impact="Outage: a change that does not work reaches every user, and undoing it is worked out while they wait",
        locations=_places(app, way),
        evidence=(*grave, *slight),
        severity=_severity(app, way, bool(grave)),
    )


# AWS CodeDeploy puts out what a pipeline beside it has built.
_RELEASED = regex(r"(^|/)appspec\.ya?ml$")


def _severity(app: App, way: Delivery, grave: bool) -> Severity | None:
    """Grave where the repository itself brings a change to people, or builds it whatever its types say, and nothing of it ever
    runs a test. Where it says nothing of how a change ships, somebody may look first; where tests run on every change, a
    release that does not wait for them ships what they have seen."""
    released = any(_RELEASED.search(file.path) for file in app.repository.files)
    unchecked = not way.types and bool(way.ignores_types or (released and app.deployment.pipelines))
    if not way.tests and not way.built and (way.unguarded or unchecked):
        return None
    return Severity.MEDIUM if grave else Severity.LOW


def _grave(app: App, way: Delivery) -> list[str]:
    facts = []
    if not app.deployment.pipelines:
        facts.append("no pipeline checks a change")
    elif not way.tests:
        facts.append("its pipelines run no tests" + ("" if way.has_tests else "; it has none"))
    if not way.back:
        facts.append("no workflow, document or platform of the repository takes a release back")
    if way.unguarded:
        pipeline, job = way.unguarded[0]
        facts.append(f"{pipeline.path} ships ({job.name}) without waiting for tests")
    if way.ignores_types:
        facts.append(f"{way.ignores_types} builds although the types are wrong")
    if not way.locked:
        facts.append("no lockfile says exactly which packages are installed")
    return facts


def _slight(way: Delivery) -> list[str]:
    facts = []
    if not way.types:
        facts.append("no pipeline checks types or style")
    if not way.pinned:
        facts.append("no file says which version of the runtime it needs")
    return facts


def _words(app: App, way: Delivery, grave: bool) -> str:
    if not app.deployment.pipelines and way.built:
        return f"Only the build of {way.built} checks a change before it is in production"
    if not app.deployment.pipelines:
        return "Nothing checks a change before it is in production" + (
            "" if way.back else ", and nothing takes it back"
        )
    if way.unguarded:
        return "A push ships to production without waiting for tests"
    if not way.tests:
        return "A change ships without a test having run"
    return (
        "A release cannot be taken back"
        if not way.back
        else "What is checked is not exactly what ships"
        if grave
        else "A change is checked, with holes"
    )


def _places(app: App, way: Delivery) -> list[Location]:
    shipped = [
        job.commands[0].location if job.commands else Location(pipeline.path, 1, 1)
        for pipeline, job in way.unguarded
    ]
    pipelines = [Location(pipeline.path, 1, 1) for pipeline in app.deployment.pipelines[:2]]
    processes = [process.location for process in app.deployment.processes[:1]]
    manifest = [Location(path, 1, 1) for path in app.deployment.manifests[:1]]
    return list(dict.fromkeys([*shipped, *pipelines, *processes, *manifest])) or [manifest_place(app)]
