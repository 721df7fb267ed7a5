"""Looks for an error boundary above the pages."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.app.screens import plain_pages, root_component
from roadworthy.catalogue import Verdict, clear, gap, not_applicable
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap

# Packages whose components are error boundaries.
_READY_MADE = {"ErrorBoundary", "Sentry.ErrorBoundary", "QueryErrorResetBoundary", "CatchBoundary"}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    root = root_component(app)
    if root is None or root.root is None:
        yield not_applicable("app", "it has no front end of components")
        return
    own = [component.name for component in app.components if component.boundary]
    rendered = {name for component in app.components for name in component.renders} | _roots(app)
    used = (set(own) | _READY_MADE) & rendered
    if used:
        yield clear("app", f"{sorted(used)[0]} catches errors of what it holds")
        return
    yield gap(
        "app",
        "An error in any component blanks the whole page",
        impact="Lost users: one unexpected value in one answer leaves a white page without a way on",
        locations=(root.root, root.location),
        evidence=(
            f"{root.name} is put into the document without a boundary at {root.root}",
            f"none of the {len(app.components)} components is an error boundary"
            if not own
            else f"{own[0]} is one, and nothing renders it",
        ),
        details=BoundaryGap(root.root, root.name, tuple(page.route for page in plain_pages(app)) or ("/",)),
    )


def _roots(app: App) -> set[str]:
    """The names of the components that stand in the root itself."""
    return {component.name for component in app.components if component.root is not None}
