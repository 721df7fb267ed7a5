"""tRPC's procedures called on the server: `createCallerFactory(router)(context)`, the helpers of server components."""

from __future__ import annotations

from roadworthy.frameworks.trpc import Procedure, RouterModel, State
from roadworthy.interpret import Args, Derived, Library, Model, ObjectValue, Run, Unknown, Value
from roadworthy.interpret.values import External
from roadworthy.languages import form

_ASKS = {"prefetch", "prefetchInfinite", "fetch", "query", "mutate"}


class CallerFactory(Model):
    """`createCallerFactory(appRouter)`: called with a context, it makes a caller."""

    __slots__ = ("router",)

    def __init__(self, router: RouterModel) -> None:
        self.router = router

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return Caller(self.router)


class Caller(Model):
    """`caller.chat.list(input)` runs the procedure as a request would, in whoever's name the caller was made."""

    __slots__ = ("router",)

    def __init__(self, router: RouterModel) -> None:
        self.router = router

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        found = self._named(name)
        if isinstance(found, RouterModel):
            return Caller(found)
        return ProcedureCall(found) if isinstance(found, Procedure) else Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        found = self._named(name)
        return ask(run, found, args, node) if isinstance(found, Procedure) else None

    def _named(self, name: str) -> Value | None:
        for record in self.router.records:
            if isinstance(record, RouterModel):
                inner = Caller(record)._named(name)
                if inner is not None:
                    return inner
            elif name in record.fields:
                value = record.fields[name]
                return RouterModel([value]) if isinstance(value, ObjectValue) else value
        return None


class ProcedureCall(Model):
    """A procedure handed on as a value: `trpc.post.latest.prefetch()`."""

    __slots__ = ("procedure",)

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return ask(run, self.procedure, args, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return ask(run, self.procedure, args, node) if name in _ASKS else None


def ask(run: Run, procedure: Procedure, args: Args, node: form.Node) -> Value:
    """Runs a procedure: its input through its schemas, then its middleware, then what it does."""
    if procedure.resolver is None:
        return Unknown()
    state, given = State(), args.get(0)
    state.input = given or state.input
    for schema in procedure.inputs_:
        state.input = schema.call_member(run, "parse", Args([given or Unknown()]), node) or state.input
    return Onward(state, (*procedure.middleware, procedure.resolver.value), 0).call(run, Args(), node)


class Onward(Model):
    """`next({ ctx })`: the next of the steps."""

    __slots__ = ("number", "state", "steps")

    def __init__(self, state: State, steps: tuple[Value, ...], number: int) -> None:
        self.state, self.steps, self.number = state, steps, number

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.state.take(args)
        if self.number >= len(self.steps):
            return Unknown()
        onward = Onward(self.state, self.steps, self.number + 1)
        given = ObjectValue({"ctx": self.state.context, "input": self.state.input, "next": onward})
        return run.call(self.steps[self.number], Args([given]), node)


def register(library: Library, found: object) -> None:
    """Tells what hands a caller to server components."""

    @library.on_call("@trpc/react-query/rsc.createHydrationHelpers")
    def helpers(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        caller = args.get(0)
        return (
            ObjectValue({"trpc": caller, "HydrateClient": Unknown()}) if isinstance(caller, Caller) else None
        )
