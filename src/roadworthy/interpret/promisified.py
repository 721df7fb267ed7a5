"""`util.promisify(f)`: a function that gives what `f` would hand to the callback behind its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import Closure
from roadworthy.interpret.context import Args
from roadworthy.interpret.values import UNKNOWN, Constant, Model, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


class Promisified(Model):
    """The function that promises; a library's own is called as it is, and says itself what it would hand on (`called_back`)."""

    __slots__ = ("inner",)

    def __init__(self, inner: Value) -> None:
        self.inner = inner

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        if not isinstance(self.inner, Closure):
            result = run.call(self.inner, args, node)
            handed = getattr(result, "called_back", None)
            return handed() if handed is not None else result
        heard = Heard()
        run.call(self.inner, Args([*args.positional, heard], args.keywords, args.spread), node)
        return run.join([(value, ()) for value in heard.results]) if heard.results else UNKNOWN

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "bind":
            first = args.get(0)
            bound = self.inner.bind(first) if isinstance(self.inner, Closure) and first else self.inner
            return Promisified(bound)
        if name == "call":
            return self.call(run, Args(args.positional[1:], args.keywords, args.spread), node)
        return None


class Heard(Model):
    """The callback that `promisify` hands over: its second argument is what the promise gives."""

    __slots__ = ("results",)

    def __init__(self) -> None:
        self.results: list[Value] = []

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        if len(args.positional) > 1:
            self.results.append(args.positional[1])
        return Constant(None)


def promisify(run: Run, args: Args, node: form.Node) -> Value:
    """`promisify(f)`."""
    return Promisified(args.positional[0]) if args.positional else UNKNOWN
