"""The languages' own functions and methods, as far as they carry data or call what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard

from roadworthy.interpret import expressions, stand_ins
from roadworthy.interpret.context import Args, Condition, Turn
from roadworthy.interpret.inheritance import make_super
from roadworthy.interpret.values import (
    UNKNOWN,
    Certain,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Value,
)
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

# Methods that call their first argument once per element.
PER_ELEMENT = {
    "map",
    "forEach",
    "filter",
    "find",
    "findLast",
    "findIndex",
    "some",
    "every",
    "flatMap",
    "reduce",
    "sort",
    "toSorted",
}
# Methods whose result is the collection they were called on, less or in another order.
SAME_COLLECTION = {"filter", "sort", "toSorted", "slice", "reverse", "toReversed", "concat", "values", "copy"}
IDENTITY = {
    "toString",
    "trim",
    "dict",
    "model_dump",
    "strip",
    "valueOf",
    "copy",
    "lean",
    "toJSON",
    "toObject",
}
FOUND = {"find", "findLast", "at", "pop", "shift", "__next__"}
GROW = {"push", "unshift", "append", "add", "insert", "extend", "appendleft"}


def call_method(run: Run, target: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """Calls a built-in method of a value; None when the name means nothing special."""
    told = decided(run, target, name, args, node) or _begins(target, name, args, node)
    if told is not None:
        return told
    if name in PER_ELEMENT and args.positional:
        return per_element(run, target, name, args, node)
    if name == "then":
        return _then(run, target, args, node)
    if name in ("catch", "finally"):
        with run.branch(), run.within(handling=name == "catch"):
            run.call_back(args.positional, node, Derived("caught", (target,), node))
        return target
    if name in GROW and isinstance(target, ListValue):
        return _grow(run, target, args)
    if name in FOUND:
        return run.join([(target.element(run), ()), (Constant(None), ())])
    if name in IDENTITY and not args.positional:
        return target
    if name == "join" and isinstance(target, ListValue) and target.rest is None:
        return _join(target, args, node)
    if name == "get" and args.positional:
        return get(run, target, args, node)
    if name in ("items", "entries"):
        return ListValue([], ListValue([Derived("key", (target,), node), target.element(run)]), node)
    run.call_back(args.all(), node)
    _note(run, target, name, args, node)
    return Derived(name, (target, *args.all()), node)


def _note(run: Run, target: Value, name: str, args: Args, node: form.Node) -> None:
    """What is cut or sorted, and which texts a pattern is tried on: `/^a/.test(x)`, `x.match(/^a/)`."""
    tried = (target, *args.positional[:1])
    if any(isinstance(one, Derived) and one.operation == "regex" for one in tried):
        expressions.seen(run, f"regex.{name}", [*tried], target, node)
    if name in ("slice", "sort"):
        expressions.seen(run, f"[].{name}", [target], target, node)


_BEGINS = ("startswith", "startsWith")


def _begins(target: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`path.startswith("/api")` of a text that is known."""
    asked = name in _BEGINS and isinstance(target, Constant)
    begins = _begins_with(target, args) if asked and isinstance(target, Constant) else None
    if begins is None:
        return None
    return Certain(begins, node) if isinstance(target, Certain) else Constant(begins, node)


def _begins_with(text: Constant, args: Args) -> bool | None:
    """Whether a known text (an address up to its first `{parameter}`) begins with another; None where that is not certain."""
    given = args.get(0)
    wanted = given.items if isinstance(given, ListValue) and given.rest is None else [given]
    told: list[bool | None] = []
    for one in wanted:
        if not isinstance(text.value, str) or not isinstance(one, Constant) or not isinstance(one.value, str):
            return None
        known = text.value.partition("{")[0]
        certain = known == text.value or len(one.value) <= len(known) or not one.value.startswith(known)
        told.append(known.startswith(one.value) if certain else None)
    return True if True in told else None if None in told else False


