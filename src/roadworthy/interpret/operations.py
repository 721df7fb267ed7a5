"""Operators and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roadworthy.interpret import joining, kinds, targets
from roadworthy.interpret.containers import Instance, ListValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.noted import seen, tested
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import (
    Certain,
    Choice,
    Constant,
    Derived,
    External,
    Model,
    Passed,
    Value,
    is_nothing,
)
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


class Logical(Derived):
    """`a and b`, `a or b`, `a ?? b`: keeps its structure for conditions, behaves as whichever it yields."""

    __slots__ = ()

    def outcomes(self) -> tuple[Value, ...]:
        """What it may be where it is anything: of `a and b` that is b."""
        return self.operands[-1:] if self.operation == "and" else self.operands

    def reached(self) -> tuple[Value, ...]:
        """What it may be where something of it is asked: of `row || null` that is the row, as nothing has no parts."""
        outcomes = self.outcomes()
        return tuple(value for value in outcomes if not is_nothing(value)) or outcomes

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return run.join([(value.member(run, name, node), ()) for value in self.reached()])

    def element(self, run: Run) -> Value:
        return run.join([(value.element(run), ()) for value in self.reached()])

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.join([(run.call(value, args, node), ()) for value in self.outcomes()])

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return run.join([(run.call_member(v, name, args, node), ()) for v in self.reached()])

    def set_member(self, run: Run, name: str, value: Value) -> None:
        for outcome in self.outcomes():
            outcome.set_member(run, name, value)

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`value[key] = ...` for a key that is not known."""
        for outcome in self.outcomes():
            computed = getattr(outcome, "set_computed", None)
            if computed is not None:
                computed(run, key, value, node)


def operation(run: Run, node: form.Operation, scope: Scope) -> Value:
    if node.operator in ("and", "or", "??"):
        return _logical(run, node, scope)
    if node.operator == "delete":
        targets.delete(run, node, scope)
    if node.operator in _TESTS and _asks_for_any(node):
        for operand in node.operands:
            tested(run, operand)
    operands = tuple(run.evaluate(operand, scope) for operand in node.operands)
    if node.operator == "+" and all(isinstance(o, Constant) and isinstance(o.value, str) for o in operands):
        return Constant("".join(str(o.value) for o in operands if isinstance(o, Constant)), node)
    if node.operator in ("in", "not in") and len(operands) == 2 and not run.context.loops:
        _looked_for(run, operands, node)
    return operate(run, node, operands)


def _looked_for(run: Run, operands: tuple[Value, ...], node: form.Operation) -> None:
    """Python's `email in [user.email for user in users]` is the other languages' `emails.includes(email)`."""
    wanted, held = operands
    if run.program.language(run.module) == "python" and not isinstance(held, Constant):
        seen(run, "[].includes", [held, wanted], held, node)


def compared(run: Run, left: Value, right: Value, node: form.Node) -> Value:
    """`left == right` as a switch compares its subject with a case."""
    custom = getattr(left, "operate", None)
    result = custom(run, "==", (left, right), node) if custom is not None else None
    return result if isinstance(result, Value) else Derived("==", (left, right), node)


_TESTS = {"==", "!=", "<", "<=", ">", ">=", "not"}


def _asks_for_any(node: form.Operation) -> bool:
    """`rows.length > 0`, `rows.length != ids.length`; who asks whether there are more than a page of them (`rows.length > limit`)
    counts them."""
    lengths = [isinstance(one, form.Member) and one.name == "length" for one in node.operands]
    others = [one for one, length in zip(node.operands, lengths, strict=True) if not length]
    return sum(lengths) != 1 or all(isinstance(one, form.Literal) for one in others)


