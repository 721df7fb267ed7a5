"""What holds no other elements: constants, names, jumps, what is brought in and what is offered."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of one file. Offsets are bytes of the file as stored, end exclusive; lines count from 1."""

    start: int
    end: int
    line: int
    end_line: int

    def within(self, outer: Span) -> bool:
        """Whether it lies in another stretch of the same file."""
        return outer.start <= self.start and self.end <= outer.end


class Node(Struct, frozen=True, array_like=True, tag=True):
    """What every element of a module has: where it stands."""

    span: Span


class Literal(Node, frozen=True):
    """A constant: text, number, truth value, or `None` for null, undefined and None."""

    value: str | int | float | bool | None


NOWHERE = Literal(Span(0, 0, 1, 1), None)
"""Stands where no line of the app is the cause."""


class Name(Node, frozen=True):
    """A variable read or, in a target, bound. `this` and `self` are names like any other."""

    name: str


class Jump(Node, frozen=True):
    """`break` or `continue` (in `kind`)."""

    kind: str


class ImportName(Struct, frozen=True, array_like=True):
    """`imported` is a name, 'default' or '*' (the whole module); `local` is what it is called here."""

    imported: str
    local: str


class Import(Node, frozen=True):
    """`import ... from source`. Imports of types only are left out.

    Python: `source` is dotted, with leading dots when relative ('.models', '..db', '.'); `import a.b` binds
    'a' and has `source` 'a.b' with imported '*' and local 'a'; `import a.b as c` has local 'c'.
    """

    source: str
    names: tuple[ImportName, ...] = ()


class ExportName(Struct, frozen=True, array_like=True):
    """`local` of this module (or of `source`) is offered as `exported`; '*' and '*' for a star export."""

    local: str
    exported: str


class Export(Node, frozen=True):
    """`export { a as b } [from source]`, `export * from source`, and the names of exported declarations,
    which stand as statements of their own before it. `export default value` is a `Define` of the name
    'default' and an `Export` of it, unless the declaration has a name, which is then what is exported.
    """

    names: tuple[ExportName, ...]
    source: str | None = None
