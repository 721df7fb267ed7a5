"""WebSocket servers: ws and socket.io. Each path is an endpoint; what the server sends to all who are connected is among
its answers, wherever in the app that happens."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.app import Answer, Endpoint
from roadworthy.app.location import at
from roadworthy.app.origin import Origin
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import AnswerSeen, HandlerEntered
from roadworthy.frameworks.express.exchange import Next, RequestModel
from roadworthy.frameworks.express.running import learn_ways
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.origins import facts_of, origin_of
from roadworthy.frameworks.written import body_of
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
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form


class Door(Struct):
    """One path that sockets connect to. `guards` run before `handlers`; `told` is what is sent to all of them."""

    path: str
    module: str
    node: form.Node
    library: str
    guards: list[Value] = field(default_factory=list)
    handlers: list[tuple[Value, str, form.Node]] = field(default_factory=list)
    told: list[Answer] = field(default_factory=list)


class SocketServer(Model):
    """`new WebSocketServer(...)`, `new Server(httpServer)` of socket.io and its namespaces."""

    __slots__ = ("door", "library", "spaces")

    def __init__(self, door: Door, library: str) -> None:
        self.door, self.library = door, library
        self.spaces: dict[str, SocketServer] = {}

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in ("on", "once", "addListener"):
            if (
                isinstance(first, Constant)
                and first.value in ("connection", "connect")
                and len(args.positional) > 1
            ):
                self.door.handlers.append((args.positional[1], run.module, node))
            return self
        if name == "use" and first is not None:
            self.door.guards.append(first)
        elif name == "of" and isinstance(first, Constant):
            door = Door(str(first.value), run.module, node, self.library, list(self.door.guards))
            return self.spaces.setdefault(str(first.value), SocketServer(door, self.library))
        elif name in ("emit", "send", "write"):
            self.tell(run, args, node)
        elif name == "handleUpgrade" and args.positional:
            run.call_back(args.positional[-1:], node, SocketModel(self.door))
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Connected(self) if name in ("clients", "sockets") else Derived(f".{name}", (self,), node)

    def tell(self, run: Run, args: Args, node: form.Node) -> None:
        """Notes what is sent to everybody who is connected."""
        body = args.positional[-1] if args.positional else Unknown()
        self.door.told.append(Answer(200, origin_of(body), at(run.module, node)))


class Connected(Model):
    """Everybody who is connected."""

    __slots__ = ("server",)

    def __init__(self, server: SocketServer) -> None:
        self.server = server

    def element(self, run: Run) -> Value:
        return self

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.interpret import methods

        if name in ("send", "emit", "write"):
            self.server.tell(run, args, node)
            return Constant(None)
        return methods.call_method(run, self, name, args, node)


class SocketModel(Model):
    """One connection. What middleware puts on it is kept in `fields`."""

    __slots__ = ("door", "fields", "request")

    def __init__(self, door: Door) -> None:
        self.door = door
        self.fields: dict[str, Value] = {}
        self.request = RequestModel()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            return self.fields[name]
        if name in ("request", "upgradeReq"):
            return self.request
        if name == "handshake":
            return Handshake(self.request)
        if name in ("user", "userId"):
            return Datum("session", (name,), node)
        if name == "data":
            return self.fields.setdefault("data", ObjectValue())
        return Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.fields[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in ("on", "once", "addEventListener", "addListener") and len(args.positional) > 1:
            event = str(first.value) if isinstance(first, Constant) else "message"
            given = Datum("body", () if event in ("message", "data") else (event,), node)
            with run.branch():
                run.call(args.positional[1], Args([given, Acknowledge()], spread=True), node)
        elif name in ("send", "emit", "write"):
            body = args.positional[-1] if args.positional else Unknown()
            run.emit(AnswerSeen(200, body, run.module, node, run.context))
        elif name in ("close", "terminate", "disconnect", "destroy", "end"):
            run.emit(AnswerSeen(401, Constant(None), run.module, node, run.context))
        return self

    def origin(self, depth: int) -> Origin:
        """The connection itself holds no data."""
        return Origin("unknown")


class Handshake(Model):
    """`socket.handshake`: what the client said when it connected."""

    __slots__ = ("request",)

    def __init__(self, request: RequestModel) -> None:
        self.request = request

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("auth", "query"):
            return Datum(
                "query" if name == "query" else "headers", () if name == "query" else ("auth",), node
            )
        return self.request.member(run, name, node)


class Acknowledge(Model):
    """The function a client hands along to be answered by."""

    __slots__ = ()

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        run.emit(AnswerSeen(200, args.get(0) or Constant(None), run.module, node, run.context))
        return Constant(None)


class Sockets(Source):
    """All doors, run after every other endpoint so that what those send to the sockets is known."""

    def __init__(self, servers: list[SocketServer]) -> None:
        self.servers = servers

    def endpoints(self, program: Program) -> list[Endpoint]:
        doors = [s.door for server in self.servers for s in (server, *server.spaces.values())]
        return [_run(program, door) for door in doors if door.handlers]


def _run(program: Program, door: Door) -> Endpoint:
    handler, module, node = door.handlers[0]
    run = Run(program, module)
    socket = SocketModel(door)
    try:
        for guard in door.guards:
            go_on = Next()
            run.call(guard, Args([socket, go_on]), node)
            learn_ways(run, go_on.ways, node)
        if isinstance(handler, Closure):
            run.emit(HandlerEntered(handler.module, handler.function, run.context, handler.name))
        for one, _, where in door.handlers:
            run.call(one, Args([socket, socket.request]), where)
    except OutOfBudget:
        program.note(module, node, f"WS {door.path} is too large to follow")
    entered = [event for event in run.trace.events if isinstance(event, HandlerEntered)]
    place = at(module, node)
    return Endpoint(
        method="WS",
        path=door.path,
        kind="socket",
        framework=door.library,
        location=place,
        handler=at(handler.module, handler.function) if isinstance(handler, Closure) else place,
        handler_body=body_of(handler) if isinstance(handler, Closure) else place,
        handler_name="connection",
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=(*recording.answers(run.trace), *door.told),
        facts=facts_of(entered[0].context.conditions) if entered else (),
        calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
    )


def register(library: Library, found: Found) -> None:
    """Tells what makes a socket server."""
    servers: list[SocketServer] = []
    found.fallbacks.append(lambda program: found.sources.append(Sockets(servers)))

    def options(args: Args) -> dict[str, Value]:
        held: dict[str, Value] = {}
        for value in args.positional:
            held.update(value.fields if isinstance(value, ObjectValue) else {})
        return held

    @library.on_call("ws.WebSocketServer", "ws.Server", "ws.WebSocket.Server", "ws.default.Server")
    def plain(run: Run, target: External, args: Args, node: form.Node) -> Value:
        fields = options(args)
        path = fields.get("path")
        server = SocketServer(
            Door(str(path.value) if isinstance(path, Constant) else "/", run.module, node, "ws"), "ws"
        )
        check = fields.get("verifyClient")
        if isinstance(check, Closure):
            server.door.guards.append(Verify(check))
        servers.append(server)
        found.stacks.add("ws")
        return server

    @library.on_call("socket.io.Server", "socket.io", "socket.io.default")
    def io(run: Run, target: External, args: Args, node: form.Node) -> Value:
        path = options(args).get("path")
        own = str(path.value) if isinstance(path, Constant) else "/socket.io"
        server = SocketServer(Door(own, run.module, node, "socket.io"), "socket.io")
        servers.append(server)
        found.stacks.add("socket.io")
        return server

    @library.on_call("Set()[].send", "Map()[].send", "Map().values()[].send", "Set().values()[].send")
    def to_all(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """`clients.forEach((client) => client.send(...))` over a set that the app keeps of its sockets."""
        for server in servers[:1]:
            server.tell(run, args, node)
        return Constant(None)


class Verify(Model):
    """`verifyClient: (info) => ...` lets only those in for whom it is true."""

    __slots__ = ("check",)

    def __init__(self, check: Closure) -> None:
        self.check = check

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        socket, go_on = args.positional
        request = socket.member(run, "request", node)
        answer = run.call(self.check, Args([ObjectValue({"req": request}), go_on]), node)
        with run.branch(run.condition(answer, True, node)):
            run.call(go_on, Args(), node)
        return Constant(None)
