"""Where a value comes from, and what is known to hold."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

# Kinds of origin that a client decides.
REQUEST_KINDS = frozenset({"body", "params", "query", "headers", "cookies", "files", "parsed"})


class Origin(Struct, frozen=True):
    """Where a value comes from.

    `kind`:
    - constant: `value` holds it;
    - body, params, query, headers, cookies, files: the request's, at `path`;
    - parsed: request data that passed a schema; `inputs[0]` is what was parsed, `path` the field after it,
      `schema` the schema's rules by field;
    - session: what the sign-in established (the signed-in user), at `path`;
    - row: a column (`path`) of a row that `table` was asked for by the query number `query`;
    - environment: an environment variable, its name in `path`;
    - computed: by `operation` from `inputs`; also a literal record, whose `fields` name its entries;
    - input: what a person typed into the page;
    - clock, random: what their names say;
    - unknown.
    """

    kind: str
    path: tuple[str, ...] = ()
    value: str | int | float | bool | None = None
    operation: str = ""
    inputs: tuple[Origin, ...] = ()
    fields: tuple[tuple[str, Origin], ...] = ()
    table: str = ""
    query: int = -1
    schema: tuple[tuple[str, str], ...] = ()

    def leaves(self) -> Iterator[Origin]:
        """The origins this one finally comes from: itself unless it is computed."""
        if self.kind == "computed" and (self.inputs or self.fields):
            for origin in self.inputs:
                yield from origin.leaves()
            for _, origin in self.fields:
                yield from origin.leaves()
        elif self.kind == "parsed" and self.inputs and not self.inputs[0].from_request:
            # A schema over a record that the server made: its session fields stay the session's.
            yield from self.inputs[0].leaves()
        else:
            yield self

    def sources(self) -> Iterator[Origin]:
        """Like `leaves`, going through schemas to the raw request data beneath."""
        for leaf in self.leaves():
            if leaf.kind == "parsed" and leaf.inputs:
                yield leaf
                yield from leaf.inputs[0].sources()
            else:
                yield leaf

    @property
    def from_request(self) -> bool:
        """Whether a client decides any part of it."""
        return any(leaf.kind in REQUEST_KINDS for leaf in self.leaves())

    @property
    def from_session(self) -> bool:
        """Whether it is bound to who is signed in: from the session, or from the row of the signed-in user."""
        return any(leaf.kind == "session" for leaf in self.leaves())

    def __str__(self) -> str:
        if self.kind == "constant":
            return repr(self.value)
        if self.kind == "row":
            return ".".join((self.table, *self.path))
        if self.kind == "computed":
            inner = ", ".join(str(origin) for origin in self.inputs[:4])
            return f"{self.operation}({inner})"
        return ".".join((self.kind, *self.path))


UNKNOWN = Origin("unknown")


class Fact(Struct, frozen=True):
    """Something that holds where an event happens, because every other way was left before.

    `operator` is one of ==, <, <=, in, truthy, instanceof, or any: then one of `any_of` holds, each a
    conjunction. `holds` False negates (`==` that does not hold is an inequality).
    """

    operator: str
    left: Origin
    right: Origin | None = None
    holds: bool = True
    any_of: tuple[tuple[Fact, ...], ...] = ()

    def __str__(self) -> str:
        if self.operator == "any":
            return " or ".join("(" + " and ".join(map(str, facts)) + ")" for facts in self.any_of)
        shown = str(self.left) if self.right is None else f"{self.left} {self.operator} {self.right}"
        return shown if self.holds else f"not {shown}"
