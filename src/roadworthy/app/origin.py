"""Where a value comes from, and what is known to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

# Kinds of origin that a client decides.
REQUEST_KINDS = frozenset({"body", "params", "query", "headers", "cookies", "files", "parsed"})
# What a call that was not followed may have asked; `path` holds its name.
UNFOLLOWED = "unfollowed"


class Origin(Struct, frozen=True, dict=True, cache_hash=True):
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
    - unfollowed: something that was not read and let the request through (only in facts), its name in `path`;
    - unknown.

    What is made of one is remembered with it: the same origins are asked many times, and one holds many others.
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

    def leaves(self) -> tuple[Origin, ...]:
        """The origins this one finally comes from: itself unless it is computed."""
        return self._leaves

    @cached_property
    def _leaves(self) -> tuple[Origin, ...]:
        if self.kind == "computed" and (self.inputs or self.fields):
            within = (*self.inputs, *(origin for _, origin in self.fields))
            return tuple(leaf for origin in within for leaf in origin._leaves)
        if self.kind == "parsed" and self.inputs and not self.inputs[0].from_request:
            # A schema over a record that the server made: its session fields stay the session's.
            return self.inputs[0]._leaves
        return (self,)

    def sources(self) -> tuple[Origin, ...]:
        """Like `leaves`, going through schemas to the raw request data beneath."""
        return self._sources

    @cached_property
    def _sources(self) -> tuple[Origin, ...]:
        found: list[Origin] = []
        for leaf in self._leaves:
            found.append(leaf)
            if leaf.kind == "parsed" and leaf.inputs:
                found += leaf.inputs[0]._sources
        return tuple(found)

    @cached_property
    def from_request(self) -> bool:
        """Whether a client decides any part of it."""
        return any(leaf.kind in REQUEST_KINDS for leaf in self._leaves)

    @cached_property
    def from_session(self) -> bool:
        """Whether it is bound to who is signed in: from the session, or from the row of the signed-in user."""
        return any(leaf.kind == "session" for leaf in self._leaves)

    def __str__(self) -> str:
        return self._shown

    @cached_property
    def _shown(self) -> str:
        if self.kind == "constant":
            return repr(self.value)
        if self.kind == "row":
            return ".".join((self.table, *self.path))
        if self.kind == "computed":
            inner = ", ".join(str(origin) for origin in self.inputs[:4])
            return f"{self.operation}({inner})"
        return ".".join((self.kind, *self.path))


UNKNOWN = Origin("unknown")


class Fact(Struct, frozen=True, dict=True, cache_hash=True):
    """Something that holds where an event happens, because every other way was left before.

    `operator` is one of ==, <, <=, in, truthy, instanceof, or any: then one of `any_of` holds, each a
    conjunction. `holds` False negates (`==` that does not hold is an inequality).
    """

    operator: str
    left: Origin
    right: Origin | None = None
    holds: bool = True
    any_of: tuple[tuple[Fact, ...], ...] = ()

    @cached_property
    def body_paths(self) -> frozenset[tuple[str, ...]]:
        """The parts of the body that it says something of, in one of its ways or in all of them."""
        sides = [side for side in (self.left, self.right) if side is not None]
        told = {leaf.path for side in sides for leaf in side.sources() if leaf.kind == "body"}
        return frozenset(told.union(*(fact.body_paths for way in self.any_of for fact in way)))

    def __str__(self) -> str:
        return self._shown

    @cached_property
    def _shown(self) -> str:
        if self.operator == "any":
            return " or ".join("(" + " and ".join(map(str, facts)) + ")" for facts in self.any_of)
        shown = str(self.left) if self.right is None else f"{self.left} {self.operator} {self.right}"
        return shown if self.holds else f"not {shown}"


def each_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts and what holds in each of their ways, as they come and each once: hundreds of queries of one endpoint stand under the
    same."""
    seen: set[int] = set()
    waiting = [iter(facts)]
    while waiting:
        fact = next(waiting[-1], None)
        if fact is None:
            waiting.pop()
        elif id(fact) not in seen:
            seen.add(id(fact))
            yield fact
            waiting.append(inner for way in fact.any_of for inner in way)
