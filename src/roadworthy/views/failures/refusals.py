"""Failures of what a handler asks that are told as a refusal: whoever signs in is told that the password is wrong."""

from __future__ import annotations

import re

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.views.failures.catches import Catch

# Passport is told that there is nobody.
_NOBODY = re.compile(r"\b(done|cb|verified|callback)\(\s*null\s*,\s*(false|null|undefined)\s*[,)]")
# What fails because of what was sent: a token that is not genuine or has run out, a body that cannot be read.
_JUDGES = re.compile(
    r"\b(verify\w*|decode\w*|jwtVerify|unsign\w*|parse|loads|getToken|authenticate\w*|refresh\w*|exchange\w*|getPayload|introspect\w*)\s*\(",
    re.I,
)


def judges(app: App, caught: Catch) -> bool:
    """Whether what was tried fails because of what was sent, so that a refusal is the right answer."""
    return "instanceof" in _text(app, caught.location) or _JUDGES.search(_text(app, caught.tried)) is not None


def told_as_nobody(app: App, caught: Catch) -> bool:
    """Whether any failure of the strategy that signs people in ends like a wrong password."""
    return (
        caught.broad
        and caught.asks
        and not judges(app, caught)
        and bool(_NOBODY.search(_text(app, caught.location)))
    )


def _text(app: App, place: Location) -> str:
    return app.read(place.path)[place.start : place.end].decode(errors="replace")
