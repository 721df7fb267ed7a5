"""What a view is, and which methods it answers."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.django.families import door, families, rest_methods
from roadworthy.frameworks.django.routers import Route
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.scope import Scope
from roadworthy.languages import form

_METHODS = ("get", "post", "put", "patch", "delete")
_GET = {"TemplateView", "ListView", "DetailView", "RedirectView", "ArchiveIndexView", "YearArchiveView"}
_GET_POST = {"FormView", "CreateView", "UpdateView", "DeleteView", "LoginView", "PasswordResetView", "PasswordChangeView",
             "PasswordResetConfirmView"}  # fmt: skip
_PROVIDES = {"list": {"ListModelMixin"}, "create": {"CreateModelMixin"}, "retrieve": {"RetrieveModelMixin"},
             "update": {"UpdateModelMixin"}, "partial_update": {"UpdateModelMixin"}, "destroy": {"DestroyModelMixin"}}  # fmt: skip
_READS = {"list", "retrieve"}
# So many functions further on a request is still looked for.
_HANDED_ON = 2


class AsView(Model):
    """`MyView.as_view(...)`: a view of its own for every request."""

    __slots__ = ("actions", "keywords", "kind")

    def __init__(self, kind: ClassValue, args: Args) -> None:
        self.kind, self.keywords = kind, dict(args.keywords)
        given = args.get(0, "actions")
        fields = given.fields if isinstance(given, ObjectValue) else {}
        self.actions = tuple((method.upper(), constant_text(name)) for method, name in fields.items())


class ApiView(Model):
    """`@api_view(["GET"])`: a function as a REST view. `inner` is the function, `permissions` those of its own."""

    __slots__ = ("inner", "methods")
    decorates = True

    def __init__(self, inner: Value, methods: tuple[str, ...]) -> None:
        self.inner, self.methods = inner, methods

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.call(self.inner, args, node)


class Noted(Model):
    """A function with something written on it: the permissions, the methods, that it is exempt from a check."""

    __slots__ = ("inner", "name", "value")
    decorates = True

    def __init__(self, inner: Value, name: str, value: Value) -> None:
        self.inner, self.name, self.value = inner, name, value

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.call(self.inner, args, node)


class Served(Struct, frozen=True):
    """One method of one route. `action` is the name of the class's method that answers it, '' for its own way."""

    route: Route
    method: str
    action: str = ""


def methods_of(route: Route) -> list[Served]:
    """The methods that a route answers, each with the action behind it."""
    view = route.view
    if isinstance(view, ClassValue):
        served = [Served(route, method, action) for method, action in route.actions if _has(view, action)]
        return [one for one in served if _lets_in(view, one.method)]
    inner = unwrapped(view)
    if isinstance(inner, AsView):
        actions = inner.actions or tuple((method, "") for method in class_methods(inner.kind))
        return [Served(route, *one) for one in actions if _lets_in(inner.kind, one[0])]
    if isinstance(inner, External):
        return [Served(route, method) for method in _library_methods(inner)]
    return [Served(route, method) for method in function_methods(view)]


def _lets_in(kind: ClassValue, method: str) -> bool:
    """Whether a class of views answers a method: what is not among `http_method_names` is refused before any handler
    (https://docs.djangoproject.com/en/stable/ref/class-based-views/base/)."""
    names = constants(kind.find("http_method_names"))
    return not names or method.lower() in (name.lower() for name in names)


def _has(kind: ClassValue, action: str) -> bool:
    if kind.find(action) is not None:
        return True
    family = families(kind)
    if "ModelViewSet" in family or (action in _READS and "ReadOnlyModelViewSet" in family):
        return True
    return bool(family & _PROVIDES.get(action, set()))


def class_methods(kind: ClassValue) -> list[str]:
    """The methods that a class-based view answers."""
    family = families(kind)
    known = door(kind)
    if known is not None:
        return list(known[1])
    own = [name.upper() for name in _METHODS if kind.find(name) is not None]
    if family & _GET:
        own.append("GET")
    if family & _GET_POST:
        own += ["GET", "POST"]
    own += rest_methods(kind)
    return [m.upper() for m in _METHODS if m.upper() in own]


