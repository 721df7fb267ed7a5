"""Values that hold others: functions with their scope, objects, lists, classes and what is made of them, markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from roadworthy.interpret.values import UNKNOWN, Certain, Constant, Derived, External, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.context import Args, Condition
    from roadworthy.interpret.run import Run
    from roadworthy.interpret.scope import Scope


class Closure(Value):
    """A function of the app with the scope it was made in; `this` is what its methods see as themselves."""

    __slots__ = ("function", "module", "name", "scope", "this")

    def __init__(
        self, function: form.Function, scope: Scope, module: str, this: Value | None = None, name: str = ""
    ) -> None:
        self.function, self.scope, self.module, self.this = function, scope, module, this
        self.name = name or function.name

    def bind(self, this: Value) -> Closure:
        """The same function as a method of `this`; arrows keep the `this` they were born with."""
        if self.function.kind == "arrow" or self.this is not None:
            return self
        return Closure(self.function, self.scope, self.module, this, self.name)

    def of_class(self, base: Value, kind: Value) -> Closure:
        """A class method of `base`, asked of a class that inherits it: `cls` is that one, and `cls.model` what it says. Anything
        else is what it was."""
        if self.this is not base or not isinstance(base, ClassValue):
            return self
        return Closure(self.function, self.scope, self.module, kind, self.name)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "prototype":
            return run.program.prototypes.setdefault(id(self.function), ObjectValue(node=node))
        own = self._own(run)
        if own is not None and name in own.fields:
            value = own.fields[name]
            return value.bind(self) if isinstance(value, Closure) else value
        return Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """`User.findById = (id) => ...`: a function is a record as well, one for each scope it was made in, however it is bound."""
        fields = run.program.function_fields
        fields.setdefault((id(self.function), id(self.scope)), (self, ObjectValue()))[1].set_member(
            run, name, value
        )

    def _own(self, run: Run) -> ObjectValue | None:
        """What was set on this function."""
        known = run.program.function_fields.get((id(self.function), id(self.scope)))
        return known[1] if known is not None else None

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.call_closure(self, args, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self._own(run)
        if own is not None and name in own.fields:
            return run.call(self.member(run, name, node), args, node)
        if name == "call":
            bound = self.bind(args.positional[0]) if args.positional else self
            return run.call(bound, _rest(args), node)
        if name == "apply":
            return run.call(self, _applied(run, args), node)
        if name == "bind":
            return self.bind(args.positional[0]) if args.positional else self
        return None

    def truth(self) -> bool | None:
        return True

    def __repr__(self) -> str:
        return f"Closure({self.name or 'anonymous'})"


def _rest(args: Args) -> Args:
    from roadworthy.interpret.context import Args as Arguments

    return Arguments(args.positional[1:], args.keywords, args.spread)


def _applied(run: Run, args: Args) -> Args:
    from roadworthy.interpret.context import Args as Arguments

    given = args.get(1)
    if isinstance(given, ListValue):
        return Arguments(list(given.items))
    return Arguments([], spread=True)


def _under_key(value: Value) -> Value:
    """What was put under a key that is worked out (`heaps[item.kind] = []`): the very list that grows later."""
    computed = isinstance(value, Derived) and value.operation == "computed key" and len(value.operands) == 2
    return value.operands[1] if computed else value  # type: ignore[attr-defined]


class ObjectValue(Value):
    """A record the app wrote: fields it names and values spread into it (`{...a, b: 1}`), in `spreads`. `maybe` are
    fields that were added in a branch deeper than `depth`, where the record was made: they are there only sometimes, under
    these conditions (none where they are not known)."""

    __slots__ = ("depth", "fields", "maybe", "node", "path", "spreads")

    def __init__(
        self,
        fields: dict[str, Value] | None = None,
        spreads: list[Value] | None = None,
        node: form.Node | None = None,
        path: str = "",
    ) -> None:
        self.fields, self.spreads, self.node, self.path = fields or {}, spreads or [], node, path
        self.depth = 0
        self.maybe: dict[str, tuple[Condition, ...]] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            value = self.fields[name]
            return value.bind(self) if isinstance(value, Closure) else value
        if self.spreads:
            return run.join([(spread.member(run, name, node), ()) for spread in self.spreads])
        return Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in self.fields or run.program.language(run.module) != "python":
            return None
        from roadworthy.interpret import dicts

        return dicts.call_dict(run, self, name, args, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        known = self.fields.get(name)
        certain = run.branching <= self.depth
        if known is None and not certain:
            self.maybe[name] = run.own_conditions()
        # `copy.canDelete = false; if (mine) copy.canDelete = true`: what is asked later says which of the two it was.
        ways = [(known, ()), (value, run.own_conditions())] if known is not None and not certain else []
        self.fields[name] = run.join(ways) if ways else value

    def element(self, run: Run) -> Value:
        return run.join([(_under_key(value), ()) for value in self.inputs()]) if self.inputs() else UNKNOWN

    def inputs(self) -> tuple[Value, ...]:
        return (*self.fields.values(), *self.spreads)

    def truth(self) -> bool | None:
        return True

    def __repr__(self) -> str:
        return f"Object({', '.join(self.fields)}{', ...' if self.spreads else ''})"


class Measured(Derived):
    """How many there are in a list; `means` is what is the case when it is more than none, as far as the list was filled by then."""

    __slots__ = ("means",)

    def __init__(self, counted: ListValue, node: form.Node) -> None:
        super().__init__(".length", (counted,), node)
        self.means = counted.means


class ListValue(Value):
    """A list the app wrote or a library filled. `rest` is an element not known one by one. `reasons` are the conditions under which
    something came into a list that was empty, None where it is not known why; `means` is then what is the case when it is not empty."""

    __slots__ = ("items", "means", "node", "reasons", "rest")

    def __init__(self, items: list[Value], rest: Value | None = None, node: form.Node | None = None) -> None:
        self.items, self.rest, self.node = items, rest, node
        self.reasons: tuple[Value, ...] | None = () if not items and rest is None else None
        self.means: Value | None = None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "length" and self.means is not None:
            return Measured(self, node)
        written = bool(self.items) and all(isinstance(item, Constant) for item in self.items)
        if name == "length" and self.rest is None and written:
            return Certain(len(self.items), node)
        return super().member(run, name, node)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, int) and 0 <= key.value < len(self.items):
            return self.items[key.value]
        return super().index(run, key, node)

    def element(self, run: Run) -> Value:
        known = [(item, ()) for item in self.inputs()]
        return run.join(known) if known else UNKNOWN

    def truth(self) -> bool | None:
        return True if self.items else None

    def inputs(self) -> tuple[Value, ...]:
        return (*self.items, self.rest) if self.rest is not None else tuple(self.items)

    def __repr__(self) -> str:
        return f"List({', '.join(map(repr, self.items))})"


# Items of a list that is gone through one by one; a longer one is data, for which one item stands for all.
_MOST_ITEMS = 32


def written_list(subject: Value | None) -> TypeGuard[ListValue]:
    """Whether a list is written out and short enough to be gone through item by item."""
    return isinstance(subject, ListValue) and subject.rest is None and 0 < len(subject.items) <= _MOST_ITEMS


class ClassValue(Value):
    """A class of the app. `attributes` are its own fields and methods, `bases` what it inherits."""

    __slots__ = ("attributes", "bases", "module", "name", "node", "scope")

    def __init__(self, node: form.Class, bases: list[Value], scope: Scope, module: str) -> None:
        self.node, self.bases, self.scope, self.module, self.name = node, bases, scope, module, node.name
        self.attributes: dict[str, Value] = {}

    def find(self, name: str) -> Value | None:
        """An attribute, also inherited from the app's own classes."""
        if name in self.attributes:
            return self.attributes[name]
        for base in self.bases:
            found = base.find(name) if isinstance(base, ClassValue) else None
            if found is not None:
                return found.of_class(base, self) if isinstance(found, Closure) else found
        return None

    def ancestors(self) -> list[Value]:
        """Every class it inherits from, nearest first; libraries' as `External`."""
        found: list[Value] = []
        for base in self.bases:
            found.append(base)
            if isinstance(base, ClassValue):
                found.extend(base.ancestors())
        return found

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        model = run.program.library.class_member(self, name)
        if model is not None:
            return model(run, self, name, node)
        found = self.find(name)
        if isinstance(found, Closure) and found.function.static:
            return found.bind(self)
        if name == "name" and run.program.language(self.module) != "python":
            # Fields are the objects'; a class of JavaScript says its own name.
            return Constant(self.name, node)
        if found is not None:
            return found
        return Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        known = self.attributes.get(name)
        # `cls.pool = None` where the app ends leaves it what it was made as where the app began.
        self.attributes[name] = run.join([(known, ()), (value, ())]) if run.branching and known else value

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        """`Page[Order]`: a class of Python's with what its type variables stand for."""
        if run.program.language(self.module) != "python" or isinstance(key, Constant):
            return super().index(run, key, node)
        return Parametrised(self, tuple(key.items) if isinstance(key, ListValue) else (key,), node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.construct(self, args, node)

    def truth(self) -> bool | None:
        return True

    def __repr__(self) -> str:
        return f"Class({self.name})"


class Parametrised(Derived):
    """A class with what its type variables stand for, in order: `Page[Order]`. It is made and asked like the class."""

    __slots__ = ("given", "kind")

    def __init__(self, kind: ClassValue, given: tuple[Value, ...], node: form.Node) -> None:
        super().__init__("[]", (kind,), node)
        self.kind, self.given = kind, given

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.kind.member(run, name, node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.kind.call(run, args, node)


class Instance(Value):
    """An object of one of the app's classes."""

    __slots__ = ("attributes", "kind", "node")

    def __init__(self, kind: ClassValue, node: form.Node | None = None) -> None:
        self.kind, self.node = kind, node
        self.attributes: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.attributes:
            return self.attributes[name]
        found = self.kind.find(name)
        if isinstance(found, Closure):
            bound = found.bind(self)
            getter = found.function.kind == "getter"
            return run.call(bound, run.no_args(), node) if getter else bound
        if found is not None:
            return found
        for base in self.kind.ancestors():
            if isinstance(base, External):
                return External(f"{base.path}()", None, node).member(run, name, node)
        return Derived(f".{name}", (self,), node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """Python's `__call__`: an object that is a decorator, a dependency or a policy."""
        own = self.kind.find("__call__")
        return (
            run.call(own.bind(self), args, node)
            if isinstance(own, Closure)
            else super().call(run, args, node)
        )

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in self.attributes or self.kind.find(name) is not None:
            return None
        from roadworthy.interpret.inheritance import inherited, linear

        return inherited(run, self, linear(self.kind), name, args, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        known = self.attributes.get(name)
        self.attributes[name] = run.join([(known, ()), (value, ())]) if run.branching and known else value

    def inputs(self) -> tuple[Value, ...]:
        return tuple(self.attributes.values())

    def truth(self) -> bool | None:
        return True

    def has(self, name: str) -> bool | None:
        # Other methods may have assigned it, and a library's class brings along what is not known.
        return True if name in self.attributes or self.kind.find(name) is not None else None

    def __repr__(self) -> str:
        return f"Instance({self.kind.name})"


class Markup(Value):
    """A JSX element that was rendered."""

    __slots__ = ("attributes", "children", "component", "node", "spreads", "tag")

    def __init__(
        self,
        tag: str,
        component: Value | None,
        attributes: dict[str, Value],
        children: list[Value],
        node: form.Element,
    ) -> None:
        self.tag, self.component, self.attributes, self.children, self.node = (
            tag,
            component,
            attributes,
            children,
            node,
        )

    def inputs(self) -> tuple[Value, ...]:
        return (*self.attributes.values(), *self.children)

    def truth(self) -> bool | None:
        return True

    def __repr__(self) -> str:
        return f"<{self.tag}>"
