"""Lists and tables in the memory of a process that only ever grow."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

_MADE = {"Map", "Set", "WeakMap", "Array", "dict", "list", "set", "defaultdict", "OrderedDict", "deque"}
_ADDS = {"push", "unshift", "append", "add", "set", "extend", "insert", "appendleft", "setdefault", "update"}
_TAKES = {
    "delete",
    "clear",
    "pop",
    "popitem",
    "shift",
    "splice",
    "remove",
    "discard",
    "popleft",
    "evict",
    "expire",
    "prune",
}
# Functions that only look at what they are given.
_LOOKS = {"len", "list", "sorted", "iter", "enumerate", "dict", "set", "tuple", "str", "print", "sum", "any", "all", "max", "min", "jsonify",
          "stringify", "keys", "values", "entries", "from", "json", "send", "info", "log", "dumps", "deepcopy"}  # fmt: skip
_SERVER = regex(r"\.(py|js|ts|mjs|cjs|mts)$")


class Container(Struct, frozen=True):
    """`name` is declared at `location`, and grows at `adds`, in functions that run while the app serves."""

    name: str
    location: Location
    adds: tuple[Location, ...]


class Held(Struct, frozen=True):
    """A container that code which serves adds to; `taken` when something takes from it as well."""

    container: Container
    taken: bool


def growing(app: App) -> tuple[Container, ...]:
    """Containers of modules that functions add to and nothing takes from. A view."""
    return tuple(held.container for held in app.view(held_containers) if not held.taken)


def held_containers(app: App) -> tuple[Held, ...]:
    """Containers of modules that functions add to while the app serves. A view."""
    return tuple(_held(app))


def _held(app: App) -> Iterator[Held]:
    declared = {
        (spot.path, _name(spot)): spot
        for spot in spots(app, form.Define)
        if not spot.functions and not _is_of_a_class(spot) and _is_empty(spot)
    }
    if not declared:
        return
    changes, reached = _Changes(app, declared), _reached(app)
    for key, spot in declared.items():
        adds = changes.adds.get(key, [])
        if adds and key[0] in reached and not _client(app, key[0]):
            yield Held(Container(key[1], at(key[0], spot.node), tuple(adds)), key in changes.taken)


def _reached(app: App) -> set[str]:
    """The files that requests come to, as far as queries and the names of folders tell."""
    found = {endpoint.handler.path for endpoint in app.endpoints} | {
        query.location.path for query in app.queries
    }
    found |= {place.path for endpoint in app.endpoints for query in endpoint.queries for place in query.calls}
    return found | {
        path
        for path in app.modules
        if any(word in path.lower() for word in ("server", "api/", "backend", "service"))
    }


def _client(app: App, path: str) -> bool:
    module = app.modules.get(path)
    return (
        path.endswith((".tsx", ".jsx"))
        or module is None
        or "use client" in module.directives
        or path in {c.location.path for c in app.components}
    )


def _name(spot: Spot) -> str:
    target = spot.node.target if isinstance(spot.node, form.Define) else None
    return target.name if isinstance(target, form.Name) else ""


def _is_of_a_class(spot: Spot) -> bool:
    """Whether it is a field: each object, or each request that is read into one, has its own."""
    return any(isinstance(one.node, form.Class) for one in spot.around())


def _is_empty(spot: Spot) -> bool:
    """Whether a variable begins as an empty list or table."""
    assert isinstance(spot.node, form.Define)
    value = spot.node.value
    if not _SERVER.search(spot.path) or not _name(spot):
        return False
    if isinstance(value, form.Record):
        return not value.entries
    if isinstance(value, form.Sequence):
        return not value.items
    if isinstance(value, form.Call):
        bounded = any(isinstance(k.key, form.Literal) and k.key.value == "maxlen" for k in value.keywords)
        return (
            getattr(value.callee, "name", "") in _MADE
            and not bounded
            and (not value.arguments or _name_of(value) == "defaultdict")
        )
    return False


def _name_of(call: form.Call) -> str:
    return str(getattr(call.callee, "name", ""))


class _Changes:
    """What functions add to the containers and take from them, by file and name; one that is offered to other files and changed
    there under the same name counts too."""

    def __init__(self, app: App, declared: dict[tuple[str, str], Spot]) -> None:
        self.app = app
        self.adds: dict[tuple[str, str], list[Location]] = {}
        self.taken: set[tuple[str, str]] = set()
        by_name: dict[str, list[tuple[str, str]]] = {}
        for key in declared:
            by_name.setdefault(key[1], []).append(key)
        for spot in spots(app, form.Call):
            self._call(spot, by_name)
        for spot in spots(app, form.Assignment):
            self._assignment(spot, by_name)
        if self.adds:
            for path in {key[0] for key in self.adds}:
                self._deletions(path, app.modules[path], by_name)

    def _is_called(self, function: form.Function) -> bool:
        """Whether anything names a function; what is offered and never used clears nothing."""
        return not function.name or function.name in self.app.view(_names)

    def _keys(
        self, path: str, node: object, by_name: dict[str, list[tuple[str, str]]], spot: Spot | None = None
    ) -> list[tuple[str, str]]:
        name = node.name if isinstance(node, form.Name) else ""
        keys = by_name.get(name, [])
        if keys and spot is not None and any(name in _own_names(one) for one in spot.functions):
            return []
        own = [key for key in keys if key[0] == path]
        return own or (keys if len(keys) == 1 else [])

    def _call(self, spot: Spot, by_name: dict[str, list[tuple[str, str]]]) -> None:
        assert isinstance(spot.node, form.Call)
        callee = spot.node.callee
        for argument in spot.node.arguments if getattr(callee, "name", "") not in _LOOKS else ():
            # Handed to something else, which may take from it.
            self.taken.update(self._keys(spot.path, argument, by_name))
        if not isinstance(callee, form.Member):
            return
        for key in self._keys(spot.path, callee.object, by_name, spot):
            if callee.name in _TAKES:
                if not spot.functions or self._is_called(spot.functions[-1]):
                    self.taken.add(key)
            elif (
                callee.name in _ADDS
                and spot.functions
                and not _is_written(spot.node.arguments[:1], callee.name)
            ):
                self.adds.setdefault(key, []).append(at(spot.path, spot.node))
        inner = callee.object
        if isinstance(inner, form.Index) and callee.name in _ADDS and spot.functions:
            for key in self._keys(spot.path, inner.object, by_name, spot):
                self.adds.setdefault(key, []).append(at(spot.path, spot.node))

    def _assignment(self, spot: Spot, by_name: dict[str, list[tuple[str, str]]]) -> None:
        assert isinstance(spot.node, form.Assignment)
        target = spot.node.target
        if isinstance(target, form.Name):
            self.taken.update(self._keys(spot.path, target, by_name))
        if isinstance(target, form.Member) and target.name == "length":
            self.taken.update(self._keys(spot.path, target.object, by_name))
        if isinstance(target, form.Index) and spot.functions and not isinstance(target.key, form.Literal):
            for key in self._keys(spot.path, target.object, by_name):
                self.adds.setdefault(key, []).append(at(spot.path, spot.node))

    def _deletions(self, path: str, module: form.Module, by_name: dict[str, list[tuple[str, str]]]) -> None:
        for node in form.walk(module.body, form.Operation, form.Other):
            if isinstance(node, form.Operation) and node.operator == "delete":
                target = node.operands[0]
                if isinstance(target, (form.Index, form.Member)):
                    self.taken.update(self._keys(path, target.object, by_name))
            elif isinstance(node, form.Other) and node.kind in ("del", "delete", "delete_statement"):
                for child in node.children:
                    if isinstance(child, (form.Index, form.Member)):
                        self.taken.update(self._keys(path, child.object, by_name))


def _own_names(function: form.Function) -> frozenset[str]:
    """The variables that a function makes for itself."""
    defined = (node for node in form.walk(function.body, form.Define) if isinstance(node, form.Define))
    return frozenset(node.target.name for node in defined if isinstance(node.target, form.Name))


def _names(app: App) -> frozenset[str]:
    """Every name that is read or imported somewhere."""
    found: set[str] = set()
    for module in app.modules.values():
        for node in form.walk(module.body, form.Name, form.Member, form.Import):
            if isinstance(node, (form.Name, form.Member)):
                found.add(node.name)
            elif isinstance(node, form.Import):
                found |= {name.imported for name in node.names}
    return frozenset(found)


def _is_written(arguments: tuple[form.Expr, ...], method: str) -> bool:
    """Whether `set("name", ...)` names its key in the code, so that there are only so many."""
    return (
        method in ("set", "setdefault", "add") and bool(arguments) and isinstance(arguments[0], form.Literal)
    )
