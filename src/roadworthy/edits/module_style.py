"""How a JavaScript file gets at others."""

from __future__ import annotations

from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def takes_imports(source: SourceFile) -> bool:
    """Whether `import` may be written into a file: it has one already, or nothing in it says `require`."""
    body = source.module.body if source.module is not None else ()
    return any(isinstance(statement, form.Import) for statement in body) and b"require(" not in source.content
