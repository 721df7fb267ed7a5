"""Python's `namedtuple`: a record of the fields that are named where it is made."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what a named tuple is."""
    library.on_call("collections.namedtuple")(_made)


def _made(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    names = _names(args.get(1, "field_names"))
    return NamedTuple(names) if names else None


def _names(given: Value | None) -> list[str]:
    """`"x y"`, `"x, y"` and `["x", "y"]`."""
    if isinstance(given, Constant) and isinstance(given.value, str):
        return given.value.replace(",", " ").split()
    items = given.items if isinstance(given, ListValue) and given.rest is None else []
    return [str(item.value) for item in items if isinstance(item, Constant)]


class NamedTuple(Model):
    """The class of such records."""

    __slots__ = ("names",)

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "_fields":
            return ListValue([Constant(one) for one in self.names], node=node)
        return super().member(run, name, node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = dict(zip(self.names, args.positional, strict=False))
        return ObjectValue({**given, **args.keywords}, node=node)
