"""URL configurations: paths, includes and routers, as routes with their whole path."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from roadworthy.frameworks.development import only_in_development
from roadworthy.frameworks.django.entries import Entry, converted
from roadworthy.frameworks.django.library_urls import library_routes
from roadworthy.frameworks.django.ninja import NinjaApi
from roadworthy.frameworks.django.routers import ActionDecorator, Route, Router, routes_of_router
from roadworthy.frameworks.django.settings import Settings
from roadworthy.frameworks.guarding import Guarded
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.own_kinds import OwnKind
from roadworthy.frameworks.unfollowed import pass_unfollowed
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Included(Model):
    """`include(...)`."""

    target: Value
    module: str
    namespace: str = ""


def _is_beside_entry(path: str, program: Program) -> bool:
    folder = posixpath.dirname(path)
    return any(posixpath.join(folder, name) in program.modules for name in ("wsgi.py", "asgi.py"))


class Urls:
    """Every URL configuration of a project, from its root."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def routes(self, program: Program) -> list[Route]:
        """Every route, in the order in which they are tried."""
        path = self._root(program)
        return list(self._module(program, path, "", "", (), 0)) if path is not None else []

    def _root(self, program: Program) -> str | None:
        """The configuration that settings name; where that is none of the repository's, the outermost one near the settings. Settings
        that git ignores leave `wsgi.py` behind, which `startproject` puts beside both."""
        root, settings = self.settings.text("ROOT_URLCONF"), self.settings.path
        path = program.resolve(root, settings) if root else None
        if path is not None:
            return path
        named = [one for one in program.modules if posixpath.basename(one) == "urls.py"]
        if settings:
            near = [one for one in named if one.split("/")[0] == settings.split("/")[0]] or named
        else:
            near = [one for one in named if _is_beside_entry(one, program)]
        return min(near, key=lambda one: (one.count("/"), one), default=None)

    def _module(
        self,
        program: Program,
        path: str,
        prefix: str,
        names: str,
        known: tuple[tuple[str, str], ...],
        depth: int,
    ) -> Iterator[Route]:
        patterns = program.offered(path, "urlpatterns")
        if patterns is not None:
            yield from self._patterns(program, patterns, path, prefix, names, known, depth)

    def _patterns(
        self,
        program: Program,
        value: Value,
        module: str,
        prefix: str,
        names: str,
        known: tuple[tuple[str, str], ...],
        depth: int,
    ) -> Iterator[Route]:
        for one in _flat(value):
            if isinstance(one, Entry) and depth < MAX_DEPTH:
                text, converters = converted(one)
                whole, all_known = prefix + text, (*known, *converters)
                if isinstance(one.view, Included):
                    yield from self._included(program, one.view, whole, names, all_known, depth + 1)
                elif isinstance(one.view, NinjaApi):
                    from roadworthy.frameworks.django.ninja_views import operations

                    yield from operations(program, one.view, whole, names)
                elif isinstance(one.view, External) and one.view.path.endswith("admin.site.urls"):
                    yield Route(f"/{whole}", one.view, "admin:index", one.module, one.node)
                else:
                    name = f"{names}{one.name}"
                    view = Guarded(one.view, _pass_own, "") if one.changed else one.view
                    route = Route(f"/{whole}", view, name, one.module, one.node, all_known)
                    yield replace(route, options=one.options)
            elif isinstance(one, Router):
                yield from routes_of_router(one, prefix, names, known)

    def _included(
        self,
        program: Program,
        included: Included,
        prefix: str,
        names: str,
        known: tuple[tuple[str, str], ...],
        depth: int,
    ) -> Iterator[Route]:
        target, namespace = included.target, included.namespace
        if (
            isinstance(target, ListValue)
            and target.items
            and not isinstance(target.items[0], (Entry, Router))
        ):
            namespace = namespace or constant_text(target.items[1] if len(target.items) > 1 else None)
            target = target.items[0]
        if isinstance(target, Router):
            yield from routes_of_router(target, prefix, names + (f"{namespace}:" if namespace else ""), known)
            return
        path = getattr(target, "path", "") if isinstance(target, Model) else ""
        if isinstance(target, Constant):
            found = program.resolve(constant_text(target), included.module)
            if found is None:
                yield from _library(constant_text(target), prefix, included, names)
                return
            path = found
        if path and path in program.modules:
            namespace = namespace or constant_text(program.offered(path, "app_name"))
            inner = f"{names}{namespace}:" if namespace else names
            yield from self._module(program, path, prefix, inner, known, depth)
        else:
            inner = f"{names}{namespace}:" if namespace else names
            yield from self._patterns(program, target, included.module, prefix, inner, known, depth)


