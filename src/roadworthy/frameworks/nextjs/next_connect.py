"""next-connect: handlers of a file of the pages router, put together like a router of Express.

`nc(options)` and `createRouter()` take middleware and one handler for each method; the file exports what they make, or
`router.handler(options)` (https://github.com/hoangvvo/next-connect).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from roadworthy.frameworks.express.exchange import RequestModel, ResponseModel
from roadworthy.frameworks.express.layers import Chain, Layer
from roadworthy.frameworks.express.paths import covers, join_paths
from roadworthy.frameworks.express.router import METHODS, flattened
from roadworthy.frameworks.express.running import run_steps
from roadworthy.frameworks.nextjs.handlers import Handler, Returned
from roadworthy.interpret import (
    Args,
    Constant,
    External,
    Library,
    Model,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

# Those that no path can be left out of: what is given them is taken to be for the file's own path.
_ADDS = (METHODS | {"use"}) - {"head", "options"}


class Connected(Handler):
    """What `nc()` or `createRouter()` made. It is a handler itself, and one for each of its methods."""

    __slots__ = ("layers",)

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _ADDS:
            given = list(flattened(list(args.positional)))
            first = given[0] if given else None
            path = str(first.value) if isinstance(first, Constant) else ""
            handlers = tuple(given[1:] if isinstance(first, Constant) else given)
            self.layers.append(Layer("" if name == "use" else name, path, handlers, run.module, node))
        elif name == "clone":
            made = Connected()
            made.layers = list(self.layers)
            return made
        elif name == "run":
            return self.call(run, args, node)
        return self

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        """Runs what is used for every request: of a page, or of another handler that calls this one."""
        req, res = args.get(0), args.get(1)
        if isinstance(req, RequestModel) and isinstance(res, ResponseModel):
            used = [value for layer in self._flat() if not layer.method for value in layer.handlers]
            run_steps(run, [*used, _Through()], req, res, node)
        returned(Unknown(), node)

    def _flat(self) -> Iterator[Layer]:
        """Its layers in their order, those of a router within it in its place."""
        for layer in self.layers:
            inner = [value for value in layer.handlers if isinstance(value, Connected)]
            for one in inner:
                yield from one._flat()
            rest = tuple(value for value in layer.handlers if not isinstance(value, Connected))
            if rest:
                yield msgspec.structs.replace(layer, handlers=rest)

    def chains(self, route: str) -> Iterator[Chain]:
        """One for each handler of a method, with what runs before it."""
        before: list[tuple[Value, Layer]] = []
        for layer in self._flat():
            if not layer.method:
                before += [(value, layer) for value in layer.handlers]
                continue
            ahead = tuple((value, own) for value, own in before if covers(own.path, layer.path))
            yield Chain(layer.method.upper(), _path(route, layer.path), ahead, layer)


class _Through(Model):
    """Where a request goes on behind all that it was put through."""

    __slots__ = ()

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return Unknown()


def _path(route: str, own: str) -> str:
    """The path of a handler that names its own within a file that catches all (`attachParams`), else the file's."""
    if not own.strip("/") or "[..." not in route.replace("[[", "["):
        return route
    return own if own.startswith("/api") else join_paths(route.partition("/[")[0], own)


def connected(handler: Value | None) -> Connected | None:
    """The router that a file exports, whatever a library put around it (`withSession(handler)`)."""
    if isinstance(handler, External) and handler.arguments is not None:
        return next((one for one in map(connected, handler.arguments.positional) if one is not None), None)
    return handler if isinstance(handler, Connected) else None


def register(library: Library) -> None:
    """Tells what makes such routers."""

    @library.on_call("next-connect", "next-connect.createRouter", "next-connect.createEdgeRouter")
    def router(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Connected()

    @library.on_call("next-connect.expressWrapper")
    def wrapped(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return args.get(0)
