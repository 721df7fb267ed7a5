"""Client sessions and the transactions that are started on them."""

from __future__ import annotations

from roadworthy.interpret import Args, Constant, Model, Run, Unknown, Value
from roadworthy.languages import form


class Session(Model):
    """A client session; a transaction once one is started on it."""

    __slots__ = ("name",)

    def __init__(self) -> None:
        self.name = ""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "startTransaction":
            self.name = f"{run.module}:{node.span.start}"
        elif name in ("withTransaction", "transaction"):
            self.name = f"{run.module}:{node.span.start}"
            return run.call(args.positional[0], Args([self]), node) if args.positional else Unknown()
        elif name in ("commitTransaction", "abortTransaction", "endSession") and not run.branching:
            self.name = "" if name != "abortTransaction" else self.name
        return Constant(None)
