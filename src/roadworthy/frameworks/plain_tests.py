"""What a test comes to without knowing more, and what it asks in other words."""

from __future__ import annotations

from roadworthy.interpret import Choice, Condition, Constant, Derived, ListValue, Value
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.values import is_nothing


def of_none(value: Value) -> Derived | None:
    """`roles.some(allowed)` of `roles.every((role) => !allowed(role))`, which is so where the latter is not; None of others."""
    if not isinstance(value, Derived) or value.operation != "every" or len(value.operands) != 2:
        return None
    elements, tested = value.operands
    if not isinstance(tested, Derived) or tested.operation != "not":
        return None
    return Derived("some", (elements, tested.operands[0]), value.node)


_EMPTINESS = {(">", 0): True, ("!=", 0): True, (">=", 1): True, ("==", 0): False, ("<", 1): False}


def asks_for_some(value: Value) -> bool | None:
    """`errors.length > 0`: True, `errors.length === 0`: False, of a list whose reasons are known; None for other questions."""
    if not isinstance(value, Derived) or len(value.operands) != 2:
        return None
    counted, number = value.operands
    if getattr(counted, "means", None) is None or not isinstance(number, Constant):
        return None
    return _EMPTINESS.get((value.operation, number.value))  # type: ignore[arg-type]


def asks_whether_there(value: Derived) -> bool:
    """`row is None`, for a row that was found or not: it is there, or it is not."""
    if (
        len(value.operands) != 2
        or not isinstance(value.operands[0], Choice)
        or not is_nothing(value.operands[1])
    ):
        return False
    options = value.operands[0].values()
    return any(map(is_nothing, options)) and all(
        is_nothing(v) or not isinstance(v, Constant) for v in options
    )


class Certainty:
    """What tests come to whatever happens, each worked out once: of values that share their parts there are many more ways down than
    parts. Holds for values that change no more."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[int, tuple[Value, bool | None]] = {}

    def cannot_hold(self, condition: Condition) -> bool:
        """Whether a condition is certain to be none."""
        value, truth = condition.value, condition.truth
        while isinstance(value, Derived) and value.operation == "not" and value.operands:
            value, truth = value.operands[0], not truth
        return self.truth(value) is (not truth)

    def truth(self, value: Value) -> bool | None:
        """What a test comes to; None where that is not certain. Which of written-out values is among others that a caller wrote out
        (`allowed.includes("user")` of `["admin"]`) is as certain as what is written."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, self._worked_out(value))
        return known[1]

    def _worked_out(self, value: Value) -> bool | None:
        if isinstance(value, Logical) and value.operation in ("and", "or"):
            decides = value.operation == "or"
            truths = [self.truth(operand) for operand in value.operands]
            return decides if decides in truths else None if None in truths else not decides
        if isinstance(value, Choice):
            # Of `bypassed = False`, and True under a condition that cannot hold, the first is left.
            left = [
                one for one, conditions in value.alternatives if not any(map(self.cannot_hold, conditions))
            ]
            outcomes = {self.truth(one) for one in left}
            return outcomes.pop() if len(outcomes) == 1 else None
        return (
            _is_among(value)
            if isinstance(value, Derived) and value.operation == "includes"
            else value.truth()
        )


def _is_among(value: Derived) -> bool | None:
    """Of `["admin"].includes("user")` what is written says it."""
    if len(value.operands) != 2:
        return value.truth()
    among, one = value.operands
    if not isinstance(among, ListValue) or among.rest is not None or not isinstance(one, Constant):
        return None
    written = [item.value for item in among.items if isinstance(item, Constant)]
    return one.value in written if len(written) == len(among.items) else None
