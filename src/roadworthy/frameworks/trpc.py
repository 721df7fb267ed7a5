"""tRPC: routers and procedures (`RPC order.create`), with their input schemas and middleware."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app import Endpoint
from roadworthy.app.origin import Origin
from roadworthy.frameworks.express.exchange import Next, RequestModel
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.node_server import Route, Step, run_route
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    Library,
    Model,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex


class Builder(Model):
    """`initTRPC.create()`: it makes routers, procedures and middleware."""

    __slots__ = ("found", "routers")

    def __init__(self, found: Found, routers: list[RouterModel]) -> None:
        self.found, self.routers = found, routers

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "procedure":
            return Procedure()
        if name in ("router", "createTRPCRouter", "mergeRouters", "middleware", "createCallerFactory"):
            return Maker(self, name)
        return Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("context", "meta"):
            return self
        if name == "create":
            return self
        return self.make(name, args, run, node)

    def make(self, name: str, args: Args, run: Run, node: form.Node) -> Value | None:
        """A router, or middleware as it is."""
        if name in ("router", "createTRPCRouter", "mergeRouters"):
            router = RouterModel(
                [value for value in args.positional if isinstance(value, (ObjectValue, RouterModel))]
            )
            self.routers.append(router)
            return router
        first = args.get(0)
        if name == "createCallerFactory" and isinstance(first, RouterModel):
            from roadworthy.frameworks.trpc_callers import CallerFactory

            return CallerFactory(first)
        return Middleware((first,)) if name == "middleware" and first is not None else None


class Middleware(Model):
    """`t.middleware(isUser)`, and what is put behind it (`isUser.unstable_pipe(isAdmin)`): functions that run one after the other."""

    __slots__ = ("functions",)

    def __init__(self, functions: tuple[Value, ...]) -> None:
        self.functions = functions

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        more = args.get(0)
        return (
            Middleware((*self.functions, *_functions(more)))
            if name == "unstable_pipe" and more is not None
            else None
        )


def _functions(value: Value) -> tuple[Value, ...]:
    return value.functions if isinstance(value, Middleware) else (value,)


class Maker(Model):
    """`t.router` handed on as a value."""

    __slots__ = ("builder", "name")

    def __init__(self, builder: Builder, name: str) -> None:
        self.builder, self.name = builder, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.builder.make(self.name, args, run, node) or Unknown()


class RouterModel(Model):
    """A router: procedures and other routers by name."""

    __slots__ = ("mounted", "records")

    def __init__(self, records: list[ObjectValue | RouterModel]) -> None:
        self.records, self.mounted = records, False
        for record in records:
            for value in record.fields.values() if isinstance(record, ObjectValue) else [record]:
                if isinstance(value, RouterModel):
                    value.mounted = True

    def procedures(self, prefix: str) -> list[tuple[str, Procedure]]:
        """The procedures with their dotted names."""
        found: list[tuple[str, Procedure]] = []
        for record in self.records:
            if isinstance(record, RouterModel):
                found += record.procedures(prefix)
                continue
            for name, value in record.fields.items():
                path = f"{prefix}.{name}" if prefix else name
                if isinstance(value, RouterModel):
                    found += value.procedures(path)
                elif isinstance(value, ObjectValue):
                    found += RouterModel([value]).procedures(path)
                elif isinstance(value, Procedure) and value.resolver is not None:
                    found.append((path, value))
        return found

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (), node)


class Resolver(Struct, frozen=True):
    """What a procedure does, and whether it changes something."""

    value: Value
    mutation: bool
    module: str
    node: form.Node


class Procedure(Model):
    """A procedure under construction: its middleware, its input's schema and, at the end, what it does."""

    __slots__ = ("inputs_", "middleware", "resolver")

    def __init__(
        self,
        middleware: tuple[Value, ...] = (),
        inputs: tuple[Schema, ...] = (),
        resolver: Resolver | None = None,
    ) -> None:
        self.middleware, self.inputs_, self.resolver = middleware, inputs, resolver

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "input" and isinstance(first, Schema):
            return Procedure(self.middleware, (*self.inputs_, first))
        if name in ("use", "unstable_concat", "concat") and first is not None:
            if isinstance(first, Procedure):
                return Procedure((*self.middleware, *first.middleware), (*self.inputs_, *first.inputs_))
            return Procedure((*self.middleware, *_functions(first)), self.inputs_)
        if name in ("query", "mutation", "subscription") and first is not None:
            resolver = Resolver(first, name == "mutation", run.module, node)
            return Procedure(self.middleware, self.inputs_, resolver)
        return self


