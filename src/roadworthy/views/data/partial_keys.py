"""Unique keys that are for rows of a certain kind alone (`WHERE status IN ('pending', 'confirmed')`)."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.app.table import Index, Table
from roadworthy.regex import regex

_IS = regex(r"\(*\"?(\w+)\"?\)*(?:::\w+)?\s*=\s*\(*'([^']*)'(?:::[\w.]+)?\)*", re.I)
_ONE_OF = regex(r"\(*\"?(\w+)\"?\)*(?:::\w+)?\s*(?:in\s*|=\s*any\s*)\(.*\)", re.I | re.S)
_HAS = regex(r"\(*\"?(\w+)\"?\s+is\s+not\s+null\)*", re.I)


def holds_for(index: Index, query: Query, table: Table) -> bool:
    """Whether a unique key that is for rows of a certain kind is for the row that is added: it is of that kind by what the
    code writes in so many words (`type = 'overage'`), or by what the table puts where nothing is written."""
    if index.whole:
        return True
    written = {write.column: write.value for write in query.writes}
    for part in re.split(r"\s+and\s+", index.where, flags=re.I):
        named = _IS.fullmatch(part.strip())
        listed = _ONE_OF.fullmatch(part.strip())
        has = _HAS.fullmatch(part.strip())
        if has is not None and has[1] in written:
            continue
        told = named or listed
        text = _told(table, written, told[1]) if told is not None else None
        known = [named[2]] if named is not None else re.findall(r"'([^']*)'", part)
        if text is None or text not in known:
            return False
    return True


def _told(table: Table, written: dict[str, Origin], name: str) -> str | None:
    """The text that a new row has in a column; None where the code does not tell it."""
    value = written.get(name)
    if value is not None:
        return value.value if value.kind == "constant" and isinstance(value.value, str) else None
    column = table.column(name)
    text = re.match(r"'([^']*)'", column.default) if column is not None else None
    return text[1] if text is not None else None
