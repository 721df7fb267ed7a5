"""Files that cannot be read, are taken for empty, and are then written over: everything in them is gone."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import Regex, regex
from roadworthy.views.code.dotted import dotted, is_log, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots

_READS = regex(r"^(json|pickle)\.load$|^yaml\.safe_load$")
_WRITES = regex(r"^(json\.dumps?|pickle\.dumps?|yaml\.(safe_)?dump)$")
# What is caught when a file is there and holds something else than it should.
_BROKEN = regex(r"(^|\.)(Exception|BaseException|ValueError|JSONDecodeError|UnpicklingError|YAMLError)$")


class TakenForEmpty(Struct, frozen=True):
    """`name` is empty from `location` on where its file could not be read, and `written` stores it."""

    owner: Owner
    name: str
    location: Location
    written: Location


def taken_for_empty(app: App) -> tuple[TakenForEmpty, ...]:
    """Every such place of a server's own code. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[TakenForEmpty]:
    for spot in spots(app, form.Try):
        node = spot.node
        if (
            not isinstance(node, form.Try)
            or app.modules[spot.path].language != "python"
            or not spot.functions
        ):
            continue
        read = {name for name, value in _given(node.body) if _calls(value, _READS)}
        for handler in node.handlers:
            emptied = read & {name for name, value in _given(handler.body) if _is_empty(value)}
            written = _written(spot.functions[0].body, emptied, handler)
            if emptied and _catches(handler) and _only_empties(handler) and written is not None:
                yield TakenForEmpty(
                    owner_of(app, spot), sorted(emptied)[0], at(spot.path, handler), at(spot.path, written)
                )


def _given(body: tuple[form.Statement, ...]) -> Iterator[tuple[str, form.Node]]:
    """The names that are given something, with what."""
    for node in without_functions(body):
        if not isinstance(node, (form.Define, form.Assignment)) or node.value is None:
            continue
        if isinstance(node.target, form.Name):
            yield node.target.name, node.value


def _calls(value: form.Node, known: Regex[str]) -> bool:
    return any(
        isinstance(one, form.Call) and known.search(dotted(one.callee)) for one in without_functions((value,))
    )


def _is_empty(value: form.Node) -> bool:
    return isinstance(value, (form.Sequence, form.Record)) and len(list(without_functions((value,)))) == 1


def _catches(handler: form.Handler) -> bool:
    """Whether what it catches includes a file that is there and broken."""
    types = handler.types
    return types is None or any(_BROKEN.search(dotted(one)) for one in without_functions((types,)))


def _only_empties(handler: form.Handler) -> bool:
    """Whether nothing else is done: no copy is kept, nobody is refused."""
    return all(
        isinstance(one, (form.Define, form.Assignment))
        or (isinstance(one, form.Evaluate) and isinstance(one.value, form.Assignment))
        or (isinstance(one, form.Evaluate) and isinstance(one.value, form.Call) and is_log(one.value))
        for one in handler.body
    )


def _written(body: tuple[form.Statement, ...], names: set[str], after: form.Handler) -> form.Call | None:
    """The call after the handler that makes the text of one of the names, to be stored."""
    return next(
        (
            node
            for node in without_functions(body)
            if isinstance(node, form.Call)
            and _WRITES.search(dotted(node.callee))
            and node.span.start >= after.span.start
            and any(isinstance(one, form.Name) and one.name in names for one in without_functions((node,)))
        ),
        None,
    )
