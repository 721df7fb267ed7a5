"""Fields that are made of the object that has them: `list = handled(async (req, res) => this.orders.all())`, `rows = this.db.orders`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from roadworthy.interpret.containers import ClassValue, Instance
from roadworthy.interpret.scope import Scope
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

_OBJECT = "this"


def fill_own(run: Run, kinds: list[ClassValue], instance: Instance) -> None:
    """Gives an object those fields of its classes, the nearest first, before its constructor runs: what functions in them do with the
    object comes later."""
    for kind, node in _of_all(run, kinds):
        _fill(run, kind, instance, node)


def fill_after(run: Run, kinds: list[ClassValue], instance: Instance) -> None:
    """Once more those that ask the object as they are made: its constructor has put there what it was handed, which JavaScript does
    before they are (`constructor(private db: Database) {}`)."""
    for kind, node in _of_all(run, kinds):
        value = instance.attributes.get(_name(node))
        if getattr(value, "node", None) is node.value and _asks(node.value, form.Function):
            _fill(run, kind, instance, node)


def _of_all(run: Run, kinds: list[ClassValue]) -> Iterator[tuple[ClassValue, form.Define]]:
    said: set[str] = set()
    for kind in kinds:
        fields, own = _fields(run, kind)
        yield from ((kind, node) for node in own if _name(node) not in said)
        said |= fields


def _fields(run: Run, kind: ClassValue) -> tuple[frozenset[str], tuple[form.Define, ...]]:
    """The names of a class's fields, and those that are made of the object."""
    known = run.program.own_fields.get(id(kind.node))
    if known is None:
        fields = [node for node in kind.node.body if isinstance(node, form.Define)]
        known = frozenset(map(_name, fields)), tuple(filter(_is_own, fields))
        run.program.own_fields[id(kind.node)] = known
    return known


def _is_own(node: form.Define) -> bool:
    return bool(_name(node)) and not isinstance(node.value, form.Function) and _asks(node.value)


def _asks(value: form.Expr | None, *closed: type[form.Node]) -> bool:
    below = form.descend((value,), *closed) if value is not None else ()
    return any(isinstance(node, form.Name) and node.name == _OBJECT for node in below)


def _name(node: form.Define) -> str:
    return node.target.name if isinstance(node.target, form.Name) else ""


def _fill(run: Run, kind: ClassValue, instance: Instance, node: form.Define) -> None:
    """A class whose fields make each other's objects is made once on the way."""
    key, under_way = id(node), run.program.filled
    if key in under_way or node.value is None:
        return
    scope = Scope(kind.scope)
    scope.bind(_OBJECT, instance)
    module, run.module = run.module, kind.module
    under_way.add(key)
    try:
        instance.attributes[_name(node)] = run.evaluate(node.value, scope)
    finally:
        under_way.discard(key)
        run.module = module
