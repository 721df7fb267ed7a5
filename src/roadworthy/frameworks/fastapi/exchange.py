"""Requests, responses and exceptions as a handler sees them."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.exchange import Fields
from roadworthy.frameworks.templates.gone_through import go_through
from roadworthy.frameworks.unfollowed import put_on_request
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    Derived,
    External,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.values import Certain, is_nothing
from roadworthy.languages import form

_PARTS = {
    "headers": "headers",
    "cookies": "cookies",
    "query_params": "query",
    "path_params": "params",
}
_STATUS = {"RedirectResponse": 307}


class RequestModel(Model):
    """`request: Request`. `state` keeps what middleware and dependencies put there; `app` is the application; `address` and `method` are those of
    the route ('' where they are not known)."""

    is_request = True
    __slots__ = ("address", "app", "method", "state")

    def __init__(self, address: str = "", method: str = "") -> None:
        self.state = State()
        self.app: Value | None = None
        self.address, self.method = address, method

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in _PARTS:
            return part(run, _PARTS[name], (), node)
        if name == "state":
            return self.state
        if name == "app" and self.app is not None:
            return self.app
        if name in ("session", "user", "auth"):
            return Datum("session", () if name == "session" else (name,), node)
        if name == "method" and self.method:
            return Certain(self.method, node)
        if name == "url":
            return Address(self.address, Datum("headers", (name,), node))
        if name in ("client", "method", "base_url", "scope"):
            return Datum("headers", (name,), node)
        return Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "form":
            return form_fields(run, (), node)
        if name in ("json", "body", "stream"):
            return part(run, "body", (), node)
        return None

    def origin(self, depth: int) -> Origin:
        """The whole request."""
        return Origin("headers")


class Address(Model):
    """`request.url`. Its path is the route's, up to the first part that varies."""

    __slots__ = ("datum", "text")

    def __init__(self, text: str, datum: Datum) -> None:
        self.text, self.datum = text, datum

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "path" and self.text and ":path}" not in self.text:
            return Certain(self.text, node)
        return self.datum.member(run, name, node)

    def origin(self, depth: int) -> Origin:
        """A part of the request."""
        return Origin("headers", self.datum.path)


class State(Model):
    """`request.state`."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.fields.get(name) or put_on_request(name) or Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if not is_nothing(value):
            self.fields[name] = value


def part(run: Run, kind: str, path: tuple[str, ...], node: form.Node) -> Datum:
    """A part of the request, noted as read."""
    datum = Datum(kind, path, node)
    run.emit_read(datum, node)
    return datum


def form_fields(run: Run, path: tuple[str, ...], node: form.Node) -> Fields:
    """Fields of a form, which are texts or files, noted as read."""
    fields = Fields("body", path, node, in_form=True)
    run.emit_read(fields, node)
    return fields


class ResponseModel(Model):
    """`Response(...)` in its many forms, and the `response` that a handler is given to change."""

    def __init__(self, kind: str, status: int, body: Value, arguments: Args) -> None:
        self.kind, self.status, self.body, self.arguments = kind, status, body, arguments
        self.template = ""
        self.headers: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "headers":
            return Headers(self)
        return self.body if name == "body" else Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name == "status_code":
            self.status = status_of(value) or self.status

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "set_cookie":
            self.headers["set-cookie"] = args.get(1, "value") or Constant(None)
        return Constant(None)

    def inputs(self) -> tuple[Value, ...]:
        return (self.body,)


class Headers(Model):
    """`response.headers`."""

    __slots__ = ("response",)

    def __init__(self, response: ResponseModel) -> None:
        self.response = response

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.response.headers.get(name.lower()) or Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.response.headers[name.lower()] = value


def make_response(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`JSONResponse({...}, 201)`."""
    kind = target.path.rsplit(".", 1)[-1]
    given = args.get(1, "status_code")
    body = args.get(
        0, "url" if kind == "RedirectResponse" else "path" if kind == "FileResponse" else "content"
    )
    status = status_of(given) or _STATUS.get(kind, 200)
    return ResponseModel(kind, status, body or Constant(None), args)


