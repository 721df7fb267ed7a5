"""Whether another site can act with a visitor's session: cookies that come along, and nothing that asks whose page it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test

# These are asked of text in small letters: looking for either case takes ten times as long.
_TOKENS = regex(
    rb"csurf|csrf|xsrf|lusca|flask_wtf|seasurf|double-submit|sec-fetch-site|sameorigin|same_origin|checkorigin"
    rb"|verifyorigin|allowedorigins[^\n]*403"
)
_SAME_SITE = regex(
    rb"same_?site['\"]?\s*[:=]\s*['\"]?(lax|strict|true)|session_cookie_samesite['\"\]]*\s*[:=]\s*['\"](lax|strict)|httponly_samesite"
)
_COMMENT = regex(rb"(?<!:)//[^\n]*|/\*.*?\*/", re.S)
_FORM_BODIES = regex(rb"urlencoded\s*\(|request\.(form|values)\b|flaskform")
# Who is there is told by what the session holds, and not by a token that a script sends along.
_ASKED = regex(
    rb"\breq\w*\)?[?!]?\.session\b|ctx\.session\b|passport|isauthenticated|\bsession\.(user|admin|account|member|email|is)"
)
_SESSIONS = ("express-session", "cookie-session", "client-sessions")


# `session["user_id"] = …`: a sign-in that Flask's own cookie holds.
_HOLDS = regex(
    r"(^|_)(user|admin|account|member|customer|client|staff|logged|username|email|uid)(_|$)|^id$|logged_?in",
    re.I,
)
_FLASK_SESSION = regex(rb"^from flask import [^#]*?\bsession\b", re.M)


class OpenSession(Struct, frozen=True):
    """`place` is where the session's cookie is set up; `library` what keeps it."""

    library: str
    place: Location


def open_sessions(app: App) -> tuple[OpenSession, ...]:
    """Sessions in cookies that other sites' forms can use, the first only: it is one for the whole app."""
    return app.view(_open_sessions)


def _open_sessions(app: App) -> tuple[OpenSession, ...]:
    changing = [
        e
        for e in app.endpoints
        if e.method not in ("GET", "HEAD", "OPTIONS") and e.framework in ("express", "flask")
    ]
    if not changing:
        return ()
    texts = [_COMMENT.sub(b"", app.read(path)).lower() for path in app.modules if not is_test(path)]
    # The cheap question first: most apps read no forms.
    if not any(_FORM_BODIES.search(text) for text in texts):
        return ()
    if _has_bare_forms(texts):
        texts = [_FORM_CLASS.sub(b"", text) for text in texts]
    if any(_TOKENS.search(text) for text in texts) or any(_SAME_SITE.search(text) for text in texts):
        return ()
    asked = any(_ASKED.search(text) for text in texts)
    return tuple(one for one in _set_up(app) if asked or one.library not in _SESSIONS)[:1]


# `from flask_wtf import FlaskForm`: such a form asks for its token where it is validated, and nowhere else (Flask-WTF, "CSRF Protection").
_FORM_CLASS = regex(
    rb"^from flask_wtf(\.file)? import (flaskform|file\w+)(, *(flaskform|file\w+))*[ \r]*$", re.M
)
_BARE = regex(rb"request\.(form|values)\b")


def _has_bare_forms(texts: list[bytes]) -> bool:
    """Whether a module takes forms and validates none by its class."""
    return any(_BARE.search(text) and b"validate" not in text for text in texts)


def _set_up(app: App) -> Iterator[OpenSession]:
    for path, module in sorted(app.modules.items()):
        if is_test(path):
            continue
        text = app.read(path)
        for node in form.walk(module.body, form.Call):
            if isinstance(node, form.Call):
                library = _library(text, node)
                if library:
                    yield OpenSession(library, at(path, node))
    for path, module in sorted(app.modules.items()):
        if path.endswith(".py") and not is_test(path) and _FLASK_SESSION.search(app.read(path)):
            for place in _signed_in_by_hand(path, module):
                # What the cookie is allowed is said where the app is made.
                yield OpenSession("flask", next(_made(app), place))


def _made(app: App) -> Iterator[Location]:
    for path, module in sorted(app.modules.items()):
        if path.endswith(".py") and not is_test(path) and b"Flask(" in app.read(path):
            for node in form.walk(module.body, form.Call):
                if (
                    isinstance(node, form.Call)
                    and isinstance(node.callee, form.Name)
                    and node.callee.name == "Flask"
                ):
                    yield at(path, node)


def _signed_in_by_hand(path: str, module: form.Module) -> Iterator[Location]:
    for node in form.walk(module.body, form.Assignment):
        target = node.target if isinstance(node, form.Assignment) else None
        if (
            isinstance(target, form.Index)
            and isinstance(target.object, form.Name)
            and target.object.name == "session"
            and isinstance(target.key, form.Literal)
            and _HOLDS.search(str(target.key.value))
        ):
            yield at(path, target)


def _library(text: bytes, node: form.Call) -> str:
    name = node.callee.name if isinstance(node.callee, (form.Name, form.Member)) else ""
    if name == "LoginManager" and b"flask_login" in text:
        return "flask_login"
    for library in _SESSIONS:
        if (
            library.encode() in text
            and name in ("session", "cookieSession", "expressSession", "sessions")
            and node.arguments
        ) and isinstance(node.arguments[0], form.Record):
            return library
    return ""
