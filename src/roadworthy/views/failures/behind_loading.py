"""What a page shows of a failure only after it stopped at its sign of loading, which stays where nothing was loaded."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, is_empty, last_name, without_functions
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.failure_text import says_absent, tells_of_failure, words_in

_EFFECTS = ("useEffect", "useLayoutEffect")


class _State(Struct, frozen=True):
    """A state of a component: its names, its setters', and whether it begins with nothing."""

    names: frozenset[str]
    setters: frozenset[str]
    empty: bool


def hidden_setters(spot: Spot, attempted: tuple[form.Node, ...]) -> frozenset[str]:
    """Setters (`setError`) whose state is read only below `if (!order) return <Loading />`, where `order` is what was attempted to
    load as the page opened."""
    found: set[str] = set()
    for component in spot.functions:
        states = list(_states(component))
        if not states or not _loads(component, spot):
            continue
        called = {node.name for node in form.walk(attempted) if isinstance(node, form.Name)}
        awaited = [one for one in states if one.empty and one.setters & called]
        for number, statement in enumerate(component.body):
            if any(_stops_without(statement, one) for one in awaited):
                read = _read(component.body[: number + 1])
                found |= {name for one in states if not one.names & read for name in one.setters}
                break
    return frozenset(found)


def _states(component: form.Function) -> Iterator[_State]:
    for node in component.body:
        if not isinstance(node, form.Define) or not isinstance(node.target, form.SequenceTarget):
            continue
        made, names = node.value, [bound(item) for item in node.target.items]
        if isinstance(made, form.Call) and last_name(made.callee) == "useState" and len(names) == 2:
            empty = not made.arguments or _is_nothing(made.arguments[0])
            yield _State(frozenset(names[0]), frozenset(names[1]), empty)


def _read(statements: tuple[form.Statement, ...]) -> set[str]:
    """The names that statements use as the component renders, but for those that they give."""
    used = [one.value if isinstance(one, form.Define) else one for one in statements]
    return {node.name for node in without_functions(tuple(used)) if isinstance(node, form.Name)}


def _is_nothing(value: form.Expr) -> bool:
    listed = isinstance(value, (form.Sequence, form.Record))
    text = isinstance(value, form.Literal) and value.value is not None
    return is_empty(value) and not listed and not text


def _loads(component: form.Function, spot: Spot) -> bool:
    """Whether it runs as the component opens: in an effect, or in a function that an effect calls."""
    names = {function.name for function in spot.functions if function is not component and function.name}
    for call in form.walk(component.body, form.Call):
        if not isinstance(call, form.Call) or last_name(call.callee) not in _EFFECTS:
            continue
        if call.span.start <= spot.node.span.start < call.span.end:
            return True
        if any(
            isinstance(one, form.Call) and last_name(one.callee) in names for one in form.walk(call.arguments)
        ):
            return True
    return False


def _stops_without(statement: form.Statement, state: _State) -> bool:
    """`if (!order) return <Loading />`, alone or as one of several reasons. "Order not found" is no sign of loading."""
    if not isinstance(statement, form.If) or not _is_missing(statement.test, state):
        return False
    words = words_in(statement.then)
    told = any(says_absent(one) or tells_of_failure(one) for one in words)
    return not told and any(isinstance(one, form.Return) for one in statement.then)


def _is_missing(test: form.Expr, state: _State) -> bool:
    if not isinstance(test, form.Operation):
        return False
    if test.operator == "or":
        return any(_is_missing(one, state) for one in test.operands)
    named = any(isinstance(one, form.Name) and one.name in state.names for one in test.operands)
    return named and (
        test.operator == "not" or (test.operator == "==" and any(map(_is_nothing, test.operands)))
    )
