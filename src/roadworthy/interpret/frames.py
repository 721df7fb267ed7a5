"""What a run keeps of each function that is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from roadworthy.interpret.context import Condition, Context
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


class Watch(Struct, frozen=True):
    """What is to be told of a function: that it begins, and every value that it returns."""

    entered: Callable[[], None]
    returned: Callable[[Value, form.Node], None]


class OutOfBudget(Exception):
    """The run took more steps than a handler deserves."""


class Frame(Struct):
    """A function being run. `base` conditions held before it; `lasting` ones hold after it, because all
    other ways through it ended in an exception. `promises` when what it returns is waited for before its caller has it, as in
    JavaScript's async functions. `decided` when a condition in it had one outcome only, `refuses` when some
    way through it ended in an exception."""

    scope: Scope
    base: int
    branch: int
    language: str
    returns: list[tuple[Value, tuple[Condition, ...]]] = field(default_factory=list)
    lasting: list[Condition] = field(default_factory=list)
    on_return: Callable[[Value, form.Node], None] | None = None
    promises: bool = False
    decided: bool = False
    refuses: bool = False


class Elsewhere:
    """Runs what follows in another context, as one of several ways where `branches` is 1. Written out: it is entered at
    every branch, and generators made a tenth of the time of an audit."""

    __slots__ = ("branches", "context", "run", "saved")

    def __init__(self, run: Run, context: Context, branches: int) -> None:
        self.run, self.context, self.branches = run, context, branches
        self.saved = context

    def __enter__(self) -> None:
        run = self.run
        self.saved, run.context = run.context, self.context
        run.branching += self.branches

    def __exit__(self, *failure: object) -> None:
        self.run.branching -= self.branches
        self.run.context = self.saved
