"""Going through the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from roadworthy.languages.form import leaves, tree
from roadworthy.languages.form.leaves import Node
from roadworthy.languages.form.tree import Class, FieldTarget, ForClause, Function, WithItem

# Fields of these types hold no nodes.
_PLAIN = {
    "str", "bool", "int", "Span", "str | None", "str | int | float | bool | None", "tuple[ImportName, ...]", "tuple[ExportName, ...]",
}  # fmt: skip
# What holds nodes and is none itself.
_CLAUSES = (ForClause, FieldTarget, WithItem)


def _parts(kind: type) -> tuple[str, ...]:
    """The fields of a record that may hold nodes, the last first."""
    notes = {
        name: note
        for base in reversed(kind.__mro__)
        for name, note in vars(base).get("__annotations__", {}).items()
    }
    return tuple(reversed([name for name, note in notes.items() if note not in _PLAIN]))


_PARTS: dict[type, tuple[str, ...]] = {
    kind: _parts(kind)
    for kind in (*vars(leaves).values(), *vars(tree).values())
    if isinstance(kind, type) and issubclass(kind, (Node, *_CLAUSES))
}


_Walked = tuple[object, list[Node], dict[tuple[type, ...], list[Node]]]
_WALKED: list[dict[int, _Walked]] = []
_OUTSIDE: list[dict[int, tuple[object, list[Node]]]] = []


@contextmanager
def remembering_walks() -> Iterator[None]:
    """Keeps what `walk` finds in each body: the patterns of an audit go through the same modules some eighty times."""
    _WALKED.append({})
    _OUTSIDE.append({})
    try:
        yield
    finally:
        _WALKED.pop()
        _OUTSIDE.pop()


_LONG = 1_000
"""Bytes of a single statement or expression from which on what is below it is kept: a file that is one call of a function, a handler
that is one `try`. What is shorter is gone through as fast as it is found again."""


def _remembered(nodes: object) -> object | None:
    """By what it is kept what is below some nodes: by the tuple, or by the node where it is one alone (the tuple around that is often
    made for the question); None where it is not kept."""
    if type(nodes) is not tuple or not nodes:
        return None
    if len(nodes) > 1:
        return nodes
    one = nodes[0]
    return one if isinstance(one, Node) and one.span.end - one.span.start >= _LONG else None


def walk(nodes: Iterable[object], *kinds: type[Node]) -> Iterator[Node]:
    """Every node among and below these, in the order of the source; of these kinds alone, where some are named."""
    place = _remembered(nodes) if _WALKED else None
    if place is None:
        every = descend(nodes)
        return (node for node in every if type(node) in kinds) if kinds else every
    known = _WALKED[-1].get(id(place))
    if known is None:
        known = _WALKED[-1][id(place)] = (place, list(descend(nodes)), {})
    if not kinds:
        return iter(known[1])
    chosen = known[2].get(kinds)
    if chosen is None:
        chosen = known[2][kinds] = [node for node in known[1] if type(node) in kinds]
    return iter(chosen)


def descend(nodes: Iterable[object], *closed: type[Node]) -> Iterator[Node]:
    """Every node among and below these, in the order of the source; not what stands within a node of a closed kind."""
    # Audits spend more time here than anywhere: a loop over a stack is four times as fast as one generator per level.
    waiting = [*nodes]
    waiting.reverse()
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is tuple:
            waiting.extend(item[::-1])  # type: ignore[index]
            continue
        parts = _PARTS.get(kind)
        if parts is None:
            continue
        if kind not in _CLAUSES:
            yield item  # type: ignore[misc]
            if kind in closed:
                continue
        for name in parts:
            part = getattr(item, name)
            if part:
                waiting.append(part)


def outside(nodes: object) -> Iterator[Node]:
    """Like `walk`, but not into functions and classes, these nodes themselves among them."""
    place = _remembered(nodes) if _OUTSIDE else None
    if place is None:
        return descend((nodes,), Function, Class)
    known = _OUTSIDE[-1].get(id(place))
    if known is None:
        known = _OUTSIDE[-1][id(place)] = (place, list(descend((place,), Function, Class)))
    return iter(known[1])


def around(nodes: Iterable[object], start: int, end: int) -> Iterator[Node]:
    """The nodes that reach from `start` (or before it) to `end` (or behind it), outermost first: a node lies within its parent."""
    waiting = [*nodes][::-1]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is tuple:
            waiting.extend(item[::-1])  # type: ignore[index]
            continue
        parts = _PARTS.get(kind)
        if parts is None:
            continue
        if kind not in _CLAUSES:
            span = item.span  # type: ignore[attr-defined]
            if span.start > start or end > span.end:
                continue
            yield item  # type: ignore[misc]
        waiting.extend(part for name in parts if (part := getattr(item, name)))
