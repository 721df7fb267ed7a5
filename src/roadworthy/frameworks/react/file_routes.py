"""Routes of TanStack Router, by their file (`createFileRoute("/orders/$id")({ component })`) or in code (`createRoute`)."""

from __future__ import annotations

import re
from functools import partial

from msgspec import structs

from roadworthy.app import Page
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.react.pages import page_of
from roadworthy.frameworks.tanstack_start import FRAMEWORK, server_route
from roadworthy.interpret import Args, Closure, Constant, External, Library, ObjectValue, Program, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

_PACKAGES = ("@tanstack/react-router", "@tanstack/solid-router")
# Here it is those who are signed in that are sent away.
_WAY_IN = regex(r"log-?in|sign-?(in|up)|regist|recover|reset|forgot", re.I)
_MAKERS = ("createFileRoute", "createLazyFileRoute")


def register(library: Library, found: Found) -> None:
    """Tells what TanStack Router's makers of routes mean."""
    guards: set[str] = set()

    def by_file(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        own = target.arguments.get(0) if target.arguments is not None else None
        if isinstance(own, Constant) and isinstance(own.value, str):
            _note(found, guards, run, own.value, args.get(0), node)
        return None

    def in_code(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        options = args.get(0)
        own = options.fields.get("path") if isinstance(options, ObjectValue) else None
        if isinstance(own, Constant) and isinstance(own.value, str):
            _note(found, guards, run, own.value, options, node)
        return None

    for package in _PACKAGES:
        library.on_call(*(f"{package}.{maker}()" for maker in _MAKERS))(by_file)
        library.on_call(f"{package}.createRoute")(in_code)


def _note(
    found: Found, guards: set[str], run: Run, path: str, options: Value | None, node: form.Node
) -> None:
    if not isinstance(options, ObjectValue):
        return
    if "beforeLoad" in options.fields and not _WAY_IN.search(path):
        guards.add(path)
    answering = server_route(address(path), run.module, node, options)
    if answering is not None:
        found.sources.append(answering)
        found.stacks.add(FRAMEWORK)
    shown = options.fields.get("component")
    # What begins with `_` is laid around other routes and has no address.
    if shown is not None and not path.rpartition("/")[2].startswith("_"):
        page = page_of(run.program, address(path), _loaded(run, shown, node), at(run.module, node), False)
        found.pages.append(partial(_guarded, page, path, guards))


def _loaded(run: Run, shown: Value, node: form.Node) -> Value:
    """`lazyRouteComponent(() => import("./page"))`: the page of that module."""
    if not isinstance(shown, External) or not shown.path.endswith("lazyRouteComponent()"):
        return shown
    load = shown.arguments.get(0) if shown.arguments is not None else None
    if not isinstance(load, Closure):
        return shown
    return run.call(load, Args(spread=True), node).member(run, "default", node)


def _guarded(page: Page, path: str, guards: set[str], program: Program) -> Page:
    """A guard stands before its route and all below it."""
    guarded = any(path == one or path.startswith(f"{one.rstrip('/')}/") for one in guards)
    return structs.replace(page, guarded=guarded)


def address(path: str) -> str:
    """The address of a route: `/_layout/(shop)/orders/$id/` is found at `/orders/:id`, `/files/$` at `/files/*`."""
    parts = [part for part in path.split("/") if part and not part.startswith(("_", "("))]
    named = (
        "*" if part == "$" else f":{part[1:]}" if part.startswith("$") else part.rstrip("_") for part in parts
    )
    return "/" + "/".join(named)
