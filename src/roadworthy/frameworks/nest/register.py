"""Tells what Nest's decorators mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.nest.cqrs import register_cqrs
from roadworthy.frameworks.nest.injection import Injector, MetadataDecorator, identity
from roadworthy.frameworks.nest.resolvers import register_resolvers
from roadworthy.frameworks.nest.server import VERBS, NestApp, ParameterDecorator, Server, serializes
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Datum,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.values import is_true
from roadworthy.languages import form

_COMMON = "@nestjs/common"


def register(library: Library, found: Found) -> None:
    """Tells what Nest's decorators mean."""
    app = NestApp(Injector(found))
    _routes(library, found, app)
    _guards(library, app)
    _parameters(library, app)
    _server(library, app)
    register_cqrs(library, found, app.injector)
    register_resolvers(library, found, app)


def _routes(library: Library, found: Found, app: NestApp) -> None:
    """Controllers and the methods that answer."""

    @library.on_call(f"{_COMMON}.Controller()")
    def controller(run: Run, target: External, args: Args, node: form.Node) -> Value:
        kind = args.get(0)
        if isinstance(kind, ClassValue):
            if not app.controllers:
                found.sources.append(Server(app))
                found.stacks.add("nest")
            app.controllers.append((kind, _path(target)))
        return Constant(None)

    for name, verb in VERBS.items():

        def route(run: Run, target: External, args: Args, node: form.Node, verb: str = verb) -> Value:
            app.verbs.setdefault(identity(args.get(0)), []).append((verb, _path(target), node))
            return Constant(None)

        library.on_call(f"{_COMMON}.{name}()")(route)


def _guards(library: Library, app: NestApp) -> None:
    """What stands before a handler, a controller or everything."""

    @library.on_call(f"{_COMMON}.UseGuards()")
    def guards(run: Run, target: External, args: Args, node: form.Node) -> Value:
        given = target.arguments.positional if target.arguments is not None else []
        app.guards.setdefault(identity(args.get(0)), []).extend(given)
        return Constant(None)

    @library.on_call(f"{_COMMON}.UseInterceptors()")
    def interceptors(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        given = target.arguments.positional if target.arguments is not None else []
        app.interceptors.setdefault(identity(args.get(0)), []).extend(given)
        return None

    @library.on_call(f"{_COMMON}.HttpCode()")
    def code(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        given = target.arguments.get(0) if target.arguments is not None else None
        named = given.path.rsplit(".", 1)[-1] if isinstance(given, External) else ""
        said = given.value if isinstance(given, Constant) else _CODES.get(named)
        if isinstance(said, int):
            app.codes[identity(args.get(0))] = said
        return None


_CODES = {"OK": 200, "CREATED": 201, "ACCEPTED": 202, "NO_CONTENT": 204}


def _parameters(library: Library, app: NestApp) -> None:
    """Decorators of the app's own making, and what they leave behind."""

    @library.on_call(f"{_COMMON}.applyDecorators")
    def several(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Decorators(list(args.positional))

    @library.on_call(f"{_COMMON}.SetMetadata()")
    def metadata(run: Run, target: External, args: Args, node: form.Node) -> Value:
        key = target.arguments.get(0) if target.arguments is not None else None
        value = target.arguments.get(1) if target.arguments is not None else None
        if isinstance(key, Constant):
            app.injector.note(args.get(0), str(key.value), value or Unknown())
        return Constant(None)

    @library.on_call("@nestjs/core.Reflector.createDecorator")
    def reflected(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return MetadataDecorator(app.injector, f"{run.module}:{node.span.start}")

    @library.on_call(f"{_COMMON}.createParamDecorator")
    def parameter(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        return ParameterDecorator(first) if isinstance(first, Closure) else None


def _server(library: Library, app: NestApp) -> None:
    """What holds for the whole server: `main.ts` and the providers of modules."""

    @library.on_class("@nestjs/passport.PassportStrategy()")
    def strategy(run: Run, kind: ClassValue) -> None:
        app.strategies.append(kind)

    @library.on_call("super.canActivate")
    def inherited(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """A guard that extends AuthGuard("jwt") and adds to what it asks."""
        return Datum("session", ("user",), node)

    @library.on_call(f"{_COMMON}.Module()")
    def module(run: Run, target: External, args: Args, node: form.Node) -> Value:
        options = target.arguments.get(0) if target.arguments is not None else None
        listed = options.fields.get("providers") if isinstance(options, ObjectValue) else None
        for item in listed.items if isinstance(listed, ListValue) else ():
            fields = item.fields if isinstance(item, ObjectValue) else {}
            token = fields.get("provide")
            app.injector.provide(fields)
            used = fields.get("useClass")
            if isinstance(token, External) and token.path.endswith("APP_INTERCEPTOR") and used is not None:
                app.serializes = app.serializes or serializes(used)
            if isinstance(token, External) and token.path.endswith("APP_GUARD"):
                guard = fields.get("useClass") or fields.get("useExisting")
                app.everywhere.extend([guard] if guard is not None else [])
        return Constant(None)

    @library.on_call("@nestjs/core.NestFactory.create().setGlobalPrefix")
    def prefix(run: Run, target: External, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        app.prefix = str(first.value) if isinstance(first, Constant) else app.prefix
        return Constant(None)

    @library.on_call("@nestjs/core.NestFactory.create().useGlobalGuards")
    def everywhere(run: Run, target: External, args: Args, node: form.Node) -> Value:
        for value in args.positional:
            kind = getattr(value, "kind", None)
            app.everywhere.append(kind if isinstance(kind, ClassValue) else value)
        return Constant(None)

    @library.on_call("@nestjs/core.NestFactory.create().useGlobalInterceptors")
    def around(run: Run, target: External, args: Args, node: form.Node) -> Value:
        app.serializes = app.serializes or any(map(serializes, args.positional))
        return Constant(None)

    @library.on_call(f"{_COMMON}.ValidationPipe")
    def pipe(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        options = args.get(0)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        app.validates = True
        app.strips = app.strips or is_true(fields.get("whitelist"))
        app.strict = app.strict or is_true(fields.get("forbidNonWhitelisted"))
        return None


class Decorators(External):
    """`applyDecorators(a, b)`: one decorator made of several."""

    __slots__ = ("several",)

    def __init__(self, several: list[Value]) -> None:
        super().__init__("@nestjs/common.applyDecorators()")
        self.several = several

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        for one in self.several:
            run.call(one, args, node)
        return Constant(None)


def _path(target: External) -> str:
    first = target.arguments.get(0) if target.arguments is not None else None
    if isinstance(first, ObjectValue):
        first = first.fields.get("path")
    if isinstance(first, ListValue) and first.items:
        first = first.items[0]
    return str(first.value) if isinstance(first, Constant) and first.value else ""
