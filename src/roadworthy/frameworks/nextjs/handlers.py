"""Calling what a file exports as the handler of a request, whatever made it."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.interpret import Args, Choice, Closure, Model, Run, Value
from roadworthy.languages import form

Returned = Callable[[Value, form.Node], None]


class Handler(Model):
    """A handler that a library made. `respond` answers a request as the handler itself would."""

    __slots__ = ()

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        """Answers a request; `returned` hears of every value that comes back, under the conditions that hold there."""
        raise NotImplementedError

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        values: list[tuple[Value, tuple[()]]] = []
        self.respond(run, args, node, lambda value, _: values.append((value, ())))
        return run.join(list(values))


def respond(run: Run, handler: Value, args: Args, node: form.Node, returned: Returned) -> None:
    """Calls a handler of any kind."""
    if isinstance(handler, Handler):
        handler.respond(run, args, node, returned)
    elif isinstance(handler, Closure) and type(handler) is Closure:
        run.call_closure(handler, args, node, returned)
    elif isinstance(handler, Choice):
        for option in handler.values():
            with run.branch():
                respond(run, option, args, node, returned)
    else:
        returned(run.call(handler, args, node), node)
