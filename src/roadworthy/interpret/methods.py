"""The languages' own methods, as far as they carry data or call what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from roadworthy.interpret import expressions
from roadworthy.interpret.containers import Closure, ListValue, ObjectValue, written_list
from roadworthy.interpret.context import Args, Turn
from roadworthy.interpret.noted import is_end, seen
from roadworthy.interpret.operations import Logical, compared
from roadworthy.interpret.values import UNKNOWN, Certain, Choice, Constant, Derived, Value
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
    "reduceRight",
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
    told = told or _cased(target, name, args, node)
    if told is not None:
        return told
    if name in PER_ELEMENT and args.positional:
        return per_element(run, target, name, args, node)
    if name == "then":
        return then(run, target, args, node)
    if name in ("catch", "finally"):
        with run.branch(), run.within(handling=name == "catch"):
            run.call_back(args.positional, node, Derived("caught", (target,), node))
        return target
    if name in GROW and isinstance(target, ListValue):
        return _grow(run, target, args)
    if name in FOUND:
        return _taken(run, target, name, node)
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
    run.not_followed(Derived(f".{name}", (target,), node), args, node)
    return Derived(name, (target, *args.all()), node)


def _taken(run: Run, target: Value, name: str, node: form.Node) -> Value:
    """One of a list: `rows.pop()`, `rows.shift()`, `rows.at(-1)` take it from an end."""
    written = node.arguments if isinstance(node, form.Call) else ()
    whole = name in ("pop", "shift") and not written
    if whole or (name in ("at", "pop") and len(written) == 1 and is_end(written[0])):
        seen(run, "[].end", [target], UNKNOWN, node)
    return run.join([(target.element(run), ()), (Constant(None), ())])


# What JavaScript tries a regular expression with.
_OF_PATTERNS = frozenset({"test", "exec", "match", "matchAll", "replace", "replaceAll", "search", "split"})


def _note(run: Run, target: Value, name: str, args: Args, node: form.Node) -> None:
    """What is cut, sorted or looked through for one value, and which texts a pattern is tried on: `/^a/.test(x)`, `x.match(/^a/)`."""
    tried = (target, *args.positional[:1]) if name in _OF_PATTERNS else ()
    if any(isinstance(one, Derived) and one.operation == "regex" for one in tried):
        seen(run, f"regex.{name}", [*tried], target, node)
    if name in ("slice", "splice", "sort"):
        seen(run, f"[].{name}", [target], target, node)
    # Once for all: where it is asked for each of a list, the keys are a way to look things up.
    if name in ("includes", "indexOf") and not run.context.loops and not isinstance(target, Constant):
        seen(run, "[].includes", [target, *args.positional], target, node)


_CASED: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "casefold": str.casefold,
    "toLowerCase": str.lower,
    "upper": str.upper,
    "toUpperCase": str.upper,
}


def _cased(target: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`"Auth".lower()`: a text that is known stays one in other letters, as the key that looks something up."""
    known = isinstance(target, Constant) and not isinstance(target, Certain) and not args.all()
    if (
        not known
        or name not in _CASED
        or not isinstance(target, Constant)
        or not isinstance(target.value, str)
    ):
        return None
    return Constant(_CASED[name](target.value), node)


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
    if not isinstance(target, ListValue) or not isinstance(first, (Closure, Constant)):
        return None
    if not all(isinstance(item, Constant) for item in target.items):
        return None
    if name == "includes" and isinstance(first, Constant):
        return _among(run, target, first, node)
    if target.rest is not None or name not in ("some", "every") or not isinstance(first, Closure):
        return None
    if not run.kept.get("decides"):
        return None
    with run.branch():
        held = [run.call(first, Args([item]), node) for item in target.items]
    if not held or not all(isinstance(value, Certain) for value in held):
        return None
    truths = [value.truth() for value in held]
    return Certain(all(truths) if name == "every" else any(truths), node)


def _among(run: Run, words: ListValue, asked: Constant, node: form.Node) -> Value | None:
    """`["GET", "POST"].includes(req.method)` of a method that this run knows, also where some words came into the list under a
    condition (`if (...) methods.push("OPTIONS")`): another word than any of them is not among them, whether they are there or not."""
    rest = words.rest.values() if isinstance(words.rest, Choice) else [words.rest] if words.rest else []
    held = [compared(run, asked, item, node) for item in words.items]
    perhaps = [compared(run, asked, item, node) for item in rest]
    if not held or not all(isinstance(value, Certain) for value in (*held, *perhaps)):
        return None
    found = any(value.truth() for value in held)
    return None if not found and any(value.truth() for value in perhaps) else Certain(found, node)