def decided(run: Run, target: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`["/login", "/about"].some((path) => pathname.startsWith(path))` of a path that this run knows; None when nothing
    is certain."""
    first = args.positional[0] if args.positional else None
    tested = getattr(first, "tested", None) if name == "test" else None
    if tested is not None:
        return tested(target, node)  # type: ignore[no-any-return]
    if (
        not isinstance(target, ListValue)
        or target.rest is not None
        or not isinstance(first, (Closure, Constant))
    ):
        return None
    if not all(isinstance(item, Constant) for item in target.items):
        return None
    if name == "includes":
        compared = [expressions.compared(run, first, item, node) for item in target.items]
    elif name in ("some", "every") and isinstance(first, Closure) and run.kept.get("decides"):
        with run.branch():
            compared = [run.call(first, Args([item]), node) for item in target.items]
    else:
        return None
    if not compared or not all(isinstance(value, Certain) for value in compared):
        return None
    truths = [value.truth() for value in compared]
    return Certain(all(truths) if name == "every" else any(truths), node)


def per_element(run: Run, target: Value, name: str, args: Args, node: form.Node) -> Value:
    """`target.map(callback)` and its kin: the callback runs for one element that stands for all."""
    from roadworthy.interpret.run import Called

    if name == "forEach" and _written_out(target):
        return _each_item(run, target, args, node)
    if name == "reduce" and _written_out(target) and len(args.positional) > 1:
        return _reduced(run, target, args, node)
    element = target.element(run)
    given = [UNKNOWN, element] if name == "reduce" else [element]
    if name in ("sort", "toSorted"):
        given = [element, element]
    result: Value = UNKNOWN
    turn = Turn(run.module, node.span, "elements", target, element)
    with run.within(**run.context.turning(turn)), run.branch():
        result = run.call(args.positional[0], Args(given, spread=True), node)
        settled = expressions.settle(run, result, node) if run.context.parallel else result
    run.emit(Called(f"[].{name}", Args([target, *args.positional]), settled, run.module, node, run.context))
    if name in ("map", "flatMap"):
        return expressions.builtins_list(run, target, settled, False, node)
    if name == "filter":
        return expressions.builtins_list(run, target, element, True, node)
    if name in FOUND:
        # What is found is what the function was looking for.
        held = () if settled is UNKNOWN else (run.condition(settled, True, node),)
        return run.join([(element, held), (Constant(None), ())])
    if name in SAME_COLLECTION:
        return target
    return Derived(name, (target, settled), node)


# Items of a list that is gone through one by one, as loops do it.
_MAX_ITEMS = 32


def _written_out(target: Value) -> TypeGuard[ListValue]:
    if not isinstance(target, ListValue) or target.rest is not None:
        return False
    return 0 < len(target.items) <= _MAX_ITEMS


def _each_item(run: Run, target: ListValue, args: Args, node: form.Node) -> Value:
    """`[users, orders].forEach((route) => app.use(route.path, route.router))`: what it does is not more for more data."""
    for number, item in enumerate(target.items):
        with run.branch():
            run.call(args.positional[0], Args([item, Constant(number)], spread=True), node)
    return Constant(None)


def _reduced(run: Run, target: ListValue, args: Args, node: form.Node) -> Value:
    """`["name", "email"].reduce((picked, key) => ..., {})` goes through the list with what it has so far."""
    result = args.positional[1]
    for number, item in enumerate(target.items):
        result = run.call(args.positional[0], Args([result, item, Constant(number)], spread=True), node)
    return result


def _then(run: Run, target: Value, args: Args, node: form.Node) -> Value:
    value = expressions.settle(run, target, node)
    results = []
    for callback in args.positional[:1]:
        results.append((run.call(callback, Args([value]), node), ()))
    with run.branch(), run.within(handling=True):
        run.call_back(args.positional[1:], node)
    return expressions.settle(run, run.join(results), node) if results else value


def _grow(run: Run, target: ListValue, args: Args) -> Value:
    if run.branching or run.context.loops:
        known = [(target.rest, ())] if target.rest is not None else []
        target.rest = run.join([*known, *((value, ()) for value in args.positional)])
    else:
        target.items.extend(args.positional)
    return Constant(None)


def _join(target: ListValue, args: Args, node: form.Node) -> Value:
    """`[a, b].join("/")` as the text it makes."""
    parts: list[Value] = []
    for number, item in enumerate(target.items):
        parts.extend([args.get(0) or Constant(",")] if number else [])
        parts.append(item)
    return parts[0] if len(parts) == 1 else Derived("template", tuple(parts), node)


def get(run: Run, target: Value, args: Args, node: form.Node) -> Value:
    """`target.get(key)`."""
    key = args.positional[0]
    if isinstance(key, Constant) and isinstance(key.value, str):
        return target.member(run, key.value, node)
    return Derived("get", (target, *args.positional), node)


# --- functions ---------------------------------------------------------------------------------------


def call_function(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """Calls a function of the platform; None when it is not one of those known here."""
    model = _FUNCTIONS.get(target.path)
    if model is not None:
        return model(run, args, node)
    if target.path == "super" and run.program.language(run.module) == "python":
        return make_super(run, args, node)
    if target.path == "JSON.parse" and _is_stringified(args.get(0)):
        return args.positional[0].inputs()[0]
    if target.path in ("JSON.parse", "json.loads") and _is_body(args.get(0)):
        return args.positional[0]
    if target.path in _CONVERSIONS:
        for value in args.positional:
            # Rows that were only described so far are needed now.
            consume = getattr(value, "consume", None)
            if consume is not None:
                consume(run, node)
        return Derived(target.path, tuple(args.all()), node)
    head, _, last = target.path.rpartition(".")
    if last in PER_ELEMENT and any(isinstance(value, Closure) for value in args.positional[:1]):
        return per_element(run, _before(head, target, node), last, args, node)
    if last in ("slice", "sort") and target.asked is not None:
        expressions.seen(run, f"[].{last}", [_before(head, target, node)], target, node)
    if last == "then":
        return _then(run, _before(head, target, node), args, node)
    if last in ("catch", "finally") and head:
        return call_method(run, _before(head, target, node), last, args, node)
    return None


def _before(head: str, target: External, node: form.Node) -> External:
    """What a method is called on, of the method as a value."""
    return External(head, target.arguments, node, target.made, target.asked)


def _is_stringified(value: Value | None) -> bool:
    """`JSON.parse(JSON.stringify(x))` is a copy of x."""
    return isinstance(value, Derived) and value.operation == "JSON.stringify" and bool(value.operands)


def _is_body(value: Value | None) -> bool:
    """`JSON.parse(await request.text())` is what `request.json()` gives."""
    return isinstance(value, Datum) and value.kind == "body" and not value.path


class Resolve(Model):
    """`resolve` and `reject` of a promise under construction."""

    __slots__ = ("base", "results")

    def __init__(self, results: list[tuple[Value, tuple[Condition, ...]]], base: int = 0) -> None:
        self.results, self.base = results, base

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        value = args.positional[0] if args.positional else Constant(None)
        self.results.append((value, run.context.conditions[self.base :]))
        return Constant(None)


class Promised(Model):
    """A promise that was resolved in one or several ways: whoever waits for it knows what held there."""

    __slots__ = ("ways",)

    def __init__(self, ways: list[tuple[Value, tuple[Condition, ...]]]) -> None:
        self.ways = ways

    def settle(self, run: Run, node: form.Node) -> Value:
        """Waiting for it: its value, under what its resolving made sure of."""
        held = [conditions for _, conditions in self.ways]
        if len(held) == 1:
            for condition in held[0]:
                run.learn(condition, lasting=True)
        elif all(held):
            ways = Choice(tuple((Constant(True), way) for way in held))
            run.learn(run.condition(ways, True, node), lasting=True)
        return run.join([(value, ()) for value, _ in self.ways])

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "then":
            with run.within():
                return call_method(run, self.settle(run, node), name, args, node)
        return call_method(run, self, name, args, node)

    def inputs(self) -> tuple[Value, ...]:
        return tuple(value for value, _ in self.ways)

    def truth(self) -> bool | None:
        return None


class Same(Model):
    """A function that gives back what it is given (`functools.wraps(f)`)."""

    __slots__ = ()
    decorates = True

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return args.positional[0] if args.positional else UNKNOWN


def _promise(run: Run, args: Args, node: form.Node) -> Value:
    results: list[tuple[Value, tuple[Condition, ...]]] = []
    rejected: list[tuple[Value, tuple[Condition, ...]]] = []
    base = len(run.context.conditions)
    if args.positional:
        with run.branch():
            run.call(args.positional[0], Args([Resolve(results, base), Resolve(rejected, base)]), node)
    return Promised(results) if results else UNKNOWN


def _all(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    with run.within(parallel=True):
        if isinstance(given, ListValue):
            items = [expressions.settle(run, item, node) for item in given.items]
            rest = expressions.settle(run, given.rest, node) if given.rest is not None else None
            return ListValue(items, rest, node)
        element = given.element(run)
        settled = expressions.settle(run, element, node)
    return given if settled is element else expressions.builtins_list(run, given, settled, False, node)


def _gather(run: Run, args: Args, node: form.Node) -> Value:
    return _all(run, Args([ListValue(list(args.positional), UNKNOWN if args.spread else None)]), node)


def _assign(run: Run, args: Args, node: form.Node) -> Value:
    first = args.positional[0] if args.positional else UNKNOWN
    run.place = node
    for value in args.positional[1:]:
        if isinstance(first, ObjectValue):
            for name, field in value.fields.items() if isinstance(value, ObjectValue) else ():
                first.set_member(run, name, field)
            first.spreads.extend(value.spreads if isinstance(value, ObjectValue) else [value])
        else:
            computed = getattr(first, "set_computed", None)
            if computed is not None:
                computed(run, UNKNOWN, value, node)
    return first


def _entries(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    return ListValue([], ListValue([Derived("key", (given,), node), given.element(run)]), node)


def _values(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    return ListValue([], given.element(run), node)


def _keys(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    if isinstance(given, ObjectValue) and given.fields and not given.spreads:
        return ListValue([Constant(name, node) for name in given.fields], None, node)
    return Derived("Object.keys", tuple(args.all()), node)


def _first(run: Run, args: Args, node: form.Node) -> Value:
    return args.positional[0] if args.positional else UNKNOWN


def _getattr(run: Run, args: Args, node: form.Node) -> Value:
    if len(args.positional) < 2:
        return UNKNOWN
    known = _has(args)
    if len(args.positional) > 2 and known is False:
        other = args.positional[2]
        return Certain(other.value, node) if isinstance(other, Constant) else other
    value = args.positional[0].index(run, args.positional[1], node)
    if len(args.positional) == 2 or known:
        return value
    return run.join([(value, ()), (args.positional[2], ())])


def _has(args: Args) -> bool | None:
    """Whether the first of the arguments certainly has the attribute that the second one names."""
    name = args.positional[1]
    named = isinstance(name, Constant) and isinstance(name.value, str)
    return args.positional[0].has(str(name.value)) if named else None  # type: ignore[attr-defined]


def _hasattr(run: Run, args: Args, node: form.Node) -> Value:
    known = _has(args) if len(args.positional) == 2 else None
    return Certain(known, node) if known is not None else Derived("hasattr", tuple(args.all()), node)


def _callable(run: Run, args: Args, node: form.Node) -> Value:
    value = args.positional[0] if args.positional else UNKNOWN
    if isinstance(value, (Closure, ClassValue)):
        return Certain(True, node)
    return Certain(False, node) if isinstance(value, Constant) else Derived("callable", (value,), node)


def _setattr(run: Run, args: Args, node: form.Node) -> Value:
    if len(args.positional) == 3:
        owner, key, value = args.positional
        run.place = node
        if isinstance(key, Constant) and isinstance(key.value, str):
            owner.set_member(run, key.value, value)
        else:
            computed = getattr(owner, "set_computed", None)
            if computed is not None:
                computed(run, key, value, node)
    return Constant(None)


def _dict(run: Run, args: Args, node: form.Node) -> Value:
    return ObjectValue(dict(args.keywords), list(args.positional), node, run.module)


def _map(run: Run, args: Args, node: form.Node) -> Value:
    if len(args.positional) < 2:
        return UNKNOWN
    return per_element(run, args.positional[1], "map", Args(args.positional[:1]), node)


def _enumerate(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    return ListValue([], ListValue([UNKNOWN, given.element(run)]), node)


def _zip(run: Run, args: Args, node: form.Node) -> Value:
    return ListValue([], ListValue([value.element(run) for value in args.positional]), node)


def _wraps(run: Run, args: Args, node: form.Node) -> Value:
    return Same()


def _kept(run: Run, args: Args, node: form.Node) -> Value:
    """A decorator that leaves a function what it is, with arguments of its own or without."""
    first = args.positional[0] if args.positional else None
    return first if isinstance(first, Closure) else Same()


def _later(run: Run, args: Args, node: form.Node) -> Value:
    with run.branch():
        run.call_back(args.positional[:1], node)
    return UNKNOWN


_FUNCTIONS: dict[str, Callable[[Run, Args, form.Node], Value]] = {
    "Promise": _promise,
    "Proxy": stand_ins.proxy,
    "Reflect.get": stand_ins.reflected,
    "Promise.all": _all,
    "Promise.allSettled": _all,
    "Promise.race": _all,
    "Promise.resolve": _first,
    "asyncio.gather": _gather,
    "Object.assign": _assign,
    "Object.entries": _entries,
    "Object.values": _values,
    "Object.keys": _keys,
    "Object.freeze": _first,
    "Object.fromEntries": _first,
    "Array.from": _first,
    "structuredClone": _first,
    "list": _first,
    "tuple": _first,
    "sorted": _first,
    "reversed": _first,
    "iter": _first,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "callable": _callable,
    "setattr": _setattr,
    "dict": _dict,
    "map": _map,
    "enumerate": _enumerate,
    "zip": _zip,
    "functools.wraps": _wraps,
    "functools.lru_cache": _kept,
    "functools.cache": _kept,
    "contextlib.contextmanager": _kept,
    "contextlib.asynccontextmanager": _kept,
    "tenacity.retry": _kept,
    "backoff.on_exception": _kept,
    "backoff.on_predicate": _kept,
    "stamina.retry": _kept,
    "circuitbreaker.circuit": _kept,
    "circuitbreaker.CircuitBreaker": _kept,
    "setTimeout": _later,
    "setInterval": _later,
    "setImmediate": _later,
    "queueMicrotask": _later,
    "requestAnimationFrame": _later,
}

_CONVERSIONS = {
    "parseInt",
    "parseFloat",
    "Number",
    "Number.parseInt",
    "Number.parseFloat",
    "String",
    "Boolean",
    "BigInt",
    "JSON.parse",
    "JSON.stringify",
    "Number.isNaN",
    "Number.isInteger",
    "Number.isFinite",
    "isNaN",
    "Array.isArray",
    "Object.keys",
    "encodeURIComponent",
    "decodeURIComponent",
    "int",
    "float",
    "str",
    "bool",
    "len",
    "isinstance",
    "sum",
    "min",
    "max",
    "any",
    "all",
    "round",
    "abs",
    "set",
    "Math.round",
    "Math.floor",
    "Math.ceil",
    "Math.max",
    "Math.min",
    "Math.abs",
}
