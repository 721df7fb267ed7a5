"""Writes the form out on one line, without spans and without what has its default value."""

from __future__ import annotations

from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from roadworthy.languages.form import Module, Node, Span
from roadworthy.languages.python import read_python


def module_of(source: str) -> Module:
    """The module of a text that parses."""
    module = read_python("file.py", source.encode())
    assert module.errors == (), module.errors
    return module


def read(source: str) -> str:
    """The body of a module that parses, its statements divided by `; `."""
    return "; ".join(shown(statement) for statement in module_of(source).body)


def value(source: str) -> str:
    """What one expression is lowered to."""
    return read(f"({source})").removeprefix("Evaluate(").removesuffix(")")


def shown(node: Any) -> str:
    if isinstance(node, tuple):
        return f"[{', '.join(shown(item) for item in node)}]"
    if not isinstance(node, Struct):
        return repr(node)
    if type(node).__name__ == "Name":
        return str(node.name)
    if type(node).__name__ == "Literal":
        return repr(node.value)
    given = [
        f"{field.name}={shown(getattr(node, field.name))}"
        if field.default is not NODEFAULT
        else shown(getattr(node, field.name))
        for field in fields(node)
        if field.name != "span" and getattr(node, field.name) != field.default
    ]
    return f"{type(node).__name__}({', '.join(given)})"


def nodes_with_parent(root: Any, parent: Span) -> list[tuple[Node, Span]]:
    """Every node below `root`, each with the span of the node that holds it."""
    found: list[tuple[Node, Span]] = []
    waiting: list[tuple[Any, Span]] = [(root, parent)]
    while waiting:
        item, above = waiting.pop()
        if isinstance(item, tuple):
            waiting += [(each, above) for each in item]
        elif isinstance(item, Struct) and not isinstance(item, Span):
            if isinstance(item, Node):
                found.append((item, above))
                above = item.span
            waiting += [(getattr(item, name), above) for name in item.__struct_fields__]
    return found
