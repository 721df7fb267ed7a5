"""The app's own rules of a form or a serializer: what holds once none of them refused what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from roadworthy.interpret import Choice, Condition, Constant, Derived, Run, Value
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.trace import Raised
from roadworthy.languages import form


def kept_rules(run: Run, rules: Iterable[Callable[[], Value]], node: form.Node) -> tuple[Condition, ...]:
    """Runs rules that raise what the framework turns into messages beside the fields; what each would have refused did not
    hold where the request goes on (`if Booking.objects.filter(...).exists(): raise ValidationError`)."""
    base = len(run.context.conditions)
    begun = len(run.trace.events)
    for rule in rules:
        with run.within(caught=True), run.branch():
            rule()
    raised = [event for event in run.trace.events[begun:] if isinstance(event, Raised)]
    ways = [event.context.conditions[base:] for event in raised]
    return tuple(_did_not_hold(run, way, node) for way in ways if way)


def passed(run: Run, valid: Value, kept: tuple[Condition, ...], node: form.Node) -> Value:
    """The answer of `is_valid()`: with it holds what the rules made sure of."""
    if not kept:
        return valid
    holds, fails = run.condition(valid, True, node), run.condition(valid, False, node)
    return Choice(((Constant(True), (holds, *kept)), (Constant(False), (fails,))))


def _did_not_hold(run: Run, way: tuple[Condition, ...], node: form.Node) -> Condition:
    if len(way) == 1:
        return run.condition(way[0].value, not way[0].truth, node)
    parts = tuple(one.value if one.truth else Derived("not", (one.value,), node) for one in way)
    return run.condition(Logical("and", parts, node), False, node)
