"""Objects that a `with` statement enters and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import Closure, Instance
from roadworthy.interpret.context import Args
from roadworthy.interpret.expressions import settle
from roadworthy.interpret.values import Constant, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

_ENTER = ("__aenter__", "__enter__")
_LEAVE = ("__aexit__", "__exit__")


def entered(run: Run, manager: Value, node: form.With) -> Value:
    """What `as` names: what a library's object gives, or the app's own class (`async with UnitOfWork() as work`)."""
    enter = getattr(manager, "enter", None)
    if enter is not None:
        return enter(run, node)  # type: ignore[no-any-return]
    own = _own(manager, _ENTER, node)
    return settle(run, run.call(own, Args(), node), node) if own is not None else manager


def left(run: Run, manager: Value, node: form.With) -> None:
    """The end of the block where nothing was raised: what is still to be written is written."""
    leave = getattr(manager, "leave", None)
    if leave is not None:
        leave(run, node)
    own = _own(manager, _LEAVE, node)
    if own is not None:
        run.call(own, Args([Constant(None)] * 3), node)


def _own(manager: Value, names: tuple[str, str], node: form.With) -> Closure | None:
    """The class's own method of one of these names, those that wait first in `async with`."""
    if not isinstance(manager, Instance):
        return None
    for name in names if node.is_async else reversed(names):
        found = manager.kind.find(name)
        if isinstance(found, Closure):
            return found.bind(manager)
    return None
