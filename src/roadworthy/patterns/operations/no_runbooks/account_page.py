"""Runbook: An administrator's account was stolen."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks import shell as sh
from roadworthy.patterns.operations.no_runbooks.page import Page, bullets, kept, named, shell
from roadworthy.patterns.operations.no_runbooks.phrases import (
    ADDRESS,
    law,
    personal_tables,
    restart,
    write_down,
)
from roadworthy.views.data.vocabulary import words_of
from roadworthy.views.failures.faults import Fault
from roadworthy.views.failures.probe import health_path
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.people.rights import administrator


def account_page(app: App, fault: Fault) -> Page:
    """The runbook."""
    guarded = [endpoint for endpoint in app.endpoints if ROLE in Access(endpoint).anywhere()]
    return Page(
        title="An administrator's account was stolen",
        intro=(
            f"{len(guarded)} endpoints are for administrators only: {named(e.subject for e in guarded)}. {ADDRESS}",
        ),
        signs=(
            bullets(
                (
                    "Changes that no administrator made, or sign-ins at odd hours.",
                    "Somebody with the role lost a device or a password.",
                )
            ),
        ),
        check=_account_check(app),
        contain=_account_contain(app),
        cure=_account_cure(app),
        confirm=_account_confirm(app),
        afterwards=kept(
            (
                bullets(
                    (
                        write_down("it was stolen"),
                        "Give the person a new password, on a clean device, and only then the role.",
                    )
                ),
                law(named(personal_tables(app))) if personal_tables(app) else "",
            )
        ),
    )


def _role(app: App) -> tuple[str, str, str, str] | None:
    """Table, column, the administrators' value and an ordinary one, as statements write them."""
    found = administrator(app)
    people = users_table(app)
    if found is None or people is None or not sh.speaks_sql(app):
        return None
    _, name, value = found
    column = people.column(name)
    ordinary: object = False
    if column is not None and not isinstance(value, bool):
        others = [word for word in words_of(app, people, column) if word != value]
        ordinary = column.default.strip("'\"") or next(iter(others), "")
    parts = (sh.identifier(people.name), sh.identifier(name), sh.literal(value), sh.literal(ordinary))
    return parts if all(parts) else None


def _account_check(app: App) -> tuple[str, ...]:
    role, people = _role(app), users_table(app)
    if role is None or people is None:
        return ("List who has the role, in the database or the sign-in provider's console. Who should not?",)
    table, column, value, _ = role
    shown = [
        c.name
        for c in people.columns
        if c.primary or "email" in c.name.lower() or c.name in ("name", "username")
    ]
    columns = ", ".join(filter(None, map(sh.identifier, shown))) or "*"
    return (
        "Who has the role? Is anybody among them who should not?",
        shell(sh.sql(app, f"select {columns} from {table} where {column} = {value}")),
    )


def _account_contain(app: App) -> tuple[str, ...]:
    role, people = _role(app), users_table(app)
    key = sh.identifier(people.primary_key[0]) if people is not None and people.primary_key else ""
    if role is None or not key:
        return ("Take the role from the account, in the database or the sign-in provider's console.",)
    table, column, _, ordinary = role
    return (
        "Take the role from the account (`ID` is its key from above):",
        shell(sh.sql(app, f"update {table} set {column} = {ordinary} where {key} = 'ID'")),
    )


def _account_cure(app: App) -> tuple[str, ...]:
    secrets = [name.name for name in app.deployment.environment if _signs(name.name)]
    blocks = []
    if secrets:
        blocks += [
            f"End every sign-in: put a new value into {named(secrets)} in the environment.",
            shell("openssl rand -hex 32"),
        ]
    sessions = next(
        (sh.identifier(table.name) for table in app.tables if table.name.lower() in ("session", "sessions")),
        "",
    )
    if sessions and sh.speaks_sql(app):
        blocks += [
            "Delete the sessions that are stored; everybody signs in again:",
            shell(sh.sql(app, f"delete from {sessions}")),
        ]
    blocks += [
        "If the server itself may have been reached, change the database's password and the keys of all services too."
    ]
    return (*blocks, *restart(app))


def _signs(name: str) -> bool:
    upper = name.upper()
    own = any(word in upper for word in ("SESSION", "JWT", "AUTH", "COOKIE", "TOKEN")) or upper in (
        "SECRET_KEY",
        "SECRET",
    )
    return own and any(word in upper for word in ("SECRET", "KEY"))


def _account_confirm(app: App) -> tuple[str, ...]:
    paths = [
        endpoint.path
        for endpoint in app.endpoints
        if endpoint.method == "GET"
        and sh.safe_path(endpoint.path)
        and SIGNED_IN in Access(endpoint).anywhere()
    ]
    if not paths:
        return ("An old sign-in is refused:", shell(sh.ask_app(health_path(app))))
    return (
        "An old sign-in is refused (`OLD_SIGN_IN` is its header, such as `Cookie: ...`):",
        shell(sh.refused(sorted(paths, key=len)[0])),
    )
