"""Functions that run only for some people, whatever decorator says so."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.events import AnswerSeen
from roadworthy.interpret import Args, Closure, Constant, Datum, Derived, ListValue, Model, Run, Value
from roadworthy.languages import form


class Guarded(Model):
    """A function that a decorator lets run only for some people. `inner` is the function."""

    __slots__ = ("guard", "inner", "library")
    decorates = True

    def __init__(self, inner: Value, guard: Callable[[Run, form.Node], None], library: str = "") -> None:
        self.inner, self.guard, self.library = inner, guard, library

    def bind(self, instance: Value) -> Value:
        """The same before the method of an instance."""
        inner = self.inner.bind(instance) if isinstance(self.inner, (Closure, Guarded)) else self.inner
        return Guarded(inner, self.guard, self.library)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.guard(run, node)
        return run.call(self.inner, args, node)


class Decorator(Model):
    """A decorator with arguments of its own (`@jwt_required()`)."""

    __slots__ = ("guard", "library")

    def __init__(self, guard: Callable[[Run, form.Node], None], library: str = "") -> None:
        self.guard, self.library = guard, library

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        return Guarded(first, self.guard, self.library) if first is not None else self


def signed_in(run: Run, node: form.Node) -> None:
    """From here on somebody is signed in; everybody else was sent away."""
    person = Datum("session", ("user",), node)
    with run.branch(run.condition(person, False, node)):
        run.emit(AnswerSeen(401, Constant("Unauthorized"), run.module, node, run.context))
    run.learn(run.condition(person, True, node))


def has_role(roles: list[Value]) -> Callable[[Run, form.Node], None]:
    """A guard that asks for one of several roles."""

    def guard(run: Run, node: form.Node) -> None:
        signed_in(run, node)
        held = Derived("in", (Datum("session", ("user", "role"), node), ListValue(list(roles))), node)
        with run.branch(run.condition(held, False, node)):
            run.emit(AnswerSeen(403, Constant("Forbidden"), run.module, node, run.context))
        run.learn(run.condition(held, True, node))

    return guard
