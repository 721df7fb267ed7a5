"""TanStack Start: server functions (`createServerFn().middleware([...]).inputValidator(...).handler(...)`), which the page calls and the
server runs, and the handlers of server routes. What stands before a handler runs in the order of
https://tanstack.com/start/latest/docs/framework/react/guide/middleware."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from roadworthy.app import Endpoint
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.nextjs.actions import ServerAction, run_action
from roadworthy.frameworks.nextjs.built_actions import BuiltAction, Returned, Steps
from roadworthy.frameworks.nextjs.declared import declaration
from roadworthy.frameworks.nextjs.response import answer_returned
from roadworthy.frameworks.nextjs.routes import METHODS, made
from roadworthy.frameworks.web_request import CookiesModel, HeadersModel, RequestModel
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import (
    Args,
    Closure,
    Datum,
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
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.program import ModuleState
from roadworthy.languages import form

FRAMEWORK = "tanstack-start"
_PACKAGES = ("@tanstack/react-start", "@tanstack/start", "@tanstack/start-client-core")
_VALIDATORS = ("inputValidator", "validator")


class Before(Struct, frozen=True):
    """What a server function passes before its own handler: pieces of middleware, then what looks at its input."""

    middleware: tuple[Value, ...] = ()
    validators: tuple[Value, ...] = ()


class Maker(Model):
    """A server function, or a piece of middleware, as far as it was written; `server` is what the middleware does."""

    __slots__ = ("before", "server")

    def __init__(self, before: Before, server: Value | None = None) -> None:
        self.before, self.server = before, server

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "middleware" and isinstance(first, ListValue):
            added = (*self.before.middleware, *first.items)
            return Maker(replace(self.before, middleware=added), self.server)
        if name in _VALIDATORS and first is not None:
            return Maker(replace(self.before, validators=(*self.before.validators, first)), self.server)
        if name == "server" and first is not None:
            return Maker(self.before, first)
        # The last function: what the compiler put before it is the way in which the page calls it.
        own = args.positional[-1] if args.positional else None
        if name == "handler" and isinstance(own, Closure):
            return StartFunction(own, self.before)
        return self


class StartFunction(BuiltAction):
    """The handler of a server function with what stands before it."""

    __slots__ = ("before",)

    def __init__(self, function: Closure, before: Before) -> None:
        super().__init__(function, Steps())
        self.before = before

    def start(self, run: Run, args: Args, node: form.Node, returned: Returned | None = None) -> Value:
        """Runs all of it on what was sent: `{ data }` of a caller on the server, anything of one outside."""
        sent = args.get(0) or Unknown()
        data = sent.fields.get("data", Unknown()) if isinstance(sent, ObjectValue) else sent
        call = _Call(self, data, returned)
        return _Next(call, _pieces(self.before.middleware)).call(run, Args(), node)


class _Call:
    """One call of a server function: what it was sent, and the context that middleware adds to."""

    def __init__(self, function: StartFunction, data: Value, returned: Returned | None) -> None:
        self.function, self.data, self.returned = function, data, returned
        self.context = ObjectValue()

    def finish(self, run: Run, node: form.Node) -> Value:
        """The handler itself, on what the validators leave."""
        for validator in self.function.before.validators:
            self.data = _looked_at(run, validator, self.data, node)
        given = ObjectValue({"data": self.data, "context": self.context}, node=node)
        return run.call_closure(self.function, Args([given]), node, self.returned)


def _looked_at(run: Run, validator: Value, data: Value, node: form.Node) -> Value:
    if isinstance(validator, Schema):
        return validator.call_member(run, "parse", Args([data]), node) or data
    return run.call(validator, Args([data]), node) if isinstance(validator, Closure) else data


def _pieces(given: tuple[Value, ...]) -> tuple[Maker, ...]:
    """The pieces of middleware in the order in which they run: what one builds on stands before it."""
    return tuple(
        piece for one in given if isinstance(one, Maker) for piece in (*_pieces(one.before.middleware), one)
    )


class _Next(Model):
    """`next({ context })`: the next piece of middleware, after the last one the handler."""

    __slots__ = ("left", "made")

    def __init__(self, made: _Call, left: tuple[Maker, ...]) -> None:
        self.made, self.left = made, left

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        options = args.get(0)
        added = options.fields.get("context") if isinstance(options, ObjectValue) else None
        if isinstance(added, ObjectValue):
            self.made.context.fields.update(added.fields)
        if not self.left:
            return self.made.finish(run, node)
        piece, onward = self.left[0], _Next(self.made, self.left[1:])
        for validator in piece.before.validators:
            self.made.data = _looked_at(run, validator, self.made.data, node)
        if piece.server is None:
            return onward.call(run, Args(), node)
        given = {"next": onward, "context": self.made.context, "data": self.made.data, "request": _request()}
        return run.call(piece.server, Args([ObjectValue({**given}, node=node)]), node)


def _request() -> RequestModel:
    return RequestModel("POST", "")


class ServerFunctions(Source):
    """Every server function of the app, found as the modules are evaluated."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.made: list[tuple[str, ServerAction]] = []

    def declare(self, program: Program) -> None:
        """From here on a module's server functions are requests where the page calls them."""
        program.on_module.append(lambda path, state: self._take(program, path, state))

    def _take(self, program: Program, path: str, state: ModuleState) -> None:
        taken = {action.label for _, action in self.made}
        for name, value in list(state.scope.names.items()):
            # What is imported is bound to the same value; it is the file that makes it that has it.
            if not isinstance(value, StartFunction) or value.module != path:
                continue
            label = name if name not in taken else f"{name} ({path})"
            action = ServerAction(value, label, declaration(program, path, name))
            state.scope.names[name] = action
            self.made.append((path, action))
            self.found.stacks.add(FRAMEWORK)

    def endpoints(self, program: Program) -> list[Endpoint]:
        """One for each, called as anybody may call it."""
        return [
            replace(run_action(Run(program, path), action, path), framework=FRAMEWORK)
            for path, action in self.made
        ]


