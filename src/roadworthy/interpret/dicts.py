"""Python's methods of a dict that was written out, and comprehensions that keep some of a dict's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret import methods, targets
from roadworthy.interpret.containers import ListValue, ObjectValue
from roadworthy.interpret.context import Args, Condition, Turn
from roadworthy.interpret.lessened import Lessened
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Constant, Datum, Derived, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roadworthy.interpret.run import Run


def call_dict(run: Run, target: ObjectValue, name: str, args: Args, node: form.Node) -> Value | None:
    """Python's methods of a dict whose keys are known; None for those that mean nothing special."""
    if name == "items" and not target.spreads:
        pairs: list[Value] = [ListValue([Constant(key), value]) for key, value in target.fields.items()]
        return ListValue(pairs, node=node)
    if name == "values" and not target.spreads:
        return ListValue(list(target.fields.values()), node=node)
    if name == "update":
        _update(target, args)
        return Constant(None)
    if name == "pop" and args.positional and isinstance(args.positional[0], Constant):
        taken = methods.get(run, target, Args(args.positional[:1]), node)
        if not run.branching:
            target.fields.pop(str(args.positional[0].value), None)
        return taken
    if name in ("get", "setdefault") and args.positional:
        found = methods.get(run, target, Args(args.positional[:1]), node)
        return run.join([(found, ()), (args.positional[1], ())]) if len(args.positional) > 1 else found
    return methods.call_method(run, target, name, args, node) if name in ("items", "values", "copy") else None


def _update(target: ObjectValue, args: Args) -> None:
    for value in args.positional:
        if isinstance(value, ObjectValue):
            target.fields.update(value.fields)
            target.spreads.extend(value.spreads)
        else:
            target.spreads.append(value)
    target.fields.update(args.keywords)


def record_of(key: Value, value: Value) -> Value:
    """The record that a computed key and its value come from (`for key, value in data.items()`)."""
    if isinstance(key, Derived) and key.operation in ("key", "[]", "keys") and key.operands:
        source = key.operands[0]
        keys = isinstance(source, Derived) and source.operation == "keys"
        return record_of(source, source) if keys else source
    if isinstance(key, Datum) and key.path[-1:] == ("[]",):
        return Datum(key.kind, key.path[:-1], key.node)
    if isinstance(value, Derived) and value.operation in ("[]", "get") and value.operands:
        return value.operands[0]
    return value


def allowed_names(conditions: Iterable[Condition], key: Value) -> list[str] | None:
    """The names that a condition confines a computed key to (`if key in ("name", "bio")`), None for any."""
    for condition in conditions:
        names = _confined(condition, key)
        if names is not None:
            return names
    return None


def _confined(condition: Condition, key: Value) -> list[str] | None:
    listed = _listed(condition, key, inside=True)
    if not isinstance(listed, ListValue) or listed.rest is not None:
        return None
    return [str(item.value) for item in listed.items if isinstance(item, Constant)]


def _left_out(conditions: Iterable[Condition], key: Value) -> set[str] | None:
    """The names that a computed key is not (`if key not in HIDDEN`), as far as they are known; None where none is left out."""
    found = [
        listed for condition in conditions if (listed := _listed(condition, key, inside=False)) is not None
    ]
    items = [item for listed in found if isinstance(listed, ListValue) for item in listed.items]
    return {str(item.value) for item in items if isinstance(item, Constant)} if found else None


def _listed(condition: Condition, key: Value, *, inside: bool) -> Value | None:
    """What a condition says that a key is in, or not in."""
    test = condition.value
    if not isinstance(test, Derived) or len(test.operands) != 2 or not _alike(test.operands[0], key):
        return None
    if test.operation not in ("in", "not in") or ((test.operation == "in") == condition.truth) != inside:
        return None
    listed = test.operands[1]
    while isinstance(listed, Derived) and listed.operation in ("set", "frozenset") and listed.operands:
        listed = listed.operands[0]
    return listed


def _alike(one: Value, other: Value) -> bool:
    """Whether two values are the same part of the same thing (`column.key`, asked for twice)."""
    if one is other:
        return True
    if not isinstance(one, Derived) or not isinstance(other, Derived) or one.operation != other.operation:
        return False
    pairs = list(zip(one.operands, other.operands, strict=False))
    return bool(pairs) and len(one.operands) == len(other.operands) and all(a is b for a, b in pairs)


def comprehended(run: Run, key: Value, element: Value, node: form.Node) -> ObjectValue:
    """What `{key: element for ...}` makes; by name where a condition names the keys."""
    names = allowed_names(run.context.conditions, key)
    if names is None:
        left_out = _left_out(run.context.conditions, key)
        kept = element if left_out is None else Lessened(element, left_out, node)
        return ObjectValue(spreads=[kept], node=node)
    source = record_of(key, element)
    return ObjectValue({name: source.member(run, name, node) for name in names}, node=node)


def written_keys(node: form.Comprehension, source: Value) -> list[Constant]:
    """The keys of `{name: ... for name in ("title", "body")}`; none where they are not written out."""
    key, clause = node.key, node.clauses[0] if len(node.clauses) == 1 else None
    if (
        not isinstance(key, form.Name)
        or clause is None
        or not isinstance(source, ListValue)
        or source.rest is not None
    ):
        return []
    named = isinstance(clause.target, form.Name) and clause.target.name == key.name
    words = [item for item in source.items if isinstance(item, Constant) and isinstance(item.value, str)]
    return words if named and len(words) == len(source.items) else []


def spelled_out(
    run: Run, node: form.Comprehension, scope: Scope, words: list[Constant], turn: Turn
) -> ObjectValue:
    """A record made key by key: which keys it has at all is known, each is there under its own conditions."""
    made = ObjectValue(node=node)
    clause = node.clauses[0]
    for word in words:
        inner = Scope(scope)
        with run.within(**run.context.turning(turn)), run.branch():
            targets.bind(run, clause.target, word, inner)
            for condition in clause.conditions:
                run.learn(run.condition(run.evaluate(condition, inner), True, node))
            made.fields[str(word.value)] = run.evaluate(node.element, inner)
            if clause.conditions:
                made.maybe[str(word.value)] = run.own_conditions()
    return made
