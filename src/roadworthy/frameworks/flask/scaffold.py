"""Applications and blueprints: what is registered on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from roadworthy.frameworks.development import only_in_development
from roadworthy.frameworks.exchange import exchange_of
from roadworthy.frameworks.flask.schemas import BehindDecorator, checks, written_under
from roadworthy.frameworks.flask.shown import Unchanged, shows
from roadworthy.frameworks.guarding import Guarded
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Datum,
    External,
    Instance,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

METHODS = {"get", "post", "put", "patch", "delete"}
_HOOKS = {
    "before_request": "before",
    "before_app_request": "before_app",
    "after_request": "after",
    "after_app_request": "after",
    "teardown_request": "",
    "teardown_appcontext": "",
    "teardown_app_request": "",
    "url_value_preprocessor": "valued",
    "app_url_value_preprocessor": "valued_app",
    "context_processor": "processors",
    "app_context_processor": "processors_app",
    "template_filter": "",
    "app_template_filter": "",
    "template_global": "",
    "app_template_global": "",
    "template_test": "",
    "shell_context_processor": "",
    "before_first_request": "",
    "before_app_first_request": "",
}


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A view under a rule, relative to its blueprint, for one method. `kind` is the view's class for class-based
    views; `endpoint` is the name that `url_for` uses."""

    method: str
    rule: str
    view: Value
    endpoint: str
    module: str
    node: form.Node
    options: dict[str, Value] = field(default_factory=dict)
    kind: ClassValue | None = None


class Mounted(Struct, frozen=True, eq=False):
    """A blueprint in an application or another blueprint. `prefix` None leaves the blueprint its own."""

    scaffold: Scaffold
    prefix: str | None


class Extension(Struct, frozen=True, eq=False):
    """Something that stands before every view: a limiter with defaults, CSRF protection, CORS."""

    name: str
    library: str
    arguments: Args
    module: str
    node: form.Node


