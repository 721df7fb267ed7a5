"""REST framework's routers, and the routes that their view sets answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from roadworthy.frameworks.django.actions import Action, actions_of
from roadworthy.frameworks.django.entries import Entry, converted
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    ClassValue,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.languages import form


@dataclass(slots=True, eq=False)
class Router(Model):
    """A REST framework router. `root` when it shows a page of all it has."""

    root: bool
    slash: bool = True
    entries: list[tuple[str, Value, str, form.Node, str]] = field(default_factory=list)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "register":
            prefix, viewset = args.get(0, "prefix"), args.get(1, "viewset")
            base = constant_text(args.get(2, "basename") or args.keywords.get("base_name"))
            if viewset is not None:
                self.entries.append((constant_text(prefix), viewset, base, node, run.module))
            return Constant(None)
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "registry":
            return Registry(self)
        return self if name == "urls" else Derived(f".{name}", (), node)

    def element(self, run: Run) -> Value:
        """`[path(...), *router.urls]`: what it brings into a list is told by itself."""
        return self


class Registry(Model):
    """`router.registry`, which one router may take over from another."""

    __slots__ = ("router",)

    def __init__(self, router: Router) -> None:
        self.router = router

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        other = args.get(0)
        if name == "extend" and isinstance(other, Registry):
            self.router.entries += other.router.entries
        return Constant(None)


class Route(Struct, frozen=True):
    """A view under its whole path. `name` has the namespaces before it; `converters` are the parameters with the kinds that the
    path allows; `actions` say which method of a viewset answers which request."""

    path: str
    view: Value
    name: str
    module: str
    node: form.Node
    converters: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    detail: bool = False
    options: Value | None = None


_LIST, _DETAIL = (("GET", "list"), ("POST", "create")), (
    ("GET", "retrieve"),
    ("PUT", "update"),
    ("PATCH", "partial_update"),
    ("DELETE", "destroy"),
)  # fmt: skip


def routes_of_router(
    router: Router, prefix: str, names: str, known: tuple[tuple[str, str], ...]
) -> Iterator[Route]:
    if router.root and all(given for given, *_ in router.entries):
        view = External("rest_framework.routers.APIRootView")
        node = router.entries[0][3] if router.entries else form.Literal(form.Span(0, 0, 1, 1), None)
        module = router.entries[0][4] if router.entries else ""
        if module:
            yield Route(f"/{prefix}", view, f"{names}api-root", module, node, known)
    slash = "/" if router.slash else ""
    for given, viewset, base, node, module in router.entries:
        if not isinstance(viewset, ClassValue):
            continue
        text, more = converted(Entry(given, viewset, "", module, node, True))
        # Of an empty prefix REST framework takes the slash away too, which the path above has already.
        start = f"/{prefix}{text}" if text else f"/{prefix}".removesuffix("/")
        lookup = (
            constant_text(viewset.find("lookup_url_kwarg"))
            or constant_text(viewset.find("lookup_field"))
            or "pk"
        )
        label = base or text.strip("/").replace("/", "-")
        here, one = (*known, *more), (*known, *more, (lookup, "str"))
        yield Route(f"{start}{slash}", viewset, f"{names}{label}-list", module, node, here, _LIST)
        for action in actions_of(viewset):
            where = (
                f"{start}/:{lookup}/{action.path}{slash}"
                if action.detail
                else f"{start}/{action.path}{slash}"
            )
            pairs = tuple((method.upper(), action.name) for method in action.methods)
            extra = tuple((name, "str") for name in re.findall(r":(\w+)", action.path))
            known_here = (*(one if action.detail else here), *extra)
            name = f"{names}{label}-{action.name.replace('_', '-')}"
            yield Route(where, viewset, name, module, node, known_here, pairs, action.detail)
        yield Route(
            f"{start}/:{lookup}{slash}", viewset, f"{names}{label}-detail", module, node, one, _DETAIL, True
        )


class ActionDecorator(Model):
    """`@action(...)`."""

    __slots__ = ("args",)

    def __init__(self, args: Args) -> None:
        self.args = args

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        inner = args.get(0) or Constant(None)
        name = getattr(inner, "name", "") or getattr(getattr(inner, "inner", None), "name", "")
        given = self.args.keywords.get("methods") or self.args.get(0)
        methods = (
            tuple(constant_text(v).lower() for v in given.inputs())
            if isinstance(given, ListValue)
            else ("get",)
        )
        detail = self.args.keywords.get("detail")
        text = constant_text(self.args.keywords.get("url_path")) or name
        path, _ = converted(Entry(text, inner, "", run.module, node, True))
        whole = isinstance(detail, Constant) and bool(detail.value)
        return Action(name, path, whole, methods, inner, self.args)
