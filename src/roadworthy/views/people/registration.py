"""Whether anybody can make an account, so that being signed in says nothing of a person."""

from __future__ import annotations

import re

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.members import member_names
from roadworthy.views.code.spots import spots

_SIGN_UPS = {
    "signUp",
    "signInWithOAuth",
    "signInWithOtp",
    "signInAnonymously",
    "signInWithIdToken",
    "createUserWithEmailAndPassword",
}
# What Firebase makes an account of for whoever comes, where it is not there yet (firebase.google.com/docs/auth/web/google-signin).
_OF_FIREBASE = frozenset(
    {
        "createUserWithEmailAndPassword",
        "signInWithPopup",
        "signInWithRedirect",
        "signInAnonymously",
        "signInWithPhoneNumber",
        "sendSignInLinkToEmail",
    }
)
_SIGNS_UP = regex(r"\.auth\.(signUp|signInWithOAuth|signInWithOtp|signInWithIdToken)$")
_CONFIG = regex(r"(^|/)supabase/config\.toml$")
_CLOSED = regex(r"^\[auth\][^\[]*^\s*enable_signup\s*=\s*false", re.M)


def open_registration(app: App) -> bool:
    """Whether a stranger can sign up: through the app's own pages, or, in a Supabase project, with the public key alone,
    which Supabase allows unless that is switched off. A view: `app.view(open_registration)`."""
    return app.view(offers_registration) or (app.database.supabase and not app.view(_switched_off))


def offers_registration(app: App) -> bool:
    """Whether the app's own pages have a way to sign up. A view."""
    if app.view(member_names) & _SIGN_UPS:
        return True
    return any(
        isinstance(node, form.Import) and ("auth-ui" in node.source or _is_firebase(node))
        for module in app.modules.values()
        for node in module.body
    )


def sign_ups(app: App) -> tuple[Location, ...]:
    """Where the app's own code makes an account of Supabase's for whoever comes: `supabase.auth.signUp()`."""
    return tuple(
        at(spot.path, spot.node)
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and _SIGNS_UP.search(dotted(spot.node.callee))
    )


def _is_firebase(node: form.Import) -> bool:
    """`import { createUserWithEmailAndPassword } from "firebase/auth"`."""
    return node.source in ("firebase/auth", "@firebase/auth") and any(
        name.imported in _OF_FIREBASE for name in node.names
    )


def _switched_off(app: App) -> bool:
    paths = [file.path for file in app.repository.files if _CONFIG.search(file.path)]
    return any(_CLOSED.search(app.text(path)) for path in paths)
