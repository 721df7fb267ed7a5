"""Failures of what a handler asks that are told as a refusal: whoever signs in is told that the password is wrong."""

from __future__ import annotations

import re

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.failures.catches import Catch

# Passport is told that there is nobody.
_NOBODY = regex(r"\b(done|cb|verified|callback)\(\s*null\s*,\s*(false|null|undefined)\s*[,)]")
# What fails because of what was sent: a token that is not genuine or has run out, a body that cannot be read.
_JUDGES = regex(
    r"\b(verify\w*|compare\w*|decode\w*|jwtVerify|unsign\w*|parse|loads|getToken|authenticate\w*|refresh\w*|exchange\w*|getPayload|introspect\w*)\s*\(",
    re.I,
)

_TOKEN = regex(r"\b(jwtVerify|verify\w*|decode\w*|unsign\w*|unseal\w*)\s*\(", re.I)
_OUTSIDE = regex(r"\b(fetch|axios)\b")

_OR_THROW = regex(r"OrThrow\(|\.orFail\(")
_PASSWORD = regex(
    r"\b(verify|check|compare|match)\w*pass\w*\(|\bcheckpw\(|\.check_password\(|pwd\w*\.verify\(", re.I
)
# One kind of failure told from the rest.
_TELLS_APART = regex(
    r"\binstanceof\b|\bisinstance\b|\.(name|code|constructor)\b|\be(rr\w*|x\w*)?\.(status|statusCode)\b"
)


def judges(app: App, caught: Catch) -> bool:
    """Whether what was tried fails because of what was sent, so that a refusal is the right answer. Where the database is asked
    for the person in the same breath, it fails for reasons of its own as well."""
    if _TELLS_APART.search(_text(app, caught.location)):
        return True
    return _JUDGES.search(_text(app, caught.tried)) is not None and not asks_database(app, caught)


def judges_token(app: App, caught: Catch) -> bool:
    """Whether what was tried is the check of a token, with nobody asked outside: it fails for what was sent alone."""
    tried = _text(app, caught.tried)
    return bool(_TOKEN.search(tried)) and not _OUTSIDE.search(tried) and not asks_database(app, caught)


def fails_when_absent(app: App, caught: Catch) -> bool:
    """Whether what was tried asks in the way that fails where nothing is found (`findFirstOrThrow`), so that this is expected."""
    return _OR_THROW.search(_text(app, caught.tried)) is not None


def asks_database(app: App, caught: Catch) -> bool:
    """Whether what was tried puts a question to the database that throws when it fails."""
    tried = caught.tried
    return any(tried.start <= start < tried.end for start in app.view(_throwing).get(tried.path, ()))


def _throwing(app: App) -> dict[str, tuple[int, ...]]:
    """Where each file puts a question to the database that throws when it fails, or calls what does."""
    found: dict[str, set[int]] = {}
    for query in (query for work in app.works for query in work.queries if query.checked is None):
        for place in (query.location, *query.calls):
            found.setdefault(place.path, set()).add(place.start)
    return {path: tuple(sorted(starts)) for path, starts in found.items()}


def told_as_nobody(app: App, caught: Catch) -> bool:
    """Whether any failure of the strategy that signs people in ends like a wrong password."""
    if caught.broad and caught.outcome in ("absent", "no") and asks_database(app, caught):
        # `authenticate_user` answers None for a stranger, for a wrong password, and for a database that is away.
        apart = _TELLS_APART.search(_text(app, caught.location))
        return apart is None and _PASSWORD.search(_text(app, caught.tried)) is not None
    return (
        caught.broad
        and caught.asks
        and not judges(app, caught)
        and bool(_NOBODY.search(_text(app, caught.location)))
    )


# What says of a failure that something of the kind is there before: a rule of the database's, told as the only one there is.
_TAKEN = regex(
    r"""["'`][^"'`\n]*\b(already (exists?|taken|registered|in use|been|added|assigned|booked|enrolled)|is taken|duplicate)\b""",
    re.I,
)
_BROKEN_RULE = regex(
    r"Integrity|Unique|Duplicate\w*Error|Validation|unique|23505|11000|1062|P2002|orig\b|args\b|errno|sqlstate|constraint",
    re.I,
)
_ANY_FAILURE = regex(
    r"^\s*(except\s*(:|(Base)?Exception\b|(\w+\.)*(SQLAlchemy|Database|DB|My[sS]QL|PyMongo|Operational)?Error\b)|\}?\s*catch\b|\{)"
)


