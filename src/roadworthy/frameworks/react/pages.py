"""Routes of the front end: wouter, react-router."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from roadworthy.app import Location, Page
from roadworthy.app.location import at
from roadworthy.frameworks.react.rendered import Rendered
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    External,
    ListValue,
    Markup,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.operations import Logical
from roadworthy.regex import regex

_ROUTE_PACKAGES = ("wouter.Route", "react-router-dom.Route", "react-router.Route")
_SHOWN = ("component", "Component", "element")
ROUTER_MAKERS = {"createBrowserRouter", "createHashRouter", "createMemoryRouter", "useRoutes"}


def is_route(markup: Markup) -> bool:
    """Whether an element declares a route."""
    component = markup.component
    return isinstance(component, External) and component.path in _ROUTE_PACKAGES


def pages_of(run: Run, rendered: list[Rendered]) -> Iterator[Page]:
    """The routes that a component declares, nested ones with their whole path."""
    nested = {id(child) for event in rendered if is_route(event.markup) for child in _routes_in(event.markup)}
    for event in rendered:
        listed = _listed(event) if is_route(event.markup) else None
        if listed is not None:
            yield from router_pages(run, listed, event.path, event.markup.node)
        elif id(event.markup) not in nested and (is_route(event.markup) or _looks_like_route(event.markup)):
            yield from _pages(run, event.markup, event.path, "")


def _listed(event: Rendered) -> ListValue | None:
    """The app's own list of its routes, where the element is made for each of them:
    `routes.map(({ path, Component }) => <Route path={path} element={<Component />} />)`."""
    if not event.context.turns or isinstance(event.markup.attributes.get("path"), Constant | None):
        return None
    listed = event.context.turns[-1].subject
    routes = listed.items if isinstance(listed, ListValue) else []
    named = any(isinstance(one, ObjectValue) and "path" in one.fields for one in routes)
    return listed if isinstance(listed, ListValue) and named else None


def _looks_like_route(markup: Markup) -> bool:
    """The app's own wrapper around a route: `<ProtectedRoute path="/x" component={X} />`."""
    path = markup.attributes.get("path")
    return (
        isinstance(path, Constant)
        and isinstance(path.value, str)
        and path.value.startswith("/")
        and ("component" in markup.attributes or "element" in markup.attributes)
    )


def _routes_in(value: Value) -> Iterator[Markup]:
    children = value.children if isinstance(value, Markup) else value.inputs()
    for child in children:
        if isinstance(child, Markup) and is_route(child):
            yield child
        elif not isinstance(child, Closure):
            yield from _routes_in(child)


def _pages(run: Run, markup: Markup, path: str, prefix: str) -> Iterator[Page]:
    own = markup.attributes.get("path")
    route = (
        _join(prefix, str(own.value)) if isinstance(own, Constant) and isinstance(own.value, str) else prefix
    )
    inner = list(_routes_in(markup))
    for child in inner:
        yield from _pages(run, child, path, route)
    index = "index" in markup.attributes
    component, guarded = _shown(run, markup)
    if component is not None and (not inner or not _only_layout(inner)) and (own is not None or index):
        yield page_of(run.program, route or "/", component, at(path, markup.node), guarded)
    elif component is not None and own is None and not inner and not index:
        yield page_of(run.program, "*", component, at(path, markup.node), guarded)


def _only_layout(inner: list[Markup]) -> bool:
    return bool(inner)


def _join(prefix: str, path: str) -> str:
    if path.startswith("/") or (path == "*" and not prefix.rstrip("/")):
        return path
    return f"{prefix.rstrip('/')}/{path}"


def _shown(run: Run, markup: Markup) -> tuple[Value | None, bool]:
    for name in _SHOWN:
        if name in markup.attributes:
            return _page_component(run, _drawn_there(run, markup.attributes[name], markup))
    for child in markup.children:
        if isinstance(child, Closure):
            child = run.call(child, Args(spread=True), markup.node)
        shown = _chosen(child)
        if isinstance(shown, (Markup, Closure)):
            component, guarded = _page_component(run, shown)
            return component, guarded or isinstance(child, Choice)
    return None, False


def _drawn_there(run: Run, value: Value, markup: Markup) -> Value:
    """`component={() => <Guard><Page /></Guard>}`: what a function without a name draws."""
    if not isinstance(value, Closure) or value.name:
        return value
    drawn = _chosen(run.call(value, Args(spread=True), markup.node))
    return drawn if isinstance(drawn, (Markup, Closure)) else value


# What a route shows instead of its page to those who may not see it.
_INSTEAD = regex(
    r"not_?found|redirect|navigate|forbidden|unauthori|denied|404|403|login|sign_?in|spinner|loader|loading",
    re.I,
)


def _chosen(value: Value) -> Value:
    """`mayEnter ? <Page /> : <NotFound />`: the page itself, whichever side it stands on."""
    if isinstance(value, Logical):
        return _chosen(value.operands[-1])
    if not isinstance(value, Choice):
        return value
    options = [_chosen(one) for one in value.values() if isinstance(one, (Markup, Closure, Choice, Logical))]
    return next(
        (one for one in options if not _INSTEAD.search(_name_of(one))), options[0] if options else value
    )


def _name_of(value: Value) -> str:
    component = value.component if isinstance(value, Markup) else value
    return str(getattr(component, "name", "") or getattr(component, "path", "") or getattr(value, "tag", ""))


def _page_component(run: Run, value: Value) -> tuple[Value | None, bool]:
    """The page itself, looked for inside guards and layouts that wrap it."""
    if not isinstance(value, Markup):
        return value, False
    for inner in _own_inside(value):
        return inner, True
    return value.component if value.component is not None else value, False


def _own_inside(value: Value) -> Iterator[Value]:
    children = value.children if isinstance(value, Markup) else ()
    for child in children:
        if isinstance(child, Markup):
            yield from _own_inside(child)
            if isinstance(child.component, (Closure, ClassValue)):
                yield child.component


def page_of(program: Program, route: str, component: Value, place: Location, guarded: bool) -> Page:
    if isinstance(component, Closure):
        return Page(route, component.name, component.module, place, guarded)
    if isinstance(component, ClassValue):
        return Page(route, component.name, component.module, place, guarded)
    name = component.tag if isinstance(component, Markup) else str(getattr(component, "path", ""))
    return Page(route, name, place.path, place, guarded)


def _lazily(run: Run, route: ObjectValue, node: Any) -> Value | None:
    """`lazy: () => import("./page")`, whose module offers `Component`, or made into one that does."""
    load = route.fields.get("lazy")
    if not isinstance(load, Closure):
        return None
    module = run.call(load, Args(spread=True), node)
    found = module.member(run, "Component", node)
    return found if isinstance(found, (Closure, ClassValue)) else module.member(run, "default", node)


def router_pages(run: Run, value: Value, path: str, node: Any, prefix: str = "") -> Iterator[Page]:
    """`createBrowserRouter([{ path, element, children }])`."""
    for item in value.items if isinstance(value, ListValue) else []:
        if not isinstance(item, ObjectValue):
            continue
        own = item.fields.get("path")
        route = _join(prefix, str(own.value)) if isinstance(own, Constant) and own.value else prefix
        children = item.fields.get("children")
        shown = next((item.fields[name] for name in _SHOWN if name in item.fields), None)
        shown = shown or _lazily(run, item, node)
        if shown is not None and children is None:
            component, guarded = _page_component(run, shown)
            if component is not None:
                yield page_of(run.program, route or "/", component, at(path, item.node or node), guarded)
        if children is not None:
            yield from router_pages(run, children, path, node, route)
