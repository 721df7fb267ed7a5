"""Events of a page that code listens for without React."""

from __future__ import annotations

from roadworthy.interpret.containers import Closure
from roadworthy.interpret.context import Args
from roadworthy.interpret.values import Constant, External, Value

_EVENTS = frozenset(
    ("click", "submit", "change", "keyup", "keydown", "keypress", "input", "focus", "blur", "hover", "ready")
)


def heard(target: Value, name: str, args: Args) -> str:
    """The event of `$(".copy").click(function)` or `$(document).on("click", ".copy", function)`; '' for other calls."""
    if (
        not isinstance(target, External)
        or not target.path.startswith(("$(", "jQuery("))
        or not args.positional
    ):
        return ""
    if not isinstance(args.positional[-1], Closure):
        return ""
    first = args.positional[0]
    if name in ("on", "one") and isinstance(first, Constant):
        return str(first.value)
    return name if name in _EVENTS else ""
