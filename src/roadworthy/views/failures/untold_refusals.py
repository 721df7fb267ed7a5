"""Changes that a page asks for, where it goes on if they were taken and says nothing if they were not: `if (res.ok) { ... }` and no else."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import names_in, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.fetch_calls import asks_status, changes, kept_answers


class UntoldRefusal(Struct, frozen=True):
    """A request of a page that changes something, whose refusal nobody hears of."""

    owner: Owner
    location: Location


def untold_refusals(app: App) -> tuple[UntoldRefusal, ...]:
    """Each of them. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[UntoldRefusal]:
    for spot, _define, call, name in kept_answers(app):
        owner = owner_of(app, spot)
        if owner.side == "client" and changes(call) and _only_goes_on(name, spot.functions[0]):
            yield UntoldRefusal(owner, at(spot.path, call))


def _only_goes_on(name: str, function: form.Function) -> bool:
    """Whether the one test of the status leads to something where the request was taken, and to nothing elsewhere."""
    tests = [
        node
        for node in without_functions(function.body)
        if isinstance(node, (form.If, form.Conditional)) and asks_status(node.test, name)
    ]
    if len(tests) != 1 or not isinstance(tests[0], form.If):
        return False
    test = tests[0]
    after = _behind(test, function.body)
    return (
        _is_taken(test.test, name)
        and not test.otherwise
        and Deeds(test.then).acts
        and after is not None
        and not Deeds(after).acts
        and not _read_elsewhere(name, test, function)
    )


def _is_taken(test: form.Expr, name: str) -> bool:
    """`res.ok`, alone."""
    return (
        isinstance(test, form.Member)
        and test.name == "ok"
        and isinstance(test.object, form.Name)
        and test.object.name == name
    )


def _behind(test: form.If, body: tuple[form.Statement, ...]) -> tuple[form.Statement, ...] | None:
    """The statements that stand behind a test in its block, and behind the blocks around it; None where it does not stand there."""
    for number, statement in enumerate(body):
        rest = body[number + 1 :]
        if statement is test:
            return rest
        inner: tuple[tuple[form.Statement, ...], ...] = ()
        if isinstance(statement, (form.Try, form.Block)):
            inner = (statement.body,)
        elif isinstance(statement, form.If):
            inner = (statement.then, statement.otherwise)
        for one in inner:
            found = _behind(test, one)
            if found is not None:
                return (*found, *rest)
    return None


def _read_elsewhere(name: str, test: form.If, function: form.Function) -> bool:
    """Whether what the answer says is used outside the branch: it may be what people are told."""
    inside = {id(node) for node in without_functions(test.then)} | {id(test)}
    return any(
        isinstance(node, form.Evaluate) and id(node) not in inside and name in names_in(node.value)
        for node in without_functions(function.body)
    )
