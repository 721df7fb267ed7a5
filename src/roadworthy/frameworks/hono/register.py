"""Tells what Hono's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.hono import client as rpc
from roadworthy.frameworks.hono.context import Bearer, Passing, Validated
from roadworthy.frameworks.hono.server import make
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what Hono's functions mean."""
    rpc.register(library)

    @library.on_call("hono.Hono", "@hono/zod-openapi.OpenAPIHono", "hono/tiny.Hono", "hono/quick.Hono")
    def application(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return make(found)

    @library.on_call("@hono/zod-openapi.createRoute")
    def declared(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return args.get(0)

    @library.on_call("@hono/zod-validator.zValidator", "@hono/standard-validator.sValidator")
    def validator(run: Run, target: External, args: Args, node: form.Node) -> Value:
        part = args.get(0)
        return Validated(str(part.value) if isinstance(part, Constant) else "json", args.get(1))

    @library.on_call("hono/jwt.jwt", "hono/bearer-auth.bearerAuth", "hono/basic-auth.basicAuth")
    def bearer(run: Run, target: External, args: Args, node: form.Node) -> Value:
        options = args.get(0)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        return Bearer(fields.get("token") or fields.get("password"))

    @library.on_call("@clerk/hono.clerkMiddleware", "@hono/clerk-auth.clerkMiddleware")
    def clerk(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """It looks who is there and lets everybody through."""
        return Passing()

    @library.on_call("hono/cookie.getCookie", "hono/cookie.getSignedCookie")
    def cookie(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """What a cookie holds. One whose signature was found right says what the server wrote into it."""
        signed = target.path.endswith("getSignedCookie")
        name = args.get(2 if signed else 1)
        path = (str(name.value),) if isinstance(name, Constant) else ()
        datum = Datum("session" if signed else "cookies", path, node)
        run.emit_read(datum, node)
        return datum

    @library.on_call("hono/factory.createFactory().createHandlers", "hono/factory.Factory().createHandlers")
    def handlers(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """They stand one after another where the list is spread out: `app.post("/", ...handlers)`."""
        return ListValue(list(args.positional))

    @library.on_call(
        "hono/factory.createMiddleware",
        "hono/factory.createFactory().createMiddleware",
        "hono/factory.Factory().createMiddleware",
    )
    def middleware(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        return first if isinstance(first, Closure) else None
