"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Location
from roadworthy.views.code.owner import Owner
from roadworthy.views.pages.asked_at import Asked


class Swallowed(Struct, frozen=True):
    """One place. `kind`: leak (raw text goes out), value (it is handed on as a result), empty (shown as nothing there), not-found (shown as 404), silent (nobody is told),
    partial (told only if the server answered), unchecked (an answer taken for success), unreached (a change that no policy lets through, of which no
    error comes), mutation, query (no error state), answered
    (looks like success), unsent (a mail whose refusal nobody looks at), mailed (one whose failure is only written down), received (another service's message whose work failed is answered as taken), connect (goes on without
    its database), told-as-success (a refusal sent with 2xx), untraced (answered, with nothing in the log), unread (an error argument nobody looks at), sign-in (a failure reads like a wrong password), mistyped (a page says so), stuck (a sign of waiting
    that stays on), unanswered (a request that waits for ever), blank (one whose answer is not given back), own-fault (what a schema refuses is answered with 500). `subject` is what
    was asked for, where it has a name, `tried` what may fail, where that lies apart from the place, `through` the endpoints that are known to
    lead there."""

    kind: str
    owner: Owner
    location: Location
    evidence: str
    subject: str = ""
    tried: Location | None = None
    through: tuple[str, ...] = ()


class SwallowedGap(Struct, frozen=True):
    """The places of one subject, and what those in its pages read."""

    places: tuple[Swallowed, ...]
    asked: tuple[Asked, ...] = ()
