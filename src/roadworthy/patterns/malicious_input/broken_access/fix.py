"""Puts the missing guard in front of the handler."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Review, express, fastapi
from roadworthy.edits.owner_condition import owner_condition
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.patterns.malicious_input.broken_access.finding import (
    GIVEN,
    MEMBERS,
    PEER,
    SHARED,
    TENANT,
    UNDER,
    WITHIN,
    AccessGap,
    ConsoleGap,
    DatabaseGap,
    OpenGap,
    SocketGap,
)
from roadworthy.patterns.malicious_input.broken_access.fix_database import fix_database
from roadworthy.patterns.malicious_input.broken_access.fix_firms import (
    peer_brief,
    shared_brief,
    tenant_brief,
    within_brief,
)
from roadworthy.patterns.malicious_input.broken_access.fix_pages import django_ownership, flask_ownership
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.people.rights import administrator


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A guard for what is missing: ownership, role or sign-in; a brief where the app shows no way to ask for it."""
    if isinstance(gap.details, DatabaseGap):
        return fix_database(gap, app)
    if isinstance(gap.details, SocketGap):
        return _socket_brief(gap)
    if isinstance(gap.details, ConsoleGap):
        return _console_brief(gap)
    if isinstance(gap.details, OpenGap):
        return _open_brief(gap)
    found: AccessGap = gap.details
    briefs = {GIVEN: _given_brief, UNDER: _under_brief, TENANT: tenant_brief, WITHIN: within_brief}
    briefs[MEMBERS] = tenant_brief
    brief = {**briefs, SHARED: shared_brief, PEER: peer_brief}.get(found.missing)
    if brief is not None:
        return brief(gap, found)
    if found.query.operation == "upsert":
        return _overwriting_brief(gap, found)
    if found.missing == "ownership":
        changes, files = _ownership(app, found)
    else:
        changes, files = _existing_guard(app, found)
        if not changes and found.missing == "role":
            changes, files = _role(app, found)
    if not changes:
        return _brief(gap, found)
    return Edits(
        title=f"Guard {found.endpoint.subject}"[:72],
        why=f"{gap.message}. {_why(found)}",
        review=Review.READ,
        changes=tuple(changes),
        files=tuple(files),
    )


def _open_brief(gap: Gap) -> Brief:
    return Brief(
        title=f"{_TITLES.get(gap.details.what or gap.cwe, 'Ask who is there')}: {gap.subject}"[:72],
        task=f"{gap.message}. {_OPEN.get(gap.details.what or gap.cwe, _OPEN['CWE-306'])}",
        constraints=("those who use it today go on as before",),
        acceptance=(
            "a stranger's request is refused and changes nothing",
            "the app's own pages and services are served as before",
        ),
    )


