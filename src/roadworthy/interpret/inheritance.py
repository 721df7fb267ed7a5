"""`super` in Python and in JavaScript, and methods that the app's classes inherit from a library's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import ClassValue, Closure
from roadworthy.interpret.context import Args
from roadworthy.interpret.values import Constant, External, Model, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def linear(kind: ClassValue) -> list[Value]:
    """A class and all that it inherits from, in the order in which attributes are looked up."""
    found: list[Value] = [kind]
    for base in kind.bases:
        found += linear(base) if isinstance(base, ClassValue) else [base]
    return [one for number, one in enumerate(found) if not any(one is later for later in found[number + 1 :])]


def inherited(
    run: Run, this: Value, kinds: list[Value], name: str, args: Args, node: form.Node
) -> Value | None:
    """Calls a method that the first of these library classes with a model for it has."""
    for kind in kinds:
        model = run.program.library.inherited(kind.path) if isinstance(kind, External) else None
        result = model(run, this, name, args, node) if model is not None else None
        if result is not None:
            return result
    return None


def bound(own: Value | None, this: Value) -> Value | None:
    """A method of the app's as a method of an object, also under a library's decorator (`@transaction.atomic`); None for anything
    that is no method."""
    bind = getattr(own, "bind", None)
    is_method = isinstance(own, Closure) or getattr(own, "decorates", False)
    return bind(this) if is_method and bind is not None else None


def call_method(
    run: Run, this: Own, kind: ClassValue | None, name: str, args: Args, node: form.Node
) -> Value | None:
    """Calls a method of an object of the app's own class over a library's: None (the app's, followed as any other) first, then
    what models tell of those that are inherited, then what the library gives every such object."""
    if kind is not None:
        if bound(kind.find(name), this) is not None:
            return None
        result = inherited(run, this, linear(kind), name, args, node)
        if result is not None:
            return result
    return this.own_method(run, name, args, node)


class Own(Model):
    """An object that a library gives methods of its own."""

    __slots__ = ()

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """What the library gives every such object; None for what it does not."""
        raise NotImplementedError


class Super(Model):
    """`super()` inside a method: what stands behind the method's class in the order of look-up."""

    __slots__ = ("rest", "this")

    def __init__(self, this: Value, rest: list[Value]) -> None:
        self.this, self.rest = this, rest

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        for kind in self.rest:
            found = kind.attributes.get(name) if isinstance(kind, ClassValue) else None
            if isinstance(found, Closure):
                bound = found.of_class(kind, _kind(self.this) or kind).bind(self.this)
                return run.call(bound, Args(), node) if found.function.kind == "getter" else bound
            if found is not None:
                return found
        outside = next((kind for kind in self.rest if isinstance(kind, External)), None)
        return External(f"{outside.path if outside is not None else 'super'}().{name}", None, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        for number, kind in enumerate(self.rest):
            if isinstance(kind, ClassValue) and name in kind.attributes:
                return None
            result = inherited(run, self.this, self.rest[number : number + 1], name, args, node)
            if result is not None:
                return result
        return None


def make_super(run: Run, args: Args, node: form.Node) -> Value | None:
    """`super()` or `super(Class, self)`; None where no method is under way."""
    if len(args.positional) == 2 and isinstance(args.positional[0], ClassValue):
        return _behind(args.positional[1], args.positional[0])
    for frame, function in zip(reversed(run.frames), reversed(run.functions), strict=False):
        first = function.parameters[0].target if function.parameters else None
        this = frame.scope.names.get(first.name) if isinstance(first, form.Name) else None
        owner = _owner(this, function) if this is not None else None
        if this is not None and owner is not None:
            return _behind(this, owner)
    return None


def call_super(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """JavaScript's `super(...)` in a constructor, and `super.method(...)`; None where no method is under way."""
    behind = _behind_method(run)
    if behind is None:
        return None
    if target.path == "super":
        construct_bases(run, behind.this, behind.rest, args, node)
        return Constant(None)
    called = behind.member(run, target.path.removeprefix("super."), node)
    return run.call(called, args, node) if isinstance(called, Closure) else None


def _behind_method(run: Run) -> Super | None:
    """What stands behind the class of the method that is under way."""
    for frame, function in zip(reversed(run.frames), reversed(run.functions), strict=False):
        this = frame.scope.names.get("this")
        owner = _owner(this, function) if this is not None else None
        if this is not None and owner is not None:
            return _behind(this, owner)
    return None


def construct_bases(run: Run, this: Value, kinds: list[Value], args: Args, node: form.Node) -> None:
    """Runs the constructor that a class inherits, which asks for those behind it itself."""
    for kind in kinds:
        constructor = kind.attributes.get("constructor") if isinstance(kind, ClassValue) else None
        if isinstance(constructor, Closure):
            run.call_closure(constructor.bind(this), args, node)
            return


def _kind(this: Value) -> ClassValue | None:
    kind = this if isinstance(this, ClassValue) else getattr(this, "kind", None)
    return kind if isinstance(kind, ClassValue) else None


def _owner(this: Value, function: form.Function) -> ClassValue | None:
    """The class of the order of look-up in which a method stands."""
    kind = _kind(this)
    for one in linear(kind) if kind is not None else []:
        own = one.attributes.values() if isinstance(one, ClassValue) else ()
        if isinstance(one, ClassValue) and any(_is(value, function) for value in own):
            return one
    return None


def _is(value: Value, function: form.Function) -> bool:
    if isinstance(value, Closure):
        return value.function is function
    inner = getattr(value, "inner", None)
    return isinstance(inner, Value) and _is(inner, function)


def _behind(this: Value, owner: ClassValue) -> Super | None:
    kind = _kind(this)
    order = linear(kind) if kind is not None else linear(owner)
    at = next((number for number, one in enumerate(order) if one is owner), None)
    return Super(this, order[at + 1 :]) if at is not None else None
