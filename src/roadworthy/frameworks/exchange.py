"""One request under way: what the client sent, what the server remembers of the visitor, what is shown to them next."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.interpret import (
    Args,
    Condition,
    Constant,
    Datum,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex

# What stands in a session under these names says who somebody is; the rest (a cart, a language) does not.
_IDENTITY = regex(
    r"user|uid|login|logged|auth|e?mail|account|member|customer|admin|role|staff|profile|(^|_)id$|permission|privilege|person|teacher|student"
    r"|doctor|patient|employee|manager|owner|seller|vendor|driver|client|^(kind|type|level|rank|name|phone|mobile)$",
    re.I,
)
_NOWHERE = form.Literal(form.Span(0, 0, 1, 1), None)


class Exchange(Struct):
    """One request under way: its method, the application and blueprint that it reaches, what was put into `g` and
    what was flashed, with the conditions under which it was. `processors` are the app's own functions that give every
    template something."""

    method: str
    app: Any = None
    fields: dict[str, Value] = field(default_factory=dict)
    session: dict[str, Value] = field(default_factory=dict)
    flashed: list[tuple[Value, tuple[Condition, ...]]] = field(default_factory=list)
    user: Value | None = None
    processors: tuple[Value, ...] = ()


def exchange_of(run: Run) -> Exchange:
    """The request that a run serves; outside of one, a request of no particular method."""
    found = run.kept.get("exchange")
    if not isinstance(found, Exchange):
        found = run.kept["exchange"] = Exchange("")
    return found


def part(run: Run, kind: str, path: tuple[str, ...], node: form.Node, *, in_form: bool = False) -> Fields:
    """A part of the request, noted as read; `in_form` when it is a form's fields."""
    datum = Fields(kind, path, node, in_form)
    run.emit_read(datum, node)
    return datum


class Fields(Datum):
    """`request.form`, `request.args` and their kin: a multi-dict of what the client sent. `in_form` tells the fields of a
    form from those of JSON."""

    __slots__ = ("in_form",)

    def __init__(
        self, kind: str, path: tuple[str, ...], node: form.Node | None, in_form: bool = False
    ) -> None:
        super().__init__(kind, path, node)
        self.in_form = in_form

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("get", "getlist", "pop") and args.positional and isinstance(args.positional[0], Constant):
            return self._get(run, name, args, node)
        if name in ("to_dict", "copy", "lists"):
            return self
        if name == "save":
            run.emit(Called("flask.FileStorage.save", args, self, run.module, node, run.context))
            return Constant(None)
        if name in ("read", "readlines", "stream"):
            return self.member(run, "content", node)
        return None

    def _get(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        found: Value = self.member(run, str(args.positional[0].value), node)  # type: ignore[attr-defined]
        if name == "getlist":
            return ListValue([], found, node)
        kind = args.get(2, "type")
        if isinstance(kind, External):
            found = Derived(kind.path, (found,), node)
        default = args.get(1, "default")
        return run.join([(found, ()), (default, ())]) if default is not None else found

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if len(self.path) > 8:
            return self
        found = Fields(self.kind, (*self.path, name), node, self.in_form)
        run.emit_read(found, node)
        return found


class Session(Model):
    """`session`: signed by the server. What names a person in it was put there when that person signed in."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("permanent", "modified", "new", "accessed"):
            return Derived(f"session.{name}", (), node)
        kept = exchange_of(run).session.get(name)
        if kept is not None:
            return kept
        return (
            Datum("session", (name,), node)
            if _IDENTITY.search(spelled(name))
            else Derived(f"session.{name}", (), node)
        )

    def set_member(self, run: Run, name: str, value: Value) -> None:
        known = exchange_of(run).session
        before = known.get(name) or (self.member(run, name, _NOWHERE) if run.branching else None)
        known[name] = run.join([(before, ()), (value, ())]) if run.branching and before is not None else value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key = args.get(0, "key")
        if name in ("get", "pop", "setdefault") and isinstance(key, Constant):
            found = self.member(run, str(key.value), node)
            default = args.get(1, "default")
            return run.join([(found, ()), (default, ())]) if default is not None else found
        return Constant(None)

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`"user_id" in session` asks whether it is there."""
        key = operands[0]
        if operator in ("in", "not in") and isinstance(key, Constant) and self in operands[1:]:
            found = self.member(run, str(key.value), node)
            return found if operator == "in" else Derived("not", (found,), node)
        return None

    def element(self, run: Run) -> Value:
        return Derived("session[]", ())

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """All of what the server remembers of a visitor."""
        return Origin("computed", operation="session")


def flashed_with(run: Run, body: Value) -> Value:
    """A body with the messages that are shown in it: those flashed under conditions that hold here."""
    held = set(map(id, run.context.conditions))
    shown = [
        message
        for message, conditions in exchange_of(run).flashed
        if all(id(condition) in held for condition in conditions)
    ]
    if not shown:
        return body
    if isinstance(body, ObjectValue):
        return ObjectValue(dict(body.fields), [*body.spreads, *shown], body.node, body.path)
    return Derived("page", (body, *shown))
