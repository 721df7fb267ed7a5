"""UploadThing: routes that let whoever passes their middleware put files into the app's storage."""

from __future__ import annotations

from roadworthy.frameworks.events import ServiceSeen
from roadworthy.frameworks.nextjs.handlers import Handler, Returned
from roadworthy.frameworks.services import emit_service
from roadworthy.interpret import Args, Constant, Datum, External, Library, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_PACKAGES = ("uploadthing/next", "uploadthing/server", "uploadthing/remix", "uploadthing")
_METHODS = ("GET", "POST")


def register(library: Library) -> None:
    """Tells what its builders and its handlers do."""
    for package in _PACKAGES:
        library.on_call(f"{package}.createUploadthing()")(_route)
        library.on_call(f"{package}.createRouteHandler", f"{package}.createNextRouteHandler")(_handlers)


class FileRoute(Model):
    """A route under construction: who may upload by it, and what is done with what came."""

    __slots__ = ("accepts", "node", "path", "steps")

    def __init__(
        self, path: str, node: form.Node, accepts: Args, steps: tuple[tuple[str, Value], ...] = ()
    ) -> None:
        self.path, self.node, self.accepts, self.steps = path, node, accepts, steps

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        more = ((name, first),) if first is not None else ()
        return FileRoute(self.path, self.node, self.accepts, (*self.steps, *more))

    def take(self, run: Run, request: Value, node: form.Node) -> None:
        """Runs its steps in the order in which a file meets them."""
        steps = dict(self.steps)
        metadata: Value = ObjectValue(node=node)
        if "middleware" in steps:
            given = ObjectValue({"req": request, "input": Datum("body", ("input",), node)}, node=node)
            metadata = run.call(steps["middleware"], Args([given]), node)
        run.emit_read(Datum("files", (), self.node), self.node)
        emit_service(
            run,
            ServiceSeen("uploadthing", "upload", "uploadthing", self.path, self.node, run.context,
                        arguments=[Datum("files", (), node)]),
        )  # fmt: skip
        if "onUploadComplete" in steps:
            file = ObjectValue({name: Datum("files", (name,), node) for name in _OF_FILE}, node=node)
            run.call(
                steps["onUploadComplete"],
                Args([ObjectValue({"metadata": metadata, "file": file}, node=node)]),
                node,
            )


_OF_FILE = ("name", "size", "type", "key", "url", "ufsUrl", "appUrl", "customId")


class UploadHandler(Handler):
    """What answers `POST /api/uploadthing`."""

    __slots__ = ("method", "router")

    def __init__(self, router: Value | None, method: str) -> None:
        self.router, self.method = router, method

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        request = args.get(0) or Constant(None)
        routes = self.router.fields.values() if isinstance(self.router, ObjectValue) else ()
        for route in routes if self.method == "POST" else ():
            if isinstance(route, FileRoute):
                with run.branch():
                    route.take(run, request, node)


def _route(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    return FileRoute(run.module, node, args)


def _handlers(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    options = args.get(0)
    router = options.fields.get("router") if isinstance(options, ObjectValue) else None
    return ObjectValue({method: UploadHandler(router, method) for method in _METHODS}, node=node)
