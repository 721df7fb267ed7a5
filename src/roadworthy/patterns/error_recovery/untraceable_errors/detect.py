"""Looks for what ties a report to a request."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.app.location import whole_file
from roadworthy.catalogue import Verdict, clear, gap, not_applicable
from roadworthy.patterns.error_recovery.untraceable_errors.finding import TracingGap
from roadworthy.views.failures.tracing import Tracing, tracing


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    if not app.modules:
        yield not_applicable("app", "it has no code that could fail")
        return
    found = app.view(tracing)
    if found.reporter is not None:
        yield clear("app", f"errors are reported: {found.reporter}")
        return
    if found.logger is not None and found.ids is not None:
        yield clear("app", f"every request has an id ({found.ids}) in a structured log ({found.logger})")
        return
    yield gap(
        "app",
        "An error that a person reports cannot be found again",
        impact="Running cost: each report is a search through lines that belong to nobody",
        locations=found.bare
        or (app.endpoints[0].location if app.endpoints else whole_file(sorted(app.modules)[0]),),
        evidence=tuple(_facts(found)),
        details=TracingGap(found),
    )


def _facts(found: Tracing) -> Iterable[str]:
    if found.missing:
        yield f"{found.missing} is imported and not among the app's packages"
    else:
        yield "no error reporter is set up"
    yield (
        "no request carries an id"
        if found.ids is None
        else f"requests carry an id ({found.ids}), but no structured log has it"
    )
    if found.bare:
        yield f"errors are printed, and that is all, as at {found.bare[0]}"
