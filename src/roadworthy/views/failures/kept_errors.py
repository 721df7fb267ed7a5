"""The error in an answer of a client that throws nothing (`{ data, error }`), and what becomes of it."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, is_log, names_in
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.absence import answers_emptily, asks_for_none, says_success
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.left_over import left_over


def kept_error(target: form.Node) -> str | None:
    """The name the error is kept under, '' where it is left out, None where the whole answer is kept."""
    if not isinstance(target, form.RecordTarget) or target.rest is not None:
        return None
    for field in target.fields:
        if field.key in ("error", "status"):
            return field.target.name if isinstance(field.target, form.Name) else None
    return ""


def use_of(name: str, spot: Spot, call: form.Call) -> str:
    """What becomes of a kept error in the function around: none, logged, emptied (an answer of success has an empty list for what
    could not be read) or used."""
    functions = spot.functions
    if not functions:
        return "used"
    asked, empty = _asked_until(spot, call), _comes_empty(spot)
    body = list(below(functions[0].body))
    told: set[int] = set()
    for node in body:
        if isinstance(node, form.Call) and is_log(node):
            told |= _named((node,), name)
        if isinstance(node, form.If) and node.span.start > asked and name in names_in(node.test):
            if _only_success(node, name):
                if Deeds(left_over(functions[0].body, node)).acts:
                    return "used"
                told |= _named((node.test,), name)
                continue
            if not _on_failure(node.test, name):
                return "used"
            if any(map(answers_emptily, node.then)):
                return "emptied"
            deeds = [
                Deeds((inner,)) for inner in node.then if not says_success(inner) and not _gives(inner, empty)
            ]
            if any(one.acts or one.outcome == "no" for one in deeds):
                return "used"  # `return false` tells whoever called
            told |= _named((node.test, node.then), name)
    others = [node.span for node in body if isinstance(node, form.Handler) and name in bound(node.target)]
    seen = {
        id(node)
        for node in body
        if isinstance(node, form.Name)
        and node.name == name
        and node.span.start > asked
        and not any(span.start <= node.span.start < span.end for span in others)
    }
    if not seen:
        return "none"
    return "logged" if seen <= told else "used"


def _named(nodes: tuple[object, ...], name: str) -> set[int]:
    return {id(one) for one in below(nodes) if isinstance(one, form.Name) and one.name == name}


def _asked_until(spot: Spot, call: form.Call) -> int:
    """Where the answer is there: what was put together before is asked where it is waited for (`const { error } = await query`)."""
    kept = isinstance(spot.node, (form.Define, form.Assignment))
    return max(call.span.end, spot.node.span.end) if kept else call.span.end


def _comes_empty(spot: Spot) -> str:
    """The name of the rows, which are nothing when there is an error; '' where they are not kept beside it."""
    target = spot.node.target if isinstance(spot.node, (form.Define, form.Assignment)) else None
    fields = target.fields if isinstance(target, form.RecordTarget) else ()
    return next(
        (one.target.name for one in fields if one.key == "data" and isinstance(one.target, form.Name)), ""
    )


def _gives(node: form.Statement, name: str) -> bool:
    """`return data`."""
    return (
        bool(name)
        and isinstance(node, form.Return)
        and isinstance(node.value, form.Name)
        and node.value.name == name
    )


def _on_failure(test: form.Expr, name: str) -> bool:
    """`if (error)`, `if (error || !rows.length)`, which takes it for nothing there, and `if (error && error.code !== 'PGRST116')`,
    which leaves one expected kind aside."""
    if isinstance(test, form.Operation) and test.operator == "and":
        return _on_failure(test.operands[0], name)
    if isinstance(test, form.Operation) and test.operator == "or":
        return _on_failure(test.operands[0], name) and all(map(asks_for_none, test.operands[1:]))
    return isinstance(test, form.Name) and test.name == name


def _only_success(node: form.If, name: str) -> bool:
    """`if (!error) ...` without an else: what happens on an error is nothing."""
    tests = (
        node.test.operands
        if isinstance(node.test, form.Operation) and node.test.operator == "and"
        else (node.test,)
    )
    return not node.otherwise and any(
        isinstance(test, form.Operation)
        and test.operator == "not"
        and isinstance(test.operands[0], form.Name)
        and test.operands[0].name == name
        for test in tests
    )
