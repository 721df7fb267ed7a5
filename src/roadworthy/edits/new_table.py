"""New tables of an app's schema."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadworthy.app import App, Table
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def schema_file(app: App, near: Table) -> str:
    """The file that new tables belong into: the one the tool reads when it is one, else that of a table."""
    for path in ("drizzle.config.ts", "drizzle.config.js", "drizzle.config.mjs"):
        if path in app.modules:
            named = re.search(
                r"schema:\s*[\"'](?:\./)?([^\"'*]+)[\"']", app.read(path).decode(errors="replace")
            )
            if named is not None and named.group(1) in app.modules:
                return named.group(1)
    return near.location.path


def append(app: App, path: str, text: str, imports: Sequence[tuple[Sequence[str], str]]) -> list[Change]:
    """Puts a declaration at the end of a file, with what it needs imported: (names, module)."""
    source = SourceFile(app, path)
    gap = "" if source.content.endswith(b"\n") else "\n"
    changes = [source.insert(len(source.content), f"{gap}{text}")]
    for names, module in imports:
        changes += import_from(source, list(names), module)
    return changes


def defined(app: App, path: str, name: str) -> bool:
    """Whether a file declares a name at its top already."""
    module = app.modules.get(path)
    return any(
        (isinstance(s, form.Class) and s.name == name)
        or (isinstance(s, form.Define) and isinstance(s.target, form.Name) and s.target.name == name)
        for s in (module.body if module is not None else ())
    )
