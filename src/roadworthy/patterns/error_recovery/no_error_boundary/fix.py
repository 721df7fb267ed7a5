"""Puts an error boundary around the app."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Edits, NewFile, Review, react
from roadworthy.edits.source import SourceFile, free_path
from roadworthy.edits.template import fill
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A boundary component of the app's own and the root element inside it."""
    found: BoundaryGap = gap.details
    if found.folder:
        return _files_of_next(app, found)
    if found.rendered_by_server:
        return _brief()
    if any("RouterProvider" in component.renders for component in app.components):
        return _of_router()
    text = react.in_language(app, fill(__package__, "error-boundary.tsx"))
    wished = posixpath.join(react.components_folder(app), f"error-boundary{react.ending(app)}")
    path = free_path(app, wished, text)
    source = SourceFile(app, found.root.path)
    changes = [
        react.wrap(source, found.root, "ErrorBoundary"),
        *source.import_named(["ErrorBoundary"], source.path_to(path)),
    ]
    return Edits(
        title="Catch errors of components above the pages",
        why="An error in any component left a white page. Now it says what happened and offers to try again.",
        review=Review.GLANCE,
        changes=tuple(changes),
        files=(NewFile(path, text),),
        notes=("Sections that should go on alone when another fails deserve a boundary of their own.",),
    )


def _brief() -> Brief:
    return Brief(
        title="Show a page of the app's own when a view fails or an address leads nowhere",
        task="Add error pages for 404 and 500 in the app's own layout, which say what happened and lead back, and wire them in.",
        constraints=("The page for 500 must not ask the database or the session: they may be what failed.",),
        acceptance=(
            "A view that raises and an address that does not exist answer with the app's own page and status.",
        ),
    )


def _of_router() -> Brief:
    """A boundary above a data router sees no error: the router catches them first, and shows its own page."""
    return Brief(
        title="Show a page of the app's own where React Router shows its page for those who develop",
        task="Give the outermost routes an errorElement (or ErrorBoundary) that says what happened and leads back.",
        constraints=("It must not need the data whose loading or shape may be what failed.",),
        acceptance=("A component that fails leaves the app's own words and a way on.",),
    )


def _files_of_next(app: App, found: BoundaryGap) -> Edits:
    """The files that Next.js shows by itself: one for the pages, one for the outermost layout."""
    files = []
    for name in ("error", "global-error"):
        path = posixpath.join(found.folder, f"{name}{_ending(found)}")
        text = react.in_language(app, fill(__package__, f"next-{name}.tsx"))
        files.append(NewFile(path, text))
    return Edits(
        title="Show a way on when a page fails",
        why="An error in any page left Next.js's bare error page. Now it says what happened and offers to try again.",
        review=Review.GLANCE,
        files=tuple(files),
        notes=("Sections that should go on alone when another fails deserve an error file of their own.",),
    )


def _ending(found: BoundaryGap) -> str:
    """Beside a layout in JavaScript the files are JavaScript too."""
    return ".tsx" if found.root.path.endswith((".tsx", ".ts")) else ".jsx"