class ServerRoute(Source):
    """The handlers of one server route: `createFileRoute("/api/orders")({ server: { handlers: { POST } } })`."""

    def __init__(
        self, route: str, path: str, node: form.Node, handlers: ObjectValue, before: Value | None
    ) -> None:
        self.route, self.path, self.node, self.handlers = route, path, node, handlers
        self.before = _pieces(tuple(before.items)) if isinstance(before, ListValue) else ()

    def endpoints(self, program: Program) -> list[Endpoint]:
        """One for each method."""
        return [
            self._run(program, method, handler)
            for method, handler in self.handlers.fields.items()
            if method in METHODS and isinstance(handler, Closure)
        ]

    def _run(self, program: Program, method: str, handler: Closure) -> Endpoint:
        run, request = Run(program, self.path), RequestModel(method, self.route)
        run.emit(HandlerEntered(self.path, handler.function, run.context, method))

        def returned(value: Value, where: form.Node) -> None:
            answer_returned(run, value, where)

        given = {"request": request, "params": Datum("params", (), self.node)}
        call = _Handled(handler, ObjectValue({**given}, node=self.node), returned)
        try:
            _Next(call, self.before).call(run, Args(), self.node)
        except OutOfBudget:
            program.note(self.path, self.node, f"{method} {self.route} is too large to follow")
        for finish in run.at_end:
            finish()
        endpoint = made(run, "http", method, self.route, self.path, self.node, handler, method)
        return replace(endpoint, framework=FRAMEWORK)


class _Handled(_Call):
    """One request of a server route."""

    def __init__(self, handler: Closure, given: ObjectValue, returned: Returned) -> None:
        super().__init__(StartFunction(handler, Before()), Unknown(), returned)
        self.handler, self.given = handler, given

    def finish(self, run: Run, node: form.Node) -> Value:
        """The handler itself."""
        given = ObjectValue({**self.given.fields, "context": self.context}, node=node)
        return run.call_closure(self.handler, Args([given]), node, self.returned)


def server_route(route: str, path: str, node: form.Node, options: ObjectValue) -> ServerRoute | None:
    """What a file's route answers on the server, None where it has no handlers there."""
    server = options.fields.get("server")
    handlers = server.fields.get("handlers") if isinstance(server, ObjectValue) else None
    if not isinstance(server, ObjectValue) or not isinstance(handlers, ObjectValue):
        return None
    return ServerRoute(route, path, node, handlers, server.fields.get("middleware"))


def register(library: Library, found: Found) -> None:
    """Tells what makes a server function, and what of the request it may ask for."""
    source = ServerFunctions(found)
    found.declarations.append(source.declare)
    found.sources.append(source)

    def begins(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Maker(Before())

    def itself(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return args.positional[0] if args.positional else Unknown()

    def request(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return _request()

    def headers(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return HeadersModel()

    def header(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return HeadersModel().call_member(run, "get", args, node) or Unknown()

    def cookie(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return CookiesModel().call_member(run, "get", args, node) or Unknown()

    for package in _PACKAGES:
        library.on_call(f"{package}.createServerFn", f"{package}.createMiddleware")(begins)
        library.on_call(f"{package}.useServerFn")(itself)
        server = f"{package}/server"
        library.on_call(f"{server}.getRequest", f"{server}.getWebRequest")(request)
        library.on_call(f"{server}.getRequestHeaders", f"{server}.getHeaders")(headers)
        library.on_call(f"{server}.getRequestHeader", f"{server}.getHeader")(header)
        library.on_call(f"{server}.getCookie")(cookie)
