"""Tells what Express's functions mean, and those of the middleware that usually surrounds it."""

from __future__ import annotations

import re

from roadworthy.frameworks.express.application import Application
from roadworthy.frameworks.express.exchange import Next, RequestModel, ResponseModel
from roadworthy.frameworks.express.router import Router
from roadworthy.frameworks.express.statics import StaticHandler
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.unfollowed import Unfollowed
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what Express's functions mean."""

    @library.on_call("express")
    def application(run: Run, target: External, args: Args, node: form.Node) -> Value:
        router = Router(found, run.module, node, root=True)
        found.sources.append(Application(router))
        found.stacks.add("express")
        return router

    @library.on_call("express.Router", "express-promise-router")
    def make_router(run: Run, target: External, args: Args, node: form.Node) -> Value:
        router = Router(found, run.module, node, root=False)
        found.sources.append(Application(router))
        return router

    @library.on_call("express.static", "serve-static")
    def static(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return StaticHandler(args, run.module, node)

    library.on_call("passport.use")(_use_strategy(found))
    library.on_call("passport.authenticate")(_authenticate(found))
    library.on_call("passport.serializeUser", "passport.deserializeUser")(_ignored)
    library.on_call(*_TOKENS)(_token)

    @library.on_call("express-jwt", "express-jwt.default", "express-jwt.expressjwt", "express-jwt.jwt")
    def guard(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return TokenGuard(args.get(0))

    library.on_call("http.createServer", "https.createServer")(_server)


# Functions that verify a token: what they give was put there when its owner signed in.
_TOKENS = (
    "jsonwebtoken.verify",
    "jsonwebtoken.default.verify",
    "jose.jwtVerify",
    "jose.jwtDecrypt",
    "hono/jwt.verify",
    "jwt-simple.decode",
    "jwt-simple.default.decode",
    "@nestjs/jwt.JwtService().verify",
    "@nestjs/jwt.JwtService().verifyAsync",
)


class TokenGuard(Model):
    """`expressjwt({ secret, algorithms })` of express-jwt: nobody passes without a token, unless it is told to ask for none."""

    label = "express-jwt"
    passes_on = True
    __slots__ = ("options",)

    def __init__(self, options: Value | None) -> None:
        self.options = options

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.get(2)
        if go_on is None:
            return Constant(None)
        asked = (
            self.options.fields.get("credentialsRequired") if isinstance(self.options, ObjectValue) else None
        )
        if isinstance(asked, Constant) and asked.value is False:
            run.call(go_on, Args(), node)
            return Constant(None)
        with run.branch(run.condition(Datum("session", ("auth",), node), True, node)):
            run.call(go_on, Args(), node)
        return Constant(None)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return Unfollowed("express-jwt.unless") if name == "unless" else self


def _server(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """The server around an app is the app's own door; the app goes on being itself."""
    for value in args.positional:
        if isinstance(value, Router):
            return ServerModel()
    run.call_back(args.positional, node)
    return ServerModel()


class ServerModel(Model):
    """An HTTP server."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        with run.branch():
            run.call_back(args.positional, node)
        return self


def _ignored(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Constant(None)


def _token(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """A verified token: what it holds was put there at sign-in. One that is not sound raises."""
    payload = Datum("session", ("token",), node)
    callbacks = [value for value in args.positional[2:] if isinstance(value, Closure)]
    sound = run.condition(payload, True, node)
    for callback in callbacks:
        with run.branch(sound):
            run.call(callback, Args([Constant(None), payload]), node)
    if not callbacks:
        run.learn(sound, lasting=True)
    if target.path.startswith("jose"):
        return ObjectValue({"payload": payload})
    return payload


def _use_strategy(found: Found):  # type: ignore[no-untyped-def]
    def model(run: Run, target: External, args: Args, node: form.Node) -> Value:
        strategy = args.positional[-1] if args.positional else Unknown()
        name = args.get(0)
        key = str(name.value) if isinstance(name, Constant) else _own_name(strategy)
        if isinstance(strategy, External) and strategy.arguments is not None:
            verify = [v for v in strategy.arguments.positional if isinstance(v, Closure)]
            options = next((v for v in strategy.arguments.positional if isinstance(v, ObjectValue)), None)
            if verify:
                found.strategies[key] = ObjectValue(
                    {"verify": verify[-1], **(options.fields if options else {})}
                )
        return Constant(None)

    return model


def _own_name(strategy: Value) -> str:
    """The name that a strategy has when it is given none: `passport-google-oauth20` goes by google, `passport-local` by local."""
    package = re.search(r"passport-([a-z]+)", strategy.path) if isinstance(strategy, External) else None
    return package.group(1) if package is not None else "local"


def _authenticate(found: Found):  # type: ignore[no-untyped-def]
    def model(run: Run, target: External, args: Args, node: form.Node) -> Value:
        name = args.get(0)
        first = name.items[0] if isinstance(name, ListValue) and name.items else name
        key = str(first.value) if isinstance(first, Constant) else "local"
        callback = next((v for v in args.positional if isinstance(v, Closure)), None)
        return Authentication(key, found.strategies.get(key), callback)

    return model


class Done(Model):
    """`done(error, user, info)` of a strategy."""

    __slots__ = ("users",)

    def __init__(self) -> None:
        self.users: list[Value] = []

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        if len(args.positional) > 1:
            self.users.append(args.positional[1])
        return Constant(None)


class Authentication(Model):
    """`passport.authenticate(...)` as middleware: it runs the strategy, then goes on or calls back."""

    label = "passport.authenticate"

    def __init__(self, key: str, verify: Value | None, callback: Value | None) -> None:
        self.key, self.verify, self.callback = key, verify, callback

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        if len(args.positional) >= 3:
            req, res, go_on = args.positional[:3]
            if isinstance(req, RequestModel) and isinstance(res, ResponseModel) and isinstance(go_on, Next):
                self.handle(run, req, res, go_on, node)
        return Constant(None)

    def _typed(self, run: Run, option: str, usual: str, node: form.Node) -> Value:
        """What was typed into the field that the strategy's options name."""
        named = self.verify.fields.get(option) if isinstance(self.verify, ObjectValue) else None
        name = str(named.value) if isinstance(named, Constant) else usual
        datum = Datum("body", (name,), node)
        run.emit_read(datum, node)
        return datum

    def handle(self, run: Run, req: RequestModel, res: ResponseModel, go_on: Next, node: form.Node) -> None:
        """Runs the strategy, then what follows."""
        done = Done()
        if isinstance(self.verify, ObjectValue) and self.key == "local":
            typed = [
                self._typed(run, name, usual, node)
                for name, usual in (("usernameField", "username"), ("passwordField", "password"))
            ]
            with_request = self.verify.fields.get("passReqToCallback")
            first = [req] if isinstance(with_request, Constant) and with_request.value else []
            run.call(self.verify.fields["verify"], Args([*first, *typed, done]), node)
        elif isinstance(self.verify, ObjectValue):
            # Every other strategy hands over what a sound token or another service says of who asks.
            who = Datum("session", ("token",), node)
            run.call(self.verify.fields["verify"], Args([who, done], spread=True), node)
        if self.callback is not None:
            user_value = run.join([(value, ()) for value in done.users]) if done.users else Unknown()
            run.call(self.callback, Args([Constant(None), user_value, Unknown()]), node)
            return
        run.learn(run.condition(Datum("session", ("user",), node), True, node))
        go_on.call(run, Args(), node)
