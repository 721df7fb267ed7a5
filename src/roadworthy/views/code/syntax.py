"""Code by kind of syntax, each piece with what stands around it. Tests, tools and copied libraries are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, cast

import msgspec

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.source.purpose import is_foreign, is_test, is_tool, original_of

Kind = TypeVar("Kind", bound=form.Node)

_COLLECTED = (
    form.Assignment,
    form.Await,
    form.Call,
    form.Class,
    form.Define,
    form.Element,
    form.Evaluate,
    form.Export,
    form.Function,
    form.If,
    form.Import,
    form.Loop,
    form.Return,
    form.Try,
)
_AROUND = (form.Function, form.Class, form.Try, form.Handler, form.Loop, form.If)


class Within(msgspec.Struct, frozen=True, gc=False):
    """Something that a piece of syntax stands in: `part` is the field of `node` that holds it."""

    node: form.Node
    part: str
    above: Within | None


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A piece of syntax in the file `path`."""

    path: str
    node: form.Node
    within: Within | None

    def around(self) -> Iterator[Within]:
        """What it stands in, the nearest first."""
        step = self.within
        while step is not None:
            yield step
            step = step.above

    @property
    def is_tried(self) -> bool:
        """Whether something in the same function hears of a failure, or tidies up after it."""
        for around in self.around():
            if isinstance(around.node, form.Function):
                return False
            if isinstance(around.node, form.Try) and around.part == "body":
                return True
        return False

    @property
    def functions(self) -> tuple[form.Function, ...]:
        """The functions that it stands in, the nearest first."""
        return tuple(one.node for one in self.around() if isinstance(one.node, form.Function))


class Syntax:
    """`of(form.Try)` are all the try statements of the app, file by file."""

    def __init__(self) -> None:
        self._spots: dict[type, list[Spot]] = {kind: [] for kind in _COLLECTED}

    def of(self, kind: type[form.Node]) -> list[Spot]:
        """Every spot with a node of this kind."""
        return self._spots[kind]

    def read(self, module: form.Module) -> None:
        """Adds a module."""
        for statement in module.body:
            self._walk(module.path, statement, None)

    def _walk(self, path: str, node: object, within: Within | None) -> None:
        kind = type(node)
        if kind in self._spots:
            self._spots[kind].append(Spot(path, cast(form.Node, node), within))
        around = kind in _AROUND_SET
        for name in FIELDS.get(kind, ()):
            value = getattr(node, name)
            if value is None or value == ():
                continue
            inner = Within(cast(form.Node, node), name, within) if around else within
            if type(value) is tuple:
                self._walk_all(path, value, inner)
            else:
                self._walk(path, value, inner)

    def _walk_all(self, path: str, values: tuple[object, ...], within: Within | None) -> None:
        for value in values:
            if type(value) is tuple:
                self._walk_all(path, value, within)
            elif type(value) in FIELDS:
                self._walk(path, value, within)


def _holds_nodes(field: msgspec.structs.FieldInfo) -> bool:
    return field.type not in (str, bool, int, form.Span, str | None)


# The fields of each kind of node that may hold nodes.
FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in msgspec.structs.fields(kind) if _holds_nodes(field))
    for kind in vars(form).values()
    if isinstance(kind, type)
    and issubclass(kind, msgspec.Struct)
    and kind not in (msgspec.Struct, form.Span, form.Node, form.Literal, form.Name, form.Module, form.Comment)
}
_AROUND_SET = frozenset(_AROUND)


def below(*nodes: object) -> Iterator[form.Node]:
    """Every node among and below these, in the order of the source."""
    return form.descend(nodes)


def everything(app: App) -> Syntax:
    """All of it but tests, tools and copied libraries, also what nothing loads. A view."""
    found = Syntax()
    for path, module in sorted(app.modules.items()):
        if not (is_test(path) or is_tool(path) or is_foreign(path) or original_of(path) in app.modules):
            found.read(module)
    return found
