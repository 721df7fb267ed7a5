"""Small Node apps, written to a folder and understood."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App, Endpoint, Query
from roadworthy.frameworks.build import build_app


def understood(folder: Path, files: dict[str, str]) -> App:
    """The App of these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return build_app(folder)


def endpoint(app: App, subject: str) -> Endpoint:
    """An endpoint that must be there."""
    found = app.endpoint(subject)
    assert found is not None, [one.subject for one in app.endpoints]
    return found


def shown(query: Query) -> str:
    """A query in one line: `update orders id=params.id status:body.status`."""
    filters = [f"{f.column}{f.operator}{f.value}{'?' if f.optional else ''}" for f in query.filters]
    writes = [f"{w.column}:{w.value}{'!' if w.arithmetic else ''}" for w in query.writes]
    spreads = [f"...{spread}" for spread in query.spreads]
    return " ".join([query.operation, query.table, *filters, *writes, *spreads])
