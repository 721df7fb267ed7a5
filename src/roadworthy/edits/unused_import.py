"""Takes a name out of an import once nothing uses it any more."""

from __future__ import annotations

import re

from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def drop_unused(source: SourceFile, name: str, uses: int) -> list[Change]:
    """Removes a name from the import that binds it, when the file has no more than `uses` other mentions of it, which
    are about to go. Only a name beside others is removed; nothing is done where it stands alone."""
    pattern = re.compile(rb"(?<![\w.])" + re.escape(name.encode()) + rb"(?!\w)")
    if len(pattern.findall(source.content)) != uses + 1:
        return []
    for statement in source.module.body if source.module is not None else ():
        if isinstance(statement, form.Import) and len(statement.names) > 1:
            text = source.content[statement.span.start : statement.span.end]
            match = re.search(rb"(?<![\w.])" + re.escape(name.encode()) + rb"(?!\w)\s*,\s*", text)
            match = match or re.search(rb",\s*" + re.escape(name.encode()) + rb"(?!\w)", text)
            if match is not None and any(item.local == name for item in statement.names):
                begin = statement.span.start
                return [Change(source.path, begin + match.start(), begin + match.end(), "")]
    return []
