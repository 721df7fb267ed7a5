"""Where the interpreter stands: what holds here, what surrounds the code, how it was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.values import Value


class Condition(Struct, frozen=True):
    """`value` is known to be true (or, with `truth` False, false) from here on."""

    value: Value
    truth: bool
    path: str
    span: form.Span


class CallSite(Struct, frozen=True):
    """A call that is under way: where it stands and the name of the function it entered; `waits` when that one is async."""

    path: str
    span: form.Span
    function: str
    waits: bool = False


class Turn(Struct, frozen=True):
    """A loop, a comprehension or a function called per element that is under way: where it stands, what it goes through
    and the element that stands for all of them (None for `while`). `kind` is a loop's, else `elements`."""

    path: str
    span: form.Span
    kind: str
    subject: Value | None = None
    element: Value | None = None


class Context:
    """What surrounds a point of the run. Handed to every event; never changed, only replaced.

    `loops` counts the enclosing loops and per-element callbacks, `turns` are those, `parallel` whether several of these run at
    once (Promise.all, gather), `caught` whether a failure here is caught, `handling` whether this is the
    handler of a caught failure, `transaction` names the enclosing database transaction ('' for none),
    `trigger` is what starts this code in a page (render, effect, onClick, onSubmit, ...).
    """

    # A hand-written copy: contexts are replaced at every call and branch, and dataclasses.replace was a fifth
    # of the time of an audit.
    __slots__ = (
        "calls",
        "caught",
        "conditions",
        "handling",
        "loops",
        "parallel",
        "transaction",
        "trigger",
        "turns",
    )

    def __init__(self) -> None:
        self.conditions: tuple[Condition, ...] = ()
        self.calls: tuple[CallSite, ...] = ()
        self.turns: tuple[Turn, ...] = ()
        self.loops = 0
        self.parallel = self.caught = self.handling = False
        self.transaction = self.trigger = ""

    def changed(self, **changes: object) -> Context:
        """The same place, but for these."""
        other = self._copy()
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    def _copy(self) -> Context:
        other = Context.__new__(Context)
        other.conditions, other.calls, other.loops = self.conditions, self.calls, self.loops
        other.parallel, other.caught, other.handling = self.parallel, self.caught, self.handling
        other.transaction, other.trigger, other.turns = self.transaction, self.trigger, self.turns
        return other

    def turning(self, turn: Turn) -> dict[str, object]:
        """What changes inside a loop."""
        return {"loops": self.loops + 1, "turns": (*self.turns, turn)}

    def under(self, condition: Condition) -> Context:
        """The same place with one more condition known to hold."""
        return self.with_conditions((*self.conditions, condition))

    def with_conditions(self, conditions: tuple[Condition, ...]) -> Context:
        """The same place where these are known to hold."""
        other = self._copy()
        other.conditions = conditions
        return other

    def inside(self, call: CallSite) -> Context:
        """The same place, one call deeper."""
        other = self._copy()
        other.calls = (*self.calls, call)
        return other


class Args(Struct):
    """The arguments of a call. `spread` marks that more of them are unknown; `literal` are the values that are written out in it."""

    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)
    spread: bool = False
    literal: tuple[Value, ...] = ()

    def get(self, position: int, name: str = "") -> Value | None:
        """The argument at a position or by its name; None when it was not given."""
        if name and name in self.keywords:
            return self.keywords[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None

    def all(self) -> list[Value]:
        """Every argument, positional first."""
        return [*self.positional, *self.keywords.values()]
