"""Secrets that are put into a session which the browser keeps: Flask's and Starlette's are signed, and everybody reads their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.secrets.exposure import Exposure

# What shows that its sender reads somebody's mail, holds somebody's device or knows a password.
_SECRET = regex(
    r"otp|one_?time|captcha|(^|[_ ])pin$|^code$|(verif\w*|confirm\w*|reset|login|e?mail|sms|auth|security|2fa|mfa)[_ ]?code"
    r"|reset_?token|pass_?word|passwd|pwd",
    re.I,
)
# What such a word is about, and not the secret itself; the secret of a second factor is shown to whoever sets it up.
_ABOUT = regex(
    r"secret|verified|required|sent|attempts?|tries|expir\w*|time|email$|user|enabled|changed|reset$|id$|count",
    re.I,
)
# Sessions that stay on the server.
_KEPT = ("flask_session", "flask_sessionstore", "starsessions", "fastapi_sessions", "django")


def session_cookies(app: App) -> Iterator[Exposure]:
    """One exposure for each owner of code that puts secrets there."""
    found: dict[str, tuple[Owner, list[str], list[Location]]] = {}
    for spot in _spots(app):
        for name, place in _put(spot):
            owner, names, places = found.setdefault(
                owner_of(app, spot).subject, (owner_of(app, spot), [], [])
            )
            names.append(name)
            places.append(place)
    for owner, names, places in found.values():
        what = f"{', '.join(f'`{name}`' for name in dict.fromkeys(names))} in the session"
        yield Exposure("cookie", owner.subject, what, tuple(places), grave=True)


def _spots(app: App) -> Iterator[Spot]:
    sources = {
        (spot.path, spot.node.source)
        for spot in spots(app, form.Import)
        if isinstance(spot.node, form.Import) and spot.path.endswith(".py")
    }
    if any(source.partition(".")[0] in _KEPT for _, source in sources):
        return
    flask = {path for path, source in sources if source == "flask"}
    starlette = any(source == "starlette.middleware.sessions" for _, source in sources)
    for spot in (*spots(app, form.Assignment), *spots(app, form.Define)) if flask or starlette else ():
        target = _target(spot)
        if target is not None and spot.path.endswith(".py"):
            plain = isinstance(target.object, form.Name)
            if (spot.path in flask) if plain else starlette:
                yield spot


def _target(spot: Spot) -> form.Index | None:
    """`session["otp"]` of Flask, `request.session["otp"]` of Starlette."""
    target = spot.node.target if isinstance(spot.node, (form.Assignment, form.Define)) else None
    if not isinstance(target, form.Index):
        return None
    named = isinstance(target.object, (form.Name, form.Member)) and target.object.name == "session"
    return target if named else None


def _put(spot: Spot) -> Iterator[tuple[str, Location]]:
    target = _target(spot)
    node = spot.node
    if target is None or not isinstance(node, (form.Assignment, form.Define)):
        return
    name = str(target.key.value) if isinstance(target.key, form.Literal) else ""
    if _SECRET.search(name) and not _ABOUT.search(name) and not isinstance(node.value, form.Literal):
        yield name, at(spot.path, node)