def _pass_own(run: Run, node: form.Node) -> None:
    """A pattern of a class that the app wrote for it may put anything before the view."""
    pass_unfollowed(run, "a URL pattern of the app's own", node)


def _flat(value: Value | None, depth: int = 0) -> Iterator[Value]:
    """The patterns of a list, of lists added up, and of lists that differ between branches, each once."""
    seen: set[int] = set()
    for one in _walk(value, depth):
        if id(one) not in seen:
            seen.add(id(one))
            yield one


def _walk(value: Value | None, depth: int) -> Iterator[Value]:
    if value is None or depth > MAX_DEPTH:
        return
    if isinstance(value, (Entry, Router)):
        yield value
    elif (
        isinstance(value, (ListValue, Choice))
        or (isinstance(value, Derived) and value.operation in ("+", "+="))
        or (
            isinstance(value, External)
            and value.path.endswith(("i18n_patterns()", "format_suffix_patterns()", "decorator_include()"))
        )
    ):
        # However often something is added (`urlpatterns += [...]`), it is one list.
        within = depth if isinstance(value, Derived) else depth + 1
        for inner in value.inputs():
            yield from _walk(inner, within)


def _library(name: str, prefix: str, included: Included, names: str) -> Iterator[Route]:
    """The routes of libraries that are included by name."""
    node = form.Literal(form.Span(0, 0, 1, 1), None)
    for one in library_routes(name):
        view = External(f"{one.view or name}:{','.join(one.methods)}")
        yield Route(f"/{prefix}{one.path}", view, f"{names}{one.path.strip('/')}", included.module, node)


def _while_debugging(run: Run, settings: Settings) -> bool:
    """Whether a path is there only where `settings.DEBUG` holds, which the settings leave to the surroundings."""
    debug = settings.value("DEBUG")
    if isinstance(debug, Constant):
        return False
    asked = any(one.truth and debug is not None and one.value is debug for one in run.context.conditions)
    return asked or only_in_development(run)


def register_urls(library, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    """Tells what the functions of URL configurations mean."""

    def entry(run: Run, target: External, args: Args, node: form.Node) -> Value:
        if _while_debugging(run, settings):
            return Constant(None)
        regex = not target.path.endswith(".path")
        view = args.get(1, "view") or Constant(None)
        named = constant_text(args.keywords.get("name") or args.get(3))
        return Entry(
            constant_text(args.get(0, "route")), view, named, run.module, node, regex, args.get(2, "kwargs")
        )

    library.on_call(
        "django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.conf.path"
    )(entry)

    def include(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Included(
            args.get(0, "arg") or Constant(None), run.module, constant_text(args.get(1, "namespace"))
        )

    library.on_call("django.urls.include", "django.conf.urls.include", "django.urls.conf.include")(include)

    def router(root: bool, args: Args) -> Router:
        slash = args.get(0, "trailing_slash")
        return Router(root, not (isinstance(slash, Constant) and slash.value is False))

    for name in ("Default", "Simple"):
        path, root = f"rest_framework.routers.{name}Router", name == "Default"
        library.on_call(path)(lambda run, target, args, node, root=root: router(root, args))
        library.on_class(path)(OwnKind(lambda run, args, node, root=root: router(root, args)))  # type: ignore[misc]

    def action(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return ActionDecorator(args)

    library.on_call("rest_framework.decorators.action")(action)
