"""Compares the faults an app can have with the documents that say what to do."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.app.location import whole_file
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.operations.no_runbooks.finding import RunbookGap
from roadworthy.views.failures.faults import SERVICE, Fault, faults
from roadworthy.views.operations.runbooks import runbook_for, runbooks

_MANIFESTS = ("README.md", "package.json", "pyproject.toml", "requirements.txt")
_NAMED = 3


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    possible = faults(app)
    depends = app.tables or any(fault.kind == SERVICE for fault in possible)
    if not possible or not depends:
        return not_applicable("app", "it has no server that depends on a database or an outside service")
    known = runbooks(app)
    if not known:
        return _none(app, possible)
    missing = [fault for fault in possible if not fault.variable and runbook_for(app, fault) is None]
    if missing:
        return _some(app, missing)
    return clear("app", f"{_count(len(known), 'runbook')} say what to do about every fault it can have")


def _none(app: App, possible: tuple[Fault, ...]) -> Verdict:
    documents = [path for path in app.deployment.documents if not path.endswith(".txt")]
    read = (
        f"none of its {_count(len(documents), 'document')} is a runbook"
        if documents
        else "it has no documents"
    )
    return gap(
        "app",
        f"Nothing says what to do when {_listed(possible)}",
        impact=_IMPACT,
        locations=[_place(app)],
        evidence=(f"{read}: no file or folder of that name, no such heading", *_why(possible)),
        details=RunbookGap(possible),
    )


def _some(app: App, missing: list[Fault]) -> Verdict:
    known = runbooks(app)
    places = [whole_file(known[0].path)]
    places += [call.location for fault in missing for _, call in fault.calls[:1]]
    return gap(
        "app",
        f"No runbook says what to do when {_listed(missing)}",
        impact=_IMPACT,
        locations=places,
        evidence=(f"{_count(len(known), 'runbook')}, none of which speaks of it", *_why(missing)),
        severity=Severity.LOW,
        details=RunbookGap(tuple(missing), tuple(dict.fromkeys(one.path for one in known))),
    )


_IMPACT = "Outage: whoever is called at night begins by finding out how the app is put together, while nobody can use it"


def _listed(missing: Iterable[Fault]) -> str:
    """The first few, as a sentence goes on."""
    told = [fault.about for fault in missing]
    shown = (
        told
        if len(told) <= _NAMED
        else [*told[: _NAMED - 1], f"{len(told) - _NAMED + 1} other things happen"]
    )
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1]


def _why(missing: Iterable[Fault]) -> list[str]:
    return [f"{fault.service} is called at {fault.calls[0][1].location}" for fault in missing if fault.calls]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _place(app: App) -> Location:
    """Where a reader would look first."""
    paths = {file.path for file in app.repository.files}
    found = next((name for name in _MANIFESTS if name in paths), None)
    return whole_file(found) if found else app.endpoints[0].location
