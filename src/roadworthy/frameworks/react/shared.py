"""What components share: contexts, and stores that stand beside the components (zustand)."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.react.state import State, StateSet
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    Markup,
    Model,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form

# What wraps a zustand store's function and leaves its meaning alone.
_WRAPPERS = (
    "zustand/middleware.persist",
    "zustand/middleware.devtools",
    "zustand/middleware.subscribeWithSelector",
    "zustand/middleware/immer.immer",
    "zustand/react/shallow.useShallow",
    "zustand/shallow.useShallow",
)


# --- contexts ----------------------------------------------------------------------------------------


class Context(Model):
    """`createContext(default)`: what is `given` to those below is what its provider was last rendered with."""

    __slots__ = ("default", "given")

    def __init__(self, default: Value) -> None:
        self.default, self.given = default, default

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Provider(self) if name == "Provider" else Derived(f".{name}", (self,), node)


class Provider(Model):
    """`CartContext.Provider`."""

    __slots__ = ("context",)

    def __init__(self, context: Context) -> None:
        self.context = context


def create_context(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`createContext(default)`."""
    return Context(args.get(0) or Constant(None))


def use_context(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`useContext(CartContext)`, `use(CartContext)`: what is given, where the app says so."""
    context = args.get(0)
    if not isinstance(context, Context):
        return None
    known = isinstance(context.given, (ObjectValue, Closure, State))
    return context.given if known else Derived("context", (context,), node)


def on_render(run: Run, markup: Markup) -> None:
    """Keeps what a provider gives to those below it."""
    shared = markup.component
    context = shared.context if isinstance(shared, Provider) else shared
    given = markup.attributes.get("value")
    if isinstance(context, Context) and given is not None:
        context.given = given


_PROVIDERS = (".Provider", "Context")


def learn(program: Program, components: list[tuple[str, str, Value]]) -> None:
    """Renders the components that provide something before all others, so that those that use it find it. Twice where there
    are several, for one may use what another gives."""
    providers = [(path, value) for path, _, value in components if _provides(program, value)]
    for _ in range(min(2, len(providers))):
        for path, value in providers:
            run = Run(program, path, side="client")
            try:
                with run.within(trigger="render"):
                    run.call(value, Args([ObjectValue(), Unknown()], spread=True), value.function)  # type: ignore[attr-defined]
            except OutOfBudget:
                continue


def _provides(program: Program, value: Value) -> bool:
    if not isinstance(value, Closure):
        return False
    text = program.text(value.module)
    return any(ending in text for ending in _PROVIDERS) and any(
        isinstance(node, form.Element) and node.tag.endswith(_PROVIDERS)
        for node in form.walk(value.function.body)
    )


# --- stores ------------------------------------------------------------------------------------------


class Store(Model):
    """`create((set, get) => ({...}))`: the hook. Its values are whatever was put there first, or since."""

    __slots__ = ("maker", "node", "shape")

    def __init__(self, maker: Value | None, node: form.Node) -> None:
        self.maker, self.node = maker, node
        self.shape: ObjectValue | None = None

    def values(self, run: Run) -> ObjectValue:
        """The store's functions as they are, and its values as state."""
        if self.shape is None:
            self.shape = ObjectValue(node=self.node)
            tools = Args([StoreTool(self, "set"), StoreTool(self, "get"), self])
            made = run.call(self.maker, tools, self.node) if self.maker is not None else Unknown()
            self.shape.fields.update(_held(made, self.node))
        return self.shape

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        values, picks = self.values(run), args.get(0)
        return run.call(picks, Args([values]), node) if isinstance(picks, Closure) else values

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "getState":
            return StoreTool(self, "get")
        if name == "setState":
            return StoreTool(self, "set")
        return Derived(f".{name}", (self,), node)


class StoreTool(Model):
    """`set` and `get` of a store."""

    __slots__ = ("name", "store")

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        values = self.store.values(run)
        if self.name == "get":
            return values
        change = args.get(0) or Unknown()
        if isinstance(change, Closure):
            with run.branch():
                change = run.call(change, Args([values]), node)
        for name, value in change.fields.items() if isinstance(change, ObjectValue) else ():
            state = values.fields.get(name)
            if isinstance(state, State):
                run.emit(StateSet(state, value, run.context.trigger))
        return Constant(None)


def create_store(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`create(maker)`, and `create<T>()(maker)` of TypeScript."""
    return Store(args.get(0), node) if args.positional else External(CURRIED, None, node)


CURRIED = "zustand store"


def _held(made: Value, node: form.Node) -> Iterator[tuple[str, Value]]:
    if not isinstance(made, ObjectValue):
        return
    for spread in made.spreads:
        yield from _held(spread, node)
    for name, value in made.fields.items():
        yield name, value if isinstance(value, (Closure, ClassValue)) else State(value, made.node or node)


def register(library: Library) -> None:
    """Tells what contexts and stores mean."""
    for package in ("react", "react.React"):
        library.on_call(f"{package}.createContext")(create_context)
        library.on_call(f"{package}.useContext", f"{package}.use")(use_context)
    for package in ("zustand", "zustand/traditional"):
        # Before version 5 a store is what the package itself makes: `import create from "zustand"`.
        makers = (package, f"{package}.create", f"{package}.createWithEqualityFn", f"{package}.default")
        library.on_call(*makers)(create_store)
    library.on_call(CURRIED)(create_store)
    library.on_call(*_WRAPPERS)(lambda run, target, args, node: args.get(0) or Unknown())
