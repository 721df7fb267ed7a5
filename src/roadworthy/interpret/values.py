"""The values the interpreter computes with.

A value says where data comes from rather than what it is: a constant, something an outsider supplied
(`Datum`), a library's object (`External`), one of several (`Choice`), or computed from others (`Derived`).
Frameworks add their own by subclassing `Model`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.context import Args, Condition
    from roadworthy.interpret.run import Run


class Value:
    """What every value can be asked. The answers here are those of a value nothing is known about."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        """`value.name`."""
        return Derived(f".{name}", (self,), node)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        """`value[key]`."""
        if isinstance(key, Constant) and isinstance(key.value, str):
            return self.member(run, key.value, node)
        return self.element(run)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """`value(args)`. Callbacks given to something unknown are assumed to be called."""
        run.call_back(args.all(), node)
        run.not_followed(self, args, node)
        return Derived("()", (self, *args.all()), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`value.name(args)`, or None to look the member up and call it."""
        return None

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """`value.name = ...`; most values do not remember."""

    def is_unasked(self) -> bool:
        """Whether it stands for rows that nothing has asked a database for yet."""
        return False

    def is_sent_record(self) -> bool:
        """Whether it is all of what a request sent as its body, whose fields a handler may set anew."""
        return False

    def element(self, run: Run) -> Value:
        """One element of the value as a collection."""
        return Derived("[]", (self,))

    def inputs(self) -> tuple[Value, ...]:
        """The values this one was computed from."""
        return ()

    def known_by(self) -> object:
        """What makes two values the same one where several ways come together."""
        return id(self)

    def meets(self, other: Value) -> Value | None:
        """A value that can stand for both, where there are too many to tell apart; None where there is none."""
        return None

    def truth(self) -> bool | None:
        """Whether it is true, when that is certain."""
        return None

    def decided(self) -> bool | None:
        """Whether it is true where the run goes one way only: it was decided by the run itself, and not by what is asked."""
        return None

    def has(self, name: str) -> bool | None:
        """Whether it has an attribute, when that is certain."""
        return None


class Unknown(Value):
    """Nothing is known, not even where it comes from."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self

    def element(self, run: Run) -> Value:
        return self


UNKNOWN = Unknown()


class Constant(Value):
    """A literal."""

    __slots__ = ("node", "value")

    def __init__(self, value: str | int | float | bool | None, node: form.Node | None = None) -> None:
        self.value, self.node = value, node

    def truth(self) -> bool | None:
        return bool(self.value)

    def __repr__(self) -> str:
        return f"Constant({self.value!r})"


class Certain(Constant):
    """A truth that the run itself decides (`request.method == "POST"` of a run of the POST): only one way is taken."""

    __slots__ = ()

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`not` turns it round."""
        return Certain(not self.value, node) if operator == "not" else None

    def decided(self) -> bool | None:
        return bool(self.value)


class Passed(Constant):
    """A literal that the app's own code hands to a function (`save(request, method="POST")`): in this run the parameter is that and
    nothing else, unlike a constant that somebody may set otherwise."""

    __slots__ = ()

    def decided(self) -> bool | None:
        return self.value if isinstance(self.value, bool) else None


class Datum(Value):
    """Data that enters from outside: `kind` says through what (body, params, query, session, environment,
    ...), `path` which part. `label` names the thing it is part of, for people."""

    __slots__ = ("kind", "node", "path")

    def __init__(self, kind: str, path: tuple[str, ...] = (), node: form.Node | None = None) -> None:
        self.kind, self.path, self.node = kind, path, node

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if len(self.path) > 8:
            return self
        datum = Datum(self.kind, (*self.path, name), node)
        run.emit_read(datum, node)
        return datum

    def is_sent_record(self) -> bool:
        return self.kind == "body" and not self.path

    def element(self, run: Run) -> Value:
        return (
            self if self.path and self.path[-1] == "[]" else Datum(self.kind, (*self.path, "[]"), self.node)
        )

    def __repr__(self) -> str:
        return f"Datum({'.'.join((self.kind, *self.path))})"


class Derived(Value):
    """Computed from other values. `operation` is an operator, '.name', '()', '[]', or a function's name."""

    __slots__ = ("node", "operands", "operation")

    def __init__(self, operation: str, operands: tuple[Value, ...], node: form.Node | None = None) -> None:
        self.operation, self.operands, self.node = operation, operands, node

    def inputs(self) -> tuple[Value, ...]:
        return self.operands

    def truth(self) -> bool | None:
        # A text of which a part is written out is not empty, whatever the rest is.
        written = self.operation == "template" and any(
            isinstance(part, Constant) and part.value not in (None, "") for part in self.operands
        )
        return True if written else None

    def __repr__(self) -> str:
        return f"Derived({self.operation}, {', '.join(map(repr, self.operands))})"


