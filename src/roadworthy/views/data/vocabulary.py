"""The words that an app uses for a column of few values, such as a status: from its schema, its server and its pages."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.table import Column, Table
from roadworthy.languages import form
from roadworthy.regex import regex

_WORD = regex(r"^[A-Za-z][\w-]{0,39}( [\w-]+){0,2}$")
# A list of states or a table of their labels is short; longer ones are dictionaries of another kind.
_LONGEST = 15


def words_of(app: App, table: Table, column: Column) -> tuple[str, ...]:
    """Every word that the app itself stores in, compares with or offers for a column, in the order they were found.

    Rather one word too many than one too few: what is found decides what honest clients may send.
    """
    known = list(dict.fromkeys([*column.values, *_stored(app, table, column)]))
    if not known:
        return ()
    compared = list(compared_words(app, column))
    for _ in range(2):
        known += [word for listed in _lists(app) if set(listed) & set(known) for word in listed]
        known = list(dict.fromkeys(known))
    return tuple(dict.fromkeys([*known, *compared]))


def _stored(app: App, table: Table, column: Column) -> Iterator[str]:
    default = column.default.strip("'\"")
    if default and _WORD.match(default) and default not in ("generated", "null"):
        yield default
    for query in app.queries:
        if query.table != table.name:
            continue
        for write in query.writes:
            yield from _constants(write.value) if write.column == column.name else ()
        for item in query.filters:
            yield from _constants(item.value) if item.column == column.name else ()
        for fact in query.facts:
            yield from _in_fact(fact, table, column)


def _in_fact(fact: Fact, table: Table, column: Column) -> Iterator[str]:
    for way in fact.any_of:
        for inner in way:
            yield from _in_fact(inner, table, column)
    if fact.right is not None:
        for near, far in ((fact.left, fact.right), (fact.right, fact.left)):
            about = (
                near.kind == "row"
                and near.table == table.name
                and near.path[-1:]
                in (
                    (column.name,),
                    (column.field,),
                )
            )
            yield from _constants(far) if about else ()


def _constants(origin: Origin) -> Iterator[str]:
    for leaf in origin.leaves():
        if leaf.kind == "constant" and isinstance(leaf.value, str) and _WORD.match(leaf.value):
            yield leaf.value


# --- what is written in the code ---------------------------------------------------------------------


def _lists(app: App) -> tuple[tuple[str, ...], ...]:
    """Short lists of words, and the keys of short tables of labels."""
    return app.view(_short_lists)


def _short_lists(app: App) -> tuple[tuple[str, ...], ...]:
    found = []
    for _, module in sorted(app.modules.items()):
        for node in form.walk(module.body):
            words = _words(node)
            if 2 <= len(words) <= _LONGEST and all(_WORD.match(word) for word in words):
                found.append(words)
    return tuple(found)


def _words(node: form.Node) -> tuple[str, ...]:
    if isinstance(node, form.Sequence):
        items: list[form.Expr | None] = list(node.items)
    elif isinstance(node, form.Record):
        items = [entry.key for entry in node.entries]
    else:
        return ()
    words = [item.value for item in items if isinstance(item, form.Literal) and isinstance(item.value, str)]
    return tuple(words) if len(words) == len(items) else ()


def compared_words(app: App, column: Column) -> Iterator[str]:
    """`order.status === "shipped"` anywhere."""
    by_name = app.view(_comparisons)
    yield from by_name.get(column.field, ())
    if column.name != column.field:
        yield from by_name.get(column.name, ())


def _comparisons(app: App) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for _, module in sorted(app.modules.items()):
        for node in form.walk(module.body, form.Operation):
            if (
                not isinstance(node, form.Operation)
                or node.operator not in ("==", "!=")
                or len(node.operands) != 2
            ):
                continue
            for near, far in (node.operands, node.operands[::-1]):
                word = far.value if isinstance(far, form.Literal) else None
                if isinstance(near, form.Member) and isinstance(word, str) and _WORD.match(word):
                    found.setdefault(near.name, []).append(word)
    return {name: tuple(dict.fromkeys(words)) for name, words in found.items()}