def make_template_response(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`TemplateResponse(request, "orders.html", {"orders": orders})`, or in the earlier order, without the request."""
    first = args.get(0)
    earlier = isinstance(first, Constant) and isinstance(first.value, str)
    place = 0 if earlier else 1
    named, context = args.get(place, "name"), args.get(place + 1, "context") or Constant(None)
    status = status_of(args.get(place + 2, "status_code")) or 200
    made = ResponseModel("TemplateResponse", status, context, args)
    made.template = str(named.value) if isinstance(named, Constant) else ""
    go_through(run, made.template, context, run.module)
    return made


def status_of(value: Value | None) -> int | None:
    """A status as a number: `404`, `status.HTTP_404_NOT_FOUND`."""
    if isinstance(value, Constant) and isinstance(value.value, int):
        return value.value
    if isinstance(value, External):
        digits = [
            part for part in value.path.rsplit(".", 1)[-1].split("_") if part.isdigit() and len(part) == 3
        ]
        named = {"NOT_FOUND": 404, "FORBIDDEN": 403, "UNAUTHORIZED": 401, "BAD_REQUEST": 400, "CONFLICT": 409,
                 "CREATED": 201, "NO_CONTENT": 204, "OK": 200, "TOO_MANY_REQUESTS": 429,
                 "INTERNAL_SERVER_ERROR": 500, "UNPROCESSABLE_ENTITY": 422}  # fmt: skip
        return int(digits[0]) if digits else named.get(value.path.rsplit(".", 1)[-1])
    return None


class HttpError(Model):
    """`HTTPException(404, "...")`."""

    __slots__ = ("detail", "status")

    def __init__(self, status: int, detail: Value) -> None:
        self.status, self.detail = status, detail

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "status_code":
            return Constant(self.status, node)
        return self.detail if name == "detail" else Derived(f".{name}", (self,), node)


def make_error(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`HTTPException(status_code=..., detail=...)`."""
    status = status_of(args.get(0, "status_code")) or 500
    return HttpError(status, args.get(1, "detail") or Constant(None))


class ErrorClass:
    """`class NotFound(HTTPException)`: its constructor's `super().__init__(...)` tells the status."""

    def __call__(self, run: Run, kind: object) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind, args: Args, node: form.Node) -> Value:  # type: ignore[no-untyped-def]
        """A construction of the exception."""
        given = status_of(args.get(0, "status_code"))
        constructor = kind.find("__init__")
        function = getattr(constructor, "function", None)
        if function is not None:
            told = _status_in(run, function.body, constructor.scope)
            given = told or given
        own = kind.find("status_code")
        return HttpError(given or status_of(own) or 500, args.get(1, "detail") or Constant(None))


def _status_in(run: Run, body: tuple[form.Statement, ...], scope) -> int | None:  # type: ignore[no-untyped-def]
    for statement in body:
        call = statement.value if isinstance(statement, form.Evaluate) else None
        if (
            isinstance(call, form.Call)
            and isinstance(call.callee, form.Member)
            and call.callee.name == "__init__"
        ):
            values = [k.value for k in call.keywords if getattr(k.key, "value", None) == "status_code"]
            for expression in [*values, *call.arguments[:1]]:
                if isinstance(expression, (form.Literal, form.Member)):
                    return status_of(run.evaluate(expression, scope))
    return None


class Tasks(Model):
    """`BackgroundTasks`: what is added runs after the answer, and nobody waits for it."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "add_task" and args.positional:
            with run.branch(), run.within(trigger="later"):
                run.call(args.positional[0], Args(args.positional[1:], args.keywords), node)
        return Constant(None)


class Socket(Model):
    """`websocket: WebSocket`."""

    __slots__ = ("request",)

    def __init__(self, request: RequestModel) -> None:
        self.request = request

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.request.member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name.startswith(("receive", "iter_")):
            return part(run, "body", (), node)
        if name.startswith("send"):
            run.emit(AnswerSeen(200, args.get(0) or Constant(None), run.module, node, run.context))
        elif name == "close" and _turns_away(args):
            run.emit(AnswerSeen(401, Constant(None), run.module, node, run.context))
        return Constant(None)


def _turns_away(args: Args) -> bool:
    """Whether a socket is closed for what somebody is: 1008 is a policy (RFC 6455, 7.4.1), from 4000 on the app's own reasons."""
    code = args.keywords.get("code") or args.get(0)
    named = isinstance(code, External) and code.path.endswith("POLICY_VIOLATION")
    number = code.value if isinstance(code, Constant) else None
    return named or (isinstance(number, int) and (number == 1008 or 4000 <= number < 5000))


class Upload(Model):
    """`UploadFile`."""

    __slots__ = ("datum",)

    def __init__(self, datum: Datum) -> None:
        self.datum = datum

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.datum.member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("read", "readline"):
            return self.datum.member(run, "content", node)
        return Constant(None) if name in ("seek", "close") else None

    def element(self, run: Run) -> Value:
        return self

    def inputs(self) -> tuple[Value, ...]:
        return (self.datum,)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """The file as a whole."""
        return Origin("files", self.datum.path)
