"""Endpoints of a project: every view under every path, run for each method that it answers."""

from __future__ import annotations

from functools import partial

import msgspec
from msgspec import Struct

from roadworthy.app import Endpoint, Location
from roadworthy.app.location import at
from roadworthy.frameworks.django.access import (
    check_mixins,
    check_permissions,
    permissions_of,
)
from roadworthy.frameworks.django.actions import Action
from roadworthy.frameworks.django.answers import answer_to, settled
from roadworthy.frameworks.django.decorators import enter
from roadworthy.frameworks.django.endpoints import endpoint_of, library_endpoint
from roadworthy.frameworks.django.families import door, families
from roadworthy.frameworks.django.methods import (
    AsView,
    Served,
    api_view,
    innermost,
    layers,
    methods_of,
    notes,
    unwrapped,
    written_under,
)
from roadworthy.frameworks.django.middleware import pass_middleware
from roadworthy.frameworks.django.ninja_views import NinjaView
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.request import request_of
from roadworthy.frameworks.django.routers import Route
from roadworthy.frameworks.django.urls import Urls
from roadworthy.frameworks.django.view_object import ViewObject
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.exchange import Exchange, exchange_of, part
from roadworthy.frameworks.found import Source
from roadworthy.frameworks.guarding import signed_in
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.raised import raised_answers
from roadworthy.frameworks.replies import Reply, emit_answers
from roadworthy.frameworks.written import nothing, wrappers
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Instance,
    ListValue,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget, Watch
from roadworthy.interpret.values import Certain
from roadworthy.languages import form
from roadworthy.regex import regex

_CONVERTED = {"int": "int", "uuid": "UUID"}
_PARAMETER = regex(r":(\w+)")
_LOGIN_MIDDLEWARE = "django.contrib.auth.middleware.LoginRequiredMiddleware"


class Shown(Struct, frozen=True):
    """A template that a route answers with."""

    method: str
    path: str
    name: str
    template: str
    module: str
    location: Location
    guarded: bool