class Choice(Value):
    """One of several values, each with the conditions under which it is the one."""

    __slots__ = ("alternatives",)

    def __init__(self, alternatives: tuple[tuple[Value, tuple[Condition, ...]], ...]) -> None:
        self.alternatives = alternatives

    def values(self) -> list[Value]:
        return [value for value, _ in self.alternatives]

    def decided(self) -> bool | None:
        """The run decided it where it comes to the same whichever it is (a form made on two ways, which no GET sends)."""
        ways = {value.decided() for value, _ in self.alternatives}
        return ways.pop() if len(ways) == 1 else None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return run.join([(v.member(run, name, node), c) for v, c in self.alternatives if not is_nothing(v)])

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return run.join([(v.index(run, key, node), c) for v, c in self.alternatives if not is_nothing(v)])

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._each(run, lambda value: run.call(value, args, node))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self._each(run, lambda value: run.call_member(value, name, args, node))

    def _each(self, run: Run, do: Callable[[Value], Value]) -> Value:
        """Does something with every alternative, under the conditions that make it the one."""
        done = []
        for value, conditions in self.alternatives:
            if not is_nothing(value):
                with run.holding(conditions):
                    done.append((do(value), conditions))
        return run.join(done)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        for alternative in self.values():
            alternative.set_member(run, name, value)

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`value[key] = ...` and `setattr(value, key, ...)` for a key that is not known."""
        for alternative in self.values():
            computed = getattr(alternative, "set_computed", None)
            if computed is not None:
                computed(run, key, value, node)

    def element(self, run: Run) -> Value:
        with run.choosing_from(self):
            return self._each(run, lambda value: value.element(run))

    def inputs(self) -> tuple[Value, ...]:
        return tuple(self.values())

    def truth(self) -> bool | None:
        truths = {value.truth() for value in self.values()}
        return truths.pop() if len(truths) == 1 else None

    def has(self, name: str) -> bool | None:
        known = {value.has(name) for value in self.values()}
        return known.pop() if len(known) == 1 else None

    def __repr__(self) -> str:
        return f"Choice({', '.join(map(repr, self.values()))})"


class LookedUp(Choice):
    """One of the values that a written-out record has, by a `key` that is not known: `LEVELS[user.role]`."""

    __slots__ = ("key",)

    def __init__(self, alternatives: tuple[tuple[Value, tuple[Condition, ...]], ...], key: Value) -> None:
        super().__init__(alternatives)
        self.key = key

    def _each(self, run: Run, do: Callable[[Value], Value]) -> Value:
        made = super()._each(run, do)
        return LookedUp(made.alternatives, self.key) if isinstance(made, Choice) else made


class External(Value):
    """A library's or the platform's own object, named by its path: `express.Router`, `fetch`,
    `stripe().paymentIntents`. `()` stands for a call; `arguments` are those of the calls that made it, `made`
    the module and place of the first of them; `asked` the event of the call whose answer it is a part of."""

    __slots__ = ("arguments", "asked", "made", "node", "path")

    def __init__(
        self,
        path: str,
        arguments: Args | None = None,
        node: form.Node | None = None,
        made: tuple[str, form.Node] | None = None,
        asked: object = None,
    ) -> None:
        self.path, self.arguments, self.node, self.made = path, arguments, node, made
        self.asked = asked

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        model = run.program.library.member(self.path, name)
        if model is not None:
            return model(run, self, name, node)
        if not self.path and name in run.program.globals:
            return run.program.globals[name]
        path = f"{self.path}.{name}" if self.path else name
        known = run.program.library.value(path)
        if known is not None:
            return known
        return External(path, self.arguments, node, self.made, self.asked)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """`globalThis.name = value` is remembered; other libraries' objects are not ours to change."""
        if not self.path:
            run.program.globals[name] = value

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        """`Annotated[int, Path(ge=1)]` keeps what stands between the brackets."""
        model = run.program.library.indexed(self.path)
        known = model(run, self, key, node) if model is not None else None
        if known is not None:
            return known
        named = isinstance(key, Constant) and isinstance(key.value, str)
        if named or self.arguments is not None or run.program.language(run.module) != "python":
            return super().index(run, key, node)
        return External(f"{self.path}[]", _one(key), node, self.made)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.call_external(self, args, node)

    def inputs(self) -> tuple[Value, ...]:
        return tuple(self.arguments.all()) if self.arguments else ()

    def element(self, run: Run) -> Value:
        return External(f"{self.path}[]", self.arguments, self.node, None, self.asked)

    def __repr__(self) -> str:
        return f"External({self.path})"


def _one(value: Value) -> Args:
    from roadworthy.interpret.context import Args as Arguments

    return Arguments([value])


class Model(Value):
    """Base of what frameworks put in: a router, a query under construction, a table."""

    __slots__ = ()

    def truth(self) -> bool | None:
        return True


def is_true(value: Value | None) -> bool:
    """Whether it is written `true`."""
    return isinstance(value, Constant) and value.value is True


def is_false(value: Value | None) -> bool:
    """Whether it is written `false`."""
    return isinstance(value, Constant) and value.value is False


def is_nothing(value: Value) -> bool:
    """Whether the value is null, undefined or None for certain."""
    return isinstance(value, Constant) and value.value is None
