"""Objects that are made: of classes, and of functions that are used as constructors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import ClassValue, Closure, Instance, ObjectValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.inheritance import linear
from roadworthy.interpret.own_fields import fill_after, fill_own
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def made_by(run: Run, constructor: Closure, args: Args, node: form.Node) -> Value:
    """`new User(db)` of a function that is used as a constructor: the object that it sees as `this`."""
    made = ObjectValue(node=node, path=run.module)
    prototype = run.program.prototypes.get(id(constructor.function))
    made.fields.update(prototype.fields if prototype is not None else {})
    run.call_closure(
        Closure(constructor.function, constructor.scope, constructor.module, made, constructor.name),
        args,
        node,
    )
    return made


def construct(run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
    """An instance of one of the app's classes, its constructor run."""
    for model in run.program.library.class_models(kind):
        made = getattr(model, "construct", None)
        if made is not None:
            return made(run, kind, args, node)  # type: ignore[no-any-return]
    maker = run.program.library.maker(kind)
    if maker is not None:
        return maker(run, kind, args, node)
    instance = Instance(kind, node)
    own = [one for one in linear(kind) if isinstance(one, ClassValue)]
    for one in own:
        _initialise(one, instance)
    fill_own(run, own, instance)
    constructor = kind.find("constructor") or kind.find("__init__")
    if isinstance(constructor, Closure):
        run.call_closure(_bound(constructor, instance), args, node)
        fill_after(run, own, instance)
    else:
        instance.attributes.update(args.keywords)
    return instance


def _initialise(kind: ClassValue, instance: Instance) -> None:
    """Gives an instance its fields; a field that is an arrow function sees the instance as `this`."""
    for node in kind.node.body:
        if isinstance(node, form.Define) and isinstance(node.target, form.Name):
            known = kind.attributes.get(node.target.name)
            if isinstance(known, Closure):
                scope = Scope(known.scope)
                scope.bind("this", instance)
                known = Closure(known.function, scope, known.module, None, known.name)
            if known is not None:
                instance.attributes.setdefault(node.target.name, known)


def _bound(constructor: Closure, instance: Instance) -> Closure:
    return Closure(constructor.function, constructor.scope, constructor.module, instance, constructor.name)
