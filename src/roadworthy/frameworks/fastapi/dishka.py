"""What dishka hands to a handler: `service: FromDishka[Service]` (dishka.readthedocs.io, "FastAPI")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.python_types import Annotation, take_apart
from roadworthy.interpret import Args, ClassValue, Closure, Derived, External, Library, Run, Unknown, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.fastapi.dependencies import Exchange

# Containers hand objects to objects; deeper than this nothing of a request is decided.
_DEEPEST = 8


def from_container(annotation: Annotation) -> Value | None:
    """What a parameter asks of the container, None where it asks for nothing."""
    asked = annotation.name == "FromDishka" and annotation.path.startswith("dishka") and annotation.arguments
    return annotation.arguments[0] if asked else None


def handed_out(exchange: Exchange, wanted: Value | None, node: form.Node, depth: int = 0) -> Value:
    """An object of a class, what its constructor takes handed out likewise. One request gets one object of each class."""
    annotation = take_apart(wanted)
    kind = annotation.base
    made = exchange.found.by_type.get(annotation.path)
    if made is not None:
        return made()
    if not isinstance(kind, ClassValue) or depth > _DEEPEST:
        return Derived("handed out", (), node)
    known = exchange.known.get(("dishka", id(kind)))
    if known is None:
        constructor = kind.find("__init__")
        given = _given(exchange, constructor, node, depth) if isinstance(constructor, Closure) else Args()
        known = exchange.known["dishka", id(kind)] = exchange.run.construct(kind, given, node)
    return known


def _given(exchange: Exchange, constructor: Closure, node: form.Node, depth: int) -> Args:
    args = Args()
    for parameter in constructor.function.parameters[1:]:
        if isinstance(parameter.target, form.Name) and parameter.annotation is not None:
            wanted = exchange.run.evaluate(parameter.annotation, constructor.scope)
            args.keywords[parameter.target.name] = handed_out(exchange, wanted, node, depth + 1)
    return args


def register(library: Library) -> None:
    """Tells that `@inject` leaves the handler as it is."""
    library.on_call("dishka.integrations.fastapi.inject", "dishka.integrations.base.inject")(_inject)


def _inject(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return args.get(0) or Unknown()
