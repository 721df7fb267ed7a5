"""How a token travels with each request: apps have ways of their own, and only asking tells which."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from roadworthy.trial.actor import Actor

_REFUSED = (401, 403)
_ASKED = 3


class Carrier(msgspec.Struct, frozen=True):
    """The header, and the word before the token in it ('' for none)."""

    header: str = "authorization"
    scheme: str = "Bearer"

    def headers(self, token: str) -> dict[str, str]:
        """The header with a token."""
        return {self.header: f"{self.scheme} {token}".strip()}


BEARER = Carrier()
# Django REST framework's own tokens and those of its first JSON Web Tokens, then what hand-written guards read.
_OTHERS = (
    Carrier(scheme="Token"),
    Carrier(scheme="JWT"),
    Carrier(scheme=""),
    Carrier("x-access-token", ""),
    Carrier("x-auth-token", ""),
    Carrier("auth-token", ""),
    Carrier("token", ""),
)


def carrier_of(actor: Actor) -> Carrier:
    """How the token of somebody who is signed in travels."""
    known = (one for one in (BEARER, *_OTHERS) if one.scheme and one.header in actor.headers)
    by_word = next((one for one in known if actor.headers[one.header].startswith(f"{one.scheme} ")), None)
    bare = (one for one in _OTHERS if not one.scheme and one.header in actor.headers)
    return by_word or next(bare, BEARER)


def settle_carrier(actor: Actor, token: str, private: Sequence[str], status: Callable[[str], int]) -> None:
    """Gives the actor the token in the way in which one of the `private` paths, which only people who are signed in are
    shown, opens; in the usual way where none does. `status` asks for a path as the actor."""
    actor.headers.update(BEARER.headers(token))
    asked = private[:_ASKED]
    if not asked or any(status(path) not in _REFUSED for path in asked):
        return
    for other in _OTHERS:
        before = dict(actor.headers)
        actor.headers.pop(BEARER.header)
        actor.headers.update(other.headers(token))
        if any(status(path) not in _REFUSED for path in asked):
            return
        actor.headers.clear()
        actor.headers.update(before)
