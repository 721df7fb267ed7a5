"""Binds and assigns names, fields and patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import Instance, ListValue, ObjectValue
from roadworthy.interpret.lessened import without
from roadworthy.interpret.noted import seen
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Certain, Constant, Derived, External, Model, Value, is_nothing
from roadworthy.languages import form

if TYPE_CHECKING:
    from collections.abc import Callable

    from roadworthy.interpret.run import Run

    Place = Callable[[Run, form.Target, Value, Scope], None]


def bind(run: Run, target: form.Target, value: Value, scope: Scope) -> None:
    """Defines the names of a target in a scope."""
    if isinstance(target, form.Name):
        scope.bind(target.name, value, run.branching)
    elif isinstance(target, form.RecordTarget):
        _take_record(run, target, value, scope, bind)
    elif isinstance(target, form.SequenceTarget):
        _take_sequence(run, target, value, scope, bind)
    else:
        assign(run, target, value, scope)


def _take_record(run: Run, target: form.RecordTarget, value: Value, scope: Scope, place: Place) -> None:
    for field in target.fields:
        bound = value.member(run, field.key, target)
        if field.default is not None:
            default = run.evaluate(field.default, scope)
            bound = _left_out(value, field.key, default) or or_default(run, bound, default)
        place(run, field.target, bound, scope)
    if target.rest is not None:
        place(run, target.rest, without(value, {field.key for field in target.fields}, target), scope)


def _left_out(value: Value, key: str, default: Value) -> Value | None:
    """`{ perUser = false } = {}`: an option that the caller wrote none of is what it is otherwise, for certain."""
    written = isinstance(value, ObjectValue) and not value.spreads and key not in value.fields
    if written and isinstance(default, Constant) and isinstance(default.value, bool):
        return Certain(default.value, default.node)
    return None


def _take_sequence(run: Run, target: form.SequenceTarget, value: Value, scope: Scope, place: Place) -> None:
    for number, item in enumerate(target.items):
        if item is None:
            continue
        bound = value.index(run, Constant(number), target)
        if len(target.items) == 1 and target.rest is None:
            seen(run, "[].end", [value], bound, target)
        default = target.defaults[number] if number < len(target.defaults) else None
        if default is not None:
            bound = or_default(run, bound, run.evaluate(default, scope))
        place(run, item, bound, scope)
    if target.rest is not None:
        items = value.items[len(target.items) :] if isinstance(value, ListValue) else []
        place(run, target.rest, ListValue(list(items), value.element(run)), scope)


def or_default(run: Run, value: Value, default: Value) -> Value:
    """A value or, where it is missing, its default."""
    return default if is_nothing(value) else run.join([(value, ()), (default, ())])


def assign(run: Run, target: form.Target, value: Value, scope: Scope) -> None:
    """`target = value`, and `({ a, b } = value)` of names that are there already."""
    if isinstance(target, form.Name):
        assign_name(run, target.name, value, scope)
    elif isinstance(target, form.Member):
        owner = run.evaluate(target.object, scope)
        if owner.is_sent_record() and run.program.language(run.module) != "python":
            _set_on_sent(run, target.object, ObjectValue({target.name: value}, [owner], target), scope)
        owner.set_member(run, target.name, value)
        for hook in run.program.on_assign:
            hook(run, owner, target.name, value, target)
    elif isinstance(target, form.Index):
        owner = run.evaluate(target.object, scope)
        key = run.evaluate(target.key, scope)
        if isinstance(key, Constant) and isinstance(key.value, str):
            owner.set_member(run, key.value, value)
        elif isinstance(owner, ObjectValue):
            named = getattr(value, "by_name", None)
            if named is not None:
                owner.fields.update(named())
            else:
                owner.spreads.append(Derived("computed key", (key, value), target))
        else:
            computed = getattr(owner, "set_computed", None)
            if computed is not None:
                computed(run, key, value, target)
    elif isinstance(target, form.RecordTarget):
        _take_record(run, target, value, scope, assign)
    elif isinstance(target, form.SequenceTarget):
        _take_sequence(run, target, value, scope, assign)


def _set_on_sent(run: Run, place: form.Expr, record: ObjectValue, scope: Scope) -> None:
    """`body.userId = user.id`: from here on what was sent has this field from the server, wherever the record is kept."""
    if isinstance(place, form.Name):
        assign_name(run, place.name, record, scope)
    elif isinstance(place, form.Member):
        run.evaluate(place.object, scope).set_member(run, place.name, record)


def assign_name(run: Run, name: str, value: Value, scope: Scope) -> None:
    """Assigns a variable. Inside a branch, or from another function, the old value stays possible."""
    holder = scope.holder(name)
    if holder is None or _is_of_one_request(run, holder, value):
        scope.bind(name, value, run.branching)
        return
    before = holder.names[name]
    certain = holder.depths.get(name, 0) >= run.branching and _same_function(run, holder)
    holder.names[name] = value if certain else run.join([(before, ()), (value, run.own_conditions())])


def _is_of_one_request(run: Run, holder: Scope, value: Value) -> bool:
    """Whether a request keeps its own value under a `global` name of Python's: what another request finds there is not what this one
    knows of it. A client that is made when it is first needed, of nothing that was sent, is the same for all."""
    if run.loading or holder.parent is not None or run.program.language(run.module) != "python":
        return False
    made = isinstance(value, (External, Instance)) or (isinstance(value, Model) and not value.inputs())
    return bool(run.frames) and not made


def _same_function(run: Run, holder: Scope) -> bool:
    if not run.frames:
        return True
    outside = run.frames[-1].scope.parent
    while outside is not None:
        if outside is holder:
            return False
        outside = outside.parent
    return True


def assign_local(run: Run, name: str, value: Value, scope: Scope) -> None:
    """Python's assignment: it binds in its own function, whatever the same name means outside."""
    before = scope.names.get(name)
    certain = before is None or scope.depths.get(name, 0) >= run.branching
    joined = value if certain or before is None else run.join([(before, ()), (value, run.own_conditions())])
    scope.bind(name, joined, min(run.branching, scope.depths.get(name, run.branching)))


def delete(run: Run, node: form.Operation, scope: Scope) -> None:
    """`delete record.field`: where the record has a name, the name means the record without it from here on."""
    place = node.operands[0]
    if not isinstance(place, (form.Member, form.Index)) or not isinstance(place.object, form.Name):
        return
    key = place.name if isinstance(place, form.Member) else _literal(place.key)
    if key and scope.holder(place.object.name) is not None:
        left = without(run.evaluate(place.object, scope), {key}, node)
        assign_name(run, place.object.name, left, scope)


def _literal(key: form.Expr) -> str:
    return key.value if isinstance(key, form.Literal) and isinstance(key.value, str) else ""