def told_as_taken(app: App, caught: Catch) -> bool:
    """Whether any failure of a write is told as if the same were there already, without a look at what failed."""
    handler = _COMMENTS.sub("", _text(app, caught.location))
    return (
        _ANY_FAILURE.search(handler) is not None
        and _TAKEN.search(handler) is not None
        and _BROKEN_RULE.search(handler) is None
        and _TELLS_APART.search(handler) is None
        and (caught.asks or asks_database(app, caught))
    )


_FORGETS = regex(
    r"(local|session)Storage\.removeItem\(\s*['\"`]?[^)]*(token|jwt|auth|session)|\b(Cookies|cookies)\.remove\(\s*['\"`]?[^)]*(token|jwt|auth|session)"
    # `handleLogout()`, and what leads to the page on which people sign in.
    r"|\b(handle|force|do|auto)?_?(log|sign)_?out\("
    r"|\b(navigate|redirect|push|replace)\(\s*['\"`]/(\w+/)?(log-?in|sign-?in|auth)\b"
    r"|\b(clear|remove|delete|drop|unset)(auth|access|stored|user)?(tokens?|jwt|session|credentials)\(|\bset(auth|access)?token\(\s*(null|''|\"\")\s*\)",
    re.I,
)
# A word to the person, before or after.
_SAYS = regex(r"\btoast|\balert\(|notif|snackbar|set\w*(error|message)\w*\(|\bflash", re.I)
# What looks at the failure first, or asks to be signed out.
_LOOKS = regex(
    r"status|response|\bcode\b|401|403|instanceof|onLine|isAxiosError|message|invalid|expired", re.I
)
_LEAVES = regex(r"log_?-?out|sign_?-?out|refresh|JSON\.parse|jwt_?decode|atob\(", re.I)


def signs_out(app: App, caught: Catch) -> bool:
    """Whether a page takes any failure of the request that asks who is there for a session that is over: the token is thrown away, or
    people are led to where they sign in, without a word."""
    handler = _COMMENTS.sub("", _text(app, caught.location))
    return (
        caught.owner.side == "client"
        and _FORGETS.search(handler) is not None
        and _SAYS.search(handler) is None
        and _LOOKS.search(handler) is None
        and _LEAVES.search(_COMMENTS.sub("", _text(app, caught.tried))) is None
    )


# What a page says where a sign-in or a sign-up failed, as if it could only be what was typed.
_MISTYPED = regex(
    r"""["'`][^"'`\n]*\b(((invalid|incorrect|wrong) (\w+ )?(e-?mail|user ?name|login|password|pin|credentials?)\b(?! (format|address format)))"""
    r"""|((password|credentials?|user ?name) (is|are|was|were|do(es)? not|did not|don.t) (invalid|incorrect|wrong|not (correct|valid)|match))"""
    r"""|((different|another) (e-?mail|user ?name)))""",
    re.I,
)
_CONSOLE = regex(r"\bconsole\.\w+\([^;\n]*")
_CAUGHT = regex(r"^\s*(catch\s*\(\s*|(async\s*)?\(?\s*)(\w+)[^={]{0,30}?(\)\s*\{|=>)")
_STATUS_LOOKED_AT = regex(r"\.(status|ok|code)\b|network|offline|server|connection", re.I)


def told_as_mistyped(app: App, caught: Catch) -> bool:
    """Whether a page tells any failure of a sign-in, the server's and the network's too, as if what was typed were wrong. The error
    is not looked at, other than for the console."""
    handler = _CONSOLE.sub("", _COMMENTS.sub("", _text(app, caught.location)))
    if caught.owner.side != "client" or not caught.asks or _MISTYPED.search(handler) is None:
        return False
    named = _CAUGHT.match(handler)
    looked = named is not None and re.search(rf"\b{named[3]}\b", handler[named.end() :]) is not None
    return not looked and _STATUS_LOOKED_AT.search(handler) is None


_COMMENTS = regex(r"//[^\n]*|/\*.*?\*/", re.S)


def _text(app: App, place: Location) -> str:
    return app.source(place).decode(errors="replace")
