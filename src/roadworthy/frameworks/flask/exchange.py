"""Requests, sessions and answers as a view sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.exchange import exchange_of, part
from roadworthy.frameworks.replies import Method
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    Derived,
    External,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

if TYPE_CHECKING:
    pass

_PARTS = {"form": "body", "json": "body", "data": "body", "values": "body", "stream": "body", "args": "query",
          "query_string": "query", "headers": "headers", "cookies": "cookies", "files": "files",
          "view_args": "params", "authorization": "headers"}  # fmt: skip
_ABOUT = {"remote_addr", "path", "full_path", "url", "base_url", "host", "referrer", "user_agent", "endpoint", "host_url",
          "url_root", "access_route", "scheme", "content_length", "content_type", "mimetype", "is_json", "blueprint"}  # fmt: skip


def request_member(run: Run, target: External, name: str, node: form.Node) -> Value:
    """`request.form`, `request.method`, ..."""
    if name in _PARTS:
        path = ("authorization",) if name == "authorization" else ()
        return part(run, _PARTS[name], path, node, in_form=name in ("form", "values"))
    if name == "method":
        return Method(exchange_of(run).method)
    if name in _ABOUT:
        return Datum("headers", (name,), node)
    return External(f"flask.request.{name}", None, node)


def request_call(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`request.get_json()`, `request.get_data()`."""
    return part(run, "body", (), node)


class Global(Model):
    """`g`: what views and hooks of one request hand to each other."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return exchange_of(run).fields.get(name) or Derived(f"g.{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        known = exchange_of(run).fields
        before = known.get(name)
        known[name] = run.join([(before, ()), (value, ())]) if run.branching and before is not None else value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key = args.get(0)
        if name in ("get", "pop", "setdefault") and isinstance(key, Constant):
            return exchange_of(run).fields.get(str(key.value)) or args.get(1) or Constant(None)
        return None

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`"db" in g`."""
        key = operands[0]
        if operator in ("in", "not in") and isinstance(key, Constant):
            known = str(key.value) in exchange_of(run).fields
            return Certain(known == (operator == "in"), node)
        return None
