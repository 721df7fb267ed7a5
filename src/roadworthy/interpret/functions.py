"""The languages' own functions, and those of their standard libraries, as far as they carry data or call what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard

from roadworthy.interpret import promises, stand_ins
from roadworthy.interpret.containers import ClassValue, Closure, ListValue, ObjectValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.inheritance import call_super, make_super
from roadworthy.interpret.joining import is_whole
from roadworthy.interpret.known_path import any_or_all
from roadworthy.interpret.methods import PER_ELEMENT, call_method, per_element, then
from roadworthy.interpret.noted import seen
from roadworthy.interpret.promisified import promisify
from roadworthy.interpret.values import (
    UNKNOWN,
    Certain,
    Constant,
    Datum,
    Derived,
    External,
    Model,
    Value,
)
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def call_function(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """Calls a function of the platform; None when it is not one of those known here."""
    model = _FUNCTIONS.get(target.path)
    if model is not None:
        return model(run, args, node)
    if target.path == "super" or target.path.startswith("super."):
        python = run.program.language(run.module) == "python"
        return make_super(run, args, node) if python else call_super(run, target, args, node)
    told = any_or_all(target.path, args, node)
    if told is not None:
        return told
    parsed = _parsed(target.path, args.get(0), node)
    if parsed is not None:
        return parsed
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
        seen(run, f"[].{last}", [_before(head, target, node)], target, node)
    if last == "then":
        return then(run, _before(head, target, node), args, node)
    if last in ("catch", "finally") and head:
        return call_method(run, _before(head, target, node), last, args, node)
    return None


def _before(head: str, target: External, node: form.Node) -> External:
    """What a method is called on, of the method as a value."""
    return External(head, target.arguments, node, target.made, target.asked)


def _parsed(path: str, value: Value | None, node: form.Node) -> Value | None:
    """What a text is made into again, where it is known what it was."""
    if path not in ("JSON.parse", "json.loads"):
        return None
    if path == "JSON.parse" and _is_stringified(value):
        assert isinstance(value, Derived)
        return value.inputs()[0]
    if path == "JSON.parse" and _is_answers_text(value):
        return _opened(value, node)
    return value if _is_body(value) else None


def _is_stringified(value: Value | None) -> bool:
    """`JSON.parse(JSON.stringify(x))` is a copy of x."""
    return isinstance(value, Derived) and value.operation == "JSON.stringify" and bool(value.operands)


def _is_body(value: Value | None) -> bool:
    """`JSON.parse(await request.text())` is what `request.json()` gives."""
    return isinstance(value, Datum) and value.kind == "body" and not value.path


def _is_answers_text(value: Value | None) -> bool:
    return isinstance(value, External) and value.asked is not None and value.path.endswith(_TEXT)


_TEXT = ".text()"


def _opened(text: Value | None, node: form.Node) -> Value:
    """`JSON.parse(await response.text())` is what `response.json()` gives."""
    assert isinstance(text, External)
    path = f"{text.path.removesuffix(_TEXT)}.json()"
    return External(path, text.arguments, node, text.made, text.asked)


class Same(Model):
    """A function that gives back what it is given (`functools.wraps(f)`)."""

    __slots__ = ()
    decorates = True

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return args.positional[0] if args.positional else UNKNOWN


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
    if _holds_functions(given):
        return ListValue(
            [ListValue([Constant(name, node), value]) for name, value in given.fields.items()], None, node
        )
    return ListValue([], ListValue([Derived("key", (given,), node), given.element(run)]), node)


def _values(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    if _holds_functions(given) or _is_enumeration(given):
        return ListValue(list(given.fields.values()), None, node)
    return ListValue([], given.element(run), node)


def _holds_functions(given: Value) -> TypeGuard[ObjectValue]:
    """`{ books: Book, authors: Author }`: what is written out to be gone through one by one, and is no data."""
    if not isinstance(given, ObjectValue) or given.spreads or not given.fields:
        return False
    return all(isinstance(value, (Closure, ClassValue, Model)) for value in given.fields.values())


def _is_enumeration(given: Value) -> TypeGuard[ObjectValue]:
    """`enum Role { ADMIN = "admin", GUEST = "guest" }`, or a record of texts: what a column or a field may hold."""
    if not isinstance(given, ObjectValue) or given.spreads or not given.fields:
        return False
    return all(isinstance(one, Constant) and isinstance(one.value, str) for one in given.fields.values())


def _keys(run: Run, args: Args, node: form.Node) -> Value:
    given = args.positional[0] if args.positional else UNKNOWN
    if isinstance(given, ObjectValue) and given.fields and not given.spreads:
        return ListValue([Constant(name, node) for name in given.fields], None, node)
    return Derived("Object.keys", tuple(args.all()), node)


def _first(run: Run, args: Args, node: form.Node) -> Value:
    return args.positional[0] if args.positional else UNKNOWN


def _gathered(run: Run, args: Args, node: form.Node) -> Value:
    """`list(cursor)` asks for what was only described so far."""
    gather = getattr(args.positional[0], "gathered", None) if args.positional else None
    return gather(run, node) if gather is not None else _first(run, args, node)


def _getattr(run: Run, args: Args, node: form.Node) -> Value:
    if len(args.positional) < 2:
        return UNKNOWN
    known = _has(args)
    if len(args.positional) > 2 and known is False:
        other = args.positional[2]
        return Certain(other.value, node) if isinstance(other, Constant) else other
    owner = args.positional[0]
    value = owner.index(run, args.positional[1], node)
    if is_whole(owner, value):
        value = Derived("getattr", (owner,), node)  # one of its attributes, whichever it is
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
    "Promise": promises.promise,
    "util.promisify": promisify,
    "Proxy": stand_ins.proxy,
    "Reflect.get": stand_ins.reflected,
    "Promise.all": promises.wait_for_all,
    "Promise.allSettled": promises.wait_for_all,
    "Promise.race": promises.wait_for_all,
    "Promise.resolve": _first,
    "asyncio.gather": promises.gather,
    "Object.assign": _assign,
    "Object.entries": _entries,
    "Object.values": _values,
    "Object.keys": _keys,
    "Object.freeze": _first,
    "Object.fromEntries": _first,
    "Array.from": _first,
    "structuredClone": _first,
    "list": _gathered,
    "tuple": _gathered,
    "sorted": _gathered,
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
    # `update_wrapper(wrapper, f)` gives the wrapper back and calls neither.
    "functools.update_wrapper": _first,
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
