"""Applications and routers: what is put into them."""

from __future__ import annotations

from roadworthy.frameworks.development import only_in_development
from roadworthy.frameworks.express.layers import Layer
from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

METHODS = {"get", "post", "put", "patch", "delete", "all", "head", "options"}


class Router(Model):
    """An Express router or application (`root`)."""

    def __init__(self, found: Found, path: str, node: form.Node, *, root: bool) -> None:
        self.found, self.path, self.node, self.root = found, path, node, root
        self.layers: list[Layer] = []
        self.mounted = False
        self.settings: dict[str, Value] = {}
        self.locals = ObjectValue(node=node, path=path)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS and not (name == "get" and len(args.positional) == 1):
            # What is there only where developers run it, nobody else can ask.
            if not only_in_development(run):
                self._add(run, name, args, node)
            return self
        if name == "use":
            self._add(run, "", args, node)
            return self
        if name == "route":
            return RouteAt(self, args.get(0))
        if name in ("get", "set") and self.root:
            return self._setting(name, args)
        if name in ("listen", "enable", "disable", "param", "engine"):
            run.call_back(args.positional[1:], node)
            return self if name != "listen" else External("http.Server()", None, node)
        return None

    def _setting(self, name: str, args: Args) -> Value | None:
        """`app.set("models", models)`, and `app.get("models")` anywhere else."""
        key = args.get(0)
        named = str(key.value) if isinstance(key, Constant) else ""
        if name == "get":
            return self.settings.get(named)
        if len(args.positional) > 1 and named:
            self.settings[named] = args.positional[1]
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.locals if name == "locals" and self.root else super().member(run, name, node)

    def _add(self, run: Run, method: str, args: Args, node: form.Node) -> None:
        given = list(args.positional)
        paths = [""]
        if given and _is_path(given[0]):
            paths = _paths(given.pop(0))
        handlers = tuple(flattened(given))
        for handler in handlers:
            if isinstance(handler, Router):
                handler.mounted = True
        for path in paths:
            self.layers.append(Layer(method, path, handlers, run.module, node))

    def element(self, run: Run) -> Value:
        return self


class RouteAt(Model):
    """`router.route("/x").get(a).post(b)`."""

    __slots__ = ("path", "router")

    def __init__(self, router: Router, path: Value | None) -> None:
        self.router, self.path = router, path or Constant("")

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS:
            self.router._add(run, name, Args([self.path, *args.positional]), node)
        return self


def _is_path(value: Value) -> bool:
    if isinstance(value, Constant):
        return isinstance(value.value, str)
    if isinstance(value, ListValue):
        return bool(value.items) and all(_is_path(item) for item in value.items)
    return isinstance(value, Derived) and value.operation in ("template", "+", "regex")


def _paths(value: Value) -> list[str]:
    if isinstance(value, ListValue):
        return [path for item in value.items for path in _paths(item)]
    if isinstance(value, Constant):
        return [str(value.value)]
    if isinstance(value, Derived) and value.operation == "regex":
        return ["*"]
    return ["".join(str(part.value) if isinstance(part, Constant) else ":value" for part in value.inputs())]


def flattened(values: list[Value]) -> list[Value]:
    """Handlers, those of lists one by one."""
    flat: list[Value] = []
    for value in values:
        flat.extend(flattened(value.items) if isinstance(value, ListValue) else [value])
    return flat
