"""better-auth: what it asks the app to send, and the rights that it asks for by itself."""

from __future__ import annotations

from roadworthy.interpret import Args, Closure, Datum, External, Library, ListValue, ObjectValue, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

_MADE = ("better-auth.betterAuth", "better-auth/minimal.betterAuth")
_PLUGINS = ("emailOTP", "magicLink", "twoFactor", "phoneNumber", "organization")
# `sendResetPassword({ user, url, token })`, `sendVerificationOTP({ email, otp, type })`, from its documentation.
_SENDS = regex(r"^send[A-Z]|^onExistingUser")
_OPENS = ("otp", "code", "token", "url")
_DEPTH = 3


def register(library: Library) -> None:
    """Tells what better-auth does with what the app gives it."""
    library.on_call(*_MADE, *(f"better-auth/plugins.{name}" for name in _PLUGINS))(_made)
    library.on_call(
        *(f"{made}().api.{name}" for made in _MADE for name in ("userHasPermission", "hasPermission"))
    )(_has_permission)


def _made(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    for value in args.positional:
        _senders(run, value, node, _DEPTH)
    return None


def _senders(run: Run, value: Value, node: form.Node, depth: int) -> None:
    """Has what sends codes and links run with what it is given: whoever has a link or a code comes in by it."""
    if isinstance(value, ListValue):
        for item in value.items:
            _senders(run, item, node, depth)
    if not isinstance(value, ObjectValue) or not depth:
        return
    for name, inner in value.fields.items():
        if isinstance(inner, Closure) and _SENDS.match(name):
            run.call_back([inner], node, _given(node))
        else:
            _senders(run, inner, node, depth - 1)


def _given(node: form.Node) -> ObjectValue:
    person = {"email": Datum("row", ("email",), node), "name": Datum("row", ("name",), node)}
    opening = {name: Datum("row", ("otp" if name in ("otp", "code") else "token",), node) for name in _OPENS}
    return ObjectValue({"user": ObjectValue(dict(person), node=node), **person, **opening}, node=node)


def _has_permission(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """What it answers of the person whose headers it is given."""
    return ObjectValue({"success": Datum("session", ("has_permission",), node)}, node=node)
