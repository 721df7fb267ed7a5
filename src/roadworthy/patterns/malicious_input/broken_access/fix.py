"""Puts the missing guard in front of the handler."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.app.access import ROLE, SIGNED_IN, Access
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Review, express, fastapi
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.proof.doors import administrator


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A guard for what is missing: ownership, role or sign-in; a brief where the app shows no way to ask for it."""
    found: AccessGap = gap.details
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


def _why(found: AccessGap) -> str:
    return {
        "ownership": "A guard now looks the row up and answers 404 unless it is the caller's own.",
        "role": "A guard now asks for the role that the app asks for elsewhere.",
        "sign-in": "A guard now asks for a sign-in, as the app does elsewhere.",
    }[found.missing]


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


# --- ownership ---------------------------------------------------------------------------------------


def _ownership(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    if found.through or not found.owner_column:
        return [], []
    if found.endpoint.framework == "express" and found.query.library == "drizzle":
        return _express_ownership(app, found)
    if found.endpoint.framework == "fastapi" and found.query.library == "sqlalchemy":
        return fastapi.require_owner(
            app, found.endpoint, found.query.table, found.key_column, found.owner_column, found.key
        )
    return [], []


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
    """A guard of our own, when the app asks for the role only inside handlers."""
    admin = administrator(app)
    if admin is None or not isinstance(admin[2], str) or found.endpoint.framework != "express":
        return [], []
    path = f"{express.server_folder(app)}/roles{express.ending(app)}".lstrip("/")
    source = SourceFile(app, found.endpoint.location.path)
    changes = [express.guard_route(app, found.endpoint, f'requireRole("{admin[2]}")')]
    changes += source.import_named(["requireRole"], source.path_to(path))
    return changes, [NewFile(path, express.in_language(app, fill(__package__, "roles.ts")))]
