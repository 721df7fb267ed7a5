"""Code that tells whoever asks that they are not signed in."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.views.code.dotted import dotted, last_name, without_functions
from roadworthy.views.code.syntax import Spot

# An exception of the app's own, by the name that it has for it.
_OWN = re.compile(
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


def _is_refusal(call: form.Call) -> bool:
    if _OWN.match(last_name(call.callee)):
        return True
    values = [*call.arguments, *(entry.value for entry in call.keywords)]
    named = last_name(call.callee) in ("HTTPException", "status", "abort", "sendStatus")
    return named and any(
        (isinstance(value, form.Literal) and value.value == 401)
        or dotted(value).endswith("HTTP_401_UNAUTHORIZED")
        for value in values
    )
