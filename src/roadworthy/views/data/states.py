"""The values of a state that the code knows, server and page together."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.app.table import Column, Table
from roadworthy.languages import form

# A state with more values than this is no state; a longer record is a dictionary of texts.
_MOST = 12
_TELLING = (form.Switch, form.Sequence, form.Record, form.Operation)


def known_values(app: App, table: Table, column: Column, seeds: tuple[str, ...]) -> tuple[str, ...]:
    """Every value of a state that appears in the code: the seeds, what lists and records of states have beside them
    (`["placed", "paid"]`, `{ placed: "green" }`), and what is compared with or set on such a row by name."""
    found, known = dict.fromkeys(seeds), set(seeds)
    for module in app.modules.values():
        for node in form.walk(module.body, *_TELLING):
            for value in _told(node, table, column, known):
                found.setdefault(value)
    return tuple(found)


def _told(node: form.Node, table: Table, column: Column, seeds: set[str]) -> Iterator[str]:
    if isinstance(node, form.Switch):
        yield from _beside([_text(case.test) for case in node.cases if case.test is not None], seeds)
    elif isinstance(node, form.Sequence):
        yield from _beside([_text(item) for item in node.items], seeds)
    elif isinstance(node, form.Record):
        yield from _beside([_text(entry.key) for entry in node.entries], seeds)
    elif isinstance(node, form.Operation) and _compares(node, table, column):
        yield from (text for text in map(_text, node.operands) if text)


def _compares(node: form.Operation, table: Table, column: Column) -> bool:
    return node.operator in ("==", "!=") and any(_is_state(side, table, column) for side in node.operands)


def _beside(texts: list[str], seeds: set[str]) -> Iterator[str]:
    """All members of a list that is plainly one of these states: text only, two seeds among them. One alone ("pending")
    is a state of many things."""
    if all(texts) and 1 < len(texts) <= _MOST and len(seeds & set(texts)) >= 2:
        yield from texts


def _text(node: form.Node | None) -> str:
    return node.value if isinstance(node, form.Literal) and isinstance(node.value, str) else ""


def _is_state(node: form.Node, table: Table, column: Column) -> bool:
    """`order.status` of the table orders."""
    if not isinstance(node, form.Member) or node.name not in (column.field, column.name):
        return False
    holder = node.object.name if isinstance(node.object, (form.Name, form.Member)) else ""
    singular = table.name.removesuffix("s").replace("_", "")
    return bool(holder) and holder.lower().removesuffix("s").endswith(singular)