_TITLES = {
    "payment": "Tie the payment to the row",
    "unset": "Refuse while no secret is set",
    "handed-on": "Look up whose it is",
    "missing-key": "Refuse a request without its key",
    "paid-out": "Ask whose money it is",
    "link": "Ask by POST",
    "draft": "Show what is published",
    "roles": "Ask for the right to give roles",
    "sign-up-role": "Give new accounts the least role",
    "live-data": "Say who may write what",
    "console": "Close the console",
    "CWE-524": "Keep answers by person",
    "origin": "Name the origins",
    "state": "Give out a state and ask for it",
    "token": "Verify the token",
    "update": "Look the rights up",
    "named": "Ask for what only they have",
}
_OPEN = {
    "payment": "Keep the service's order id with the row when the payment is begun, and find the row by it, or refuse unless the signed id "
    "is the row's own; compare the amount as well.",
    "console": "Give the console the library's own way to ask who is there, with the app's own administrators, or leave it out where the app is live.",
    "roles": "Ask for the administrator's role before a role is written, and let nobody give one that is above their own.",
    "live-data": "Grant nothing above: let each path below say whose it is (`auth.uid === $uid`, `data.child('owner').val() === auth.uid`), and "
    "add `.validate` for what is written.",
    "sign-up-role": "Write the least role as a constant in the trigger, or let through only the roles that anybody may choose and fall back to the "
    "least; give the others in a function that asks for an administrator.",
    "draft": "Ask for the same state as the lists do when the row is looked up, unless its author or an administrator asks, and answer 404 for none.",
    "link": "Let the change be a POST with a token against forgery, from a form or a button where the link was; GET only shows.",
    "handed-on": "Keep the other company's id in the row of whoever it belongs to, take it from there by who is signed in, and take none from "
    "the request; where there may be several, find the row by both and answer 404 for none.",
    "missing-key": "Answer 400 or 401 unless the key is a text that is not empty, before anything is looked up by it.",
    "named": "Ask for the password, or for a code or link that was sent to the address, before a session is begun; answer the same whether "
    "there is such an account or not.",
    "paid-out": "Pay out only what the app's own rows say is due to whoever is signed in, or ask for an administrator, and take the amount "
    "and whom it goes to from there, not from the request.",
    "unset": "Refuse every callback while the secret is empty, and say so at the start of the app; give development a secret of its own.",
    "state": "Make a random `state` where the person is sent to the service, keep it in a short-lived httpOnly cookie, send it along, and "
    "refuse the way back unless both are the same.",
    "update": "When the session is updated, look the person up in the database and take the rights from there; take from the browser only what "
    "anybody may choose, such as a name.",
    "token": "Verify the signature before anything of the token is believed: with the issuer's public keys (`PyJWKClient(jwks_url)`) where it signs "
    "with ES256 or RS256, with the shared secret for HS256; name the algorithms, the audience and the issuer yourself.",
    "origin": "Name the origins of the app's own pages, from the environment, in place of all; where pages and server have one site, set "
    "SameSite=Lax on the cookie as well.",
    "CWE-524": "Put who is signed in into the key that answers are kept under, or keep none that depend on it.",
    "CWE-306": "Put a sign-in, or a key that only the app's own services have, before it; deny by default for the whole app.",
    "CWE-345": "Check the other service's signature over the raw body before anything is read of it, compared in constant time.",
    "CWE-352": "Set SameSite=Lax on the session's cookie and put a token or a check of the origin before everything that changes data.",
}


def _why(found: AccessGap) -> str:
    return {
        "ownership": "A guard now looks the row up and answers 404 unless it is the caller's own.",
        "role": "A guard now asks for the role that the app asks for elsewhere.",
        "sign-in": "A guard now asks for a sign-in, as the app does elsewhere.",
    }[found.missing]


def _given_brief(gap: Gap, found: AccessGap) -> Brief:
    return Brief(
        title=f"Keep the owner out of {found.endpoint.subject}"[:72],
        task=f"{gap.message}. Leave {found.owner_column} out of what the request may write at {found.query.location}: "
        "read-only in the serializer or schema, set from the session when the row is made.",
        constraints=("everything else stays as writable as it is",),
        acceptance=("a request that names another owner leaves the row's owner as it was",),
    )


def _under_brief(gap: Gap, found: AccessGap) -> Brief:
    return Brief(
        title=f"Add only to one's own in {found.endpoint.subject}"[:72],
        task=f"{gap.message}. Before the query at {found.query.location}, look up the row of {found.through} that the request names together "
        f"with its owner ({found.owner_column}), and answer 404 where there is none.",
        constraints=("owners go on adding as before",),
        acceptance=(
            "a request that names somebody else's row is refused and adds nothing",
            "the app's own tests pass",
        ),
    )


def _overwriting_brief(gap: Gap, found: AccessGap) -> Brief:
    # A guard that asks for the row first would refuse what is new.
    return Brief(
        title=f"Change only own rows in {found.endpoint.subject}"[:72],
        task=f"{gap.message}. Let the statement at {found.query.location} change a row that is there only where {found.owner_column} "
        "is the person who asks (a condition on the update of the conflict), and answer 404 where it changed nothing.",
        constraints=("new rows are added as before", "people's own rows are changed as before"),
        acceptance=("a stranger's key is refused and changes nothing", "the app's own tests pass"),
    )


def _brief(gap: Gap, found: AccessGap) -> Brief:
    return Brief(
        title=f"Guard {found.endpoint.subject}",
        task=f"{gap.message}. Put a check for {found.missing} before the query at {found.query.location}.",
        constraints=(
            "those who may do it today and should go on as before",
            "others get 404, or 401 without a sign-in",
        ),
        acceptance=("the reproduction is refused", "the app's own tests pass"),
    )


