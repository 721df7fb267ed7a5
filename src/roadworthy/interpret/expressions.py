"""Evaluates expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from roadworthy.interpret import dicts, known_path, targets
from roadworthy.interpret.calls import call_of
from roadworthy.interpret.containers import Closure, ListValue, Markup, ObjectValue, written_list
from roadworthy.interpret.context import Args, Condition, Turn
from roadworthy.interpret.indexing import at_index
from roadworthy.interpret.noted import seen, tested
from roadworthy.interpret.operations import either, operate, operation, text
from roadworthy.interpret.scope import ClassScope, Scope
from roadworthy.interpret.values import UNKNOWN, Choice, Constant, Datum, Derived, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def _literal(run: Run, node: form.Literal, scope: Scope) -> Value:
    return Constant(node.value, node)


def _template(run: Run, node: form.Template, scope: Scope) -> Value:
    parts = [run.evaluate(part, scope) for part in node.parts]
    if node.tag is not None:
        tag = run.evaluate(node.tag, scope)
        strings = ListValue([p for p in parts if isinstance(p, Constant)], node=node)
        template = Derived("template", tuple(parts), node)
        return run.call(tag, Args([template, strings]), node)
    if all(isinstance(part, Constant) for part in parts):
        return Constant("".join(str(part.value) for part in parts if isinstance(part, Constant)), node)
    return Derived("template", tuple(parts), node)


def _name(run: Run, node: form.Name, scope: Scope) -> Value:
    if node.name == "undefined":
        return Constant(None, node)
    return run.lookup(node.name, scope, node)


def _member(run: Run, node: form.Member, scope: Scope) -> Value:
    target = run.evaluate(node.object, scope)
    value = target.member(run, node.name, node)
    if node.name == "length":
        seen(run, ".length", [target], value, node)
    return value


def _await(run: Run, node: form.Await, scope: Scope) -> Value:
    return settle(run, run.evaluate(node.value, scope), node)


def settle(run: Run, value: Value, node: form.Node) -> Value:
    """What awaiting a value gives: a pending query runs, anything else is itself."""
    if isinstance(value, Choice):
        return run.join([(settle(run, v, node), c) for v, c in value.alternatives])
    hook = getattr(value, "settle", None)
    return hook(run, node) if hook is not None else value


def _yield(run: Run, node: form.Yield, scope: Scope) -> Value:
    value = run.evaluate(node.value, scope) if node.value is not None else Constant(None)
    if run.frames:
        run.frames[-1].returns.append((value, run.own_conditions()))
    return UNKNOWN


def _record(run: Run, node: form.Record, scope: Scope) -> Value:
    record = ObjectValue(node=node, path=run.module)
    record.depth = run.branching
    for entry in node.entries:
        value = run.evaluate(entry.value, scope)
        if entry.key is None:
            _replace(run, value, record, node)
            _spread_record(value, record)
        elif isinstance(entry.key, form.Literal):
            record.fields[str(entry.key.value)] = value
        else:
            _computed_entry(record, run.evaluate(entry.key, scope), value, node)
    return record


def _computed_entry(record: ObjectValue, key: Value, value: Value, node: form.Node) -> None:
    """`{ [key]: value }`: by name where the key is one of a few words that are written out."""
    options = key.values() if isinstance(key, Choice) else [key]
    if all(isinstance(option, Constant) and isinstance(option.value, str) for option in options):
        names = [str(option.value) for option in options if isinstance(option, Constant)]
        record.fields |= dict.fromkeys(names, value)
        if len(names) > 1:
            record.maybe = dict.fromkeys(names, ()) | record.maybe
    else:
        record.spreads.append(Derived("computed key", (key, value), node))


def _replace(run: Run, value: Value, record: ObjectValue, node: form.Node) -> None:
    """What stands before the body that is spread into a record (`{ owner: user.id, ...body }`) is what the sender says, where they
    say it. That nobody reads such a field of the body by its name is why it is no read."""
    if not isinstance(value, Datum) or not value.is_sent_record():
        return
    for name, field in record.fields.items():
        record.fields[name] = run.join([(field, ()), (Datum("body", (name,), node), ())])


def _spread_record(value: Value, record: ObjectValue) -> None:
    if isinstance(value, ObjectValue):
        record.fields.update(value.fields)
        record.maybe |= value.maybe
        record.spreads.extend(value.spreads)
    elif not (isinstance(value, Constant) and value.value is None):
        record.spreads.append(value)


def _sequence(run: Run, node: form.Sequence, scope: Scope) -> Value:
    values = ListValue([], node=node)
    for item in node.items:
        if isinstance(item, form.Spread):
            inner = run.evaluate(item.value, scope)
            if isinstance(inner, ListValue):
                values.items.extend(inner.items)
                values.rest = inner.rest or values.rest
            else:
                values.rest = inner.element(run)
        else:
            values.items.append(run.evaluate(item, scope))
    return values


def _conditional(run: Run, node: form.Conditional, scope: Scope) -> Value:
    tested(run, node.test)
    test = run.evaluate(node.test, scope)
    decided = test.decided()
    if decided is not None:
        return run.evaluate(node.then if decided else node.otherwise, scope)
    holds, fails = run.condition(test, True, node.test), run.condition(test, False, node.test)
    before = len(run.context.conditions)
    with run.branch(holds):
        then = run.evaluate(node.then, scope)
        first = run.context.conditions[before:]
    with run.branch(fails):
        otherwise = run.evaluate(node.otherwise, scope)
        second = run.context.conditions[before:]
    learn_either(run, first, second, node)
    return run.join([(then, (holds,)), (otherwise, (fails,))])


# More reasons than these for one place say nothing that anybody asks for.
_MANY_REASONS = 6


def learn_either(
    run: Run, first: tuple[Condition, ...], second: tuple[Condition, ...], node: form.Node
) -> None:
    """After `if (a) ... else if (b) ... else return`: one of the ways that went on was taken, with what it made sure of."""
    if 2 < len(first) + len(second) <= _MANY_REASONS:
        ways = Choice(((Constant(True), first), (Constant(True), second)))
        run.learn(run.condition(ways, True, node))


def _assignment(run: Run, node: form.Assignment, scope: Scope) -> Value:
    value = run.evaluate(node.value, scope)
    if node.operator:
        before = run.evaluate(node.target, scope) if isinstance(node.target, form.Expr) else UNKNOWN
        logical = node.operator in ("and", "or", "??")
        operands = (before, value)
        value = either(node.operator, operands, node) if logical else operate(run, node, operands)
    if run.context.turns and isinstance(value, Derived) and value.operation == "+" and not text(value):
        seen(run, "+=", [value], value, node)
    run.place = node
    targets.assign(run, node.target, value, scope)
    return value


def _spread(run: Run, node: form.Spread, scope: Scope) -> Value:
    return run.evaluate(node.value, scope)


def _comprehension(run: Run, node: form.Comprehension, scope: Scope) -> Value:
    inner = Scope(scope)
    source = run.evaluate(node.clauses[0].iterable, scope) if node.clauses else UNKNOWN
    told = known_path.told_of_each(run, node, scope, source)
    if told is None and written_list(source) and _one_by_one(node, source):
        told = _each(run, node, scope, source)
    if told is not None:
        return told
    turn = Turn(run.module, node.span, "elements", source, source.element(run))
    words = dicts.written_keys(node, source)
    if words:
        return dicts.spelled_out(run, node, scope, words, turn)
    with run.within(**run.context.turning(turn)), run.branch():
        conditions: list[Value] = []
        for number, clause in enumerate(node.clauses):
            source = run.evaluate(clause.iterable, inner) if number else source
            targets.bind(
                run, clause.target, source.element(run) if number else turn.element or UNKNOWN, inner
            )
            for condition in clause.conditions:
                conditions.append(run.evaluate(condition, inner))
                run.learn(run.condition(conditions[-1], True, node))
        key = run.evaluate(node.key, inner) if node.key is not None else None
        element = run.evaluate(node.element, inner)
        if key is not None:
            seen(run, "Map", [source], element, node)
            return dicts.comprehended(run, key, element, node)
    filtered = any(clause.conditions for clause in node.clauses)
    if filtered:
        seen(run, "[].where", [source], ListValue(conditions), node)
    elif node.kind != "generator":
        seen(run, "[].each", [source], element, node)
    if node.kind == "set" and not filtered:
        seen(run, "Set", [source], element, node)
    return builtins_list(run, source, element, filtered, node)


def _one_by_one(node: form.Comprehension, source: ListValue) -> bool:
    """`[api.add_resource(*route) for route in routes]` of a list that is written out: each of its items is a matter of its own. Texts
    and numbers alone are not."""
    plain = len(node.clauses) == 1 and not node.clauses[0].conditions and node.key is None
    return plain and node.kind == "list" and not all(isinstance(item, Constant) for item in source.items)


def _each(run: Run, node: form.Comprehension, scope: Scope, source: ListValue) -> ListValue:
    made: list[Value] = []
    for item in source.items:
        inner = Scope(scope)
        with run.within():
            targets.bind(run, node.clauses[0].target, item, inner)
            made.append(run.evaluate(node.element, inner))
    return ListValue(made, None, node)


def builtins_list(run: Run, source: Value, element: Value, filtered: bool, node: form.Node) -> Value:
    """The list a comprehension or `map` makes; it remembers what it was made from."""
    made = ListValue([], element, node)
    return Collected("filter" if filtered else "map", (source, element), node, made)


class Collected(Derived):
    """A list made from another, element by element."""

    __slots__ = ("made",)

    def __init__(self, operation: str, operands: tuple[Value, ...], node: form.Node, made: ListValue) -> None:
        super().__init__(operation, operands, node)
        self.made = made

    def element(self, run: Run) -> Value:
        return self.made.element(run)

    def settle(self, run: Run, node: form.Node) -> Value:
        return self


def _element(run: Run, node: form.Element, scope: Scope) -> Value:
    component = None
    if node.tag and (node.tag[0].isupper() or "." in node.tag):
        first, *rest = node.tag.split(".")
        component = run.lookup(first, scope, node)
        for part in rest:
            component = component.member(run, part, node)
    attributes: dict[str, Value] = {}
    for number, entry in enumerate(node.attributes):
        value = run.evaluate(entry.value, scope)
        key = str(entry.key.value) if isinstance(entry.key, form.Literal) else f"...{number}"
        attributes[key] = value
    children = [run.evaluate(child, scope) for child in node.children]
    markup = Markup(node.tag, component, attributes, children, node)
    run.program.rendered(run, markup)
    return markup


def _function(run: Run, node: form.Function, scope: Scope) -> Value:
    seen = scope.methods if isinstance(scope, ClassScope) else scope
    closure: Value = Closure(node, seen, run.module)
    for decorator in reversed(node.decorators):
        closure = decorate(run, run.evaluate(decorator, scope), closure, decorator)
    return closure


def decorate(run: Run, decorator: Value, target: Value, node: form.Node) -> Value:
    """What a decorator makes of a function; one that is not understood leaves it as it is."""
    result = run.call(decorator, Args([target]), node)
    if getattr(result, "decorates", False):
        return result
    if isinstance(result, Closure) and isinstance(target, Closure) and result is not target:
        return Closure(result.function, result.scope, result.module, result.this, target.name)
    if isinstance(result, Closure) and getattr(target, "decorates", False):
        # A wrapper around what a library's decorator made of the function: what it asks comes first.
        return result
    if isinstance(target, Closure):
        run.program.unread_decorators.setdefault(id(target.function), []).append((decorator, node))
    return target


def _class(run: Run, node: form.Class, scope: Scope) -> Value:
    from roadworthy.interpret.classes import define_class

    return define_class(run, node, scope)


def _other(run: Run, node: form.Other, scope: Scope) -> Value:
    values = [run.evaluate(child, scope) for child in node.children]
    if node.kind == "sequence" and values:
        return values[-1]
    return Derived(node.kind, tuple(values), node)


EVALUATE: dict[type, Callable[[Run, Any, Scope], Value]] = {
    form.Literal: _literal,
    form.Template: _template,
    form.Name: _name,
    form.Member: _member,
    form.Index: at_index,
    form.Call: call_of,
    form.Await: _await,
    form.Yield: _yield,
    form.Record: _record,
    form.Sequence: _sequence,
    form.Operation: operation,
    form.Conditional: _conditional,
    form.Assignment: _assignment,
    form.Spread: _spread,
    form.Comprehension: _comprehension,
    form.Element: _element,
    form.Function: _function,
    form.Class: _class,
    form.Other: _other,
}
