"""What is done with lists by the language itself, and with files that were sent, noted as the call of a library is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.context import Args
from roadworthy.interpret.trace import Called
from roadworthy.interpret.values import UNKNOWN, Datum, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def seen(run: Run, what: str, given: list[Value], result: Value, node: form.Node) -> None:
    """Notes something that is done with a list by the language itself, as the call of a library is noted."""
    run.emit(Called(what, Args(given), result, run.module, node, run.context))


_PUTS = frozenset({"save", "mv"})


def put(run: Run, target: Value, name: str, args: Args, node: form.Node) -> None:
    """Notes where a file that was sent is put (`request.files["photo"].save(path)`, `req.files.photo.mv(path)`)."""
    if name in _PUTS and args.positional and isinstance(target, Datum) and target.kind == "files":
        seen(run, f"files.{name}", args.positional, target, node)


def picked(run: Run, target: Value, found: Value, node: form.Index) -> None:
    """Notes that one end of a list is taken (`rows[0]`, `rows[-1]`, `rows[rows.length - 1]`), or one of them by chance."""
    if is_end(node.key):
        seen(run, "[].end", [target], found, node)
        return
    named = {one.name for one in form.walk((node.key,), form.Member) if isinstance(one, form.Member)}
    if named & _BY_CHANCE:
        seen(run, "random.choice", [target], found, node)
    elif (
        isinstance(node.key, form.Operation) and node.key.operator == "-" and (named or _is_length(node.key))
    ):
        seen(run, "[].end", [target], found, node)


def is_end(key: form.Expr) -> bool:
    """`0` or `-1`."""
    if isinstance(key, form.Operation) and key.operator in ("-", "neg") and len(key.operands) == 1:
        return isinstance(key.operands[0], form.Literal) and key.operands[0].value == 1
    return isinstance(key, form.Literal) and key.value in (0, -1) and not isinstance(key.value, bool)


_BY_CHANCE = frozenset({"random", "randint", "randrange", "randomInt"})


def _is_length(key: form.Operation) -> bool:
    """`len(rows) - 1`."""
    return any(
        isinstance(call, form.Call) and isinstance(call.callee, form.Name) and call.callee.name == "len"
        for call in form.walk((key,), form.Call)
    )


def tested(run: Run, node: form.Node) -> None:
    """Notes that a length is only asked whether there is any."""
    counts = isinstance(node, form.Member) and node.name == "length"
    if counts or (
        isinstance(node, form.Call) and isinstance(node.callee, form.Name) and node.callee.name == "len"
    ):
        seen(run, ".exists", [], UNKNOWN, node)
