"""Tells what the decorators of views mean: methods, permissions, exemptions."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.django.methods import ApiView, Noted
from roadworthy.frameworks.known_text import constant_text, text_of
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.languages import form


def register_decorators(library: Library) -> None:
    """Tells what decorators of views mean."""

    def api(run: Run, target: External, args: Args, node: form.Node) -> Value:
        given = args.get(0, "http_method_names")
        names = (
            tuple(constant_text(v).upper() for v in given.items) if isinstance(given, ListValue) else ("GET",)
        )
        return Wrapping(lambda inner: ApiView(inner, names))

    library.on_call("rest_framework.decorators.api_view")(api)

    def noted(run: Run, target: External, args: Args, node: form.Node) -> Value:
        name, value = target.path.rsplit(".", 1)[-1], args.get(0) or Constant(None)
        return Wrapping(lambda inner: Noted(inner, name, value))

    names = (
        "permission_classes",
        "throttle_classes",
        "authentication_classes",
        "parser_classes",
        "renderer_classes",
    )
    library.on_call(*(f"rest_framework.decorators.{name}" for name in names))(noted)

    @library.on_call("django_ratelimit.decorators.ratelimit", "ratelimit.decorators.ratelimit")
    def limited(run: Run, target: External, args: Args, node: form.Node) -> Value:
        throttle = ListValue([External(target.path)])
        return Wrapping(lambda inner: Noted(inner, "throttle_classes", throttle))

    def methods(run: Run, target: External, args: Args, node: form.Node) -> Value:
        given = args.get(0) or Constant(None)
        return Wrapping(lambda inner: Noted(inner, "methods", given))

    library.on_call("django.views.decorators.http.require_http_methods")(methods)

    def only(method: str):  # type: ignore[no-untyped-def]
        def made(run: Run, target: External, args: Args, node: form.Node) -> Value:
            return Noted(args.get(0) or Constant(None), "methods", ListValue([Constant(method)]))

        return made

    for name, method in (("require_POST", "POST"), ("require_GET", "GET"), ("require_safe", "GET")):
        library.on_call(f"django.views.decorators.http.{name}")(only(method))

    def exempt(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Noted(args.get(0) or Constant(None), target.path.rsplit(".", 1)[-1], Constant(True))

    library.on_call(
        "django.views.decorators.csrf.csrf_exempt",
        "django.contrib.auth.decorators.login_not_required",
    )(exempt)
    library.on_call("django.utils.decorators.method_decorator")(_method_decorator)
    library.on_call(
        "drf_spectacular.utils.extend_schema",
        "drf_spectacular.utils.extend_schema_view",
        "drf_yasg.utils.swagger_auto_schema",
        "django.views.decorators.cache.cache_page",
    )(lambda run, target, args, node: Wrapping(lambda inner: inner))


class Wrapping(Model):
    """A decorator with arguments of its own."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[Value], Value]) -> None:
        self.make = make

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        made: Value = self.make(args.get(0) or Constant(None))
        return made


def _method_decorator(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`@method_decorator(login_required, name="dispatch")` over a class, or over one of its methods."""
    decorators = args.get(0, "decorator")
    listed = list(decorators.items) if isinstance(decorators, ListValue) else [decorators]
    around = text_of(args.get(1, "name")) or "dispatch"

    def make(inner: Value) -> Value:
        if isinstance(inner, ClassValue):
            marks = [run.call(one, Args([External("dispatch")]), node) for one in listed if one is not None]
            guards = [
                run.call(one, Args([Noted(Constant(None), "", Constant(None))]), node)
                for one in listed
                if one
            ]
            # What stands below it over the same class asks after it.
            earlier = inner.attributes.get("__guards__")
            below = earlier.items if isinstance(earlier, ListValue) else []
            asked = [g for g in [*guards, *marks] if hasattr(g, "guard")]
            inner.attributes["__guards__"] = ListValue([*asked, *below])
            own = [Around(one, around) for one in listed if isinstance(one, Closure)]
            outside = inner.attributes.get(_AROUND)
            if own:
                inner.attributes[_AROUND] = ListValue(
                    [*own, *(outside.items if isinstance(outside, ListValue) else [])]
                )
            return inner
        known = [one for one in listed if one is not None]
        if isinstance(inner, Closure):
            return DecoratedMethod(inner, known)
        return _decorated(run, inner, known, node)

    return Wrapping(make)


_AROUND = "__around__"


class Around(Model):
    """A decorator of the app's own over a method of a class that the class itself does not write (`dispatch` of a generic view)."""

    __slots__ = ("decorator", "method")

    def __init__(self, decorator: Closure, method: str) -> None:
        self.decorator = decorator
        self.method = method


class Entering(Model):
    """What such a decorator stands around: the view, as it goes on."""

    __slots__ = ("enter",)

    def __init__(self, enter: Callable[[], Value]) -> None:
        self.enter = enter

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.enter()


def enter(
    run: Run, kind: ClassValue, method: str, args: Args, node: form.Node, go_on: Callable[[], Value]
) -> Value:
    """Goes on into a view, through what decorators of the app's own stand around it by `method_decorator`."""
    noted = [one.attributes.get(_AROUND) for one in (kind, *kind.ancestors()) if isinstance(one, ClassValue)]
    own = [
        one.decorator
        for listed in noted
        for one in (listed.items if isinstance(listed, ListValue) else ())
        if isinstance(one, Around) and one.method in ("dispatch", method)
    ]
    return run.call(_decorated(run, Entering(go_on), list(own), node), args, node) if own else go_on()


def _decorated(run: Run, inner: Value, decorators: list[Value], node: form.Node) -> Value:
    made = inner
    for one in reversed(decorators):
        result = run.call(one, Args([made]), node)
        # A decorator with and without arguments in one gives a function back, or what makes one of it.
        ways = result.values() if isinstance(result, Choice) else [result]
        made = next((way for way in ways if isinstance(way, (Closure, Model))), made)
    return made


class DecoratedMethod(Closure):
    """A method under decorators of functions, which see it without its object: as `method_decorator` hands it to them."""

    __slots__ = ("decorators",)
    decorates = True

    def __init__(self, inner: Closure, decorators: list[Value], this: Value | None = None) -> None:
        super().__init__(inner.function, inner.scope, inner.module, this or inner.this, inner.name)
        self.decorators = decorators

    def bind(self, this: Value) -> Closure:
        """The same as a method of `this`."""
        return self if self.this is not None else DecoratedMethod(self, self.decorators, this)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        bare = Closure(self.function, self.scope, self.module, self.this, self.name)
        return run.call(_decorated(run, bare, self.decorators, node), args, node)
