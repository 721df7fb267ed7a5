"""Where the interpreter stands: what holds here, what surrounds the code, how it was reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.values import Value


@dataclass(frozen=True, slots=True)
class Condition:
    """`value` is known to be true (or, with `truth` False, false) from here on."""

    value: Value
    truth: bool
    path: str
    span: form.Span


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call that is under way: where it stands and the name of the function it entered."""

    path: str
    span: form.Span
    function: str


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a point of the run. Handed to every event; never changed, only replaced.

    `loops` counts the enclosing loops and per-element callbacks, `parallel` whether several of these run at
    once (Promise.all, gather), `caught` whether a failure here is caught, `handling` whether this is the
    handler of a caught failure, `transaction` names the enclosing database transaction ('' for none),
    `trigger` is what starts this code in a page (render, effect, onClick, onSubmit, ...).
    """

    conditions: tuple[Condition, ...] = ()
    calls: tuple[CallSite, ...] = ()
    loops: int = 0
    parallel: bool = False
    caught: bool = False
    handling: bool = False
    transaction: str = ""
    trigger: str = ""

    def under(self, condition: Condition) -> Context:
        """The same place with one more condition known to hold."""
        return replace(self, conditions=(*self.conditions, condition))


@dataclass(slots=True)
class Args:
    """The arguments of a call. `spread` marks that more of them are unknown."""

    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)
    spread: bool = False

    def get(self, position: int, name: str = "") -> Value | None:
        """The argument at a position or by its name; None when it was not given."""
        if name and name in self.keywords:
            return self.keywords[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None

    def all(self) -> list[Value]:
        """Every argument, positional first."""
        return [*self.positional, *self.keywords.values()]
