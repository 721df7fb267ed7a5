"""Answers: NextResponse and the web's Response, `redirect()`, `notFound()`."""

from __future__ import annotations

from collections.abc import Mapping

from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.web_request import CookiesModel, HeadersModel, UrlModel
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Derived,
    External,
    Library,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import settle
from roadworthy.languages import form

# https://nextjs.org/docs/app/api-reference/functions: what each throws, and the status that the client sees.
_ENDS = {"redirect": 307, "permanentRedirect": 308, "notFound": 404, "forbidden": 403, "unauthorized": 401}
_FAILED = ("error", "errors", "err", "failure")


class ResponseModel(Model):
    """A response. `goes_on` for `NextResponse.next()`, after which the request is handled as ever, but for the headers that it has
    `forwarded` in the place of the client's."""

    __slots__ = ("forwarded", "goes_on", "status")

    def __init__(
        self, status: int = 200, *, goes_on: bool = False, forwarded: Mapping[str, Value] | None = None
    ) -> None:
        self.status, self.goes_on, self.forwarded = status, goes_on, forwarded or {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "cookies":
            return CookiesModel()
        return Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self if name == "clone" else Derived(name, (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """Headers and status are set elsewhere."""

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`access instanceof Response`: it is one."""
        kind = getattr(operands[-1], "path", "")
        return Constant(True, node) if operator == "instanceof" and kind.endswith("Response") else None

    def truth(self) -> bool | None:
        return True


class Ended(Model):
    """What `redirect()` gives: nothing after it is reached."""

    __slots__ = ()
    ends = "raise"


def answer(run: Run, status: int, body: Value | None, node: form.Node) -> None:
    """Notes an answer."""
    run.emit(AnswerSeen(status, body or Constant(None), run.module, node, run.context))


def answer_returned(run: Run, value: Value, node: form.Node) -> None:
    """Notes what a handler or action gives back, where that is no response that was noted when it was made."""
    value = settle(run, value, node)
    if isinstance(value, Choice):
        for option, conditions in value.alternatives:
            saved = run.context
            run.context = saved.changed(conditions=(*saved.conditions, *conditions))
            answer_returned(run, option, node)
            run.context = saved
    elif not isinstance(value, (ResponseModel, Ended)):
        answer(run, 400 if _says_failed(value) else 200, value, node)


def _says_failed(value: Value) -> bool:
    """`{ error: "Not signed in" }`, `{ success: false, ... }`: how actions refuse."""
    if not isinstance(value, ObjectValue):
        return False
    for name in ("success", "ok"):
        told = value.fields.get(name)
        if isinstance(told, Constant) and told.value is not None:
            return told.value is False
    told = next((value.fields[name] for name in _FAILED if name in value.fields), None)
    nothing = isinstance(told, Constant) and told.value is None
    return told is not None and not nothing and "data" not in value.fields


def _status(options: Value | None, otherwise: int) -> int:
    given = options.fields.get("status") if isinstance(options, ObjectValue) else options
    return given.value if isinstance(given, Constant) and isinstance(given.value, int) else otherwise


def _made(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`NextResponse.json(body, { status })`, `new Response(body, init)`, `NextResponse.next()`."""
    name = target.path.rsplit(".", 1)[-1]
    if run.side == "client":
        return None
    if name in ("next", "rewrite"):
        return ResponseModel(goes_on=True, forwarded=_forwarded(args.get(0 if name == "next" else 1)))
    redirects = name == "redirect"
    status = _status(args.get(1), 307 if redirects else 500 if name == "error" else 200)
    answer(run, status, args.get(0), node)
    return ResponseModel(status)


def _forwarded(options: Value | None) -> Mapping[str, Value]:
    """`{ request: { headers } }`, where these are a copy of the request's own."""
    request = options.fields.get("request") if isinstance(options, ObjectValue) else None
    headers = request.fields.get("headers") if isinstance(request, ObjectValue) else None
    return headers.given or {} if isinstance(headers, HeadersModel) else {}


def _headers(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`new Headers(request.headers)`: a copy that a middleware sets more in."""
    first = args.get(0)
    return HeadersModel(dict(first.given or {})) if isinstance(first, HeadersModel) else None


def _ended(run: Run, target: External, args: Args, node: form.Node) -> Value:
    name = target.path.rsplit(".", 1)[-1]
    if run.side == "server":
        answer(run, _ENDS[name], args.get(0), node)
    return Ended()


def _url(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`new URL(request.url)` is the request's address; anything else is made of what it is given."""
    first = args.get(0)
    return UrlModel(first.path) if isinstance(first, UrlModel) else None


def _later(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`after(callback)`: it runs once the answer is sent."""
    with run.branch(), run.within(trigger="later"):
        run.call_back(args.positional, node)
    return Unknown()


def register(library: Library) -> None:
    """Tells what makes an answer."""
    for name in ("NextResponse", "Response"):
        package = "next/server." if name == "NextResponse" else ""
        made = (
            f"{package}{name}",
            *(f"{package}{name}.{verb}" for verb in ("json", "redirect", "next", "rewrite", "error")),
        )
        library.on_call(*made)(_made)
    library.on_call(*(f"next/navigation.{name}" for name in _ENDS))(_ended)
    library.on_call("URL")(_url)
    library.on_call("Headers")(_headers)
    library.on_call("next/server.after", "next/server.unstable_after")(_later)
