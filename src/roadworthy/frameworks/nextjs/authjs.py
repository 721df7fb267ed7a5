"""Auth.js (next-auth v4 and v5): what `NextAuth({...})` makes, and the sign-in behind its catch-all route."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.nextjs.handlers import Handler, Returned, respond
from roadworthy.frameworks.nextjs.response import ResponseModel, answer
from roadworthy.frameworks.nextjs.sessions import session
from roadworthy.frameworks.web_request import RequestModel, part
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import settle
from roadworthy.languages import form


class AuthJs(Handler):
    """What `NextAuth(config)` gives: v4's handler itself, v5's `{ handlers, auth, signIn, signOut }`."""

    __slots__ = ("config",)

    def __init__(self, config: Value | None) -> None:
        self.config = config

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "handlers":
            return ObjectValue({"GET": self, "POST": self}, node=node)
        if name == "auth":
            return AuthFunction(self)
        if name in ("signIn", "signOut"):
            return External(f"next-auth.{name}", None, node)
        return super().member(run, name, node)

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        """A POST signs in: by the credentials provider's own `authorize`."""
        request = args.get(0)
        if isinstance(request, RequestModel) and request.method == "GET":
            return
        for authorize in self._authorize(run, node):
            typed = part(run, "body", (), node)
            with run.branch():
                run.call(authorize, Args([typed, request or Unknown()]), node)
        answer(run, 200, Unknown(), node)

    def fields(self, run: Run, node: form.Node) -> dict[str, Value]:
        """The configuration, also where a function of the request makes it."""
        made = self.config
        if isinstance(made, Closure):
            made = run.call(made, Args([Unknown()]), node)
        found = dict(made.fields) if isinstance(made, ObjectValue) else {}
        for spread in made.spreads if isinstance(made, ObjectValue) else ():
            found = {**(spread.fields if isinstance(spread, ObjectValue) else {}), **found}
        return found

    def _authorize(self, run: Run, node: form.Node) -> Iterator[Closure]:
        providers = self.fields(run, node).get("providers")
        for provider in providers.inputs() if isinstance(providers, ListValue) else ():
            options = (
                provider.arguments.get(0)
                if isinstance(provider, External) and provider.arguments
                else provider
            )
            found = options.fields.get("authorize") if isinstance(options, ObjectValue) else None
            if isinstance(found, Closure):
                yield found

    def callback(self, run: Run, name: str, node: form.Node) -> Value | None:
        """One of the configuration's callbacks."""
        callbacks = self.fields(run, node).get("callbacks")
        return callbacks.fields.get(name) if isinstance(callbacks, ObjectValue) else None


class AuthFunction(Handler):
    """v5's `auth`: the session when called; a guard when it is exported as middleware; a wrapper of handlers."""

    __slots__ = ("instance",)

    def __init__(self, instance: AuthJs) -> None:
        self.instance = instance

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        return Wrapped(first) if isinstance(first, Closure) else session(node)

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        authorized = self.instance.callback(run, "authorized", node)
        if isinstance(authorized, Closure):
            _authorize(run, authorized, args, node)
        returned(ResponseModel(goes_on=True), node)


class Wrapped(Handler):
    """`auth((request) => ...)`: the callback sees the session as `request.auth`."""

    __slots__ = ("callback",)

    def __init__(self, callback: Value) -> None:
        self.callback = callback

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        request = args.get(0)
        if isinstance(request, RequestModel):
            args = Args([request.with_field("auth", session(node)), *args.positional[1:]])
        respond(run, self.callback, args, node, returned)


class GuardedByToken(Handler):
    """`withAuth(middleware, { callbacks: { authorized } })` of v4: without a token nobody comes through."""

    __slots__ = ("authorized", "inner")

    def __init__(self, inner: Value | None, authorized: Value | None) -> None:
        self.inner, self.authorized = inner, authorized

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        request = args.get(0)
        if isinstance(self.authorized, Closure):
            _authorize(run, self.authorized, args, node)
        else:
            run.learn(run.condition(session(node), True, node))
        if isinstance(self.inner, Closure) and isinstance(request, RequestModel):
            signed = ObjectValue({"token": session(node)}, node=node)
            respond(run, self.inner, Args([request.with_field("nextauth", signed)]), node, returned)
        else:
            returned(ResponseModel(goes_on=True), node)


def _authorize(run: Run, authorized: Closure, args: Args, node: form.Node) -> None:
    """Only requests come through for which the callback says yes."""
    given = ObjectValue(
        {
            "auth": session(node),
            "token": session(node),
            "request": args.get(0) or Unknown(),
            "req": args.get(0) or Unknown(),
        },
        node=node,
    )
    result = settle(run, run.call(authorized, Args([given]), node), node)
    if not (isinstance(result, Constant) and result.value):
        run.learn(run.condition(result, True, node))


def _instance(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`NextAuth(config)`, and v4's `NextAuth(req, res, options)`."""
    options = args.positional[-1] if args.positional else None
    made = AuthJs(options)
    if len(args.positional) > 1:
        made.respond(run, Args([args.positional[0]]), node, lambda value, where: None)
        return Constant(None)
    return made


def _with_auth(run: Run, target: External, args: Args, node: form.Node) -> Value:
    first, second = args.get(0), args.get(1)
    options = first if isinstance(first, ObjectValue) else second
    callbacks = options.fields.get("callbacks") if isinstance(options, ObjectValue) else None
    authorized = callbacks.fields.get("authorized") if isinstance(callbacks, ObjectValue) else None
    return GuardedByToken(first if isinstance(first, Closure) else None, authorized)


def token_guard() -> Handler:
    """`export { default } from "next-auth/middleware"`."""
    return GuardedByToken(None, None)


def register(library: Library) -> None:
    """Tells what Auth.js makes."""
    library.on_call("next-auth", "next-auth/next")(_instance)
    library.on_call("next-auth/middleware.withAuth", "next-auth/middleware")(_with_auth)
