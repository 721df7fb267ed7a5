"""Tells what React Router's framework mode and Remix are, and puts their endpoints and pages into what was found."""

from __future__ import annotations

import posixpath
from functools import partial

from roadworthy.app import Endpoint, Location, Page
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.nextjs.declared import declaration
from roadworthy.frameworks.nextjs.files import declared_packages
from roadworthy.frameworks.nextjs.response import ResponseModel, answer
from roadworthy.frameworks.react.pages import page_of
from roadworthy.frameworks.react_router import route_files
from roadworthy.frameworks.react_router.running import endpoints_of
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    External,
    Library,
    Model,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

_PACKAGES = (
    "react-router",
    "@remix-run/node",
    "@remix-run/cloudflare",
    "@remix-run/deno",
    "@remix-run/server-runtime",
    "@react-router/node",
)
_STORAGES = ("createCookieSessionStorage", "createMemorySessionStorage", "createFileSessionStorage", "createSessionStorage",
             "createDatabaseSessionStorage")  # fmt: skip


def register(library: Library, found: Found) -> None:
    """Tells what the functions of React Router's server mean."""
    route_files.register(library)
    for package in _PACKAGES:
        library.on_call(f"{package}.data", f"{package}.json")(_answered)
        library.on_call(*(f"{package}.{name}" for name in ("redirect", "redirectDocument", "replace")))(
            _sent_away
        )
        library.on_call(*(f"{package}.{name}" for name in _STORAGES))(_storage)
    library.on_call("remix-auth.Authenticator().isAuthenticated")(_person)
    found.sources.append(ReactRouterSource(found))


def _answered(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`data(body, { status })`."""
    if run.side == "client":
        return None
    options = args.get(1)
    given = options.fields.get("status") if isinstance(options, ObjectValue) else options
    status = given.value if isinstance(given, Constant) and isinstance(given.value, int) else 200
    answer(run, status, args.get(0), node)
    return ResponseModel(status)


def _sent_away(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    if run.side == "client":
        return None
    answer(run, 302, args.get(0), node)
    return ResponseModel(302)


class SessionStorage(Model):
    """`createCookieSessionStorage({ cookie })`: what it holds was signed by the server."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return Session() if name == "getSession" else Constant(None)


class Session(Model):
    """What is known of who asks: `session.get("userId")`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name not in ("get", "has"):
            return Constant(None)
        key = args.get(0)
        datum = Datum("session", (str(key.value),) if isinstance(key, Constant) else (), node)
        run.emit_read(datum, node)
        return datum

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Datum("session", () if name == "data" else (name,), node)


def _storage(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return SessionStorage()


def _person(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Datum("session", ("user",), node)


class ReactRouterSource(Source):
    """The apps of React Router's framework, or of Remix, in a repository."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def endpoints(self, program: Program) -> list[Endpoint]:
        """Those of every route; pages are noted for later."""
        made: list[Endpoint] = []
        for route in route_files.route_files(program, _packages(program)):
            self.found.stacks.add("react-router")
            made += endpoints_of(program, route)
            shown = program.exports(route.file).get("default")
            if shown is not None:
                place = at(route.file, declaration(program, route.file, "default"))
                self.found.pages.append(partial(_page, route=route.path, shown=shown, place=place))
        return made


def _page(program: Program, route: str, shown: Value, place: Location) -> Page:
    return page_of(program, route, shown, place, False)


def _packages(program: Program) -> frozenset[str]:
    """The packages that any manifest names."""
    manifests = (one for one in program.paths if posixpath.basename(one) == "package.json")
    return frozenset(name for path in manifests for name in declared_packages(program, path))
