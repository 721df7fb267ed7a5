"""What a run knows of the address it serves, asked of a list that is written out: `any(path.startswith(one) for one in OPEN)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret import targets
from roadworthy.interpret.containers import ListValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Certain, Constant, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

# More addresses than an app lists.
_MOST = 40


def told_of_each(run: Run, node: form.Comprehension, scope: Scope, source: Value) -> ListValue | None:
    """What a comparison says of each text of a list; None where one of them is not certain."""
    if (
        len(node.clauses) != 1
        or node.key is not None
        or node.clauses[0].conditions
        or not _asks(node.element)
    ):
        return None
    items = source.items if isinstance(source, ListValue) and source.rest is None else []
    if not 0 < len(items) <= _MOST or not all(isinstance(item, Constant) for item in items):
        return None
    told: list[Value] = []
    for item in items:
        inner = Scope(scope)
        targets.bind(run, node.clauses[0].target, item, inner)
        told.append(run.evaluate(node.element, inner))
        if not isinstance(told[-1], Certain):
            return None
    return ListValue(told, None, node)


def _asks(node: form.Expr) -> bool:
    """Whether it compares, and does nothing else."""
    if isinstance(node, form.Call) and isinstance(node.callee, form.Member):
        return node.callee.name in ("startswith", "endswith")
    return isinstance(node, form.Operation) and node.operator in ("==", "!=", "in", "not in")


def any_or_all(path: str, args: Args, node: form.Node) -> Certain | None:
    """`any(...)` and `all(...)` of what is certain."""
    given = args.get(0)
    items = given.items if isinstance(given, ListValue) and given.rest is None else []
    if path not in ("any", "all") or not items or not all(isinstance(item, Certain) for item in items):
        return None
    truths = [bool(item.truth()) for item in items]
    return Certain(any(truths) if path == "any" else all(truths), node)
