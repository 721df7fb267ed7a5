"""Queries that look for text within text, which no ordinary index answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.origin import REQUEST_KINDS, Origin
from roadworthy.app.query import Filter, Query
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.views.data.growth import tiny

_WITHIN = {"like", "ilike", "contains", "regex", "iregex", "search"}
_TYPED = REQUEST_KINDS | {"input", "props", "state"}
# What leaves a text a text without anything before it: `name.ilike(given.strip())` compares whole names.
_SAME_TEXT = regex(
    r"^(l?r?strip|trim|lower|upper|title|capitalize|casefold|toLowerCase|toUpperCase|str|String)(\(\))?$"
)
_WORDS_OF_INDEXES = ("trgm_ops", "to_tsvector", "fulltext", "ginindex", "trigramindex", "$**", "fts5")
_INDEXES = regex(r"gin_trgm_ops|gist_trgm_ops|to_tsvector|FULLTEXT|GinIndex|TrigramIndex|\$\*\*|fts5", re.I)


class Search(Struct, frozen=True):
    """A query of `work` that looks for what somebody typed within `columns`."""

    work: Work
    query: Query
    columns: tuple[str, ...]


def searches(app: App) -> tuple[Search, ...]:
    """Every such query, bounded or not: a limit ends the list and not the reading."""
    return app.view(_searches)


def _searches(app: App) -> tuple[Search, ...]:
    return tuple(_all(app))


def _all(app: App) -> Iterator[Search]:
    for work in app.works:
        for query in work.queries:
            columns = tuple(
                dict.fromkeys(
                    f.column
                    for f in query.filters
                    if _within(f) and not _indexed(app, query, f) and not _holds_values(app, query, f)
                )
            )
            columns += tuple(name for name in _vectors(app, query) if name not in columns)
            if columns and query.table and not tiny(app, query.table):
                yield Search(work, query, columns)


def _holds_values(app: App, query: Query, one: Filter) -> bool:
    """Whether it is a member that is looked for in a list of values, and no text within a text."""
    table = app.table(one.table or query.table)
    column = table.column(one.column) if table is not None else None
    return column is not None and (column.type.startswith(("json", "array")) or column.type.endswith("[]"))


def _within(one: Filter) -> bool:
    return one.operator in _WITHIN and _is_typed(one.value) and not _starts(one.value)


def _is_typed(value: Origin) -> bool:
    return any(leaf.kind in _TYPED or leaf.kind == "unknown" for leaf in value.leaves())


def _starts(value: Origin) -> bool:
    """Whether the pattern names how the text begins, which an index can answer."""
    if value.kind == "computed" and value.operation in ("template", "+") and value.inputs:
        return _starts(value.inputs[0])
    if value.kind == "computed" and value.operation == "choice":
        return all(_starts(one) for one in value.inputs)
    if value.kind == "computed" and value.inputs and _SAME_TEXT.search(value.operation):
        return _starts(value.inputs[0])
    if value.kind == "constant":
        return not str(value.value).startswith(("%", "_"))
    return value.kind != "computed"


def _indexed(app: App, query: Query, one: Filter) -> bool:
    """Whether some file of the app makes an index for text on the column."""
    return any(re.search(rf"\b{re.escape(one.column)}\b", line) for line in app.view(_index_lines))


def _index_lines(app: App) -> tuple[str, ...]:
    """What stands around each index for text in schemas and migrations."""
    found = []
    for file in app.repository.files:
        if file.path.endswith((".sql", ".py", ".ts", ".js", ".prisma")) and file.size < 400_000:
            text = app.text(file.path)
            lowered = text.lower()
            # Words are looked for first: in most files that costs next to nothing.
            if not any(word in lowered for word in _WORDS_OF_INDEXES):
                continue
            found += [
                text[max(0, m.start() - 160) : m.end() + 120]
                for m in _INDEXES.finditer(text)
                if not m.group(0).startswith("to_") or _makes_index(text, m.start())
            ]
    return tuple(found)


def _makes_index(text: str, place: int) -> bool:
    """Whether `to_tsvector` stands in an index or a generated column, and not in a function or a query."""
    before = text[max(0, place - 400) : place]
    return re.search(r"\bindex\b|GENERATED\s+ALWAYS", before.rsplit(";", 1)[-1], re.I) is not None


# --- full text without its index -----------------------------------------------------------------------

_MATCHED = regex(r'"?(\w+)"?\s*@@')
_MADE = regex(
    r'CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?"?([\w.]+)"?\s+ON\s+(?:ONLY\s+)?[^;]*?'
    r"USING\s+(?:gin|gist|rum)\s*\(([^;]*)\)",
    re.I,
)
_DROPPED = regex(r'DROP\s+INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+EXISTS\s+)?"?([\w.]+)"?', re.I)


def _vectors(app: App, query: Query) -> tuple[str, ...]:
    """The columns of words that a query matches, where the migrations leave none of them an index: a generated one may have
    dropped what another made by hand."""
    names = dict.fromkeys(_MATCHED.findall(query.sql)) if "@@" in query.sql else ()
    left = app.view(_word_indexes) if names else None
    if left is None:
        return ()
    return tuple(name for name in names if not any(re.search(rf"\b{name}\b", over) for over in left))


def _word_indexes(app: App) -> tuple[str, ...] | None:
    """What the indexes of words that the migrations leave stand over; None where none of them says anything of such indexes."""
    made: dict[str, str] = {}
    seen = False
    for file in sorted(app.repository.files, key=lambda one: one.path):
        if not file.path.endswith(".sql") or file.size > 400_000:
            continue
        text = app.text(file.path)
        for found in sorted((*_MADE.finditer(text), *_DROPPED.finditer(text)), key=lambda one: one.start()):
            if found.re.pattern == _MADE.pattern:
                seen = True
                made[found[1]] = found[2]
            else:
                made.pop(found[1], None)
    return tuple(made.values()) if seen else None
