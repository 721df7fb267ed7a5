"""Which documents an app leaves with."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.audit import Audit
from roadworthy.catalogue import room
from roadworthy.edits import Edits, NewFile
from roadworthy.handoff.architecture import architecture
from roadworthy.handoff.data_map import data_map
from roadworthy.handoff.operations import RUNBOOKS, operations


def documents(audit: Audit, name: str = "") -> tuple[NewFile, ...]:
    """Architecture, data map, what remains, and runbooks for the faults that none speaks of yet. The same audit gives the
    same text; nothing is written. `name` is the app's, where the audit is of a copy in a folder of another name."""
    app = audit.app
    pages = _runbooks(app)
    return (
        NewFile("docs/architecture.md", architecture(app, name)),
        NewFile("docs/data-map.md", data_map(app)),
        NewFile("docs/operations.md", operations(audit, app, tuple(page.path for page in pages))),
        *pages,
    )


def _runbooks(app: App) -> tuple[NewFile, ...]:
    """What the pattern of missing runbooks would write."""
    pattern = room(RUNBOOKS)
    found: list[NewFile] = []
    for verdict in pattern.detect(app):
        edits = pattern.fix(verdict.gap, app) if verdict.gap is not None else None
        if isinstance(edits, Edits):
            found += edits.files
            found += [NewFile(change.path, change.text) for change in edits.changes]
    return tuple(sorted(found, key=lambda file: file.path))
