"""Sites that browsers let read an app's answers in their visitors' names: any origin, with credentials, and cookies that travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.source.purpose import is_test
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below

# Starlette answers a request that brings a cookie with its own origin where "*" is allowed with credentials (its source,
# `CORSMiddleware.send`); the cors package does for `origin: true`, Flask-CORS for "*" with credentials.
_ANY = frozenset({"*", ".*", "^.*$", "https?://.*"})


class SharedOrigin(Struct, frozen=True):
    """`place` is where every origin is let in with credentials, `cookie` where a cookie is sent that goes along from everywhere."""

    place: Location
    cookie: Location


def shared_origins(app: App) -> tuple[SharedOrigin, ...]:
    """The first such set-up: it is one for the whole app. A view."""
    cookie = next(_travelling(app), None)
    place = next(_let_in(app), None) if cookie is not None else None
    return (SharedOrigin(place, cookie),) if place is not None and cookie is not None else ()


def _travelling(app: App) -> Iterator[Location]:
    """Cookies with SameSite=None: what a call is given, and what is in the options that it is given."""
    speaking = {path for path in app.modules if b"samesite" in app.read(path).lower() and not is_test(path)}
    for spot in spots(app, form.Call) if speaking else ():
        call = spot.node
        if not isinstance(call, form.Call) or spot.path not in speaking:
            continue
        options = [node.entries for node in below(call.arguments) if isinstance(node, form.Record)]
        for entries in (call.keywords, *options):
            if "none" in map(str.lower, _texts(_named(entries).get("samesite"))):
                yield at(spot.path, call)


def _let_in(app: App) -> Iterator[Location]:
    for spot in spots(app, form.Call):
        call = spot.node
        if not isinstance(call, form.Call) or is_test(spot.path):
            continue
        if _starlette(call) or _flask(call) or _express(call):
            yield at(spot.path, call)


def _starlette(call: form.Call) -> bool:
    """`app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)`."""
    first = call.arguments[0] if call.arguments else None
    given = _named(call.keywords)
    wide = [*_texts(given.get("allow_origins")), *_texts(given.get("allow_origin_regex"))]
    return (
        isinstance(first, (form.Name, form.Member))
        and first.name == "CORSMiddleware"
        and _is_true(given.get("allow_credentials"))
        and bool(_ANY & set(wide))
    )


def _flask(call: form.Call) -> bool:
    """`CORS(app, supports_credentials=True)`, whose origins are all unless some are named."""
    given = _named(call.keywords)
    origins = given.get("origins")
    wide = (origins is None and "resources" not in given) or bool(_ANY & set(_texts(origins)))
    return last_name(call.callee) == "CORS" and _is_true(given.get("supports_credentials")) and wide


def _express(call: form.Call) -> bool:
    """`cors({ origin: true, credentials: true })`."""
    options = call.arguments[0] if call.arguments else None
    given = _named(options.entries) if isinstance(options, form.Record) else {}
    return (
        last_name(call.callee) == "cors"
        and _is_true(given.get("credentials"))
        and _is_true(given.get("origin"))
    )


def _named(entries: Iterable[form.Entry]) -> dict[str, form.Expr]:
    """The entries by their names: as written, and in small letters for the spellings of one option."""
    found: dict[str, form.Expr] = {}
    for entry in entries:
        if isinstance(entry.key, form.Literal):
            found[str(entry.key.value)] = found[str(entry.key.value).lower()] = entry.value
    return found


def _is_true(value: form.Expr | None) -> bool:
    return isinstance(value, form.Literal) and value.value is True


def _texts(value: form.Expr | None) -> list[str]:
    """The texts that are written out in a value, not those in what is called for it (a setting's default)."""
    if value is None or any(isinstance(node, form.Call) for node in below((value,))):
        return []
    return [
        node.value
        for node in below((value,))
        if isinstance(node, form.Literal) and isinstance(node.value, str)
    ]