def _socket_brief(gap: Gap) -> Brief:
    """Who a socket belongs to is told when it opens, in a way that depends on how the app signs people in."""
    return Brief(
        title=f"Ask who connects to {gap.subject}"[:72],
        task=f"{gap.message}. Ask for the app's own sign-in (its session cookie or token) when the connection is made, and close it otherwise.",
        constraints=(
            "the pages that listen today go on hearing what concerns the people who look at them",
            "sockets are kept by user, so that a person is sent only what concerns them",
        ),
        acceptance=(
            "a connection without a sign-in is refused",
            "a signed-in user no longer hears of other people's rows",
        ),
    )


def _console_brief(gap: Gap) -> Brief:
    """What makes an administrator is the app's own; the layout above the console is the place to ask for it."""
    return Brief(
        title=f"Ask for a role before {gap.details.page.path}"[:72],
        task=f"{gap.message}. Ask for the administrator's role in the layout of the console, before anything is read.",
        constraints=(
            "administrators go on using the console as before",
            "every endpoint and action that the console calls asks for the role as well",
        ),
        acceptance=("an ordinary signed-in user is sent away from the page", "the app's own tests pass"),
    )


# --- ownership ---------------------------------------------------------------------------------------


def _ownership(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    if found.through or not found.owner_column:
        return [], []
    if found.endpoint.framework == "express" and found.query.library == "drizzle":
        return _express_ownership(app, found)
    if found.endpoint.framework == "fastapi" and found.query.library == "sqlalchemy":
        return _fastapi_ownership(app, found)
    if found.endpoint.framework == "flask":
        return flask_ownership(app, found)
    if found.endpoint.framework == "django":
        return django_ownership(app, found)
    return _conditioned(app, found), []


def _conditioned(app: App, found: AccessGap) -> list[Change]:
    """The owner among the conditions of the query itself."""
    table = app.table(found.query.table)
    owner = table.column(found.owner_column) if table is not None else None
    return owner_condition(app, found.endpoint, found.query, owner) if owner is not None else []


def _express_ownership(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    table = app.table(found.query.table)
    database = express.database_module(app)
    if table is None or not database:
        return [], []
    path = f"{express.server_folder(app)}/ownership{express.ending(app)}".lstrip("/")
    source = SourceFile(app, found.endpoint.location.path)
    part, name = found.key
    place = f', from: "{part}"' if part != "params" else ""
    key, owner = table.column(found.key_column), table.column(found.owner_column)
    if key is None or owner is None:
        return [], []
    symbol = table.symbol
    guard = (
        f"requireOwner({{ table: {symbol}, key: {symbol}.{key.field}, owner: {symbol}.{owner.field}"
        f'{place}, name: "{name}" }})'
    )
    changes = [express.guard_route(app, found.endpoint, guard)]
    changes += source.import_named(["requireOwner"], source.path_to(path))
    changes += source.import_named([symbol], express.import_path(app, source, table.location.path))
    roles = _privileged_roles(app)
    text = fill(
        __package__,
        "ownership.ts",
        DATABASE=express.relative_import(app, path, database),
        ROLES=str(roles).replace("'", '"'),
    )
    return changes, [NewFile(path, express.in_language(app, text))]


def _fastapi_ownership(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    table = app.table(found.query.table)
    people = users_table(app)
    user, session = _dependencies(app, found.endpoint)
    if (
        table is None
        or people is None
        or people.primary_key != ("id",)
        or found.key[0] != "params"
        or not (user and session)
    ):
        return [], []
    key, owner = table.column(found.key_column), table.column(found.owner_column)
    if key is None or owner is None:
        return [], []
    path = "/".join(part for part in (fastapi.package_folder(app), "ownership.py") if part)
    source = SourceFile(app, found.endpoint.handler.path)
    symbol = table.symbol
    guard = f'Depends(require_owner({symbol}.{key.field}, {symbol}.{owner.field}, "{found.key[1]}"))'
    changes = fastapi.add_dependency(app, found.endpoint, guard)
    changes += source.import_named(["require_owner"], fastapi.dotted(path))
    changes += source.import_named([symbol], fastapi.dotted(table.location.path))
    text = fill(
        __package__,
        "ownership.py",
        USER=user,
        AUTHENTICATION=fastapi.dependency_module(app, found.endpoint, user),
        SESSION=session,
        DATABASE=fastapi.dependency_module(app, found.endpoint, session),
    )
    return changes, [NewFile(path, text)]


def _dependencies(app: App, endpoint: Endpoint) -> tuple[str, str]:
    """The names of the dependencies that give the signed-in user and the database session."""
    own = [item.name for item in endpoint.middleware if not item.library and item.name.isidentifier()]
    named = [name for name in own if fastapi.dependency_module(app, endpoint, name)]
    user = next((name for name in named if "user" in name.lower() or "auth" in name.lower()), "")
    session = next((name for name in named if "db" in name.lower() or "session" in name.lower()), "")
    return user, session


def _privileged_roles(app: App) -> list[str]:
    admin = administrator(app)
    return [str(admin[2])] if admin is not None and isinstance(admin[2], str) else []


# --- role and sign-in --------------------------------------------------------------------------------


def _existing_guard(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    """The app's own guard, by the name under which another endpoint has it."""
    wanted = ROLE if found.missing == "role" else SIGNED_IN
    guard = _guard_in_use(app, found.endpoint, wanted)
    if guard is None:
        return [], []
    name, other = guard
    if found.endpoint.framework == "express":
        source = SourceFile(app, found.endpoint.location.path)
        changes = [express.guard_route(app, found.endpoint, name)]
        return [*changes, *express.import_like(app, source, name, other.location.path)], []
    return fastapi.require_dependency(app, found.endpoint, name, other)


def _guard_in_use(app: App, endpoint: Endpoint, wanted: str) -> tuple[str, Endpoint] | None:
    """A guard that makes sure of `wanted` on other endpoints: the app's own middleware that only those have."""
    votes: dict[str, list[Endpoint]] = {}
    against: dict[str, int] = {}
    for other in app.endpoints:
        if other.framework != endpoint.framework:
            continue
        makes_sure = wanted in Access(other).guards(other.facts)
        for item in other.middleware:
            if not item.library and item.name.isidentifier():
                if makes_sure:
                    votes.setdefault(item.name, []).append(other)
                else:
                    against[item.name] = against.get(item.name, 0) + 1
    names = [name for name in votes if not against.get(name)]
    best = max(names, key=lambda name: len(votes[name]), default=None)
    if best is None:
        return None
    same_file = [other for other in votes[best] if other.location.path == endpoint.location.path]
    return best, (same_file or votes[best])[0]


def _role(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    """A guard of our own, when no endpoint of the app has one."""
    admin = administrator(app)
    if admin is None:
        return [], []
    if found.endpoint.framework == "fastapi":
        return _fastapi_role(app, found, admin[1], admin[2])
    if not isinstance(admin[2], str):
        return [], []
    path = f"{express.server_folder(app)}/roles{express.ending(app)}".lstrip("/")
    source = SourceFile(app, found.endpoint.location.path)
    changes = [express.guard_route(app, found.endpoint, f'requireRole("{admin[2]}")')]
    changes += source.import_named(["requireRole"], source.path_to(path))
    return changes, [NewFile(path, express.in_language(app, fill(__package__, "roles.ts")))]


def _fastapi_role(
    app: App, found: AccessGap, column: str, value: object
) -> tuple[list[Change], list[NewFile]]:
    user, _ = _dependencies(app, found.endpoint)
    people = users_table(app)
    known = people.column(column) if people is not None else None
    if not user or known is None:
        return [], []
    path = "/".join(part for part in (fastapi.package_folder(app), "roles.py") if part)
    source = SourceFile(app, found.endpoint.handler.path)
    test = f"not user.{known.field}" if value is True else f"user.{known.field} != {value!r}"
    text = fill(
        __package__,
        "roles.py",
        USER=user,
        AUTHENTICATION=fastapi.dependency_module(app, found.endpoint, user),
        TEST=test.replace("'", '"'),
    )
    changes = fastapi.add_dependency(app, found.endpoint, "Depends(require_admin)")
    changes += source.import_named(["require_admin"], fastapi.dotted(path))
    return changes, [NewFile(path, text)]