class Project(Source):
    """A Django project as a source of endpoints. `routes` and `shown` are known once they were run."""

    def __init__(self, orm: Orm) -> None:
        self.orm = orm
        self.routes: list[Route] = []
        self.shown: list[Shown] = []

    def endpoints(self, program: Program) -> list[Endpoint]:
        self.orm.link()
        self.routes = Urls(self.orm.settings).routes(program)
        found = []
        for route in self.routes:
            for served in methods_of(route):
                endpoint = self._serve(program, served)
                refused = bool(endpoint.answers) and all(a.status == 405 for a in endpoint.answers)
                if not refused:
                    found.append(endpoint)
        if self.routes:
            self.orm.found.stacks.add("django")
        return found

    def reversed(self, run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """`reverse("login")`: the address of a route without parameters."""
        named = constant_text(args.get(0, "viewname"))
        routes = [route for route in self.routes if named and route.name == named and ":" not in route.path]
        return Certain(routes[0].path, node) if routes and len(args.all()) == 1 else None

    def _serve(self, program: Program, served: Served) -> Endpoint:
        view = served.route.view
        if isinstance(unwrapped(view), External):
            self._note_library_page(served)
            return library_endpoint(self.orm, served)
        run = Run(program, served.route.module)
        run.kept["exchange"] = Exchange(served.method)
        if self.orm.settings.atomic():
            run.context = run.context.changed(transaction="request")
        written = _written(served)
        answered: set[int] = set()
        try:
            result = self._enter(run, served, written, answered)
            emit_answers(run, settled(run, result), served.route.node, answered)
        except OutOfBudget:
            program.note(
                served.route.module,
                served.route.node,
                f"{served.method} {served.route.path} is too large to follow",
            )
        for finish in run.at_end:
            finish()
        run.trace.events = raised_answers(run.trace.events, answer_to)
        endpoint = _of_a_library(endpoint_of(self.orm, run, served, written), served, written)
        self._note_page(run, served, endpoint)
        return endpoint

    def _enter(self, run: Run, served: Served, written: Closure | None, answered: set[int]) -> Value:
        route, view = served.route, served.route.view
        request = request_of(run, self.orm)
        request.address, request.name = _PARAMETER.sub(r"{\1}", route.path), route.name
        exempt = "login_not_required" in [noted.name for noted in notes(view)]
        if _LOGIN_MIDDLEWARE in self.orm.settings.names("MIDDLEWARE") and not exempt:
            signed_in(run, route.node)
        kwargs = self._kwargs(run, route)
        exchange_of(run).processors = self.orm.settings.processors()
        pass_middleware(run, self.orm.settings, request, kwargs, route.node)
        if isinstance(view, ClassValue) or isinstance(unwrapped(view), AsView):
            return self._class(run, served, kwargs, written, answered)
        for wrapper in wrappers(view, written):
            run.watched[id(wrapper.function)] = Watch(nothing, self._teller(run, answered))
        if written is not None:
            self._watch(run, written, answered, view)
        api = api_view(view)
        if api is not None:
            own = next((noted.value for noted in notes(view) if noted.name == "permission_classes"), None)
            permissions = permissions_of(run, self.orm, None, None, own)
            check_permissions(run, ObjectValue({"request": request}), permissions, route.node)
        return run.call(view, Args([request], kwargs), route.node)

    def _teller(self, run: Run, answered: set[int], view: Value | None = None):  # type: ignore[no-untyped-def]
        shapes = [layer for layer in layers(view) if isinstance(layer, NinjaView)] if view is not None else []

        def tell(value: Value, node: form.Node) -> None:
            shown = shapes[0].leaves(run, value, node) if shapes else value
            emit_answers(run, settled(run, shown), node, answered)

        return tell

    def _watch(self, run: Run, written: Closure, answered: set[int], view: Value | None = None) -> None:
        run.watched[id(written.function)] = Watch(
            lambda: run.emit(HandlerEntered(written.module, written.function, run.context, written.name)),
            self._teller(run, answered, view),
        )

    def _kwargs(self, run: Run, route: Route) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, kind in route.converters:
            datum = part(run, "params", (name,), route.node)
            rule = _CONVERTED.get(kind)
            found[name] = Parsed(Schema((rule,)), (name,), datum) if rule is not None else datum
        found |= route.options.fields if isinstance(route.options, ObjectValue) else {}
        return found

    def _class(
        self, run: Run, served: Served, kwargs: dict[str, Value], written: Closure | None, answered: set[int]
    ) -> Value:
        route = served.route
        inner = unwrapped(route.view)
        kind = inner.kind if isinstance(inner, AsView) else route.view
        assert isinstance(kind, ClassValue)
        view = ViewObject(kind, route.node)
        run.module = kind.module
        request = request_of(run, self.orm)
        view.attributes |= inner.keywords if isinstance(inner, AsView) else {}
        view.attributes |= {"request": request, "kwargs": ObjectValue(dict(kwargs)), "args": ListValue([])}
        view.attributes["action"] = ActionName(served.action) if served.action else Constant(None)
        view.attributes["format_kwarg"] = Constant(None)
        for layer in layers(route.view):
            guard = getattr(layer, "guard", None)
            if guard is not None:
                guard(run, route.node)
        if written is not None:
            self._watch(run, written, answered)
        given = Args([request], dict(kwargs))
        if families(kind) & _REST_BASES or door(kind) is not None:
            rest = partial(self._rest, run, served, view, kwargs)
            return enter(run, kind, served.method.lower(), given, route.node, rest)
        setup = kind.find("setup")
        if isinstance(setup, Closure):
            run.call(setup.bind(view), Args([request], dict(kwargs)), route.node)
        check_mixins(run, view, kind.node)
        own = kind.find("dispatch")
        decorated = _dispatch_guards(kind)
        for guard in decorated:
            guard(run, kind.node)

        def go_on() -> Value:
            if isinstance(own, Closure):
                return run.call(own.bind(view), Args([request], dict(kwargs)), route.node)
            return run.call_member(view, served.method.lower(), Args([request], dict(kwargs)), route.node)

        return enter(run, kind, served.method.lower(), given, route.node, go_on)

    def _rest(self, run: Run, served: Served, view: Instance, kwargs: dict[str, Value]) -> Value:
        route, kind = served.route, view.kind
        action = kind.find(served.action) if served.action else None
        chosen = action if isinstance(action, Action) else None
        permissions = permissions_of(run, self.orm, view, chosen, None)
        run.kept["django permissions"] = permissions
        check_permissions(run, view, permissions, kind.node)
        initial = kind.find("initial")
        if isinstance(initial, Closure):
            run.call(initial.bind(view), Args([view.attributes["request"]], dict(kwargs)), route.node)
        args = Args([view.attributes["request"]], dict(kwargs))
        if chosen is not None:
            bound = chosen.inner.bind(view) if isinstance(chosen.inner, Closure) else chosen.inner
            given = (
                args if isinstance(chosen.inner, Closure) else Args([view, *args.positional], args.keywords)
            )
            return run.call(bound, given, route.node)
        return run.call_member(view, served.action or served.method.lower(), args, route.node)

    def _note_library_page(self, served: Served) -> None:
        """A view of Django's own that shows a template: by the name that it was given, or by its own."""
        view = served.route.view
        given = view.arguments if isinstance(view, External) else None
        kind = view.path.removesuffix(".as_view()").rsplit(".", 1)[-1] if isinstance(view, External) else ""
        named = constant_text(given.keywords.get("template_name")) if given is not None else ""
        template = named or _OWN_TEMPLATES.get(kind, "")
        if template:
            here = at(served.route.module, served.route.node)
            route = served.route
            self.shown.append(
                Shown(served.method, route.path, route.name, template, route.module, here, False)
            )

    def _note_page(self, run: Run, served: Served, endpoint: Endpoint) -> None:
        named = [a.template for a in run.kept.get("answers", []) if isinstance(a, Reply) and a.template]
        if named:
            guarded = any(fact.left.from_session for fact in endpoint.facts)
            shown = Shown(served.method, served.route.path, served.route.name, named[-1], endpoint.handler.path,
                          endpoint.location, guarded)  # fmt: skip
            self.shown.append(shown)


class ActionName(Constant):
    """`self.action` of a viewset: one run is about one action, so that comparisons with it end one way only."""

    __slots__ = ()

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`self.action == "list"`, `self.action in ("list", "retrieve")`."""
        if len(operands) != 2:  # `not self.action`
            return None
        other = operands[1] if operands[0] is self else operands[0]
        if operator in ("==", "!=") and isinstance(other, Constant):
            return Certain((other.value == self.value) == (operator == "=="), node)
        if operator in ("in", "not in") and isinstance(other, ListValue) and other.rest is None:
            listed = {item.value for item in other.items if isinstance(item, Constant)}
            return Certain((self.value in listed) == (operator == "in"), node)
        return None


_OWN_TEMPLATES = {
    "LoginView": "registration/login.html",
    "PasswordChangeView": "registration/password_change_form.html",
    "PasswordResetView": "registration/password_reset_form.html",
    "PasswordResetConfirmView": "registration/password_reset_confirm.html",
}
_REST_BASES = {"APIView", "GenericAPIView", "ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet",
               "ListAPIView", "CreateAPIView", "RetrieveAPIView", "UpdateAPIView", "DestroyAPIView", "ListCreateAPIView",
               "RetrieveUpdateAPIView", "RetrieveDestroyAPIView", "RetrieveUpdateDestroyAPIView"}  # fmt: skip


def _dispatch_guards(kind: ClassValue):  # type: ignore[no-untyped-def]
    """`@method_decorator(login_required, name="dispatch")` and decorated `dispatch` methods."""
    found = []
    for owner in [kind, *kind.ancestors()]:
        noted = owner.attributes.get("__guards__") if isinstance(owner, ClassValue) else None
        if isinstance(noted, ListValue):
            found += [guard for value in noted.items if (guard := getattr(value, "guard", None)) is not None]
    return found


def _written(served: Served) -> Closure | None:
    view = served.route.view
    inner = unwrapped(view)
    kind = inner.kind if isinstance(inner, AsView) else view
    if isinstance(kind, ClassValue):
        found = kind.find(served.action or served.method.lower())
        found = found.inner if isinstance(found, Action) else found
        return innermost(found)
    closure = innermost(view)
    if closure is None:
        return None
    return written_under(closure) or closure


def _of_a_library(endpoint: Endpoint, served: Served, written: Closure | None) -> Endpoint:
    """What a class of the app's leaves to the view of a library that it inherits from is that view's work."""
    inner = unwrapped(served.route.view)
    known = door(inner.kind) if isinstance(inner, AsView) and written is None else None
    return msgspec.structs.replace(endpoint, calls=(*endpoint.calls, known[0])) if known else endpoint
