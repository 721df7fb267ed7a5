"""Who is signed in: what the auth libraries of Next.js apps tell of the session.

Each entry is from the library's own documentation. What they give is there for people who signed in and missing for
others, so that a test of it makes sure of a sign-in.
"""

from __future__ import annotations

from roadworthy.frameworks.nextjs.handlers import Handler, Returned
from roadworthy.frameworks.nextjs.matcher import matches_path, patterns_of
from roadworthy.frameworks.nextjs.response import Ended, ResponseModel
from roadworthy.frameworks.web_request import RequestModel
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    External,
    Library,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

# The session as a whole.
_SESSIONS = (
    "next-auth.getServerSession",
    "next-auth/next.getServerSession",
    "next-auth.unstable_getServerSession",
    "next-auth/next.unstable_getServerSession",
    "next-auth/jwt.getToken",
    "next-auth/jwt.decode",
    "next-auth/react.getSession",
    "iron-session.getIronSession",
    "iron-session/edge.getIronSession",
    "next-session()",
    "next-session().getSession",
    "better-auth.betterAuth().api.getSession",
    "better-auth/minimal.betterAuth().api.getSession",
    "@clerk/nextjs/server.auth",
    "@clerk/nextjs/server.getAuth",
    "@clerk/nextjs/server.buildClerkProps",
    "@clerk/nextjs.auth",
    # The same of its other servers.
    "@clerk/hono.getAuth",
    "@hono/clerk-auth.getAuth",
    "@clerk/express.getAuth",
    "@clerk/fastify.getAuth",
    "@auth0/nextjs-auth0.getSession",
    "@auth0/nextjs-auth0/server.Auth0Client().getSession",
    "@workos-inc/authkit-nextjs.withAuth",
    "@descope/nextjs-sdk/server.session",
)
# The person alone.
_PEOPLE = (
    "@clerk/nextjs/server.currentUser",
    "@clerk/nextjs.currentUser",
    "@kinde-oss/kinde-auth-nextjs/server.getKindeServerSession().getUser",
    "@kinde-oss/kinde-auth-nextjs/server.getKindeServerSession().isAuthenticated",
    "@stackframe/stack.StackServerApp().getUser",
)
# Those that give session and person beside each other.
_PAIRS = ("lucia.Lucia().validateSession", "lucia.lucia().validateSession")
# They leave by themselves when nobody is signed in.
_PROTECT = (
    "@clerk/nextjs/server.auth.protect",
    "@clerk/nextjs/server.auth().protect",
    "@clerk/nextjs.auth().protect",
)


def session(node: form.Node) -> Datum:
    """The session of who asks."""
    return Datum("session", (), node)


def require(run: Run, node: form.Node) -> Value:
    """From here on somebody is signed in: everybody else was sent away."""
    run.learn(run.condition(session(node), True, node), lasting=True)
    return session(node)


def _session(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return session(node)


def _person(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Datum("session", ("user",), node)


def _pair(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return ObjectValue({"session": session(node), "user": Datum("session", ("user",), node)}, node=node)


def _protect(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return require(run, node)


def _use_session(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useSession()` in the page: `{ data, status }`."""
    return ObjectValue({"data": session(node), "status": Datum("session", ("status",), node)}, node=node)


# --- Clerk's middleware ------------------------------------------------------------------------------


class RouteMatcher(Model):
    """`createRouteMatcher(["/dashboard(.*)"])`: called with a request it tells whether its path is one of them."""

    __slots__ = ("patterns",)

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = patterns

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        request = args.get(0)
        if not isinstance(request, RequestModel):
            return super().call(run, args, node)
        return Certain(any(matches_path(pattern, request.path) for pattern in self.patterns), node)


class ClerkAuth(Model):
    """`auth` as clerkMiddleware hands it on: called it gives the session, `auth.protect()` asks for one."""

    __slots__ = ()

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return ClerkSession(node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return require(run, node) if name == "protect" else None


class ClerkSession(Datum):
    """What `auth()` gives in Clerk's middleware."""

    __slots__ = ()

    def __init__(self, node: form.Node) -> None:
        super().__init__("session", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "redirectToSignIn":
            return ResponseModel(307)
        return require(run, node) if name == "protect" else None


class ClerkMiddleware(Handler):
    """`clerkMiddleware(callback)`; without a callback it lets everybody through."""

    __slots__ = ("callback",)

    def __init__(self, callback: Value | None) -> None:
        self.callback = callback

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        request = args.get(0)
        if isinstance(self.callback, Closure) and request is not None:
            run.call_closure(self.callback, Args([ClerkAuth(), request]), node, returned)
        else:
            returned(ResponseModel(goes_on=True), node)


class PublicRoutes(Handler):
    """Clerk's older `authMiddleware({ publicRoutes })`: every other path needs a sign-in."""

    __slots__ = ("patterns",)

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = patterns

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        request = args.get(0)
        path = request.path if isinstance(request, RequestModel) else ""
        if not any(matches_path(pattern, path) for pattern in self.patterns):
            run.learn(run.condition(session(node), True, node))
        returned(ResponseModel(goes_on=True), node)


class OnlySignedIn(Handler):
    """`withApiAuthRequired(handler)`, `withAuth(handler)` of libraries that send everybody else away."""

    __slots__ = ("handler",)

    def __init__(self, handler: Value | None) -> None:
        self.handler = handler

    def respond(self, run: Run, args: Args, node: form.Node, returned: Returned) -> None:
        from roadworthy.frameworks.nextjs.handlers import respond

        run.learn(run.condition(session(node), True, node))
        if self.handler is None:
            returned(ResponseModel(goes_on=True), node)
        else:
            respond(run, self.handler, args, node, returned)


def _matcher(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return RouteMatcher(patterns_of(args.get(0)))


def _clerk(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return ClerkMiddleware(args.get(0))


def _public(run: Run, target: External, args: Args, node: form.Node) -> Value:
    options = args.get(0)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    return PublicRoutes(
        [
            *patterns_of(fields.get("publicRoutes")),
            *patterns_of(fields.get("ignoredRoutes")),
            "/sign-in(.*)",
            "/sign-up(.*)",
        ]
    )


def _only(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return OnlySignedIn(args.get(0))


def _to_sign_in(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Ended()


def _nothing(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Constant(None)


def register(library: Library) -> None:
    """Tells what the auth libraries give."""
    library.on_call(*_SESSIONS)(_session)
    library.on_call(*_PEOPLE)(_person)
    library.on_call(*_PAIRS)(_pair)
    library.on_call(*_PROTECT)(_protect)
    library.on_call("next-auth/react.useSession")(_use_session)
    library.on_call("@clerk/nextjs/server.createRouteMatcher")(_matcher)
    library.on_call("@clerk/nextjs/server.clerkMiddleware")(_clerk)
    library.on_call("@clerk/nextjs.authMiddleware", "@clerk/nextjs/server.authMiddleware")(_public)
    library.on_call("@auth0/nextjs-auth0.withApiAuthRequired", "@auth0/nextjs-auth0.withPageAuthRequired")(
        _only
    )
    library.on_call("@clerk/nextjs/server.redirectToSignIn", "@clerk/nextjs.redirectToSignIn")(_to_sign_in)
    library.on_call("next-auth/react.signOut")(_nothing)
