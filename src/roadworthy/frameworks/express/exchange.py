"""What a handler is given: the request, the response, and `next`."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.unfollowed import put_on_request
from roadworthy.interpret import (
    Args,
    Choice,
    Condition,
    Constant,
    Datum,
    Derived,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.noted import seen
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

_PARTS = {
    "body": "body",
    "params": "params",
    "query": "query",
    "headers": "headers",
    "cookies": "cookies",
    "signedCookies": "cookies",
    "file": "files",
    "files": "files",
}
_SIGNED_IN = Datum("session", ("user",))
_ENDING = {"json", "send", "end", "redirect", "sendFile", "render", "jsonp", "sendStatus", "download"}

# What answers with a file of this machine; within a `root` it leaves that folder for no name (the package "send", "root").
_SENDS_FILE = ("sendFile", "download")


class RequestModel(Model):
    """`req`. What middleware puts on it (`req.user = ...`) is kept in `fields`, the application that was asked is `req.app`."""

    is_request = True
    __slots__ = ("fields",)

    def __init__(self, application: Value | None = None) -> None:
        self.fields: dict[str, Value] = {} if application is None else {"app": application}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            return self.fields[name]
        if name in _PARTS:
            datum = Datum(_PARTS[name], (), node)
            run.emit_read(datum, node)
            return datum
        if name in ("user", "auth", "userId"):
            return Datum("session", (name,), node)
        if name == "session":
            return SessionModel()
        if name in ("ip", "hostname", "protocol", "originalUrl", "url", "path", "method"):
            return Datum("headers", (name,), node)
        return put_on_request(name) or Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if not is_nothing(value):
            self.fields[name] = value

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`Object.assign(req, { body, query })`."""
        for name, inner in value.fields.items() if isinstance(value, ObjectValue) else ():
            self.set_member(run, name, inner)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "isAuthenticated":
            return Derived("signed in", (_SIGNED_IN,), node)
        if name in ("login", "logIn", "logout", "logOut"):
            with run.branch():
                for callback in args.positional:
                    run.call_back([callback], node, Constant(None))
            return Constant(None)
        if name in ("get", "header"):
            first = args.get(0)
            key = str(first.value).lower() if isinstance(first, Constant) else ""
            return Datum("headers", (key,), node)
        return None

    def origin(self, depth: int) -> Origin:
        """The whole request."""
        return Origin("headers")


class SessionModel(Model):
    """`req.session`: what it holds was put there when the user signed in."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Datum("session", (name,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        with run.branch():
            run.call_back(args.positional, node, Constant(None))
        return Constant(None)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """The session as a whole; it exists for visitors as well."""
        return Origin("cookies", ("session",))


class Locals(Model):
    """`res.locals`: what middleware keeps there, by its names."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.fields.get(name) or Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if not is_nothing(value):
            self.fields[name] = value


class ResponseModel(Model):
    """`res`; `code` is what `status()` set, `kept` what middleware put at `res.locals` for those who come after it."""

    __slots__ = ("code", "kept")

    def __init__(self, code: int = 200, kept: list[Value] | None = None) -> None:
        self.code = code
        self.kept: list[Value] = kept if kept is not None else [Locals()]

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.kept[-1] if name == "locals" else Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name == "locals" and not is_nothing(value):
            self.kept.append(value)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("status", "code", "writeHead"):
            return ResponseModel(status_or(args.get(0), self.code), self.kept)
        if name in _ENDING:
            return self._answer(run, name, args, node)
        if name == "write" and args.positional:
            # A part of an answer that goes on: a stream of events above all.
            return self._answer(run, name, args, node)
        if name in ("on", "once"):
            with run.branch(), run.within(trigger="later"):
                run.call_back(args.positional, node)
        return self

    def _answer(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        body = args.get(1 if name in ("redirect", "render") and len(args.positional) > 1 else 0)
        code = self.code
        if name == "redirect":
            code = 302
        elif name == "sendStatus":
            code = status_or(args.get(0), 200)
        if name in _SENDS_FILE and not _within_root(args):
            seen(run, f"express.Response.{name}", args.positional, self, node)
        body, rendered = body or Constant(None), name == "render"
        template = text_of(args.get(0)) if rendered else ""
        run.emit(AnswerSeen(code, body, run.module, node, run.context, rendered, template))
        return self


def _within_root(args: Args) -> bool:
    """`res.sendFile(name, { root: "files" })`."""
    return any(isinstance(one, ObjectValue) and "root" in one.fields for one in args.positional[1:])


def status_or(value: Value | None, otherwise: int) -> int:
    return value.value if isinstance(value, Constant) and isinstance(value.value, int) else otherwise


class Next(Model):
    """`next`: each call is a way on to the next handler, under the conditions that hold there (`ways`). With an
    error it leads to the error handler instead."""

    __slots__ = ("ways",)

    def __init__(self) -> None:
        self.ways: list[tuple[Condition, ...]] = []

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        first = args.get(0) or Constant(None)
        for value, conditions in first.alternatives if isinstance(first, Choice) else ((first, ()),):
            here = run.context.changed(conditions=(*run.context.conditions, *conditions))
            if is_nothing(value):
                self.ways.append(here.conditions)
            elif not isinstance(value, Constant):
                run.emit(AnswerSeen(500, Unknown(), run.module, node, here))
        return Constant(None)
