"""Answers of `{ data, error }` that are kept as a whole, and questions that were put together before they were asked."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.views.code.dotted import bound
from roadworthy.views.code.syntax import Spot, below

# The parts of an answer that hold what was asked for.
_WANTED = frozenset({"data", "count"})


def built(name: str, spot: Spot) -> form.Node | None:
    """What the query `name` began as: `let query = client.from('x').select()`, narrowed or not before it is awaited."""
    for function in spot.functions:
        for node in below(function.body):
            if isinstance(node, form.Define) and bound(node.target) == {name}:
                return node.value
    return None


def only_data_read(name: str, spot: Spot, call: form.Call) -> bool:
    """Whether of an answer kept as `name` the rows are used and its error never is: `a.data ?? []` and no `a.error`."""
    if not spot.functions:
        return False
    reads = list(_reads(spot.functions[0].body, name, call.span.end))
    return bool(reads) and all(read in _WANTED for read in reads)


def _reads(body: object, name: str, after: int) -> Iterator[str]:
    """The fields that are read of a name, '' for a use of it as a whole."""
    fields = set()
    for node in below(body):
        if isinstance(node, form.Member) and isinstance(node.object, form.Name) and node.object.name == name:
            fields.add((node.object.span.start, node.object.span.end))
            yield node.name
    for node in below(body):
        if (
            isinstance(node, form.Name)
            and node.name == name
            and node.span.start > after
            and (node.span.start, node.span.end) not in fields
        ):
            yield ""
