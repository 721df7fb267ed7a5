"""Which files are routes, and at which address: `app/routes.ts`, or the names of the files in `app/routes`.

https://reactrouter.com/start/framework/routing and https://reactrouter.com/how-to/file-route-conventions
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.frameworks.express.paths import join_paths
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, External, Library, ListValue, Model, Program, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

_CONFIGS = ("@react-router/dev/routes", "@remix-run/route-config")
_FRAMEWORKS = frozenset(
    {"@react-router/dev", "@react-router/node", "@react-router/serve", "@remix-run/react", "@remix-run/node"}
)
_FLAT = ("@react-router/fs-routes.flatRoutes", "@remix-run/fs-routes.flatRoutes")
_ROUTES = regex(r"^(?P<app>.*/)?app/routes\.(ts|js|mts|mjs)$")
_FILE = regex(r"^(?P<app>(.*/)?app)/routes/(?P<name>.+)\.[jt]sx?$")
_ESCAPED = regex(r"\[(.+?)\]")


class RouteFile(Struct, frozen=True):
    """A route module at its address. `around` are the modules of the routes that it is nested in, outermost first."""

    file: str
    path: str
    around: tuple[str, ...] = ()


class Declared(Model):
    """`route("orders/:id", "routes/order.tsx", [...])`, `index("home.tsx")`, `layout("shell.tsx", [...])`, `prefix("api", [...])`."""

    __slots__ = ("children", "file", "path")

    def __init__(self, path: str, file: str, children: Value | None = None) -> None:
        self.path, self.file = path, file
        self.children = children.items if isinstance(children, ListValue) else []


class ByName(Model):
    """`flatRoutes()`: the files of `app/routes` by their names."""

    __slots__ = ()


def register(library: Library) -> None:
    """Tells what declares routes."""

    @library.on_call(*(f"{package}.route" for package in _CONFIGS))
    def route(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Declared(constant_text(args.get(0)), constant_text(args.get(1)), _children(args))

    @library.on_call(*(f"{package}.index" for package in _CONFIGS))
    def index(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Declared("", constant_text(args.get(0)))

    @library.on_call(*(f"{package}.layout" for package in _CONFIGS))
    def layout(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Declared("", constant_text(args.get(0)), _children(args))

    @library.on_call(*(f"{package}.prefix" for package in _CONFIGS))
    def prefix(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return ListValue([Declared(constant_text(args.get(0)), "", args.get(1))], node=node)

    @library.on_call(*_FLAT)
    def flat(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return ByName()


def _children(args: Args) -> Value | None:
    return next((one for one in args.positional if isinstance(one, ListValue)), None)


def route_files(program: Program, packages: frozenset[str]) -> Iterator[RouteFile]:
    """The routes of every app of the repository that is one of React Router's framework or of Remix."""
    if not packages & _FRAMEWORKS:
        return
    configured = [path for path in program.modules if _ROUTES.match(path)]
    folders = {found["app"] for path in program.modules if (found := _FILE.match(path))}
    for path in configured:
        folder, listed = posixpath.dirname(path), program.exports(path).get("default")
        items = listed.items if isinstance(listed, ListValue) else []
        declared = list(_declared(program, items, folder, RouteFile("", "")))
        # Whatever else makes the list makes it of the files in the folder of routes (`remix-flat-routes`).
        yield from declared or _by_name(program, folder)
    for folder in sorted(folders) if not configured else ():
        yield from _by_name(program, folder)


def _declared(program: Program, items: list[Value], folder: str, outer: RouteFile) -> Iterator[RouteFile]:
    for item in items:
        if isinstance(item, ByName):
            yield from _by_name(program, folder)
        if not isinstance(item, Declared):
            continue
        path = item.path if item.path.startswith("/") else join_paths(outer.path, item.path)
        file = posixpath.normpath(posixpath.join(folder, item.file)) if item.file else ""
        if file in program.modules:
            yield RouteFile(file, path or "/", outer.around)
        around = (*outer.around, file) if file in program.modules else outer.around
        yield from _declared(program, item.children, folder, RouteFile(file, path, around))


def _by_name(program: Program, folder: str) -> Iterator[RouteFile]:
    named: dict[str, str] = {}
    for path in program.modules:
        found = _FILE.match(path)
        if found is not None and found["app"] == folder:
            named[_route_name(found["name"])] = path
    for name, path in named.items():
        parts = name.split(".")
        ahead = [".".join(parts[:number]) for number in range(1, len(parts))]
        around = tuple(named[one] for one in ahead if one in named)
        yield RouteFile(path, _address(parts), around)


def _route_name(name: str) -> str:
    """A route by the name of its file; of a folder it is that of the folder, whose module is called `route`."""
    return name.removesuffix("/route").removesuffix("/index").replace("/", ".")


def _address(parts: list[str]) -> str:
    """`orders_.$id` is at `/orders/:id`, `_shell.index` at `/`, `files.$` at `/files/*`."""
    shown = [part for part in parts if not part.startswith("_") and part != "index"]
    return "/" + "/".join(_segment(part) for part in shown)


def _segment(part: str) -> str:
    optional = part.startswith("(") and part.endswith(")")
    bare = _ESCAPED.sub(r"\1", part[1:-1] if optional else part).removesuffix("_")
    if bare == "$":
        return "*"
    named = f":{bare[1:]}" if bare.startswith("$") else bare
    return f"{named}?" if optional else named
