"""What views of Python's web frameworks answer: responses, their statuses, and the method that was asked with."""

from __future__ import annotations

import re
from collections.abc import Callable

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.interpret import Args, Choice, Constant, Derived, External, ListValue, Model, Run, Value
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.run import Never
from roadworthy.interpret.values import Certain, is_nothing
from roadworthy.languages import form


class Method(Model):
    """`request.method`, which the run knows."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """Compared with what is written out, it is known how that ends."""
        if not self.name or len(operands) != 2:
            return None
        other = operands[1] if operands[0] is self else operands[0]
        if operator in ("==", "!=") and isinstance(other, Constant):
            return Certain((str(other.value).upper() == self.name) == (operator == "=="), node)
        if operator in ("in", "not in") and isinstance(other, ListValue) and other.rest is None:
            listed = {str(item.value).upper() for item in other.items if isinstance(item, Constant)}
            return Certain((self.name in listed) == (operator == "in"), node)
        return None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self if name in ("upper", "lower") else None

    def origin(self, depth: int) -> Origin:
        """A word of the request."""
        return Origin("headers", ("method",))


class Reply(Model):
    """A response. `kind` is html (a template, in `template`), json, redirect, file or text."""

    __slots__ = ("body", "headers", "kind", "status", "template")

    def __init__(self, kind: str, status: int, body: Value, template: str = "") -> None:
        self.kind, self.status, self.body, self.template = kind, status, body, template
        self.headers: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "headers":
            return ReplyHeaders(self)
        if name in ("data", "json", "response"):
            return self.body
        return Constant(self.status, node) if name == "status_code" else Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name in ("status_code", "status"):
            self.status = status_of(value) or self.status
        elif name in ("data", "response"):
            self.body = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "set_cookie":
            self.headers["set-cookie"] = args.get(1, "value") or Constant(None)
        return self.body if name in ("get_json", "get_data") else Constant(None)

    def inputs(self) -> tuple[Value, ...]:
        return (self.body,)


class ReplyHeaders(Model):
    """`response.headers`."""

    __slots__ = ("reply",)

    def __init__(self, reply: Reply) -> None:
        self.reply = reply

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.reply.headers.get(name.lower()) or Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.reply.headers[name.lower()] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key = args.get(0)
        if name in ("add", "set", "setdefault") and isinstance(key, Constant):
            self.reply.headers[str(key.value).lower()] = args.get(1) or Constant(None)
        return Constant(None)


def status_of(value: Value | None) -> int | None:
    """A status as a number: `404`, `"404 NOT FOUND"`, `HTTPStatus.NOT_FOUND`."""
    if isinstance(value, Constant):
        digits = re.match(r"\d{3}", str(value.value))
        return int(digits.group()) if digits else None
    if isinstance(value, External):
        from roadworthy.frameworks.fastapi.exchange import status_of as named

        return named(value)
    return None


class HttpError(Model):
    """An exception that Werkzeug answers with its status: `abort(404)`, `NotFound()`."""

    __slots__ = ("body", "status")

    def __init__(self, status: int, body: Value) -> None:
        self.status, self.body = status, body

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Constant(self.status, node) if name == "code" else Derived(f".{name}", (self.body,), node)


def emit_answers(
    run: Run,
    value: Value,
    node: form.Node,
    answered: set[int],
    leaves: Callable[[Run, Value, form.Node], Value] | None = None,
) -> None:
    """The answers that a returned value stands for, each once: what a wrapper passes on was answered before. `leaves` tells
    what is left of a result that is no response of the view's own."""
    options = list(value.alternatives) if isinstance(value, Choice) else [(value, ())]
    if isinstance(value, Logical):
        options = [(operand, ()) for operand in value.operands]
    for option, conditions in options:
        if id(option) in answered or is_nothing(option) or isinstance(option, Never):
            continue
        answered.add(id(option))
        run.kept.setdefault("answers", []).append(option)  # kept alive, so that its identity stays its own
        status, body = answer_of(option)
        if leaves is not None and not _is_reply(option):
            body = leaves(run, body, node)
        # What a helper made sure of before it gave this answer holds for it.
        context = (
            run.context.changed(conditions=(*run.context.conditions, *conditions))
            if conditions
            else run.context
        )
        page = isinstance(option, Reply) and option.kind == "html"
        run.emit(AnswerSeen(status, body, run.module, node, context, page))


def _is_reply(value: Value) -> bool:
    if isinstance(value, ListValue) and value.items and getattr(value.node, "kind", "") == "tuple":
        return _is_reply(value.items[0])
    return isinstance(value, Reply)


def answer_of(value: Value) -> tuple[int, Value]:
    """Status and body of `body`, `(body, status)`, `(body, status, headers)` or a response."""
    if isinstance(value, ListValue) and value.items and getattr(value.node, "kind", "") == "tuple":
        inner_status, body = answer_of(value.items[0])
        given = status_of(value.items[1]) if len(value.items) > 1 else None
        return given or inner_status, body
    if isinstance(value, Reply):
        return value.status, value.body
    return 200, value
