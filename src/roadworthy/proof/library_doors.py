"""Doors that a library brings: no code of the app says at which address people register and sign in."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.proof.arrangement import parameters
from roadworthy.regex import regex
from roadworthy.trial import BootPlan, Door, Doors
from roadworthy.trial.authjs_entry import AUTHJS, USUAL_PATH
from roadworthy.trial.provider_entry import PROVIDER
from roadworthy.views.requests.credentials import TOKEN_DOORS

_ENTRANCE = regex(r"(^|[/_.-])(log-?in|sign-?in|auth|oauth2?|oidc|sso|google|github)([/_.-]|$)", re.I)
_BACK = regex(r"callback|return|redirect|log-?out|sign-?out", re.I)
# Passport, openid-client, google-auth-library, arctic; Authlib, requests-oauthlib.
_SENDS = regex(
    r"(^|\.)(authenticate|buildAuthorizationUrl|authorizationUrl|generateAuthUrl|createAuthorizationURL|authorize_redirect"
    r"|create_authorization_url|authorization_url)\b"
)
_TYPED = {"email": "email", "password": "password"}


def by_authjs(endpoint: Endpoint, door: Door) -> Door:
    """The door behind a catch-all route that signs in: Auth.js has its own endpoints below it."""
    path, caught, _ = endpoint.path.partition("/[...")
    if not caught or endpoint.framework != "nextjs":
        return door
    return Door(method="POST", path=path, fields=door.fields, library=AUTHJS)


def library_doors(doors: Doors, plan: BootPlan) -> Doors:
    """The doors, those of a library in place of what is missing."""
    if "better-auth" in plan.libraries and doors.login is None:
        return Doors(
            register=Door(
                method="POST", path=f"{USUAL_PATH}/sign-up/email", fields={**_TYPED, "name": "name"}
            ),
            login=Door(method="POST", path=f"{USUAL_PATH}/sign-in/email", fields=dict(_TYPED)),
        )
    if "next-auth" in plan.libraries and doors.login is None:
        login = Door(method="POST", path=USUAL_PATH, fields=dict(_TYPED), library=AUTHJS)
        return Doors(register=doors.register, login=login)
    return doors


def gives_token(endpoint: Endpoint) -> bool:
    """Whether it is a library's view that gives a token for a name and a password."""
    return any(TOKEN_DOORS.search(name) for name in endpoint.calls)


def token_door(app: App) -> Door | None:
    """The view of a library that gives a token for a name and a password: REST framework's own, simplejwt's, dj-rest-auth's. Which
    name it wants is told by its first answer, where people have an address in place of one."""
    found = [
        endpoint.path
        for endpoint in app.endpoints
        if endpoint.method == "POST" and not parameters(endpoint.path) and gives_token(endpoint)
    ]
    path = min(found, key=lambda one: (len(one), one), default="")
    typed = {"username": "username", "password": "password"}
    return Door(method="POST", path=path, fields=typed) if path else None


def provider_door(app: App) -> Door | None:
    """The address from which the app sends people to somebody who knows them."""
    found = [
        endpoint.path
        for endpoint in app.endpoints
        if endpoint.method == "GET"
        and _ENTRANCE.search(endpoint.path)
        and not _BACK.search(endpoint.path)
        and not parameters(endpoint.path)
        and any(_SENDS.search(name) for name in endpoint.calls)
    ]
    path = min(found, key=lambda one: (len(one), one), default="")
    return Door(method="GET", path=path, fields={}, library=PROVIDER) if path else None
