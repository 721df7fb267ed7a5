"""Puts an error boundary around the app."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Edits, NewFile, Review, react
from roadworthy.edits.source import SourceFile, free_path
from roadworthy.edits.template import fill
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap


def fix(gap: Gap, app: App) -> Edits:
    """A boundary component of the app's own and the root element inside it."""
    found: BoundaryGap = gap.details
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