@dataclass(slots=True, eq=False)
class Scaffold(Model):
    """A Flask application (`root`) or a blueprint."""

    name: str
    path: str
    node: form.Node
    root: bool
    prefix: str = ""
    arguments: Args = field(default_factory=Args)
    entries: list[Route | Mounted] = field(default_factory=list)
    before: list[Value] = field(default_factory=list)
    before_app: list[Value] = field(default_factory=list)
    valued: list[Value] = field(default_factory=list)
    valued_app: list[Value] = field(default_factory=list)
    after: list[Value] = field(default_factory=list)
    processors: list[Value] = field(default_factory=list)
    processors_app: list[Value] = field(default_factory=list)
    handlers: list[tuple[Value, Value]] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    settings: dict[str, Value] = field(default_factory=dict)
    fields: dict[str, Value] = field(default_factory=dict)
    mounted: bool = False

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "config":
            return Config(self)
        if name in _HOOKS or name in METHODS or name in ("route", "register_error_handler"):
            return ScaffoldMethod(self, name)
        if name in ("app", "wsgi_app", "jinja_env", "cli"):
            return self.fields.get(name) or (
                self if name == "app" else External(f"flask.Flask().{name}", None, node)
            )
        return self.fields.get(name) or External(f"flask.Flask().{name}", None, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.fields[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS or name == "route":
            return RouteDecorator(self, name, args, node)
        if name == "add_url_rule":
            self._add_url_rule(run, args, node)
            return Constant(None)
        if name == "register_blueprint":
            if not only_in_development(run):
                self._mount(run, args)
            return Constant(None)
        if name in ("errorhandler", "app_errorhandler", "register_error_handler"):
            return self._handle_errors(args)
        if name in _HOOKS:
            return self._hook(name, args)
        if name in ("arguments", "input"):
            return checks(run, args, node)
        if name in ("response", "output"):
            return shows(run, args, node, "schema") or Unchanged()
        if name in ("app_context", "test_request_context", "request_context"):
            return self
        return None

    def _hook(self, name: str, args: Args) -> Value:
        kept: list[Value] = getattr(self, _HOOKS[name], []) if _HOOKS[name] else []
        first = args.get(0)
        if isinstance(first, (Closure, Model, External)):
            kept.append(first)
            return first
        return Keep(kept)

    def _handle_errors(self, args: Args) -> Value:
        wanted = args.get(0, "code_or_exception") or Constant(None)
        handler = args.get(1, "f")
        if handler is not None:
            self.handlers.append((wanted, handler))
            return Constant(None)
        return KeepHandler(self, wanted)

    def _mount(self, run: Run, args: Args) -> None:
        prefix = args.keywords.get("url_prefix") or args.get(1)
        text = str(prefix.value) if isinstance(prefix, Constant) and prefix.value is not None else None
        given = args.get(0, "blueprint")
        for value in given.values() if isinstance(given, Choice) else [given]:
            if isinstance(value, Scaffold):
                value.mounted = True
                self.entries.append(Mounted(value, text))

    def _add_url_rule(self, run: Run, args: Args, node: form.Node) -> None:
        view = args.get(2, "view_func")
        if view is not None:
            endpoint = args.get(1, "endpoint")
            self.add(run, args, view, node, constant_text(endpoint))

    def add(
        self, run: Run, args: Args, view: Value, node: form.Node, endpoint: str = "", name: str = "route"
    ) -> None:
        """Registers a view for each of its methods."""
        rule = constant_text(args.get(0, "rule"))
        named = endpoint or constant_text(args.keywords.get("endpoint")) or name_of(view)
        if isinstance(view, ViewFunction):
            for method, bound in view.methods(run, args):
                self.entries.append(
                    Route(method, rule, bound, named or view.name, run.module, node, args.keywords, view.kind)
                )
            return
        listed = methods_of(args.keywords.get("methods"))
        for method in [name.upper()] if name in METHODS else listed or ["GET"]:
            self.entries.append(Route(method, rule, view, named, run.module, node, args.keywords))

    def enter(self, run: Run, node: form.Node) -> Value:
        """`with app.app_context():`."""
        return self


def methods_of(value: Value | None) -> list[str]:
    """The methods that are written out, less those that browsers send by themselves."""
    if not isinstance(value, ListValue):
        return []
    named = [str(item.value).upper() for item in value.items if isinstance(item, Constant)]
    return [name for name in named if name not in ("OPTIONS", "HEAD")]


def name_of(view: Value) -> str:
    """The name of a view's function."""
    inner = getattr(view, "inner", None)
    if inner is not None:
        return name_of(inner)
    return getattr(view, "name", "") or ""


class RouteDecorator(Model):
    """`@app.route("/path")`."""

    __slots__ = ("args", "name", "node", "scaffold")

    def __init__(self, scaffold: Scaffold, name: str, args: Args, node: form.Node) -> None:
        self.scaffold, self.name, self.args, self.node = scaffold, name, args, node

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        view = args.get(0) or Constant(None)
        # flask-smorest routes a class of views as it stands.
        routed = ViewFunction(view, view.name, Args()) if isinstance(view, ClassValue) else view
        self.scaffold.add(run, self.args, routed, self.node, name=self.name)
        return view


class ScaffoldMethod(Model):
    """`app.before_request`, as a decorator without brackets or handed on."""

    __slots__ = ("name", "scaffold")

    def __init__(self, scaffold: Scaffold, name: str) -> None:
        self.scaffold, self.name = scaffold, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.scaffold.call_member(run, self.name, args, node) or Constant(None)


class Keep(Model):
    """A decorator that puts a function into a list."""

    __slots__ = ("kept",)

    def __init__(self, kept: list[Value]) -> None:
        self.kept = kept

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        function = args.get(0) or Constant(None)
        self.kept.append(function)
        return function


class KeepHandler(Model):
    """`@app.errorhandler(404)`."""

    __slots__ = ("scaffold", "wanted")

    def __init__(self, scaffold: Scaffold, wanted: Value) -> None:
        self.scaffold, self.wanted = scaffold, wanted

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        handler = args.get(0) or Constant(None)
        self.scaffold.handlers.append((self.wanted, handler))
        return handler


class Config(Model):
    """`app.config`. What was not seen to be set is whatever the server runs with."""

    __slots__ = ("scaffold",)

    def __init__(self, scaffold: Scaffold) -> None:
        self.scaffold = scaffold

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.scaffold.settings.get(name) or Datum("environment", (name,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.scaffold.settings[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "from_object":
            self._read(run, first, node)
        elif name in ("update", "from_mapping"):
            self.scaffold.settings.update(args.keywords)
            self.scaffold.settings.update(first.fields if isinstance(first, ObjectValue) else {})
        elif name in ("get", "setdefault") and isinstance(first, Constant):
            return self.member(run, str(first.value), node)
        return Constant(None)

    def _read(self, run: Run, given: Value | None, node: form.Node) -> None:
        """Settings kept in a class, its bases first."""
        for kind in given.values() if isinstance(given, Choice) else [given]:
            for owner in reversed([kind, *kind.ancestors()]) if isinstance(kind, ClassValue) else []:
                if isinstance(owner, ClassValue):
                    named = {name: v for name, v in owner.attributes.items() if name.isupper()}
                    self.scaffold.settings.update(named)


class ViewFunction(Model):
    """`MyView.as_view("name")`: one view whose methods stand in a class."""

    __slots__ = ("arguments", "kind", "name")

    def __init__(self, kind: ClassValue, name: str, arguments: Args) -> None:
        self.kind, self.name, self.arguments = kind, name, arguments

    def methods(self, run: Run, args: Args) -> list[tuple[str, Value]]:
        """The class's methods by the request's, each as a view that makes its own instance."""
        wanted = methods_of(args.keywords.get("methods"))
        found: list[tuple[str, Value]] = []
        for method in sorted(METHODS):
            own = written_under(self.kind.find(method))
            if own is not None and (not wanted or method.upper() in wanted):
                found.append((method.upper(), ClassMethod(self.kind, method, self.arguments)))
        dispatch = written_under(self.kind.find("dispatch_request"))
        if not found and dispatch is not None:
            found = [
                (m, ClassMethod(self.kind, "dispatch_request", self.arguments)) for m in wanted or ["GET"]
            ]
        return found


class ClassMethod(Model):
    """One method of a class-based view, under the class's decorators."""

    __slots__ = ("arguments", "kind", "method")

    def __init__(self, kind: ClassValue, method: str, arguments: Args) -> None:
        self.kind, self.method, self.arguments = kind, method, arguments

    @property
    def closure(self) -> Closure | None:
        """The method itself."""
        return written_under(self.kind.find(self.method))

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        view: Value = Bound(self)
        listed = self.kind.find("decorators") or self.kind.find("method_decorators")
        for decorator in listed.items if isinstance(listed, ListValue) else []:
            made = run.call(decorator, Args([view]), node)
            view = made if isinstance(made, (Closure, Model)) else view
        return run.call(view, args, node)


class Bound(Model):
    """A method on a fresh instance of its class, behind what the class itself does before all its methods
    (`def dispatch_request(self): ...; return super().dispatch_request()`)."""

    __slots__ = ("view",)

    def __init__(self, view: ClassMethod) -> None:
        self.view = view

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        dispatch = self.view.kind.find("dispatch_request")
        first = dispatch if isinstance(dispatch, _METHODS_OF_CLASSES) else None
        method = first or self.view.kind.find(self.view.method)
        if not isinstance(method, _METHODS_OF_CLASSES):
            return Constant(None)
        instance = run.construct(self.view.kind, self.view.arguments, node)
        return run.call(method.bind(instance), args, node)


_METHODS_OF_CLASSES = (Closure, BehindDecorator, Guarded)
_VIEW_CLASSES = ("flask.views.MethodView", "flask_restful.Resource", "flask_restx.Resource", "flask_restplus.Resource",
                 "flask_restx.resource.Resource")  # fmt: skip


def register_dispatch(library: Library) -> None:
    """Tells that `dispatch_request` of the library's own calls the method that the request asks for
    (https://flask.palletsprojects.com/en/stable/views/)."""

    @library.on_inherited(*_VIEW_CLASSES)
    def dispatched(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
        method = this.kind.find(exchange_of(run).method.lower()) if isinstance(this, Instance) else None
        if name != "dispatch_request" or not isinstance(method, _METHODS_OF_CLASSES):
            return None
        return run.call(method.bind(this), args, node)
