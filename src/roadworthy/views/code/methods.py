"""Which HTTP method a piece of code is for, where one view serves several."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.syntax import Spot, below

_SENT = ("validate_on_submit", "is_submitted")


def method_of(spot: Spot) -> str:
    """The method that the branch around a place asks for (`if request.method == "POST":`), POST for what is done with a form that
    was sent, '' where no branch says it."""
    for around in spot.around():
        if isinstance(around.node, form.If) and around.part in ("then", "otherwise"):
            found = _asked(around.node.test, holds=around.part == "then")
            if found:
                return found
    return ""


def _asked(test: form.Expr, *, holds: bool) -> str:
    if isinstance(test, form.Operation) and test.operator == "not":
        return _asked(test.operands[0], holds=not holds)
    for node in below((test,)):
        if isinstance(node, form.Call) and last_name(node.callee) in _SENT:
            return "POST" if holds else ""
        if isinstance(node, form.Operation) and node.operator in ("==", "!="):
            named = any(isinstance(side, form.Member) and side.name == "method" for side in node.operands)
            values = [side.value for side in node.operands if isinstance(side, form.Literal)]
            if named and values and (node.operator == "==") == holds:
                return str(values[0]).upper()
    return ""
