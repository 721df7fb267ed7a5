"""What a call does with a list, in the words of `Handling`: the languages' own methods, and libraries that do the same."""

from __future__ import annotations

from roadworthy.frameworks.sifting import finds, leaves_one_out, sifts
from roadworthy.interpret import Closure, Derived, External, Value
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

_KINDS = {
    "[].filter": "filter", "[].where": "filter", "[].sort": "sort", "[].toSorted": "sort", "sorted": "sort",
    "[].reduce": "sum", "sum": "sum", "max": "sum", "min": "sum", "statistics.mean": "sum", "+=": "sum",
    ".length": "count", "len": "count", "[].find": "find", "[].some": "find", "[].every": "find", "[].includes": "among",
    "any": "find", "all": "find", "[].slice": "slice", "collections.Counter": "group",
    "[].map": "each", "[].forEach": "each", "[].flatMap": "each", "[].each": "each", "itertools.groupby": "group", "Object.groupBy": "group",
    "[].end": "end", "[].shown": "shown", "[].splice": "slice", "[].findIndex": "find", "[].findLast": "find", "Math.max": "sum", "Math.min": "sum",
    "Set": "distinct", "set": "distinct", "Map": "keyed", "random.choice": "slice", "random.sample": "slice", "random.choices": "slice", "secrets.choice": "slice",
}  # fmt: skip
# The same by its last name, whatever the library is imported as, with the place of the list among what is given.
_LODASH = {
    "sumBy": "sum", "meanBy": "sum", "sum": "sum", "mean": "sum", "maxBy": "sum", "minBy": "sum", "groupBy": "group",
    "countBy": "group", "orderBy": "sort", "sortBy": "sort", "filter": "filter", "find": "find", "some": "find",
}  # fmt: skip
# Where the list is the second thing that is given.
SECOND = {"filter": "filter", "heapq.nlargest": "sort", "heapq.nsmallest": "sort"}


def kind_of(event: Called) -> str:
    """What is done, in the words of `Handling`; '' for nothing that matters."""
    if event.target.endswith("Map().set"):
        added = event.args.get(1)
        return "group" if isinstance(added, Derived) and added.operation == "+" else ""
    kind = _KINDS.get(event.target, "") or SECOND.get(event.target, "") or _by_library(event.target)
    callback = event.args.get(1)
    if kind == "filter" and (_keeps_what_is_there(callback) or _keeps_all_but_one(event.node, callback)):
        return ""
    if event.target == "[].reduce" and isinstance(callback, Closure) and _collects(callback):
        return "each"
    return kind


def _by_library(target: str) -> str:
    """`_.sumBy(orders, "total")`, `lodash.sumBy`, `import sumBy from "lodash/sumBy"`."""
    library, _, name = target.replace("lodash/", "lodash.").partition(".")
    return (
        _LODASH.get(name.removesuffix(".default"), "")
        if library in ("lodash", "lodash-es", "underscore")
        else ""
    )


def _keeps_what_is_there(callback: Value | None) -> bool:
    """`filter(Boolean)`, `filter((one) => !!one)`: what is null is left out, and nothing is chosen."""
    if isinstance(callback, External):
        return callback.path == "Boolean"
    body = callback.function.body if isinstance(callback, Closure) else ()
    return len(body) == 1 and isinstance(body[0], form.Return) and _is_there(body[0].value)


def _keeps_all_but_one(node: form.Node, callback: Value | None) -> bool:
    """`[one for one in people if one.id != me]`, `people.filter((one) => one.id !== me)`."""
    if isinstance(node, form.Comprehension):
        tests = [test for clause in node.clauses for test in clause.conditions]
        return len(tests) == 1 and leaves_one_out(tests[0])
    body = callback.function.body if isinstance(callback, Closure) else ()
    return len(body) == 1 and isinstance(body[0], form.Return) and leaves_one_out(body[0].value)


def _is_there(test: form.Expr | None) -> bool:
    """`one`, `!!one`, `Boolean(one)`, `one !== null`: whether there is something at all."""
    if isinstance(test, form.Operation) and test.operator == "not":
        inner = test.operands[0]
        return isinstance(inner, form.Operation) and inner.operator == "not" and _is_there(inner.operands[0])
    if isinstance(test, form.Operation) and test.operator in ("!=", "and"):
        nothing = [isinstance(one, form.Literal) and one.value is None for one in test.operands]
        return all(n or _is_there(one) for n, one in zip(nothing, test.operands, strict=True))
    if isinstance(test, form.Call) and isinstance(test.callee, form.Name) and test.callee.name == "Boolean":
        return len(test.arguments) == 1 and _is_there(test.arguments[0])
    return isinstance(test, form.Name)


def _collects(callback: Closure) -> bool:
    """Whether a `reduce` sorts rows into heaps, all of which are kept, or puts each under a key of its own."""
    row = callback.function.parameters[1].target if len(callback.function.parameters) > 1 else None
    return any(
        isinstance(node, form.Spread)
        or (isinstance(node, form.Member) and node.name in ("push", "concat"))
        or _is_kept(node, row)
        for node in form.walk(callback.function.body)
    )


def _is_kept(node: object, row: object) -> bool:
    """`found[row.id] = row`: the whole row, and no number made of it."""
    return (
        isinstance(node, form.Assignment)
        and isinstance(node.target, form.Index)
        and not node.operator
        and isinstance(node.value, form.Name)
        and isinstance(row, form.Name)
        and node.value.name == row.name
    )


def is_spread_out(event: Called) -> bool:
    """Whether the values of a list are handed over one by one: `Math.max(...totals)`."""
    given = event.node.arguments if isinstance(event.node, form.Call) else ()
    return event.target in ("Math.max", "Math.min") and len(given) == 1 and isinstance(given[0], form.Spread)


def kind_of_loop(event: Called) -> str:
    """What a loop written out does with its list: it keeps some, or looks for one; '' for anything else."""
    if event.target != "[].each":
        return ""
    return "filter" if sifts(event.node) else "find" if finds(event.node) else ""
