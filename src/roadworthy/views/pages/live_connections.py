"""Sockets and event streams that the page opens, and what it does when they break."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below

_KINDS = frozenset({"WebSocket", "EventSource"})


class LiveConnection(Struct, frozen=True):
    """`kind` is WebSocket or EventSource. `reopens` when a break leads to another attempt; `silent` when nothing at all hears of it;
    `given_up` when the stream's own way back is switched off by closing it on an error; `closed` when it is closed with its component."""

    owner: Owner
    kind: str
    location: Location
    reopens: bool
    silent: bool
    given_up: bool
    closed: bool


def live_connections(app: App) -> tuple[LiveConnection, ...]:
    """Every socket and stream opened by the page's code. A view."""
    found = []
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if not call.new or last_name(call.callee) not in _KINDS:
            continue
        owner = owner_of(app, spot)
        if owner.side == "client":
            body: tuple[form.Statement, ...] = (
                spot.functions[-1].body if spot.functions else app.modules[spot.path].body
            )
            found.append(_judged(owner, last_name(call.callee), at(spot.path, call), body))
    return tuple(found)


def _judged(owner: Owner, kind: str, place: Location, body: tuple[form.Statement, ...]) -> LiveConnection:
    handlers = list(_handlers(body))
    breaks = [function for event, function in handlers if event in ("close", "error")]
    again = any(_tries_again(function) for function in breaks)
    closing = any(_closes(function) for function in breaks)
    closed = any(isinstance(node, form.Call) and last_name(node.callee) == "close" for node in below(body))
    given_up = kind == "EventSource" and closing and not again
    reopens = again or (kind == "EventSource" and not given_up)
    return LiveConnection(owner, kind, place, reopens, not breaks, given_up, closed)


def _handlers(body: tuple[form.Statement, ...]) -> list[tuple[str, form.Node]]:
    """What is done on which event: `socket.onclose = f`, `socket.addEventListener('close', f)`."""
    found: list[tuple[str, form.Node]] = []
    for node in below(body):
        if (
            isinstance(node, form.Assignment)
            and isinstance(node.target, form.Member)
            and node.target.name.startswith("on")
        ):
            found.append((node.target.name[2:], _function(node.value, body)))
        elif (
            isinstance(node, form.Call)
            and last_name(node.callee) in ("addEventListener", "on")
            and len(node.arguments) > 1
        ):
            event = node.arguments[0]
            if isinstance(event, form.Literal):
                found.append((str(event.value), _function(node.arguments[1], body)))
    return found


def _function(value: form.Node, body: tuple[form.Statement, ...]) -> form.Node:
    """The function that a name stands for."""
    if not isinstance(value, form.Name):
        return value
    for node in below(body):
        if isinstance(node, form.Function) and node.name == value.name:
            return node
        if (
            isinstance(node, form.Define)
            and isinstance(node.target, form.Name)
            and node.target.name == value.name
            and isinstance(node.value, form.Function)
        ):
            return node.value
    return value


def _tries_again(function: form.Node) -> bool:
    for node in below((function,)):
        if isinstance(node, form.Call) and not (node.new and last_name(node.callee) not in _KINDS):
            name = dotted(node.callee)
            if node.new or (
                re.match(r"^(window\.)?setTimeout$|[cC]onnect|[rR]etry", name.rsplit(".", 1)[-1])
                and "disconnect" not in name.lower()
            ):
                return not name.startswith("set") or name.startswith("setTimeout")
    return False


def _closes(function: form.Node) -> bool:
    return any(
        isinstance(node, form.Call) and last_name(node.callee) == "close" for node in below((function,))
    )
