"""Promises under construction, and several that are waited for at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret import expressions
from roadworthy.interpret.containers import ListValue
from roadworthy.interpret.context import Args, Condition
from roadworthy.interpret.methods import call_method
from roadworthy.interpret.values import UNKNOWN, Choice, Constant, Model, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


class Resolve(Model):
    """`resolve` and `reject` of a promise under construction."""

    __slots__ = ("base", "results")

    def __init__(self, results: list[tuple[Value, tuple[Condition, ...]]], base: int = 0) -> None:
        self.results, self.base = results, base

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        value = args.positional[0] if args.positional else Constant(None)
        self.results.append((value, run.context.conditions[self.base :]))
        return Constant(None)


class Promised(Model):
    """A promise that was resolved in one or several ways: whoever waits for it knows what held there."""

    __slots__ = ("ways",)

    def __init__(self, ways: list[tuple[Value, tuple[Condition, ...]]]) -> None:
        self.ways = ways

    def settle(self, run: Run, node: form.Node) -> Value:
        """Waiting for it: its value, under what its resolving made sure of."""
        held = [conditions for _, conditions in self.ways]
        if len(held) == 1:
            for condition in held[0]:
                run.learn(condition, lasting=True)
        elif all(held):
            ways = Choice(tuple((Constant(True), way) for way in held))
            run.learn(run.condition(ways, True, node), lasting=True)
        return run.join([(value, ()) for value, _ in self.ways])

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "then":
            with run.within():
                return call_method(run, self.settle(run, node), name, args, node)
        return call_method(run, self, name, args, node)

    def inputs(self) -> tuple[Value, ...]:
        return tuple(value for value, _ in self.ways)

    def truth(self) -> bool | None:
        return None


def promise(run: Run, args: Args, node: form.Node) -> Value:
    """`new Promise((resolve, reject) => ...)`: the ways in which its function resolves it."""
    results: list[tuple[Value, tuple[Condition, ...]]] = []
    rejected: list[tuple[Value, tuple[Condition, ...]]] = []
    base = len(run.context.conditions)
    if args.positional:
        with run.branch():
            run.call(args.positional[0], Args([Resolve(results, base), Resolve(rejected, base)]), node)
    return Promised(results) if results else UNKNOWN


def wait_for_all(run: Run, args: Args, node: form.Node) -> Value:
    """`Promise.all([a, b])`: a list of what each settles to."""
    given = args.positional[0] if args.positional else UNKNOWN
    with run.within(parallel=True):
        if isinstance(given, ListValue):
            items = [expressions.settle(run, item, node) for item in given.items]
            rest = expressions.settle(run, given.rest, node) if given.rest is not None else None
            return ListValue(items, rest, node)
        element = given.element(run)
        settled = expressions.settle(run, element, node)
    return given if settled is element else expressions.builtins_list(run, given, settled, False, node)


def gather(run: Run, args: Args, node: form.Node) -> Value:
    """`asyncio.gather(a, b)`."""
    return wait_for_all(run, Args([ListValue(list(args.positional), UNKNOWN if args.spread else None)]), node)
