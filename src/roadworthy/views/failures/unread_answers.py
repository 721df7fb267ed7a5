"""Answers of clients that throw nothing (`{ data, error }`): whether anybody reads how it went."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import is_log
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.kept_errors import kept_error, use_of


def is_read(target: form.Node | None, spot: Spot, call: form.Call) -> bool:
    """Whether anybody sees the error that may be in the answer; a line in the log that prints the whole does not."""
    if target is None:
        return False
    if isinstance(target, form.Name):
        return not spot.functions or _looks(target.name, spot.functions[0], call)
    name = kept_error(target)
    if name is None:
        return True
    return bool(name) and use_of(name, spot, call) == "used"


def _looks(name: str, function: form.Function, call: form.Call) -> bool:
    later = [node for node in below(function.body) if node.span.start > call.span.end]
    logged = [node.span for node in later if isinstance(node, form.Call) and is_log(node)]
    sent = [
        node.object.span
        for node in later
        if isinstance(node, form.Member)
        and isinstance(node.object, form.Name)
        and node.object.name == name
        and node.name in ("data", "id")
    ]
    aside = [(span.start, span.end) for span in (*logged, *sent)]
    return any(
        isinstance(node, form.Name)
        and node.name == name
        and not any(start <= node.span.start < end for start, end in aside)
        for node in later
    )
