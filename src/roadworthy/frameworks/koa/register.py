"""Tells what Koa's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.koa.server import TokenGuard, make, prefix_of
from roadworthy.interpret import Args, External, Library, Run, Value
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what Koa's functions mean."""

    @library.on_call("koa", "koa.default")
    def application(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return make(found, "")

    @library.on_call(
        "@koa/router", "koa-router", "@koa/router.default", "@koa/router.Router", "koa-router.default"
    )
    def router(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return make(found, prefix_of(args))

    @library.on_call("koa-jwt", "koa-jwt.default")
    def guard(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return TokenGuard()
