"""`transaction.atomic`, as a context manager and as a decorator."""

from __future__ import annotations

from roadworthy.interpret import Args, Closure, Constant, Model, Run, Value
from roadworthy.languages import form


class Atomic(Model):
    """`transaction.atomic` and `transaction.atomic()`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    def made(cls, args: Args, run: Run, node: form.Node) -> Value:
        """`atomic()` opens a block, `atomic(function)` wraps one."""
        first = args.get(0)
        if isinstance(first, (Closure, Model)):
            return InTransaction(first)
        return cls(f"{run.module}:{node.span.start}")

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.made(args, run, node)

    def enter(self, run: Run, node: form.Node) -> Value:
        """Everything in the block belongs to the transaction."""
        run.context = run.context.changed(transaction=f"{run.module}:{node.span.start}")
        return Constant(None)


class InTransaction(Model):
    """A function that runs in a transaction."""

    __slots__ = ("inner",)
    decorates = True

    def __init__(self, inner: Value) -> None:
        self.inner = inner

    @property
    def name(self) -> str:
        """The function's name."""
        return getattr(self.inner, "name", "")

    def bind(self, this: Value) -> Value:
        """The same, as a method."""
        bound = self.inner.bind(this) if isinstance(self.inner, Closure) else self.inner
        return InTransaction(bound)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        with run.within(transaction=f"{run.module}:{node.span.start}"):
            return run.call(self.inner, args, node)
