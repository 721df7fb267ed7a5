"""The sessions of the people in a trial: kept, put back, and opened anew where the app forgot them as it ended."""

from __future__ import annotations

import copy as copying
import json
import time
from collections.abc import Callable, Mapping

from roadworthy.trial.actor import Actor
from roadworthy.trial.exchange import Response
from roadworthy.trial.signed_tokens import claims_texts

_TRIED = 4
"""Paths that are asked until one tells a signed-in person from a visitor."""

_SOON_SECONDS = 120.0
"""A proof is over in less."""

_REFUSALS = (301, 302, 303, 307, 401, 403)


class Sessions:
    """`ask` is one GET as somebody. `enter` takes somebody in again and says whether that went well; None where nobody came in by a
    door."""

    def __init__(self, ask: Callable[[Actor, str], Response]) -> None:
        self.enter: Callable[[Actor], bool] | None = None
        self._ask = ask
        self._kept: dict[str, tuple[dict[str, str], ...]] = {}
        self._private = ""
        self._refused: tuple[int, str] = (0, "")
        self._has_ended = False

    def ended(self) -> None:
        """The app's process is a new one: what it kept in its memory is gone, sessions among it (express-session's own store is
        one of that kind)."""
        self._has_ended = True

    def keep(self, actors: Mapping[str, Actor], private: tuple[str, ...]) -> None:
        """The present sessions are those to return to; `private` are paths that may be answered to signed-in people alone."""
        self._find_private(actors, private)
        self._kept = {name: copying.deepcopy(_parts(actor)) for name, actor in actors.items()}
        self._has_ended = False

    def restore(self, actors: Mapping[str, Actor]) -> None:
        """Back to what was kept."""
        for name, kept in self._kept.items():
            for present, value in zip(_parts(actors[name]), kept, strict=True):
                present.clear()
                present.update(value)

    def renew(self, actors: Mapping[str, Actor]) -> None:
        """Has people sign in again whom a new process takes for visitors."""
        if not self._has_ended or self.enter is None:
            return
        self._has_ended = False
        somebody = _somebody(actors)
        if somebody is None or not self._private or self._outcome(somebody) != self._refused:
            return
        for name, actor in actors.items():
            if actor.signed_in and self.enter(actor):
                self._kept[name] = copying.deepcopy(_parts(actor))

    def prolong(self, actors: Mapping[str, Actor]) -> bool:
        """Has people sign in again whose tokens run out before the next proof could end; whether anybody did."""
        late = [actor for actor in actors.values() if self.enter is not None and runs_out(actor)]
        entered = [actor for actor in late if self.enter is not None and self.enter(actor)]
        for actor in entered:
            self._kept[actor.name] = copying.deepcopy(_parts(actor))
        return bool(entered)

    def _find_private(self, actors: Mapping[str, Actor], paths: tuple[str, ...]) -> None:
        somebody, visitor = _somebody(actors), actors.get("anonymous")
        self._private = ""
        if somebody is None or visitor is None or self.enter is None:
            return
        for path in paths[:_TRIED]:
            refused = _outcome(self._ask(visitor, path))
            if refused[0] in _REFUSALS and _outcome(self._ask(somebody, path))[0] == 200:
                self._private, self._refused = path, refused
                return

    def _outcome(self, actor: Actor) -> tuple[int, str]:
        return _outcome(self._ask(actor, self._private))


def runs_out(actor: Actor) -> bool:
    """Whether a token that the actor holds ends soon (`exp` of RFC 7519): many an app gives them for five minutes."""
    held = " ".join((*actor.headers.values(), *actor.cookies.values()))
    ends = [ends for text in claims_texts(held) if (ends := _expiry(text)) is not None]
    return bool(ends) and min(ends) < time.time() + _SOON_SECONDS


def _expiry(claims_text: str) -> float | None:
    """Seconds since 1970, None where a token says none."""
    try:
        claims = json.loads(claims_text)
    except ValueError:
        return None
    ends = claims.get("exp") if isinstance(claims, dict) else None
    return float(ends) if isinstance(ends, (int, float)) else None


def _somebody(actors: Mapping[str, Actor]) -> Actor | None:
    return next((actor for actor in actors.values() if actor.signed_in), None)


def _parts(actor: Actor) -> tuple[dict[str, str], ...]:
    return (actor.headers, actor.cookies, actor.storage, actor.form_fields)


def _outcome(answer: Response) -> tuple[int, str]:
    return answer.status, answer.headers.get("location", "")
