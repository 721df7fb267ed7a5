"""Nest's GraphQL: each method of a resolver that answers a field of Query or Mutation is a procedure (`RPC Query.orders`)."""

from __future__ import annotations

import msgspec

from roadworthy.app import Endpoint
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.nest.injection import ExecutionContext, identity
from roadworthy.frameworks.nest.server import NestApp, Server
from roadworthy.frameworks.node_server import Route, run_route
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

_GRAPHQL = "@nestjs/graphql"
_VERBS = {"Query": "get", "Mutation": "post"}


class Resolvers(Server):
    """The resolvers of a Nest application as a source of endpoints."""

    def endpoints(self, program: Program) -> list[Endpoint]:
        made = [run_route(program, route) for route in self._routes(program)]
        return [endpoint for endpoint in made if endpoint is not None]

    def _routes(self, program: Program) -> list[Route]:
        found = []
        for kind in self.app.resolvers:
            for name, value in kind.attributes.items():
                root, said, node = self.app.fields.get(identity(value), ("", "", None))
                if root and node is not None and isinstance(value, Closure):
                    path = f"{root}.{said or name}"
                    route = self.route(program, kind, name, value, _VERBS[root], path, node)
                    found.append(msgspec.structs.replace(route, framework="graphql", status=200, kind="rpc"))
        return found


def register_resolvers(library: Library, found: Found, app: NestApp) -> None:
    """Tells what the decorators of @nestjs/graphql mean."""

    @library.on_call(f"{_GRAPHQL}.Resolver()")
    def resolver(run: Run, target: External, args: Args, node: form.Node) -> Value:
        kind = args.get(0)
        if isinstance(kind, ClassValue):
            if not app.resolvers:
                found.sources.append(Resolvers(app))
                found.stacks.update(("nest", "graphql"))
            app.resolvers.append(kind)
        return Constant(None)

    for root in _VERBS:

        def answers(run: Run, target: External, args: Args, node: form.Node, root: str = root) -> Value:
            app.fields[identity(args.get(0))] = (root, _name(target), node)
            return Constant(None)

        library.on_call(f"{_GRAPHQL}.{root}()")(answers)

    @library.on_call(f"{_GRAPHQL}.GqlExecutionContext.create")
    def context(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        return first if isinstance(first, ExecutionContext) else None


def _name(target: External) -> str:
    """`@Query("orders")`, `@Query(() => [Order], { name: "orders" })`."""
    for given in target.arguments.positional if target.arguments is not None else ():
        named = given.fields.get("name") if isinstance(given, ObjectValue) else given
        if isinstance(named, Constant) and isinstance(named.value, str):
            return named.value
    return ""
