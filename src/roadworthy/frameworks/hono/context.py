"""What Hono's handlers are given, and the middleware that comes with it or beside it."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.express.exchange import status_or
from roadworthy.frameworks.node_server import Reply
from roadworthy.frameworks.web_request import RequestModel
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, Constant, Datum, Derived, External, Model, Run, Value
from roadworthy.languages import form


class HonoContext(Model):
    """`c`: the request, what was set on it, and the answers it makes."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "req":
            return HonoRequest(self)
        if name == "var":
            return Variables(self)
        return External("process.env", None, node) if name == "env" else Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first, second = args.get(0), args.get(1)
        key = str(first.value) if isinstance(first, Constant) else ""
        if name == "set" and second is not None:
            self.fields[key] = second
            return Constant(None)
        if name == "get":
            return self.fields.get(key) or Datum("session", (key,), node)
        if name in ("json", "text", "html", "body", "redirect", "newResponse", "notFound"):
            status = status_or(second, 302 if name == "redirect" else 404 if name == "notFound" else 200)
            run.emit(AnswerSeen(status, first or Constant(None), run.module, node, run.context))
            return Sent()
        return self

    def origin(self, depth: int) -> Origin:
        """The whole exchange."""
        return Origin("headers")


class Sent(Reply):
    """An answer that a handler returns; middleware that returns one goes no further."""

    __slots__ = ()


class Variables(Model):
    """`c.var.user`."""

    __slots__ = ("context",)

    def __init__(self, context: HonoContext) -> None:
        self.context = context

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.context.fields.get(name) or Datum("session", (name,), node)


class HonoRequest(Model):
    """`c.req`."""

    is_request = True
    __slots__ = ("context",)

    def __init__(self, context: HonoContext) -> None:
        self.context = context

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return RequestModel("", "") if name == "raw" else Datum("headers", (name,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        path = (str(first.value),) if isinstance(first, Constant) else ()
        kind = {"json": "body", "parseBody": "body", "text": "body", "formData": "body", "param": "params", "query": "query",
                "queries": "query", "header": "headers", "valid": "body"}.get(name)  # fmt: skip
        if name == "valid":
            held = self.context.fields.get(f"valid {path[0] if path else ''}")
            return held or Datum("body", (), node)
        if kind is None:
            return None
        datum = Datum(kind, () if kind == "body" else path, node)
        run.emit_read(datum, node)
        return datum


class Validated(Model):
    """`zValidator("json", schema)`: the part is put through the schema before the handler."""

    label = "zValidator"

    def __init__(self, part: str, schema: Value | None) -> None:
        self.part, self.schema = part, schema

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        context, go_on = args.get(0), args.get(1)
        kind = {"json": "body", "form": "body", "param": "params", "query": "query", "header": "headers"}
        if isinstance(self.schema, Schema) and isinstance(context, HonoContext):
            datum = Datum(kind.get(self.part, "body"), (), node)
            parsed = self.schema.call_member(run, "parse", Args([datum]), node)
            if parsed is not None:
                context.fields[f"valid {self.part}"] = parsed
        return run.call(go_on, Args(), node) if go_on is not None else Constant(None)


class Bearer(Model):
    """`jwt({ secret })` and `bearerAuth(...)`: nobody gets past without a sound token. Where `wanted` is one token or password for
    all, whoever shows it is no person who signed up, but who runs the server."""

    label = "hono/jwt"

    def __init__(self, wanted: Value | None = None) -> None:
        self.wanted = wanted

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.get(1)
        sound: Value = Datum("session", ("jwtPayload",), node)
        if self.wanted is not None:
            sound = Derived("==", (Datum("headers", ("authorization",), node), self.wanted), node)
        with run.branch(run.condition(sound, True, node)):
            if go_on is not None:
                run.call(go_on, Args(), node)
        return Constant(None)


class Passing(Model):
    """Middleware that goes on whatever it finds."""

    label = "passing"

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.get(1)
        return run.call(go_on, Args(), node) if go_on is not None else Constant(None)
