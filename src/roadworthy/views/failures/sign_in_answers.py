"""Sign-ins of the browser whose refusal nobody reads. Auth.js's `signIn(..., { redirect: false })` answers `{ error, ok }`
(https://authjs.dev/reference/nextjs/react, "signIn"), Better Auth's client `{ data, error }`
(https://www.better-auth.com/docs/concepts/client, "Error Handling"): neither throws."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, last_name, unwrapped
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.unread_answers import is_read

# A forgotten password is answered alike whatever happens, so that nobody learns who has an account.
_BETTER_AUTH = regex(
    r"(^|\.)(signIn|signUp)\.(email|username|phoneNumber|magicLink|emailOtp)\(\)$"
    r"|^\w*[aA]uth\w*\.(changePassword|changeEmail|updateUser|deleteUser|resetPassword)\(\)$"
)
# Who hears of a failure besides: `{ onError: (context) => toast.error(...) }`, or `throw: true`, by which it throws after all.
_HEARS = ("onError", "throw")


def sign_in_answers(app: App) -> Iterator[Unchecked]:
    """Each of them after which the page goes on as if it had worked."""
    sources = {spot.node.source for spot in spots(app, form.Import) if isinstance(spot.node, form.Import)}
    better = any(source.startswith("better-auth/") for source in sources) and not _hears_everywhere(app)
    if not better and "next-auth/react" not in sources:
        return
    imported = app.view(_importing)
    for spot in (*spots(app, form.Define), *spots(app, form.Assignment), *spots(app, form.Evaluate)):
        node = spot.node
        assert isinstance(node, (form.Define, form.Assignment, form.Evaluate))
        call = unwrapped(node.value) if isinstance(node.value, form.Await) else None
        if not isinstance(call, form.Call):
            continue
        named = better and _BETTER_AUTH.search(dotted(call)) and not _hears(call)
        if not named and not (spot.path in imported and _stays(call)):
            continue
        target = None if isinstance(node, form.Evaluate) else node.target
        if not is_read(target, spot, call):
            name = dotted(call.callee)
            yield Unchecked(owner_of(app, spot), "refusal", at(spot.path, call), True, target=name)


def _importing(app: App) -> frozenset[str]:
    """The files that take `signIn` from Auth.js's part for the browser."""
    return frozenset(
        spot.path
        for spot in spots(app, form.Import)
        if isinstance(spot.node, form.Import) and spot.node.source == "next-auth/react"
    )


def _stays(call: form.Call) -> bool:
    """`signIn("credentials", { ..., redirect: false })`: without the last the library leads on to its own page of errors."""
    options = call.arguments[1] if len(call.arguments) > 1 else None
    return last_name(call.callee) == "signIn" and any(
        isinstance(value, form.Literal) and value.value is False for value in _given(options, ("redirect",))
    )


def _hears(call: form.Call) -> bool:
    return any(True for argument in call.arguments for _ in _given(argument, _HEARS)) or any(
        not isinstance(argument, form.Record) for argument in call.arguments
    )


def _given(options: form.Node | None, names: tuple[str, ...]) -> Iterator[form.Node]:
    """What a record holds under such names, however deep."""
    for node in below((options,)) if isinstance(options, form.Record) else ():
        for entry in node.entries if isinstance(node, form.Record) else ():
            if isinstance(entry.key, form.Literal) and entry.key.value in names and entry.value is not None:
                yield entry.value


def _hears_everywhere(app: App) -> bool:
    """Whether the client itself is made with somebody who hears: `createAuthClient({ fetchOptions: { onError } })`."""
    return any(
        isinstance(spot.node, form.Call)
        and last_name(spot.node.callee) == "createAuthClient"
        and any(True for argument in spot.node.arguments for _ in _given(argument, _HEARS))
        for spot in spots(app, form.Call)
    )