def function_methods(view: Value) -> list[str]:
    """The methods that a function view answers: what its decorators say, else what it looks at."""
    api = api_view(view)
    if api is not None:
        return list(api.methods)
    for noted in notes(view):
        if noted.name == "methods" and isinstance(noted.value, ListValue):
            listed = [constant_text(v) for v in noted.value.items]
            return [m for m in listed if m not in ("HEAD", "OPTIONS")]
    closure = innermost(view)
    if closure is None:
        return ["GET"]
    ways = (closure, written_under(closure) or closure)
    return ["GET", "POST"] if any(map(_looks_at_posts, ways)) else ["GET"]


def written_under(closure: Closure, above: tuple[Scope, ...] = ()) -> Closure | None:
    """Under the app's own decorators, the function that stands in the module by the name that the URL has. Functions that stand side by
    side (`above` and here) know each other, and lead nowhere else."""
    if closure.scope.parent is None:
        return closure
    above = (*above, closure.scope)
    for value in closure.scope.names.values():
        found = innermost(value)
        if found is not None and not any(found.scope is scope for scope in above):
            deeper = written_under(found, above)
            if deeper is not None:
                return deeper
    return None


def _looks_at_posts(closure: Closure, depth: int = 0) -> bool:
    """Whether a view, or a function that it hands the request on to, asks what was posted."""
    for node in form.walk(closure.function.body):
        if (
            isinstance(node, form.Member)
            and node.name in ("POST", "FILES", "body")
            and _is_request(node.object)
        ):
            return True
        if isinstance(node, form.Literal) and node.value == "POST":
            return True
        if isinstance(node, form.Call) and depth < _HANDED_ON:
            helper = _handed_to(closure, node)
            if helper is not None and _looks_at_posts(helper, depth + 1):
                return True
    return False


def _handed_to(closure: Closure, call: form.Call) -> Closure | None:
    """The function of the app's own that a call gives the request."""
    if not isinstance(call.callee, form.Name) or not any(map(_is_request, call.arguments)):
        return None
    found = innermost(closure.scope.find(call.callee.name))
    return found if found is not closure else None


def _is_request(node: form.Expr) -> bool:
    return isinstance(node, form.Name) and node.name in ("request", "req", "r")


def unwrapped(view: Value, depth: int = 0) -> Value:
    """What stands under decorators."""
    inner = getattr(view, "inner", None)
    if isinstance(view, (AsView, Closure)) or not isinstance(inner, Value) or depth > 8:
        return view
    return unwrapped(inner, depth + 1)


def layers(view: Value, depth: int = 0) -> list[Value]:
    """A view and everything that decorators put around it, outermost first."""
    inner = _under(view)
    return [view, *(layers(inner, depth + 1) if inner is not None and depth < 8 else [])]


def _under(view: Value) -> Value | None:
    """What a library's decorator, or a wrapper that a decorator of the app's own gave, was put around."""
    if not isinstance(view, Closure):
        inner = getattr(view, "inner", None)
        return inner if isinstance(inner, Value) else None
    if view.scope.parent is None:
        return None
    return next((value for value in view.scope.names.values() if _is_wrapped(view, value)), None)


def _is_wrapped(wrapper: Closure, held: Value) -> bool:
    """Whether what a wrapper has at hand is a decorated function, or a wrapper that another decorator made."""
    if isinstance(held, Closure):
        return held.scope is not wrapper.scope and held.scope.parent is not None
    return isinstance(getattr(held, "inner", None), Value)


def notes(view: Value) -> list[Noted]:
    """What decorators wrote on a view."""
    return [layer for layer in layers(view) if isinstance(layer, Noted)]


def api_view(view: Value, depth: int = 0) -> ApiView | None:
    """The function view of REST framework under decorators, None for another view."""
    if isinstance(view, ApiView):
        return view
    inner = _under(view)
    return api_view(inner, depth + 1) if inner is not None and depth < 8 else None


def innermost(view: Value | None, depth: int = 0) -> Closure | None:
    """The function under decorators that were understood."""
    if isinstance(view, Closure) or depth > 8:
        return view if isinstance(view, Closure) else None
    return innermost(getattr(view, "inner", None), depth + 1) if view is not None else None


def _library_methods(view: External) -> list[str]:
    """The methods that a library's own view answers."""
    if ":" in view.path:
        return view.path.split(":", 1)[1].split(",")
    name = view.path.removesuffix(".as_view()").removesuffix("()").rsplit(".", 1)[-1]
    if name == "LogoutView" or "Token" in name or name.startswith(("obtain_", "verify_jwt", "refresh_jwt")):
        return ["POST"]
    return ["GET", "POST"] if name in _GET_POST else ["GET"]