class Server(Source):
    """Every router that no other one takes in."""

    def __init__(self, routers: list[RouterModel]) -> None:
        self.routers = routers

    def endpoints(self, program: Program) -> list[Endpoint]:
        named = [pair for router in self.routers if not router.mounted for pair in router.procedures("")]
        made = [run_route(program, _route(path, procedure)) for path, procedure in dict(named).items()]
        return [endpoint for endpoint in made if endpoint is not None]


def _route(path: str, procedure: Procedure) -> Route:
    resolver = procedure.resolver
    assert resolver is not None
    state = State()

    def arguments(go_on: Next) -> list[Value]:
        forward = Forward(state, go_on)
        return [ObjectValue({"ctx": state.context, "input": state.input, "next": forward, "type": Unknown()})]

    def prepare(run: Run) -> None:
        for schema in procedure.inputs_:
            parsed = schema.call_member(run, "parse", Args([Datum("body", (), resolver.node)]), resolver.node)
            state.input = parsed or state.input

    steps = tuple(Step(value) for value in (*procedure.middleware, resolver.value))
    method = "POST" if resolver.mutation else "GET"
    return Route("trpc", method, path, steps, resolver.module, resolver.node, arguments, prepare, kind="rpc")


class State:
    """What one call carries: its input and its context, to which middleware adds."""

    def __init__(self) -> None:
        self.input: Value = Constant(None)
        self.context = CallContext()

    def take(self, args: Args) -> None:
        """What `next({ ctx: { user } })` adds to the context."""
        options = args.get(0)
        added = options.fields.get("ctx") if isinstance(options, ObjectValue) else None
        if isinstance(added, ObjectValue):
            self.context.fields.update(added.fields)


class Forward(Model):
    """`next({ ctx: { user } })`."""

    __slots__ = ("go_on", "state")

    def __init__(self, state: State, go_on: Next) -> None:
        self.state, self.go_on = state, go_on

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.state.take(args)
        return self.go_on.call(run, Args(), node)


# What `createContext` spreads out of a token that it verified (`{ ...claims, id: claims.sub }`): nothing else of a call goes by such names.
_SAYS_WHO = regex(
    r"^(id|sub|uid|name|user_?name|e_?mail|roles?|permissions|scopes|claims|viewer|identity|principal|account(_?id)?|is_?admin)$",
    re.I,
)


class CallContext(Model):
    """`ctx`: what the app's `createContext` and middleware put there. Who asks is under names that say so."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            return self.fields[name]
        if name.lower() in ("user", "userid", "session", "auth", "currentuser") or _SAYS_WHO.match(name):
            return Datum("session", (name,), node)
        if name in ("prisma", "db", "database"):
            return _client(run, name, node)
        return RequestModel() if name in ("req", "request") else Derived(f".{name}", (), node)

    def origin(self, depth: int) -> Origin:
        """The whole context."""
        return Origin("headers")


def _client(run: Run, name: str, node: form.Node) -> Value:
    """The database's client: the one that some module of the app holds under such a name."""
    for _, scope in run.program.scopes():
        for held in (name, "prisma", "db"):
            value = scope.names.get(held)
            if isinstance(value, Model) and type(value).__name__ in ("Client", "Database", "Knex"):
                return value
    return Derived(f".{name}", (), node)


def register(library: Library, found: Found) -> None:
    """Tells what makes tRPC's routers."""
    routers: list[RouterModel] = []
    found.sources.append(Server(routers))
    builder = Builder(found, routers)

    @library.on_call("@trpc/server.initTRPC.create", "@trpc/server.initTRPC.context().create",
                     "@trpc/server.initTRPC.context().meta().create", "@trpc/server.initTRPC.meta().context().create",
                     "@trpc/server.initTRPC.meta().create")  # fmt: skip
    def create(run: Run, target: External, args: Args, node: form.Node) -> Value:
        found.stacks.add("trpc")
        return builder

    @library.on_call("@trpc/server.initTRPC.context")
    def context(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return builder if any(isinstance(value, Closure) for value in args.positional) else None
