"""An application as a source of endpoints: its routes with all that runs before them."""

from __future__ import annotations

from roadworthy.app import Endpoint
from roadworthy.app.location import at
from roadworthy.frameworks.express.exchange import RequestModel
from roadworthy.frameworks.express.layers import Chain, Layer
from roadworthy.frameworks.express.paths import join_paths, runs_for
from roadworthy.frameworks.express.router import Router
from roadworthy.frameworks.express.running import is_error_handler, run_chain, unwrapped
from roadworthy.frameworks.express.statics import StaticHandler
from roadworthy.frameworks.found import Source
from roadworthy.frameworks.unfollowed import guards_by_name, name_of
from roadworthy.interpret import (
    Closure,
    External,
    Program,
    Value,
)

# So many routers within each other are followed.
_DEEPEST = 8


class Application(Source):
    """A root router as a source of endpoints."""

    def __init__(self, router: Router) -> None:
        self.router = router

    def endpoints(self, program: Program) -> list[Endpoint]:
        if self.router.mounted:
            return []
        chains = list(_chains(self.router, "", ()))
        made = [run_chain(program, chain, req=RequestModel(self.router)) for chain in chains]
        self._statics()
        return [endpoint for endpoint in made if endpoint is not None]

    def _statics(self) -> None:
        before: list[str] = []
        for layer, prefix in _walk(self.router, ""):
            for handler in layer.handlers:
                name = handler.path if isinstance(handler, External) else ""
                if isinstance(handler, StaticHandler):
                    application = at(self.router.path, self.router.node)
                    record = handler.record(prefix, "compression()" in before, application)
                    self.router.found.statics.append(record)
                elif layer.method == "":
                    before.append(name)


def _walk(router: Router, prefix: str, seen: tuple[Router, ...] = ()) -> list[tuple[Layer, str]]:
    found = []
    for layer in router.layers:
        path = join_paths(prefix, layer.path)
        found.append((layer, path))
        for handler in layer.handlers:
            if isinstance(handler, Router) and handler not in seen:
                found.extend(_walk(handler, path, (*seen, router)))
    return found


def _chains(
    router: Router, prefix: str, before: tuple[tuple[Value, Layer, str], ...], depth: int = 0
) -> list[Chain]:
    found: list[Chain] = []
    if depth > _DEEPEST:
        return found
    for number, layer in enumerate(router.layers):
        path = join_paths(prefix, layer.path)
        if layer.method == "all" and _goes_on(layer, router.layers[number + 1 :]):
            before = (*before, *((handler, layer, path) for handler in layer.handlers))
            continue
        if layer.method:
            ahead = tuple(
                (value, own) for value, own, covered in before if runs_for(own.method, covered, path)
            )
            found.append(Chain(layer.method.upper(), path, ahead, layer))
            continue
        plain: list[tuple[Value, Layer, str]] = []
        for handler in layer.handlers:
            if isinstance(handler, Router):
                found.extend(_chains(handler, path, (*before, *plain), depth + 1))
                passed = {id(value) for value, *_ in (*before, *plain)}
                plain.extend(one for one in _passed(handler, path, depth + 1) if id(one[0]) not in passed)
            else:
                plain.append((handler, layer, path))
        before = (*before, *plain)
    return found


def _passed(router: Router, prefix: str, depth: int) -> list[tuple[Value, Layer, str]]:
    """What a request runs through in a router that has no route for it, before it comes to what stands after the router: all that
    the router uses, not only for routes of its own (`export default router.use(signedIn)`; Express's guide, "Using middleware")."""
    found: list[tuple[Value, Layer, str]] = []
    for layer in router.layers if depth <= _DEEPEST else ():
        path = join_paths(prefix, layer.path)
        for handler in layer.handlers if not layer.method else ():
            if isinstance(handler, Router):
                found.extend(_passed(handler, path, depth + 1))
            elif not isinstance(handler, StaticHandler):
                found.append((handler, layer, path))
    return found


def _goes_on(layer: Layer, after: list[Layer]) -> bool:
    """Whether what is put in for every method (`app.all("/api/*", signedIn)`, `route("/x").all(signedIn).get(...)`) is no answer of
    its own: routes that come after it at its path would never be reached."""
    own = join_paths("", layer.path)
    return all(map(_may_go_on, layer.handlers)) and any(
        runs_for(layer.method, own, join_paths("", one.path))
        for one in after
        if not all(map(is_error_handler, one.handlers))
    )


def _may_go_on(handler: Value) -> bool:
    inner = unwrapped(handler)
    if isinstance(inner, Closure):
        return len(inner.function.parameters) > 2
    passes = getattr(inner, "passes_on", False) or guards_by_name(name_of(inner))
    return not isinstance(inner, Router) and passes
