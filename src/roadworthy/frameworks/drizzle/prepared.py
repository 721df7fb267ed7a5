"""Statements that are prepared once and asked with other values each time: `query.prepare("by_email")`, `byEmail.execute({ email })`."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from roadworthy.frameworks.drizzle.conditions import SqlModel
from roadworthy.frameworks.events import QuerySeen
from roadworthy.interpret import Args, Constant, Derived, External, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_ASKED_BY = frozenset({"execute", "all", "get", "run", "values"})


class Placeholder(Derived):
    """`sql.placeholder("email")`: the value that is given by this name when the statement is asked."""

    __slots__ = ("name",)

    def __init__(self, name: str, node: form.Node) -> None:
        super().__init__("placeholder", (Constant(name),), node)
        self.name = name


def placeholder(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`sql.placeholder("email")`."""
    name = args.get(0)
    return Placeholder(str(name.value) if isinstance(name, Constant) else "", node)


class Prepared(Model):
    """A prepared statement. `ask` runs a query as the statement's builder would."""

    __slots__ = ("ask", "seen")

    def __init__(self, seen: QuerySeen, ask: Callable[[QuerySeen, Run, form.Node], Value]) -> None:
        self.seen, self.ask = seen, ask

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name not in _ASKED_BY:
            return None
        given = args.get(0)

        def filled(value: Value) -> Value:
            return _filled(run, value, given, node)

        seen = self.seen
        asked = msgspec.structs.replace(
            seen,
            filters=[msgspec.structs.replace(one, value=filled(one.value)) for one in seen.filters],
            writes=[msgspec.structs.replace(one, value=filled(one.value)) for one in seen.writes],
            limit=filled(seen.limit) if seen.limit is not None else None,
        )
        return self.ask(asked, run, node)


def _filled(run: Run, value: Value, given: Value | None, node: form.Node) -> Value:
    """A value with what was given for the placeholders in it."""
    if isinstance(value, Placeholder):
        known = isinstance(given, ObjectValue) and value.name not in given.fields and not given.spreads
        return value if given is None or known else given.member(run, value.name, node)
    if isinstance(value, SqlModel) and any(isinstance(part, Placeholder) for part in value.parts):
        return SqlModel([_filled(run, part, given, node) for part in value.parts], node)
    return value


__all__ = ["Prepared", "placeholder"]
