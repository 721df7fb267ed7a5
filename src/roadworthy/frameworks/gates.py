"""Functions that stand before every view: what they return is the answer, and where they return nothing the request goes on."""

from __future__ import annotations

from typing import TypeAlias

from roadworthy.frameworks.replies import emit_answers
from roadworthy.frameworks.unfollowed import pass_unread
from roadworthy.interpret import Args, Choice, Closure, Condition, Constant, Run, Value
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

Way: TypeAlias = tuple[Value, tuple[Condition, ...]]


def gate(run: Run, hook: Value, node: form.Node, args: Args | None = None) -> None:
    """A hook before the view, or what is given the values of the address (`args`): what it returns is the answer; where it returns nothing the request goes on, and what
    held there holds from here on."""
    if not isinstance(hook, Closure):
        run.call(hook, args or Args(), node)
        pass_unread(run, hook, node)
        return
    passes: list[Way] = []
    answered: set[int] = set()

    def returned(value: Value, place: form.Node) -> None:
        if is_nothing(value):
            passes.append((Constant(True), run.own_conditions()))
        else:
            emit_answers(run, value, place, answered)

    run.call_closure(hook, args or Args(), node, returned)
    learn_ways(run, passes, node)


def learn_ways(run: Run, ways: list[Way], node: form.Node) -> None:
    """A request that went on came by one of these ways."""
    if len(ways) == 1:
        for condition in ways[0][1]:
            run.learn(condition)
    elif ways and all(conditions for _, conditions in ways):
        run.learn(run.condition(Choice(tuple(ways)), True, node))