def operate(run: Run, node: form.Operation | form.Assignment, operands: tuple[Value, ...]) -> Value:
    """An operator on values: a model's own meaning of it, or computed from them."""
    if node.operator == "instanceof" and len(operands) == 2:
        return kinds.instance_of(run, operands[0], operands[1], node)
    decided = operands[0].decided() if node.operator == "not" else None
    if decided is not None:
        return Certain(not decided, node)
    for operand in operands[:2]:
        custom = getattr(operand, "operate", None)
        result = custom(run, node.operator, operands, node) if custom is not None else None
        if isinstance(result, Value):
            return result
    if (
        len(operands) == 2
        and node.operator in ("==", "!=")
        and all(isinstance(o, Constant) for o in operands)
    ):
        left, right = (o.value for o in operands if isinstance(o, Constant))
        kind = Certain if any(isinstance(o, (Certain, Passed)) for o in operands) else Constant
        return kind((left == right) == (node.operator == "=="), node)
    if node.operator in ("in", "not in") and any(isinstance(one, Certain) for one in operands):
        held = _holds(*operands)
        if held is not None:
            return Certain(held == (node.operator == "in"), node)
    return Derived(node.operator, operands, node)


def _holds(one: Value, several: Value) -> bool | None:
    """`path in ("/login", "/about")`, `"/admin" in path`; None where either is not written out."""
    if not isinstance(one, Constant):
        return None
    if isinstance(several, ListValue):
        listed = [item.value for item in several.items if isinstance(item, Constant)]
        whole = several.rest is None and len(listed) == len(several.items)
        return one.value in listed if whole or one.value in listed else None
    if isinstance(several, Constant) and isinstance(several.value, str) and isinstance(one.value, str):
        return one.value in several.value
    return None


def _logical(run: Run, node: form.Operation, scope: Scope) -> Value:
    instead = node.operands[-1]
    # `rows.length || 0` is the number of them, and no question whether there are any.
    number = isinstance(instead, form.Literal) and isinstance(instead.value, (int, float))
    for operand in node.operands if node.operator == "and" or not number else ():
        tested(run, operand)
    operands = [run.evaluate(node.operands[0], scope)]
    for operand in node.operands[1:]:
        truth = node.operator == "and"
        decided = operands[-1].decided() if node.operator != "??" else None
        if decided is not None:
            if decided != truth:
                return operands[-1]
            operands[-1] = run.evaluate(operand, scope)
            continue
        if node.operator in ("or", "??") and _is_filled(operands[-1]):
            # `options?.wrappers || []`: the list that the caller wrote out is there.
            return operands[-1]
        with run.branch(run.condition(operands[-1], truth, node)):
            operands.append(run.evaluate(operand, scope))
    if len(operands) > 1 and isinstance(operands[-1], Certain) and node.operator != "??":
        last = operands.pop()
        if bool(last.value) != (node.operator == "and"):  # type: ignore[attr-defined]
            return last
    if len(operands) == 1:
        return operands[0]
    return either(node.operator, operands, node)


def _is_filled(value: Value) -> bool:
    """Whether a value is a list all of whose items are known, and there are some."""
    return isinstance(value, ListValue) and bool(value.items) and value.rest is None


def either(operator: str, operands: Sequence[Value], node: form.Node) -> Value:
    """`globalThis.client ?? new Client()`: what was kept there is what stands behind it, made earlier."""
    first, last = _unfolded(operands[0], node), operands[-1]
    kept_global = isinstance(first, External) and first.arguments is None and "." not in first.path
    return (
        last
        if operator != "and" and kept_global and _is_object(last)
        else Logical(operator, (first, *operands[1:]), node)
    )


def _unfolded(value: Value, node: form.Node) -> Value:
    """`kept[name] ??= []` run again: what it gave before are its outcomes side by side. One within the other, as they come, they
    would nest as deep as the line is run often."""
    if isinstance(value, Choice):
        if not any(isinstance(one, Logical) and one.node is node for one in value.values()):
            return value
        unfolded = [(_unfolded(one, node), conditions) for one, conditions in value.alternatives]
        return joining.flat_choice(unfolded)
    if not isinstance(value, Logical) or value.node is not node:
        return value
    return joining.flat_choice([(outcome, ()) for outcome in value.outcomes()])


def _is_object(value: Value) -> bool:
    """Whether a value is an object of a library or a class, whichever of several it is."""
    if isinstance(value, Choice):
        return all(map(_is_object, value.values()))
    return isinstance(value, (Model, Instance))


def text(value: Derived) -> bool:
    """Whether a `+` puts text together."""
    parts = [v for o in value.operands for v in (o.values() if isinstance(o, Choice) else [o])]
    return any(
        (isinstance(part, Constant) and isinstance(part.value, str))
        or (isinstance(part, Derived) and part.operation == "template")
        for part in parts
    )
