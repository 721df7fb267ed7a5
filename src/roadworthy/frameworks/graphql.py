"""GraphQL servers: each field of Query and Mutation that has a resolver is a procedure (`RPC Query.orders`)."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint
from roadworthy.app.origin import Origin
from roadworthy.frameworks.express.exchange import Next, RequestModel
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.node_server import Route, Step, run_route
from roadworthy.interpret import (
    Args,
    Closure,
    Datum,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_SERVERS = ("@apollo/server.ApolloServer", "apollo-server.ApolloServer", "apollo-server-express.ApolloServer",
            "graphql-yoga.createSchema", "@graphql-tools/schema.makeExecutableSchema", "graphql-tools.makeExecutableSchema",
            "apollo-server-micro.ApolloServer", "graphql-yoga.GraphQLServer")  # fmt: skip


class Resolver(Struct, frozen=True):
    """A resolver of a root field."""

    root: str
    field: str
    value: Value
    module: str
    node: form.Node


class Resolvers(Source):
    """The resolvers of one server."""

    def __init__(self, found: list[Resolver]) -> None:
        self.found = found

    def endpoints(self, program: Program) -> list[Endpoint]:
        made = [run_route(program, _route(one)) for one in self.found]
        return [endpoint for endpoint in made if endpoint is not None]


def _route(one: Resolver) -> Route:
    method = "GET" if one.root == "Query" else "POST"
    context = GraphContext()

    def arguments(go_on: Next) -> list[Value]:
        return [Unknown(), Datum("body", (), one.node), context, Unknown()]

    path = f"{one.root}.{one.field}"
    return Route("graphql", method, path, (Step(one.value),), one.module, one.node, arguments, kind="rpc")


class GraphContext(Model):
    """The context of a request, as the app's own function makes it: who asks, if somebody signed in."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name.lower() in ("user", "userid", "currentuser", "session", "auth", "me", "viewer"):
            return Datum("session", (name,), node)
        if name in ("req", "request"):
            return RequestModel()
        return Derived(f".{name}", (), node)

    def truth(self) -> bool | None:
        return True

    def origin(self, depth: int) -> Origin:
        """The whole context."""
        return Origin("headers")


def register(library: Library, found: Found) -> None:
    """Tells what makes a GraphQL server."""

    @library.on_call(*_SERVERS)
    def server(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        options = args.get(0)
        given = options.fields.get("resolvers") if isinstance(options, ObjectValue) else None
        resolvers = [one for record in _records(given) for one in _of(run, record, node)]
        if resolvers:
            found.sources.append(Resolvers(resolvers))
            found.stacks.add("graphql")
        return None


def _records(value: Value | None) -> list[ObjectValue]:
    if isinstance(value, ListValue):
        return [record for item in value.items for record in _records(item)]
    return [value] if isinstance(value, ObjectValue) else []


def _of(run: Run, record: ObjectValue, node: form.Node) -> list[Resolver]:
    found = []
    for root in ("Query", "Mutation"):
        fields = record.member(run, root, node) if root in record.fields or record.spreads else None
        for name, value in fields.fields.items() if isinstance(fields, ObjectValue) else ():
            if isinstance(value, Closure):
                found.append(Resolver(root, name, value, value.module, value.function))
    return found
