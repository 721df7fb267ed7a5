"""tRPC before version 10: routers that are chained, `router().middleware(...).query("order.id", { input, resolve })`."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.trpc import Procedure, Resolver, RouterModel, Server
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, Constant, Derived, External, Library, ObjectValue, Run, Value
from roadworthy.languages import form

_PROCEDURES = ("query", "mutation", "subscription")
_SAME = ("transformer", "formatError", "interop", "flat")

Named = tuple[tuple[str, Procedure], ...]


class ChainedRouter(RouterModel):
    """A router as far as it was written: each call makes another, and middleware counts for what comes after it."""

    __slots__ = ("made", "middleware", "named")

    def __init__(
        self, made: list[RouterModel], middleware: tuple[Value, ...] = (), named: Named = ()
    ) -> None:
        super().__init__([])
        self.made, self.middleware, self.named = made, middleware, named
        made.append(self)

    def procedures(self, prefix: str) -> list[tuple[str, Procedure]]:
        before = f"{prefix}." if prefix else ""
        return [(f"{before}{name}", procedure) for name, procedure in self.named]

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _PROCEDURES:
            return self._with(self._procedure(run, name, args, node))
        if name == "merge":
            return self._merged(args)
        first = args.get(0)
        if name == "middleware" and first is not None:
            self.mounted = True
            return ChainedRouter(self.made, (*self.middleware, first), self.named)
        return self if name in _SAME else Derived(f".{name}", (), node)

    def _with(self, more: Named) -> ChainedRouter:
        self.mounted = True
        return ChainedRouter(self.made, self.middleware, (*self.named, *more))

    def _procedure(self, run: Run, kind: str, args: Args, node: form.Node) -> Named:
        name, options = args.get(0), args.get(1)
        if not isinstance(name, Constant) or not isinstance(options, ObjectValue):
            return ()
        schema, resolve = options.fields.get("input"), options.fields.get("resolve")
        if resolve is None:
            return ()
        inputs = (schema,) if isinstance(schema, Schema) else ()
        resolver = Resolver(resolve, kind == "mutation", run.module, node)
        return ((str(name.value), Procedure(self.middleware, inputs, resolver)),)

    def _merged(self, args: Args) -> ChainedRouter:
        """`merge("order.", orders)`: its procedures under a prefix, after this router's middleware."""
        given, first = args.positional[-1] if args.positional else None, args.get(0)
        prefix = str(first.value) if isinstance(first, Constant) else ""
        if not isinstance(given, RouterModel):
            return self._with(())
        given.mounted = True
        return self._with(
            tuple(
                (f"{prefix}{name}", Procedure((*self.middleware, *one.middleware), one.inputs_, one.resolver))
                for name, one in given.procedures("")
            )
        )


def register(library: Library, found: Found) -> None:
    """Tells what begins a chain."""
    routers: list[RouterModel] = []
    found.sources.append(Server(routers))

    @library.on_call("@trpc/server.router")
    def router(run: Run, target: External, args: Args, node: form.Node) -> Value:
        found.stacks.add("trpc")
        return ChainedRouter(routers)
