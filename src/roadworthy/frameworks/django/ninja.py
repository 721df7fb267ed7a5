"""django-ninja: an API and its routers, with the functions that are its operations."""

from __future__ import annotations

from dataclasses import dataclass, field

from roadworthy.frameworks.replies import HttpError, status_of
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

_METHODS = ("get", "post", "put", "patch", "delete", "api_operation")


@dataclass(slots=True, eq=False)
class Operation:
    """One operation of an API: its path as it is written, with parameters in braces. `kind` is the controller whose method it is,
    `permissions` are what that asks for."""

    method: str
    path: str
    handler: Closure
    auth: Value | None
    response: Value | None
    module: str
    node: form.Node
    kind: ClassValue | None = None
    permissions: Value | None = None


@dataclass(slots=True, eq=False)
class NinjaApi(Model):
    """`NinjaAPI(auth=...)` or a `Router(...)`; `routers` are those under it, with their prefix, what they ask for and the module
    that says so."""

    auth: Value | None = None
    operations: list[Operation] = field(default_factory=list)
    routers: list[tuple[str, Value, Value | None, str]] = field(default_factory=list)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _METHODS:
            return Deciding(self, name, args, node)
        if name == "add_router":
            prefix, router = args.get(0, "prefix"), args.get(1, "router")
            text = str(prefix.value) if isinstance(prefix, Constant) else ""
            if router is not None:
                self.routers.append((text, router, args.keywords.get("auth"), run.module))
        return Constant(None)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self if name == "urls" else External(f"ninja.NinjaAPI().{name}", None, node)

    def under(self) -> list[tuple[str, Value, Value | None, str]]:
        """The routers under it."""
        return self.routers

    def all(
        self, program: Program, prefix: str = "", auth: Value | None = None, depth: int = 0
    ) -> list[tuple[str, Operation]]:
        """Every operation with its whole path, under what is asked for around it."""
        around = self.auth or auth
        found = []
        for one in self.operations:
            one.auth = one.auth or around
            found.append((joined(prefix, one.path), one))
        for inner, given, asked, module in self.under() if depth < 4 else ():
            router = _named(program, given, module)
            if isinstance(router, NinjaApi):
                found += router.all(program, joined(prefix, inner), asked or around, depth + 1)
        return found


def _named(program: Program, router: Value, module: str) -> Value | None:
    """A router, also by its dotted name: `api.add_router("/events", "events.api.router")`."""
    if not isinstance(router, Constant):
        return router
    source, _, name = str(router.value).rpartition(".")
    path = program.resolve(source, module) if source else None
    return program.offered(path, name) if path is not None else None


class Deciding(Model):
    """`@api.get("/tasks", response=...)`."""

    __slots__ = ("api", "args", "method", "node")

    def __init__(self, api: NinjaApi, method: str, args: Args, node: form.Node) -> None:
        self.api, self.method, self.args, self.node = api, method, args, node

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        handler = args.get(0)
        path = self.args.get(1 if self.method == "api_operation" else 0, "path")
        listed = self.args.get(0) if self.method == "api_operation" else None
        methods = [str(v.value) for v in listed.items if isinstance(v, Constant)] if isinstance(
            listed, ListValue
        ) else [self.method.upper()]  # fmt: skip
        if isinstance(handler, Closure) and isinstance(path, Constant):
            auth, response = self.args.keywords.get("auth"), self.args.keywords.get("response")
            for method in methods:
                made = Operation(method, str(path.value), handler, auth, response, run.module, self.node)
                self.api.operations.append(made)
        return handler or Constant(None)


def joined(prefix: str, path: str) -> str:
    """A path under a prefix, with one slash between them; what has none of its own ends as the prefix does."""
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if path else prefix


def _api(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return NinjaApi(args.keywords.get("auth"))


def _error(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return HttpError(status_of(args.get(0, "status_code")) or 500, args.get(1, "message") or Constant(None))


def register_ninja(library: Library) -> None:
    """Tells what its functions mean."""
    library.on_call("ninja.NinjaAPI", "ninja.Router", "ninja.main.NinjaAPI", "ninja.router.Router")(_api)
    library.on_call("ninja_extra.Router", "ninja_extra.router.Router")(_api)
    library.on_call("ninja.errors.HttpError")(_error)