def per_element(run: Run, target: Value, name: str, args: Args, node: form.Node) -> Value:
    """`target.map(callback)` and its kin: the callback runs for one element that stands for all."""
    from roadworthy.interpret.trace import Called

    if name == "forEach" and written_list(target):
        return _each_item(run, target, args, node)
    if name in _REDUCE and written_list(target) and len(args.positional) > 1:
        return _reduced(run, target, args, node, backwards=name == "reduceRight")
    element = target.element(run)
    gathered = args.get(1) if name in _REDUCE else None
    kept = gathered if isinstance(gathered, (ObjectValue, ListValue)) else UNKNOWN
    given = [kept, element] if name in _REDUCE else [element]
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
        let_by = Derived("allowed", (element,), node) if _is_on_a_list(settled, element) else element
        return expressions.builtins_list(run, target, let_by, True, node)
    if kept is not UNKNOWN and isinstance(settled, (ObjectValue, ListValue)):
        # `items.reduce((heaps, item) => { heaps[item.kind].push(item); return heaps }, {})` is what it gathers.
        return settled
    if name in FOUND:
        # What is found is what the function was looking for.
        held = () if settled is UNKNOWN else (run.condition(settled, True, node),)
        return run.join([(element, held), (Constant(None), ())])
    if name in SAME_COLLECTION:
        return target
    return Derived(name, (target, settled), node)


def _is_on_a_list(test: Value, element: Value) -> bool:
    """`keys.filter((key) => ALLOWED.includes(key))`: what is kept is one of the words that are written out."""
    if not isinstance(test, Derived) or test.operation not in ("includes", "has"):
        return False
    words, *asked = test.operands
    written = isinstance(words, ListValue) and words.rest is None
    return (
        written
        and any(one is element for one in asked)
        and all(isinstance(item, Constant) for item in words.items)  # type: ignore[attr-defined]
    )


_REDUCE = ("reduce", "reduceRight")


def _each_item(run: Run, target: ListValue, args: Args, node: form.Node) -> Value:
    """`[users, orders].forEach((route) => app.use(route.path, route.router))`: what it does is not more for more data."""
    for number, item in enumerate(target.items):
        with run.branch():
            run.call(args.positional[0], Args([item, Constant(number)], spread=True), node)
    return Constant(None)


def _reduced(run: Run, target: ListValue, args: Args, node: form.Node, *, backwards: bool) -> Value:
    """`["name", "email"].reduce((picked, key) => ..., {})` goes through the list with what it has so far, and
    `[withErrors, withUser].reduceRight((inner, wrap) => wrap(inner), handler)` from its end."""
    result = args.positional[1]
    numbered = list(enumerate(target.items))
    for number, item in reversed(numbered) if backwards else numbered:
        result = run.call(args.positional[0], Args([result, item, Constant(number)], spread=True), node)
    return result


def then(run: Run, target: Value, args: Args, node: form.Node) -> Value:
    value = expressions.settle(run, target, node)
    results = []
    for callback in args.positional[:1]:
        results.append((run.call(callback, Args([value]), node), ()))
    with run.branch(), run.within(handling=True):
        run.call_back(args.positional[1:], node)
    return expressions.settle(run, run.join(results), node) if results else value


def _grow(run: Run, target: ListValue, args: Args) -> Value:
    _reasoned(run, target)
    if run.branching or run.context.loops:
        known = [(target.rest, ())] if target.rest is not None else []
        target.rest = run.join([*known, *((value, ()) for value in args.positional)])
    else:
        target.items.extend(args.positional)
    return Constant(None)


# The lines of a validator are fewer; what a whole process adds to (a log's buffer) gets another reason with every call.
_MOST_REASONS = 64


def _reasoned(run: Run, target: ListValue) -> None:
    """Keeps under what condition something comes into a list; in a loop, without one, and of a list that is
    filled ever again, nothing is known by it."""
    held = run.own_conditions()
    known = target.reasons is not None and len(target.reasons) < _MOST_REASONS
    if not known or target.reasons is None or run.context.loops or not run.branching or not held:
        target.reasons = target.means = None
        return
    met = tuple(one.value if one.truth else Derived("not", (one.value,), None) for one in held)
    target.reasons = (*target.reasons, met[0] if len(met) == 1 else Logical("and", met, None))
    target.means = Logical("or", target.reasons, None)


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
