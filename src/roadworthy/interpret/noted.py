"""What the language itself does with lists, noted as the call of a library is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.context import Args
from roadworthy.interpret.trace import Called
from roadworthy.interpret.values import UNKNOWN, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def seen(run: Run, what: str, given: list[Value], result: Value, node: form.Node) -> None:
    """Notes something that is done with a list by the language itself, as the call of a library is noted."""
    run.emit(Called(what, Args(given), result, run.module, node, run.context))


def tested(run: Run, node: form.Node) -> None:
    """Notes that a length is only asked whether there is any."""
    counts = isinstance(node, form.Member) and node.name == "length"
    if counts or (
        isinstance(node, form.Call) and isinstance(node.callee, form.Name) and node.callee.name == "len"
    ):
        seen(run, ".exists", [], UNKNOWN, node)
