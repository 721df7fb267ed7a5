"""Nest: controllers, guards, pipes and what handlers are given."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.app import Endpoint
from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.express.exchange import Next, RequestModel, ResponseModel
from roadworthy.frameworks.express.paths import join_paths
from roadworthy.frameworks.found import Source
from roadworthy.frameworks.nest.dto import schema_of
from roadworthy.frameworks.nest.graph import GraphContext, argument
from roadworthy.frameworks.nest.injection import ExecutionContext, Injector, identity
from roadworthy.frameworks.node_server import Route, Step, run_route
from roadworthy.frameworks.rows import SERIALIZED
from roadworthy.frameworks.unfollowed import Unfollowed, may_guard, name_of
from roadworthy.frameworks.zod import Parsed
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Datum,
    External,
    Model,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

VERBS = {"Get": "get", "Post": "post", "Put": "put", "Patch": "patch", "Delete": "delete", "All": "all"}
NO_CONTENT = 204
_PARTS = {"Body": "body", "Param": "params", "Query": "query", "Headers": "headers", "UploadedFile": "files",
          "UploadedFiles": "files", "Cookies": "cookies"}  # fmt: skip


class NestApp(Struct):
    """What decorators and `main.ts` declare."""

    injector: Injector
    controllers: list[tuple[ClassValue, str]] = field(default_factory=list)
    verbs: dict[int, list[tuple[str, str, form.Node]]] = field(default_factory=dict)
    guards: dict[int, list[Value]] = field(default_factory=dict)
    everywhere: list[Value] = field(default_factory=list)
    interceptors: dict[int, list[Value]] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)
    serializes: bool = False
    strategies: list[ClassValue] = field(default_factory=list)
    resolvers: list[ClassValue] = field(default_factory=list)
    fields: dict[int, tuple[str, str, form.Node]] = field(default_factory=dict)
    """The fields of Query and Mutation that methods answer: root, name ('' for the method's own) and where it is said."""
    prefix: str = ""
    validates: bool = False
    strips: bool = False
    strict: bool = False


class Server(Source):
    """A Nest application as a source of endpoints."""

    def __init__(self, app: NestApp) -> None:
        self.app = app

    def endpoints(self, program: Program) -> list[Endpoint]:
        found: list[Endpoint] = []
        for kind, path in self.app.controllers:
            for name, value in kind.attributes.items():
                for verb, own, node in (
                    self.app.verbs.get(identity(value), ()) if isinstance(value, Closure) else ()
                ):
                    route = self.route(
                        program,
                        kind,
                        name,
                        value,
                        verb,
                        join_paths(join_paths(self.app.prefix, path), own),
                        node,
                    )
                    made = run_route(program, route)
                    found += [made] if made is not None else []
        return found

    def route(
        self,
        program: Program,
        kind: ClassValue,
        name: str,
        method: Value,
        verb: str,
        path: str,
        node: form.Node,
    ) -> Route:
        """What answers under an address, behind its guards."""
        app, request = self.app, RequestModel()
        context = ExecutionContext(request, identity(method), identity(kind))
        run = Run(program, kind.module)
        owner = app.injector.instance(run, kind)
        guards = [*app.everywhere, *app.guards.get(identity(kind), ()), *app.guards.get(identity(method), ())]
        handler = method.bind(owner) if isinstance(method, Closure) else method
        ahead = [Step(Guard(app, guard, context), goes_on=False) for guard in guards]
        called = Handler(app, handler, request, context) if isinstance(handler, Closure) else Unknown()

        def arguments(go_on: Next) -> list[Value]:
            return [request, go_on]

        status = app.codes.get(identity(method)) or (201 if verb == "post" else 200)
        around = [*app.interceptors.get(identity(kind), ()), *app.interceptors.get(identity(method), ())]
        told = app.serializes or any(map(serializes, around))

        def prepare(run: Run) -> None:
            run.kept[SERIALIZED] = told

        steps = (*ahead, Step(called))
        answers = status != NO_CONTENT
        return Route("nest", verb, path, steps, kind.module, node, arguments, prepare, answers, status)


def serializes(interceptor: Value) -> bool:
    """Whether an interceptor leaves out of answers what classes say is not for them (`@Exclude()`)."""
    named = interceptor.path if isinstance(interceptor, External) else getattr(interceptor, "name", "")
    own = interceptor.ancestors() if isinstance(interceptor, ClassValue) else []
    return any("ClassSerializerInterceptor" in str(one) for one in (named, *own))


class Guard(Model):
    """A guard in front of a handler: it goes on where the guard says so."""

    def __init__(self, app: NestApp, guard: Value, context: ExecutionContext) -> None:
        self.app, self.guard, self.context = app, guard, context
        self.label = guard.name if isinstance(guard, ClassValue) else getattr(guard, "path", "guard")

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.positional[-1]
        allowed = self._allowed(run, node)
        with run.branch(run.condition(allowed, True, node)):
            run.call(go_on, Args(), node)
        return Constant(None)

    def _allowed(self, run: Run, node: form.Node) -> Value:
        guard = self.guard
        if signs_in(guard):
            return sign_in(run, self.app, self.context.request, node)
        if isinstance(guard, External):
            return Datum("session", ("user",), node) if "AuthGuard" in guard.path else _unread(guard)
        if not isinstance(guard, ClassValue):
            return _unread(guard)
        check = guard.find("canActivate")
        if not isinstance(check, Closure):
            passport = any(isinstance(b, External) and "AuthGuard" in b.path for b in guard.ancestors())
            return Datum("session", ("user",), node) if passport else _unread(guard)
        owner = self.app.injector.instance(run, guard)
        return run.call(check.bind(owner), Args([self.context]), node)


def signs_in(guard: Value) -> bool:
    """Whether a guard is `AuthGuard("local")`, or of a class over it: it lets in who knows the password that the body holds."""
    bases = guard.ancestors() if isinstance(guard, ClassValue) else [guard]
    return any(
        isinstance(base, External)
        and base.path.endswith("AuthGuard()")
        and base.arguments is not None
        and isinstance(base.arguments.get(0), Constant)
        and base.arguments.positional[0].value == "local"  # type: ignore[attr-defined]
        for base in bases
    )


def sign_in(run: Run, app: NestApp, request: RequestModel, node: form.Node) -> Value:
    """Runs passport's local strategy of the app with what was sent, and puts whom it finds on the request."""
    body = request.member(run, "body", node)
    for kind in app.strategies:
        library = next((base for base in kind.ancestors() if isinstance(base, External)), None)
        check = kind.find("validate")
        if library is None or "passport-local" not in _made_of(library) or not isinstance(check, Closure):
            continue
        names = [p.target.name for p in check.function.parameters if isinstance(p.target, form.Name)]
        given = [body.member(run, name, node) for name in names]
        found = run.call(check.bind(app.injector.instance(run, kind)), Args(given), node)
        request.set_member(run, "user", found)
        return found
    return Unknown()


def _made_of(base: External) -> str:
    first = base.arguments.get(0) if base.arguments is not None else None
    return first.path if isinstance(first, External) else ""


def _unread(guard: Value) -> Value:
    """What a guard of which nothing was read says: nobody knows, and it may have been no."""
    name = guard.name if isinstance(guard, ClassValue) else name_of(guard)
    return Unfollowed(name) if may_guard(name) else Unknown()


class Handler(Model):
    """A controller's method, its parameters filled by their decorators."""

    def __init__(
        self, app: NestApp, method: Closure, request: RequestModel, context: ExecutionContext
    ) -> None:
        self.app, self.method, self.request, self.context = app, method, request, context

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        from roadworthy.frameworks.events import HandlerEntered

        run.emit(HandlerEntered(self.method.module, self.method.function, run.context, self.method.name))
        given = [self._argument(run, parameter) for parameter in self.method.function.parameters]
        return run.call(self.method, Args(given), node)

    def _argument(self, run: Run, parameter: form.Parameter) -> Value:
        noted = parameter.annotation
        children = noted.children if isinstance(noted, form.Other) else ()
        typed = isinstance(noted, form.Other) and noted.kind == "typed"
        kind = run.evaluate(children[0], self.method.scope) if typed else None
        for decorator in children[1:] if typed else children:
            value = run.evaluate(decorator, self.method.scope)
            if isinstance(value, External) and value.path == "@nestjs/graphql.Args()":
                return argument(run, value, kind, parameter, pipes=self.app.validates)
            made = self._by(run, value, kind, parameter)
            if made is not None:
                return made
        return Unknown()

    def _by(self, run: Run, decorator: Value, kind: Value | None, node: form.Node) -> Value | None:
        given = getattr(decorator, "given", None)
        if callable(given):
            return given(run, self.context, node)  # type: ignore[no-any-return]
        if not isinstance(decorator, External):
            return None
        name = decorator.path.removesuffix("()").rsplit(".", 1)[-1]
        if name in ("Req", "Request"):
            return self.request
        if name in ("Res", "Response"):
            return ResponseModel()
        if name == "Session":
            return self.request.member(run, "session", node)
        if decorator.path == "@nestjs/graphql.Context()":
            context = GraphContext(self.request)
            return context.member(run, said, node) if (said := _named(decorator)) else context
        if name not in _PARTS:
            return None
        path = (said,) if (said := _named(decorator)) else ()
        datum = Datum(_PARTS[name], path, node)
        run.emit_read(datum, node)
        return self._piped(run, datum, kind, node)

    def _piped(self, run: Run, datum: Datum, kind: Value | None, node: form.Node) -> Value:
        """What validation pipes leave of a part of the request."""
        schema = (
            schema_of(run, kind, strips=self.app.strips, strict=self.app.strict)
            if isinstance(kind, ClassValue)
            else None
        )
        if schema is None or not self.app.validates:
            return datum
        run.emit(
            CheckSeen(
                datum, schema.library, run.module, node, schema.called(), schema.strict, not schema.passes
            )
        )
        return Parsed(schema, (), datum)


def _named(decorator: External) -> str:
    """The part that a parameter's decorator names (`@Param("id")`), '' for the whole."""
    first = decorator.arguments.get(0) if decorator.arguments is not None else None
    return first.value if isinstance(first, Constant) and isinstance(first.value, str) else ""


class ParameterDecorator(Model):
    """`createParamDecorator((data, context) => ...)`, and (`used`) what calling it stands for."""

    __slots__ = ("data", "made")

    def __init__(self, made: Closure, data: Value | None = None) -> None:
        self.made, self.data = made, data

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return ParameterDecorator(self.made, args.get(0) or Constant(None))

    def given(self, run: Run, context: ExecutionContext, node: form.Node) -> Value:
        """What the parameter is handed."""
        return run.call(self.made, Args([self.data or Constant(None), context]), node)
