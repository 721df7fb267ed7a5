"""Tells what Hono's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.hono.server import Bearer, Validated, make
from roadworthy.interpret import Args, Closure, Constant, External, Library, Run, Value
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what Hono's functions mean."""

    @library.on_call("hono.Hono", "@hono/zod-openapi.OpenAPIHono", "hono/tiny.Hono", "hono/quick.Hono")
    def application(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return make(found)

    @library.on_call("@hono/zod-validator.zValidator", "@hono/standard-validator.sValidator")
    def validator(run: Run, target: External, args: Args, node: form.Node) -> Value:
        part = args.get(0)
        return Validated(str(part.value) if isinstance(part, Constant) else "json", args.get(1))

    @library.on_call("hono/jwt.jwt", "hono/bearer-auth.bearerAuth", "hono/basic-auth.basicAuth")
    def bearer(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Bearer()

    @library.on_call("hono/factory.createMiddleware")
    def middleware(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        return first if isinstance(first, Closure) else None
