"""What picks some of a list: loops that do nothing else (`for order in orders: if order.open: mine.append(order)`), and tests that hardly pick."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.languages import form

_KEEPS = frozenset(("append", "push", "add"))
_COMPARES = frozenset(("==", "!=", "<", "<=", ">", ">=", "in", "not in"))


def sifts(node: form.Node) -> bool:
    """Whether a loop keeps those elements for which a comparison of one of their own fields holds, and does nothing else."""
    if not isinstance(node, form.Loop) or node.kind != "each" or not isinstance(node.target, form.Name):
        return False
    element = node.target.name
    tests = [one.test for one in node.body if isinstance(one, form.If)]
    return (
        bool(tests)
        and all(_compares(test, element) for test in tests)
        and _only_keeps(node.body, element)
        and any(_keeps(one, element) for one in form.walk(node.body, form.Call))
    )


def finds(node: form.Node) -> bool:
    """Whether a loop does nothing but look for the element of which a field is something, and leaves with it."""
    if not isinstance(node, form.Loop) or node.kind != "each" or not isinstance(node.target, form.Name):
        return False
    only = node.body[0] if len(node.body) == 1 else None
    if not isinstance(only, form.If) or only.otherwise or not only.then:
        return False
    last = only.then[-1]
    leaves = isinstance(last, form.Return) or (isinstance(last, form.Jump) and last.kind == "break")
    return leaves and _compares(only.test, node.target.name)


def _only_keeps(body: Iterable[form.Node], element: str) -> bool:
    return all(_is_part(statement, element) for statement in body)


def _is_part(statement: form.Node, element: str) -> bool:
    if isinstance(statement, form.If):
        return _only_keeps(statement.then, element) and not statement.otherwise
    if isinstance(statement, form.Evaluate):
        return _keeps(statement.value, element)
    return isinstance(statement, form.Jump) and statement.kind == "continue"


def _keeps(node: form.Node, element: str) -> bool:
    """`kept.append(element)`, `kept.append({"id": element.id})`."""
    return (
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name in _KEEPS
        and any(
            isinstance(one, form.Name) and one.name == element for one in form.walk(node.arguments, form.Name)
        )
    )


def _compares(test: form.Expr, element: str) -> bool:
    """Whether a field of the element is compared with something."""
    return any(
        isinstance(node, form.Operation)
        and node.operator in _COMPARES
        and any(_is_field(side, element) for side in node.operands)
        for node in form.walk((test,), form.Operation)
    )


def _is_field(node: form.Expr, element: str) -> bool:
    return (
        isinstance(node, (form.Member, form.Index))
        and isinstance(node.object, form.Name)
        and node.object.name == element
    )


_KEYS = frozenset(("id", "_id", "pk", "uuid"))


def leaves_one_out(test: form.Expr | None) -> bool:
    """Whether all but one are kept: `user.id != me.id`. Nothing is saved by asking for one row less."""
    return (
        isinstance(test, form.Operation)
        and test.operator == "!="
        and any(isinstance(side, form.Member) and side.name in _KEYS for side in test.operands)
    )
