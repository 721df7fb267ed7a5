"""Code that tells whoever asks that they are not signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, last_name, without_functions
from roadworthy.views.code.syntax import Spot

# An exception of the app's own, by the name that it has for it.
_OWN = regex(
    r"^(Authentication(Error|Failed|Exception|Required)|Unauthori[sz]ed(Error|Exception)?|NotAuthenticated(Error|Exception)?"
    r"|(Invalid)?Credentials?(Error|Exception)|InvalidToken(Error|Exception)?|AuthError)$"
)


def refuses_sign_in(spot: Spot, body: tuple[form.Statement, ...]) -> bool:
    """Whether a handler of a failure answers 401: `res.status(401)`, `abort(401)`, `raise HTTPException(status_code=401)`, also by
    an error that the function around it made ahead."""
    for node in without_functions(body):
        made: form.Node | None = node
        if isinstance(node, form.Raise) and isinstance(node.value, form.Name):
            made = _made_ahead(spot, node.value.name)
        if isinstance(made, form.Call) and _is_refusal(made):
            return True
    return False


def _made_ahead(spot: Spot, name: str) -> form.Node | None:
    """What a variable of the function around a place was made as."""
    for node in without_functions(spot.functions[0].body) if spot.functions else ():
        if (
            isinstance(node, (form.Define, form.Assignment))
            and isinstance(node.target, form.Name)
            and node.target.name == name
        ):
            return node.value
    return None


# An error of the app's own, or of a library, that says with what it is answered: `next(new ApiError(401, ...))`.
_ERROR = regex(r"(Error|Exception)$|^(http|create|make|new|api|app)_?error$", re.I)
# Answers that are handed their status after what they say: `c.json({ error }, 401)`, `new Response("...", { status: 401 })`.
_ANSWERS = {"json", "text", "html", "body", "newResponse", "Response", "NextResponse"}
_SAYS_SO = regex(r"^unauthori[sz]ed(Error|Exception)?$|^unauthenticated(Error|Exception)?$", re.I)


def _is_refusal(call: form.Call) -> bool:
    if _OWN.match(last_name(call.callee)):
        return True
    values = [*call.arguments, *(entry.value for entry in call.keywords)]
    name = last_name(call.callee)
    if _SAYS_SO.match(name):
        return True
    if name in _ANSWERS:
        return any(map(_says_401, (*values[1:], *_statuses(values[1:]))))
    named = name in ("HTTPException", "status", "abort", "sendStatus") or _ERROR.search(name)
    return bool(named) and any(map(_says_401, values))


def _statuses(values: list[form.Expr]) -> Iterator[form.Expr]:
    """`Response.json({ error }, { status: 401 })`."""
    for value in values:
        for entry in value.entries if isinstance(value, form.Record) else ():
            if isinstance(entry.key, form.Literal) and entry.key.value == "status":
                yield entry.value


def _says_401(value: form.Expr) -> bool:
    literal = isinstance(value, form.Literal) and value.value == 401
    return literal or dotted(value).upper().endswith("UNAUTHORIZED")
