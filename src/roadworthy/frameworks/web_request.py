"""The web's Request, as handlers of several frameworks are given it (NextRequest too): headers, cookies, address, body."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.known_text import KnownText
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    Derived,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

_BODIES = {"json", "formData", "text", "arrayBuffer", "blob", "bytes"}


def part(run: Run, kind: str, path: tuple[str, ...], node: form.Node) -> Datum:
    """A part of the request, noted as read."""
    datum = Datum(kind, path, node)
    run.emit_read(datum, node)
    return datum


class RequestModel(Model):
    """`request` of a route handler or middleware; with no method and path, any request at all. What wrappers put on it
    (`req.auth`) is kept in `fields`."""

    is_request = True
    __slots__ = ("fields", "method", "path")

    def __init__(self, method: str, path: str) -> None:
        self.method, self.path = method, path
        self.fields: dict[str, Value] = {}

    def with_field(self, name: str, value: Value) -> RequestModel:
        """The same request with something more on it."""
        other = RequestModel(self.method, self.path)
        other.fields = {**self.fields, name: value}
        return other

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            return self.fields[name]
        if name == "method":
            return KnownText(self.method, node) if self.method else part(run, "headers", ("method",), node)
        if name in ("nextUrl", "url"):
            return UrlModel(self.path)
        if name == "headers":
            return HeadersModel()
        if name == "cookies":
            return CookiesModel()
        if name == "body":
            return part(run, "body", (), node)
        if name in ("ip", "geo"):
            return part(run, "headers", (name,), node)
        return Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if not is_nothing(value):
            self.fields[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _BODIES:
            return part(run, "body", (), node)
        return self if name == "clone" else None

    def origin(self, depth: int) -> Origin:
        """The whole request."""
        return Origin("headers")


class UrlModel(Model):
    """`request.nextUrl`, `new URL(request.url)`."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "pathname":
            return KnownText(self.path, node) if self.path else part(run, "headers", ("pathname",), node)
        if name == "searchParams":
            return SearchParams()
        if name == "search":
            return part(run, "query", (), node)
        return part(run, "headers", (name,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return UrlModel(self.path) if name == "clone" else self.member(run, "href", node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """A clone that is sent elsewhere: the request's own path stays what it is."""

    def origin(self, depth: int) -> Origin:
        """The address as the client sent it."""
        return Origin("headers", ("url",))


class SearchParams(Model):
    """`searchParams`: also as the hook and the prop give them."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return part(run, "query", (name,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return _taken(run, "query", name, args, node)

    def element(self, run: Run) -> Value:
        return Datum("query", ("[]",))

    def origin(self, depth: int) -> Origin:
        """The whole query."""
        return Origin("query")


# Where a run keeps the headers that what stood before the handler put in the place of the client's own.
FORWARDED = "forwarded headers"


class HeadersModel(Model):
    """`request.headers`, `headers()`; with `given` a copy of them in which some are set anew."""

    __slots__ = ("given",)

    def __init__(self, given: dict[str, Value] | None = None) -> None:
        self.given = given

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        known = {**run.kept.get(FORWARDED, {}), **(self.given or {})}
        return known.get(name.lower()) or part(run, "headers", (name.lower(),), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key = args.get(0)
        if name in ("get", "has", "getAll") and isinstance(key, Constant):
            return self.member(run, str(key.value), node)
        if name == "set" and self.given is not None and isinstance(key, Constant):
            self.given[str(key.value).lower()] = args.get(1) or Constant(None)
            return Constant(None)
        return Derived(name, (Datum("headers", (), node),), node)

    def element(self, run: Run) -> Value:
        return Datum("headers", ("[]",))

    def origin(self, depth: int) -> Origin:
        """All headers."""
        return Origin("headers")


class CookiesModel(Model):
    """`request.cookies`, `cookies()`; `response.cookies` takes what it is given."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (Datum("cookies", (), node),), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key = args.get(0)
        if name in ("get", "has", "getAll") and isinstance(key, Constant):
            return part(run, "cookies", (str(key.value),), node)
        if name in ("set", "delete", "clear"):
            return Constant(None)
        run.call_back(args.positional, node)
        return part(run, "cookies", (), node)

    def origin(self, depth: int) -> Origin:
        """All cookies."""
        return Origin("cookies")


def _taken(run: Run, kind: str, name: str, args: Args, node: form.Node) -> Value | None:
    """`get("q")` and its kin on what holds named values."""
    key = args.get(0)
    if name in ("get", "has") and isinstance(key, Constant):
        return part(run, kind, (str(key.value),), node)
    if name == "getAll" and isinstance(key, Constant):
        return ListValue([], part(run, kind, (str(key.value),), node), node)
    if name in ("toString", "entries", "values", "keys"):
        return part(run, kind, (), node)
    return None
