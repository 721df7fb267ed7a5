"""What a browser may write into its own session: Auth.js hands `update(data)` of the browser to the `jwt` callback."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.spots import spots

# What a session says of somebody's rights, or who they are.
_RIGHTS = regex(
    r"^(\w*roles?|is_?(admin|staff|owner|super_?user|super_?admin)|admin|\w*permissions?|plan|tier|subscription\w*|"
    r"credits|id|user_?id|sub)$",
    re.I,
)
# In which of several firms they work: theirs to choose, among those that they belong to.
_FIRM = regex(
    r"^(active|current|selected)?_?(tenant|org|organi[sz]ation|company|workspace|school|shop|store|team|clinic|business|branch)_?id$",
    re.I,
)


class SelfMade(Struct, frozen=True):
    """A right that the browser chooses: `name` in the token, `written` where the callback takes it over."""

    name: str
    location: Location


def self_made_rights(app: App) -> Iterator[SelfMade]:
    """`token.role = session.role` of a `jwt` callback: whoever calls `update({ role: "admin" })` is one."""
    if not any(name in ("next-auth", "@auth/core") for name, _ in app.deployment.packages):
        return
    for spot in spots(app, form.Assignment):
        node = spot.node
        if not isinstance(node, form.Assignment) or not isinstance(node.target, form.Member):
            continue
        sent = next((name for one in spot.functions[:1] if (name := _sent(one))), "")
        name = node.target.name
        firm = _FIRM.search(name) and not _looked_up(spot.functions[0], node) if sent else False
        if (
            sent
            and (_RIGHTS.search(name) or firm)
            and dotted(node.target.object) == "token"
            and _comes_from(node.value, sent)
        ):
            span = node.span
            yield SelfMade(name, Location(spot.path, span.line, span.end_line, span.start, span.end))


def _looked_up(function: form.Function, taken: form.Assignment) -> bool:
    """Whether something is waited for before it is taken over, as who looks whether they belong there does."""
    return any(node.span.end <= taken.span.start for node in form.walk(function.body, form.Await))


def _sent(function: form.Function) -> str:
    """The name under which a `jwt` callback is handed what the browser sends."""
    if not function.parameters or not isinstance(function.parameters[0].target, form.RecordTarget):
        return ""
    fields = {field.key: field.target for field in function.parameters[0].target.fields}
    target = fields.get("session")
    return target.name if {"token", "trigger"} <= set(fields) and isinstance(target, form.Name) else ""


def _comes_from(value: form.Node, sent: str) -> bool:
    """Whether it is part of what was sent, or that before something else."""
    if isinstance(value, form.Operation) and value.operator in ("or", "??"):
        return _comes_from(value.operands[0], sent)
    name = dotted(value)
    return bool(re.match(rf"{re.escape(sent)}\??(\.|$)", name)) and "()" not in name
