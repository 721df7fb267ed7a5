"""Routes whose handlers are methods (`@cbv(router)` of fastapi-utils and its kin): what the class asks for by `Depends`, each of
its routes asks for, and finds on `self`."""

from __future__ import annotations

from roadworthy.frameworks.fastapi.declared import Depends
from roadworthy.frameworks.fastapi.dependencies import Exchange
from roadworthy.frameworks.python_types import Annotation, take_apart
from roadworthy.interpret import ClassValue, Closure, Instance, Value
from roadworthy.interpret.inheritance import linear
from roadworthy.languages import form


def on_own_object(exchange: Exchange, handler: Closure, node: form.Node) -> Closure:
    """The handler, bound to an object of its class where it is a method; one that is given with its object
    (`self.router.add_api_route("/", self.all)`) has it."""
    if isinstance(handler.this, Instance):
        return handler
    kind = _class_of(handler)
    return handler.bind(_made(exchange, kind, node)) if kind is not None else handler


def _class_of(handler: Closure) -> ClassValue | None:
    """The class in whose body a function is written: methods see its name."""
    for value in handler.scope.names.values():
        if isinstance(value, ClassValue) and any(one is handler.function for one in value.node.body):
            return value
    return None


def _made(exchange: Exchange, kind: ClassValue, node: form.Node) -> Value:
    asked = {name: exchange.depend(*wanted) for name, wanted in _dependencies(exchange, kind).items()}
    made = exchange.construct(kind, node)
    if isinstance(made, Instance):
        made.attributes.update(asked)
    return made


def _dependencies(exchange: Exchange, kind: ClassValue) -> dict[str, tuple[Depends, Annotation]]:
    """`user: User = Depends(current_user)` and `user: Annotated[User, Depends(current_user)]` of a class and its bases, the nearest
    of one name alone."""
    found: dict[str, tuple[Depends, Annotation]] = {}
    for owner in linear(kind):
        for statement in owner.node.body if isinstance(owner, ClassValue) else ():
            if isinstance(statement, form.Define) and isinstance(statement.target, form.Name):
                wanted = _asked(exchange, owner, statement)
                if wanted is not None:
                    found.setdefault(statement.target.name, wanted)
    return found


def _asked(exchange: Exchange, owner: Value, field: form.Define) -> tuple[Depends, Annotation] | None:
    if not isinstance(owner, ClassValue) or not isinstance(field.target, form.Name):
        return None
    run = exchange.run
    saved, run.module = run.module, owner.module
    given = run.evaluate(field.annotation, owner.scope) if field.annotation is not None else None
    run.module = saved
    annotation = take_apart(given)
    markers = (owner.attributes.get(field.target.name), *annotation.metadata)
    marker = next((one for one in markers if isinstance(one, Depends)), None)
    return (marker, annotation) if marker is not None else None
