"""One run of the interpreter: its place in the code, what it has seen, and how calls are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from roadworthy.interpret import construction, expressions, functions, methods, statements
from roadworthy.interpret.containers import ClassValue, Closure, Instance, ObjectValue
from roadworthy.interpret.context import Args, CallSite, Condition, Context
from roadworthy.interpret.frames import Elsewhere, Frame, OutOfBudget, Watch
from roadworthy.interpret.joining import flat_choice
from roadworthy.interpret.listening import heard
from roadworthy.interpret.noted import put
from roadworthy.interpret.parameters import bind_parameters
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.trace import Called, ReadInput, Trace
from roadworthy.interpret.values import Certain, Choice, Constant, Datum, Derived, External, Model, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.program import Program

# Deep enough for real call chains (the deepest seen in prototypes is 11), low enough to stop mutual recursion.
MAX_DEPTH = 32
# Expressions evaluated in one run before it is given up and listed as not understood.
MAX_STEPS = 400_000
# Expressions spent inside one function, over all its calls in a run, before further calls are no longer followed:
# a toast or a logger reached from everywhere must not cost more than the handler that uses it.
MAX_STEPS_OF_FUNCTION = 6_000


# More ways through a guard, and more reasons in them, say nothing that anybody asks for.
_MOST_WAYS = 4
_MOST_REASONS = 12


_PROMISED = {"then", "catch", "finally"}
# What people set off one by one is no work of the loop in which it was set up.
_ONCE_EACH: dict[str, Any] = {"loops": 0, "turns": ()}


class Run:
    """The state of one run. Frameworks' models receive it and emit events into its trace. `place` is the assignment
    that is being made, for models that remember what was assigned to their fields and where; `at_end` is what models
    still have to do once the run is over (an ORM writes what it was left with); `kept` is what frameworks remember for
    the length of one run (the request under way); `watched` are functions, by identity, that they want to hear of; `loading` when
    a module is evaluated, with what the app does as it starts."""

    def __init__(self, program: Program, module: str = "", side: str = "server") -> None:
        self.program = program
        self.module = module
        self.side = side
        self.trace = Trace()
        self.context = Context()
        self.branching = 0
        self.frames: list[Frame] = []
        self.steps = 0
        self.place: form.Node | None = None
        self.at_end: list[Callable[[], None]] = []
        self.kept: dict[str, Any] = {}
        self.choice: Choice | None = None
        self.loading = False
        self.watched: dict[int, Watch] = {}
        self._active: list[form.Function] = []
        # How often each is under way, by identity: to compare functions themselves compares all that is written in them.
        self._under_way: dict[int, int] = {}
        self._spent: dict[int, int] = {}

    # --- what happens -------------------------------------------------------------------------------

    def emit(self, event: object) -> None:
        """Adds an event to the trace."""
        self.trace.events.append(event)

    def emit_read(self, datum: Datum, node: form.Node) -> None:
        """Notes that a part of a datum was read."""
        self.trace.reads.append(ReadInput(datum, self.module, node))

    def no_args(self) -> Args:
        """An empty argument list."""
        return Args()

    @property
    def functions(self) -> tuple[form.Function, ...]:
        """The functions under way, outermost first."""
        return tuple(self._active)

    # --- evaluation ---------------------------------------------------------------------------------

    def evaluate(self, node: form.Expr, scope: Scope) -> Value:
        """The value of an expression."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise OutOfBudget
        return expressions.EVALUATE[type(node)](self, node, scope)

    def execute(self, body: Iterable[form.Statement], scope: Scope) -> str:
        """Runs statements; '' when they fall through, else 'return', 'raise' or 'jump'."""
        return statements.execute(self, body, scope)

    def lookup(self, name: str, scope: Scope, node: form.Node) -> Value:
        """The value of a name: bound in the app, or the platform's."""
        found = scope.find(name)
        if found is None:
            return self.program.starred(self.module, name) or External(_platform_name(name), None, node)
        if isinstance(found, Reference):
            return found.resolve(self)
        return either_import(found, lambda one: one.resolve(self)) if isinstance(found, Choice) else found

    # --- joining ------------------------------------------------------------------------------------

    def join(self, alternatives: Sequence[tuple[Value, tuple[Condition, ...]]]) -> Value:
        """One value standing for several possible ones."""
        return flat_choice(alternatives)

    def own_conditions(self) -> tuple[Condition, ...]:
        """The conditions that this function added to those it was called under."""
        base = self.frames[-1].base if self.frames else 0
        return self.context.conditions[base:]

    # --- surroundings -------------------------------------------------------------------------------

    def within(self, **changes: object) -> Elsewhere:
        """Runs what follows in a changed context; conditions learned inside are dropped after it."""
        return Elsewhere(self, self.context.changed(**changes), 0)

    @contextmanager
    def choosing_from(self, choice: Choice) -> Iterator[None]:
        """Asks each alternative of a choice for the same: one question that is put in several ways."""
        saved, self.choice = self.choice, choice
        try:
            yield
        finally:
            self.choice = saved

    def holding(self, conditions: tuple[Condition, ...]) -> AbstractContextManager[None]:
        """Runs what follows where these conditions hold as well."""
        known = set(map(id, self.context.conditions)) if conditions else set()
        more = tuple(condition for condition in conditions if id(condition) not in known)
        if not more:
            return nullcontext()
        return Elsewhere(self, self.context.with_conditions((*self.context.conditions, *more)), 0)

    def branch(self, condition: Condition | None = None) -> Elsewhere:
        """Runs what follows as one of several ways, under a condition."""
        return Elsewhere(self, self.context if condition is None else self.context.under(condition), 1)

    def learn(self, condition: Condition, *, lasting: bool = False) -> None:
        """From here on the condition holds; with `lasting` also after this function."""
        self.context = self.context.under(condition)
        if lasting:
            if self.frames:
                self.frames[-1].refuses = True
            self._pass_on([condition])

    def condition(self, value: Value, truth: bool, node: form.Node) -> Condition:
        """A condition tested at a node of the current module."""
        self.trace.tested.append(value)
        return Condition(value, truth, self.module, node.span)

    # --- calls --------------------------------------------------------------------------------------

    def call(self, callee: Value, args: Args, node: form.Node) -> Value:
        """Calls a value."""
        return callee.call(self, args, node)

    def call_member(self, target: Value, name: str, args: Args, node: form.Node) -> Value:
        """Calls a method: the value's own, else a built-in one, else whatever the member is."""
        if name == "addEventListener" and args.positional and isinstance(args.positional[0], Constant):
            with self.within(trigger=f"on{args.positional[0].value}", **_ONCE_EACH), self.branch():
                self.call_back(args.positional[1:], node, Derived("event", (), node))
            return Constant(None)
        event = heard(target, name, args)
        if event:
            with self.within(trigger=f"on{event}", **_ONCE_EACH), self.branch():
                self.call_back(args.positional[-1:], node, Derived("event", (), node))
            return target
        put(self, target, name, args, node)
        own = target.call_member(self, name, args, node)
        if own is not None:
            return own
        # What an async function gives is here what it resolves to: a record too can be waited for.
        promised = isinstance(target, ObjectValue) and name in _PROMISED and name not in target.fields
        if promised or not isinstance(target, (External, Instance, ObjectValue, ClassValue, Model)):
            built_in = methods.call_method(self, target, name, args, node)
            if built_in is not None:
                return built_in
        return self.call(target.member(self, name, node), args, node)

    def call_closure(
        self,
        closure: Closure,
        args: Args,
        node: form.Node,
        on_return: Callable[[Value, form.Node], None] | None = None,
    ) -> Value:
        """Runs a function of the app with these arguments, following it as deep as is sensible.

        `on_return` hears of every value that it returns, where and under what conditions it does so."""
        function = closure.function
        watch = self.watched.get(id(function))
        if watch is not None and on_return is None:
            on_return = watch.returned
        spent = self._spent.get(id(function), 0)
        under_way = self._under_way.get(id(function), 0)
        if len(self.frames) >= MAX_DEPTH or spent > MAX_STEPS_OF_FUNCTION or under_way > 1:
            if under_way < 2:
                self.program.give_up(
                    closure.module, function, closure.name, deep=spent <= MAX_STEPS_OF_FUNCTION
                )
            return Derived("recursion", tuple(args.all()), node)
        scope = Scope(closure.scope)
        language = self.program.language(closure.module)
        saved_module, saved_context = self.module, self.context
        site = CallSite(self.module, node.span, closure.name, function.is_async)
        self.context = saved_context.inside(site)
        frame = Frame(scope, len(self.context.conditions), self.branching, language, on_return=on_return)
        frame.promises = function.is_async and language != "python"
        self.frames.append(frame)
        self._active.append(function)
        self._under_way[id(function)] = under_way + 1
        self.module, begun = closure.module, self.steps
        ways: list[tuple[Condition, ...]] = []
        self.program.entered.add(id(function))
        try:
            bind_parameters(self, closure, args, scope)
            self._pass_decorators(function)
            if watch is not None:
                watch.entered()
            left = self.execute(function.body, scope)
            if not left and frame.refuses and frame.returns:
                ways = [*(conditions for _, conditions in frame.returns), self.own_conditions()]
            elif frame.refuses or left == "raise":
                ways = [conditions for _, conditions in frame.returns]
            if not left and frame.returns:
                # Whoever gets to its end is given nothing: a validator that returns what is wrong, or nothing.
                frame.returns.append((Constant(None), self.own_conditions()))
            if on_return is not None and not left:
                on_return(Constant(None), function)
        finally:
            self._active.pop()
            self._under_way[id(function)] = under_way
            self._spent[id(function)] = spent + self.steps - begun
            self.frames.pop()
            self.module = saved_module
            self.context = _with_lasting(saved_context, frame.lasting)
            self._pass_on(frame.lasting)
        self._learn_ways(ways, node)
        if not frame.returns and left == "raise":
            return Never()
        result = self.join(frame.returns) if frame.returns else Constant(None)
        if frame.decided and isinstance(result, Constant) and isinstance(result.value, bool):
            return Certain(result.value, result.node)
        return result

    def _learn_ways(self, ways: list[tuple[Condition, ...]], node: form.Node) -> None:
        """After a function that refuses some: one of the ways through it was taken, with what it made sure of
        (`if (isAdmin) return; if (row.owner !== me) throw ...`). Where there is but one way through, all of it holds
        (`if (isAdmin) return; throw ...`)."""
        if len(ways) == 1:
            for condition in ways[0]:
                if condition not in self.context.conditions:
                    self.learn(condition, lasting=True)
        if 1 < len(ways) <= _MOST_WAYS and all(ways) and sum(map(len, ways)) <= _MOST_REASONS:
            either = Choice(tuple((Constant(True), way) for way in ways))
            self.learn(self.condition(either, True, node), lasting=True)

    def _pass_on(self, lasting: list[Condition]) -> None:
        """What holds after the current function as well, unless it may have returned before."""
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.branch == self.branching and not frame.returns:
            frame.lasting.extend(lasting)

    def call_external(self, target: External, args: Args, node: form.Node) -> Value:
        """Calls a library: by its model, else as something unknown that may call what it was given."""
        model, begun = self.program.library.call(target.path), len(self.trace.events)
        result = model(self, target, args, node) if model is not None else None
        asked = self.trace.events[-1] if len(self.trace.events) > begun else target.asked
        if result is None:
            result = functions.call_function(self, target, args, node)
        if result is None:
            self._hand_over(target, args, node)
            self.not_followed(target, args, node)
            made = target.made or (self.module, node)
            result = External(f"{target.path}()", _remember(target, args), node, made, asked)
        self.emit(Called(target.path, args, result, self.module, node, self.context))
        return result

    def _pass_decorators(self, function: form.Function) -> None:
        """Tells those who listen of the decorators that stand around a function and that nothing was read of."""
        for decorator, node in self.program.unread_decorators.get(id(function), ()):
            for hook in self.program.on_unread_decorator:
                hook(self, decorator, node)

    def not_followed(self, callee: Value, args: Args, node: form.Node) -> None:
        """Tells those who listen that a call leads to where nothing was read."""
        for hook in self.program.on_unfollowed:
            hook(self, callee, args, node)

    def _hand_over(self, target: External, args: Args, node: form.Node) -> None:
        """Calls what a library was handed: at once, or when somebody acts where a framework says so of it."""
        later = self.context.trigger == "render" and any(
            told(target.path) for told in self.program.acts_later
        )
        with self.within(trigger="action") if later else nullcontext():
            self.call_back(args.all(), node)

    def call_back(self, values: Iterable[Value], node: form.Node, *given: Value) -> None:
        """Calls every function among the values, as a library that was handed them would."""
        for value in values:
            if isinstance(value, Closure):
                with self.branch():
                    self.call(value, Args(list(given), spread=True), node)
            elif isinstance(value, ObjectValue):
                self.call_back([v for v in value.fields.values() if isinstance(v, Closure)], node)

    def made_by(self, constructor: Closure, args: Args, node: form.Node) -> Value:
        """`new User(db)` of a function that is used as a constructor: the object that it sees as `this`."""
        return construction.made_by(self, constructor, args, node)

    def construct(self, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """An instance of one of the app's classes, its constructor run."""
        return construction.construct(self, kind, args, node)


class Never(Value):
    """What a function that always raises gives: nothing after its call is reached."""

    __slots__ = ()
    ends = "raise"


class Reference(Value):
    """A name imported from another module, looked up when it is used: import cycles are ordinary."""

    __slots__ = ("name", "path")

    def __init__(self, path: str, name: str) -> None:
        self.path, self.name = path, name

    def resolve(self, run: Run) -> Value:
        """What the name means in the module it comes from."""
        return run.program.export(self.path, self.name)


def either_import(found: Choice, resolve: Callable[[Reference], Value | None]) -> Value:
    """A name that is imported on one way and bound on another (`if __name__ == "__main__": from app.admin import *`)."""
    if not any(isinstance(value, Reference) for value in found.values()):
        return found
    ways = [(resolve(v) if isinstance(v, Reference) else v, c) for v, c in found.alternatives]
    return flat_choice([(value, conditions) for value, conditions in ways if value is not None])


def _with_lasting(context: Context, lasting: list[Condition]) -> Context:
    return context.with_conditions((*context.conditions, *lasting)) if lasting else context


def _remember(target: External, args: Args) -> Args:
    """What flowed into a library's result: the arguments of this call and those of the calls before it."""
    earlier = target.arguments.positional if target.arguments else []
    return Args(
        [*earlier, *args.positional],
        {**(target.arguments.keywords if target.arguments else {}), **args.keywords},
    )


def _platform_name(name: str) -> str:
    return "" if name in ("window", "globalThis", "global", "self") else name
