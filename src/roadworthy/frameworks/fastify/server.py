"""Fastify: instances, plugins with prefixes, hooks, schemas and routes."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.app import Endpoint
from roadworthy.frameworks.events import AnswerSeen, CheckSeen
from roadworthy.frameworks.express.exchange import Next, RequestModel, status_or
from roadworthy.frameworks.express.paths import join_paths
from roadworthy.frameworks.express.router import METHODS
from roadworthy.frameworks.fastify.autoload import is_autoload, loaded
from roadworthy.frameworks.fastify.plugins import database_of
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.json_schema import fields_of, is_strict
from roadworthy.frameworks.known_text import KnownText
from roadworthy.frameworks.node_server import Reply, Route, Step, run_route
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_HOOKS = ("onRequest", "preParsing", "preValidation", "preHandler")
_FILES = ("file", "files", "parts", "saveRequestFiles")
_PARTS = {"body": "body", "params": "params", "querystring": "query", "query": "query", "headers": "headers"}


class Declared(Struct):
    """A route as it was declared, by which instance."""

    method: str
    path: str
    options: dict[str, Value]
    handler: Value
    owner: Instance
    module: str
    node: form.Node


class Shared(Struct):
    """What all instances of one server have together."""

    routes: list[Declared] = field(default_factory=list)


class Instance(Model):
    """A Fastify instance: the server's own, or the one that a plugin is given."""

    __slots__ = ("decorations", "hooks", "parent", "prefix", "shared")

    def __init__(self, shared: Shared, prefix: str = "", parent: Instance | None = None) -> None:
        self.shared, self.prefix, self.parent = shared, prefix, parent
        self.hooks: list[Value] = []
        self.decorations: dict[tuple[str, str], Value] = {}

    def all_hooks(self) -> list[Value]:
        """What runs before each of its routes, also before those that were declared earlier: Fastify puts the hooks of an instance
        around its routes when it starts, and plugins run after what stands around them (its reference, "Lifecycle")."""
        return [*(self.parent.all_hooks() if self.parent is not None else ()), *self.hooks]

    def decorated(self, kind: str, name: str) -> Value | None:
        """What `decorate`, `decorateRequest` or `decorateReply` gave a name to, here or around."""
        own = self.decorations.get((kind, name))
        return own if own is not None or self.parent is None else self.parent.decorated(kind, name)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        own = self.decorated("decorate", name)
        if own is None and name == "jwt":
            return Tokens()
        return own or External(f"fastify().{name}", None, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self.decorated("decorate", name)
        if own is not None:
            return run.call(bound(own, self), args, node)
        if name in METHODS:
            self._shorthand(run, name, args, node)
        elif name == "route":
            self._full(run, args.get(0), node)
        elif name == "register":
            self._register(run, args, node)
        elif name == "addHook":
            self._hook(args)
        elif name in ("decorate", "decorateRequest", "decorateReply"):
            self._decorate(name, args)
        elif name == "auth":
            return args.get(0) or Unknown()
        elif name in (
            "after",
            "ready",
            "listen",
            "setErrorHandler",
            "setNotFoundHandler",
            "addContentTypeParser",
        ):
            with run.branch():
                run.call_back(args.positional if name == "after" else [], node)
        return self

    def _hook(self, args: Args) -> None:
        name, hook = args.get(0), args.get(1)
        if isinstance(name, Constant) and name.value in _HOOKS and hook is not None:
            self.hooks.append(hook)

    def _decorate(self, kind: str, args: Args) -> None:
        name, value = args.get(0), args.get(1)
        # `decorateRequest("user", null)` only keeps a place for what a hook puts there.
        if isinstance(name, Constant) and value is not None and not isinstance(value, Constant):
            self.decorations[kind, str(name.value)] = value

    def _shorthand(self, run: Run, method: str, args: Args, node: form.Node) -> None:
        path, options, handler = args.get(0), args.get(1), args.get(2)
        fields = options.fields if isinstance(options, ObjectValue) and handler is not None else {}
        self._add(run, method, path, fields, handler if handler is not None else options, node)

    def _full(self, run: Run, options: Value | None, node: form.Node) -> None:
        fields = options.fields if isinstance(options, ObjectValue) else {}
        given = fields.get("method")
        for one in given.items if isinstance(given, ListValue) else [given]:
            method = str(one.value) if isinstance(one, Constant) else "get"
            self._add(
                run,
                method.lower(),
                fields.get("url") or fields.get("path"),
                fields,
                fields.get("handler"),
                node,
            )

    def _add(
        self,
        run: Run,
        method: str,
        path: Value | None,
        options: dict[str, Value],
        handler: Value | None,
        node: form.Node,
    ) -> None:
        own = str(path.value) if isinstance(path, Constant) else ""
        handler = handler or options.get("handler")
        if isinstance(handler, ObjectValue):
            options, handler = handler.fields, handler.fields.get("handler")
        if handler is not None and method in METHODS:
            full = join_paths(self.prefix, own)
            self.shared.routes.append(Declared(method, full, options, handler, self, run.module, node))

    def _register(self, run: Run, args: Args, node: form.Node) -> None:
        plugin, options = args.get(0), args.get(1)
        if is_autoload(plugin):
            self._load(run, options, node)
            return
        fields = options.fields if isinstance(options, ObjectValue) else {}
        prefix = fields.get("prefix")
        inner = join_paths(self.prefix, str(prefix.value)) if isinstance(prefix, Constant) else self.prefix
        database = database_of(run, plugin, options, node) if plugin is not None else None
        if database is not None:
            self.decorations["decorate", database[0]] = database[1]
        elif isinstance(plugin, Shares):
            run.call(plugin.inner, Args([self, options or ObjectValue()], spread=True), node)
        elif isinstance(plugin, External) and not plugin.path.startswith("fastify"):
            self.hooks.append(plugin)
        elif plugin is not None:
            child = Instance(self.shared, inner, self)
            run.call(plugin, Args([child, options or ObjectValue()], spread=True), node)

    def _load(self, run: Run, options: Value | None, node: form.Node) -> None:
        """Registers what lies in a folder."""
        found = loaded(run, options)
        if found is None:
            run.program.note(
                run.module, node, "the folder that routes and plugins are loaded from is not known"
            )
        for one in found or ():
            owner = Instance(self.shared, self.prefix, self) if one.hooks else self
            for hook in one.hooks:
                run.call(hook.inner if isinstance(hook, Shares) else hook, Args([owner, ObjectValue()]), node)
            owner._register(run, Args([one.plugin, ObjectValue({"prefix": Constant(one.prefix)})]), node)


class Shares(Model):
    """`fp(plugin)`: what it adds, its parent has as well."""

    __slots__ = ("inner",)

    def __init__(self, inner: Value) -> None:
        self.inner = inner


class Server(Source):
    """A Fastify server as a source of endpoints."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    def endpoints(self, program: Program) -> list[Endpoint]:
        made = [
            run_route(program, _route(one))
            for one in self.shared.routes
            if one.method not in ("head", "options")
        ]
        return [endpoint for endpoint in made if endpoint is not None]


def bound(value: Value, this: Value) -> Value:
    """A function as it is called: Fastify's `this` is the instance, the request or the reply that it stands on."""
    return value.bind(this) if isinstance(value, Closure) else value


def _route(one: Declared) -> Route:
    owner = one.owner
    request, reply = FastifyRequest(owner, one.path), FastifyReply(owner)
    steps = [Step(bound(hook, owner), goes_on=True) for hook in owner.all_hooks()]
    for name in _HOOKS:
        given = one.options.get(name)
        listed = given.items if isinstance(given, ListValue) else [given] if given is not None else []
        steps += [Step(bound(value, owner), goes_on=True) for value in listed]

    def arguments(go_on: Next) -> list[Value]:
        return [request, reply, go_on]

    def prepare(run: Run) -> None:
        check_schema(run, request, one.options.get("schema"), one.node)

    return Route(
        "fastify",
        one.method,
        one.path,
        (*steps, Step(bound(one.handler, owner))),
        one.module,
        one.node,
        arguments,
        prepare,
    )


def check_schema(run: Run, request: RequestModel, schema: Value | None, node: form.Node) -> None:
    """The schemas of a route, which Fastify puts the request through before any handler."""
    for name, inner in schema.fields.items() if isinstance(schema, ObjectValue) else ():
        part = _PARTS.get(name)
        if part is None:
            continue
        datum = Datum(part, (), node)
        if isinstance(inner, Schema):
            run.emit(
                CheckSeen(
                    datum, inner.library, run.module, node, inner.called(), inner.strict, not inner.passes
                )
            )
            request.set_member(run, "query" if part == "query" else part, Parsed(inner, (), datum))
        else:
            run.emit(CheckSeen(datum, "ajv", run.module, node, fields_of(inner), is_strict(inner), True))


class FastifyRequest(RequestModel):
    """`request`. `jwtVerify` of @fastify/jwt makes sure of a token; `server` is the instance of the route, `path` what hooks that go by
    the address (`request.url.startsWith("/login")`) are asked at."""

    __slots__ = ("owner", "path")

    def __init__(self, owner: Instance, path: str) -> None:
        super().__init__()
        self.owner, self.path = owner, path

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "server":
            return self.owner
        if name in ("url", "originalUrl", "routerPath"):
            return KnownText(self.path, node)
        own = None if name in self.fields else self.owner.decorated("decorateRequest", name)
        return own if own is not None else super().member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self.owner.decorated("decorateRequest", name)
        if own is not None:
            return run.call(bound(own, self), args, node)
        if name in _FILES:
            # @fastify/multipart reads a request where its handler asks for it.
            datum = Datum("files", (), node)
            run.emit_read(datum, node)
            return datum
        if name in ("jwtVerify", "authenticate"):
            run.learn(run.condition(Datum("session", ("user",), node), True, node), lasting=True)
            return Datum("session", ("user",), node)
        return super().call_member(run, name, args, node)


class Tokens(Model):
    """`fastify.jwt` of @fastify/jwt: its `verify` gives what a token says, or throws (its README, "fastify.jwt.verify")."""

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name != "verify":
            return External(f"fastify().jwt.{name}()", args, node)
        run.learn(run.condition(Datum("session", ("user",), node), True, node), lasting=True)
        return Datum("session", ("user",), node)


# What @fastify/sensible puts on a reply: each sends an error of that status (its README, "reply.[httpError]").
_REFUSES = {"badRequest": 400, "unauthorized": 401, "paymentRequired": 402, "forbidden": 403, "notFound": 404, "methodNotAllowed": 405,
            "conflict": 409, "gone": 410, "unprocessableEntity": 422, "tooManyRequests": 429, "internalServerError": 500}  # fmt: skip


class FastifyReply(Reply):
    """`reply`; `status` is what `code()` set."""

    __slots__ = ("owner", "status")

    def __init__(self, owner: Instance, status: int = 200) -> None:
        self.owner, self.status = owner, status

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self.owner.decorated("decorateReply", name)
        if own is not None:
            return run.call(bound(own, self), args, node)
        if name in ("code", "status"):
            return FastifyReply(self.owner, status_or(args.get(0), self.status))
        if name in ("send", "redirect", "view", "sendFile"):
            body = args.positional[-1] if args.positional else Constant(None)
            status = 302 if name == "redirect" else self.status
            run.emit(AnswerSeen(status, body, run.module, node, run.context))
        if name in _REFUSES:
            body = ObjectValue({"message": args.get(0) or Constant(None)}, node=node)
            run.emit(AnswerSeen(_REFUSES[name], body, run.module, node, run.context))
        return self


def make(found: Found) -> Instance:
    """`fastify(options)`."""
    shared = Shared()
    found.sources.append(Server(shared))
    found.stacks.add("fastify")
    return Instance(shared)


def shared_plugin(value: Value | None) -> Value:
    """`fp(plugin)`."""
    return Shares(value) if isinstance(value, Closure) else value or Unknown()
