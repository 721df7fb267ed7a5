"""Closes what the database lets through, in a new migration: those that were applied stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from roadworthy.app import App, Column, Table
from roadworthy.app.policy import DatabaseFunction, Policy
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Edits, Migration, Review
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.views.people.joined_rows import Joined
from roadworthy.views.people.moved_rows import Moved
from roadworthy.views.people.people import ACCOUNTS, owner_of, users_table
from roadworthy.views.people.row_access import ANONYMOUS, NONE, SIGNED_IN, row_access

_WRITES = ("insert", "update", "delete")
Steps = tuple[list[str], list[str]]


def fix_database(gap: Gap, app: App) -> Edits | Brief:
    """Policies of the owner's in place of those that let everyone through, rights by column, functions closed to callers that the app
    does not have; a brief where only people can tell who should be let in."""
    found: DatabaseGap = gap.details
    up, down = _steps(app, found)
    if not up:
        return _brief(gap)
    return Edits(
        title=f"Close {gap.subject}"[:72],
        why=f"{gap.message}. {_WHY[found.what]}",
        review=Review.THINK,
        migrations=(Migration(f"close {gap.subject}", _script(up), _script(down)),),
        notes=("Administrators who do this through the app's pages need a policy of their own.",)
        if found.what in ("change", "read", "open")
        else (),
    )


_WHY = {
    "open": "Row-level security is switched on, and a policy opens each row to its owner.",
    "change": "The policy now lets only the owner of a row change it.",
    "read": "The policy now shows a row to its owner.",
    "forge": "A row can be added only in the name of whoever adds it.",
    "decide": "People may write every other column of their row; the server goes on writing these.",
    "move": "A changed row must hang on what its author has the right to, as a new one must.",
    "join": "A new row must hang on one that whoever adds it may see.",
    "view": "The view now reads with the rights of whoever asks, so that the tables' policies hold.",
    "routine": "Only the server may call the function; no page of the app does.",
}


def _steps(app: App, found: DatabaseGap) -> Steps:
    if found.what == "view" and found.view is not None:
        name = f"public.{_quoted(found.view.name)}"
        return [f"ALTER VIEW {name} SET (security_invoker = on)"], [
            f"ALTER VIEW {name} RESET (security_invoker)"
        ]
    if found.what == "routine" and found.routine is not None:
        return _closed_routine(app, found)
    if found.table is None or found.table.partial:
        return [], []
    if found.what == "decide":
        return _by_column(app, found, found.table)
    if found.what == "move" and found.moved is not None:
        return _held_in_place(found.moved)
    if found.what == "shadowed":
        return [], []
    if found.joined is not None:
        return _under_own(app, found.table, found.joined)
    owner = _owner(app, found.table)
    if owner is None:
        return [], []
    if found.what == "open":
        return _secured(found.table, owner)
    return _replaced(found, found.table, owner)


# --- policies -----------------------------------------------------------------------------------------


def _owner(app: App, table: Table) -> Column | None:
    """The column that holds the account's key of whom a row belongs to."""
    people, owner = users_table(app), owner_of(app, table.name)
    named = [c for c in table.columns if c.references is not None and c.references.table == ACCOUNTS]
    if people is not None and people.name == table.name:
        return named[0] if named else None
    column = table.column(owner.column) if owner is not None and not owner.through else None
    if column is None or column in named:
        return column
    target = app.table(column.references.table) if column.references is not None else None
    extends = target is not None and any(
        c.references is not None and c.references.table == ACCOUNTS and c.name == column.references.column  # type: ignore[union-attr]
        for c in target.columns
    )
    return column if extends or (column.references is None and column.type == "uuid") else None


def _own(column: Column) -> str:
    key = "(SELECT auth.uid())" if column.type == "uuid" else "(SELECT auth.uid())::text"
    return f"{key} = {_quoted(column.name)}"


def _secured(table: Table, owner: Column) -> Steps:
    name, policy = f"public.{_quoted(table.name)}", _quoted(f"own {table.name}")
    own = _own(owner)
    up = [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {policy} ON {name} FOR ALL TO authenticated USING ({own}) WITH CHECK ({own})",
    ]
    return up, [f"DROP POLICY {policy} ON {name}", f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY"]


def _replaced(found: DatabaseGap, table: Table, owner: Column) -> Steps:
    policies = found.reach.policies if found.reach is not None else ()
    up: list[str] = []
    down: list[str] = []
    for policy in policies:
        name, made = f"public.{_quoted(table.name)}", _narrower(policy, found.what, _own(owner))
        up += [f"DROP POLICY {_quoted(policy.name)} ON {name}", *(_policy(one) for one in made)]
        down += [*(f"DROP POLICY {_quoted(one.name)} ON {name}" for one in made), _policy(policy)]
    return up, down


def _held_in_place(moved: Moved) -> Steps:
    """What a changed row must be is what a new one must be, beside what the policy asks already."""
    up: list[str] = []
    down: list[str] = []
    for policy in moved.reach.policies:
        drop = f"DROP POLICY {_quoted(policy.name)} ON public.{_quoted(policy.table)}"
        check = f"({policy.check or policy.using}) AND ({moved.asked.check})"
        up += [drop, _policy(msgspec.structs.replace(policy, check=check))]
        down += [drop, _policy(policy)]
    return up, down


def _under_own(app: App, table: Table, joined: Joined) -> Steps:
    """What is named must be there for whoever names it: within a policy, the row above is looked up with the person's own rights. Where
    the new row is what lets them see it, only people can tell who takes whom in."""
    column = table.column(joined.column)
    if joined.opens or column is None or column.references is None:
        return [], []
    above = f"public.{_quoted(joined.parent)}"
    key = f"{above}.{_quoted(column.references.column)}"
    seen = f"EXISTS (SELECT 1 FROM {above} WHERE {key} = {_quoted(table.name)}.{_quoted(joined.column)})"
    up: list[str] = []
    down: list[str] = []
    for policy in joined.reach.policies:
        drop = f"DROP POLICY {_quoted(policy.name)} ON public.{_quoted(policy.table)}"
        up += [
            drop,
            _policy(msgspec.structs.replace(policy, check=f"({policy.check or policy.using}) AND {seen}")),
        ]
        down += [drop, _policy(policy)]
    return up, down


def _narrower(policy: Policy, what: str, own: str) -> list[Policy]:
    """What stands in a policy's place: of one for everything, what it lets be read stays when only changes are the matter."""
    if policy.command != "all" or what == "read":
        return [_with(policy, policy.command, policy.name, own)]
    kept = Policy(
        policy.table, f"{policy.name} (read)", "select", policy.location, policy.roles, policy.using, ""
    )
    return [kept, *(_with(policy, command, f"{policy.name} ({command})", own) for command in _WRITES)]


def _with(policy: Policy, command: str, name: str, own: str) -> Policy:
    using = "" if command == "insert" else own
    check = own if command in ("insert", "update", "all") else ""
    return Policy(policy.table, name, command, policy.location, ("authenticated",), using, check)


def _policy(policy: Policy) -> str:
    roles = ", ".join(role if role.lower() == "public" else _quoted(role) for role in policy.roles)
    parts = [f"CREATE POLICY {_quoted(policy.name)} ON public.{_quoted(policy.table)}"]
    parts += [] if policy.permissive else ["AS RESTRICTIVE"]
    parts += [f"FOR {policy.command.upper()} TO {roles}"]
    parts += [f"USING ({policy.using})"] if policy.using else []
    parts += [f"WITH CHECK ({policy.check})"] if policy.check else []
    return " ".join(parts)


# --- rights -------------------------------------------------------------------------------------------


def _by_column(app: App, found: DatabaseGap, table: Table) -> Steps:
    """Rights to all columns but these. Where the app's pages write one of them, that is for people to sort out."""
    # What another person said may be added as before; it is changing it that nobody does.
    of_another = found.kind == "words"
    if _written_by_pages(app, table, found.columns, ("update",) if of_another else _BY_PAGES):
        return [], []
    access, name = row_access(app, table.name), f"public.{_quoted(table.name)}"
    if access is None:
        return [], []
    # A row that anybody may add could hold what its owner may not write afterwards.
    writing = ("update",) if of_another else ("insert", "update")
    operations = [o for o in writing if access.of(o, SIGNED_IN).rows != NONE]
    rest = ", ".join(_quoted(c.name) for c in table.columns if c.name not in found.columns)
    up: list[str] = []
    down: list[str] = []
    for operation in operations:
        verb = operation.upper()
        # Forms that people fill in without an account go on working.
        whom = "authenticated" if access.of(operation, ANONYMOUS).rows == NONE else "anon, authenticated"
        up += [
            f"REVOKE {verb} ON {name} FROM anon, authenticated",
            f"GRANT {verb} ({rest}) ON {name} TO {whom}",
        ]
        down.append(f"GRANT {verb} ON {name} TO anon, authenticated")
    return up, down


_BY_PAGES = ("insert", "update", "upsert")


def _written_by_pages(app: App, table: Table, columns: Sequence[str], operations: Sequence[str]) -> bool:
    return any(
        query.rights != "service"
        and query.table == table.name
        and query.operation in operations
        and (query.spreads or any(write.column in columns for write in query.writes))
        for query in app.queries
    )


def _closed_routine(app: App, found: DatabaseGap) -> Steps:
    routine = found.routine
    assert routine is not None
    called = any(
        query.routine == routine.function.name and query.rights != "service" for query in app.queries
    )
    if called or routine.asked_by_policies:
        return [], []
    name = _signature(routine.function)
    up = [
        f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC, anon, authenticated",
        f"GRANT EXECUTE ON FUNCTION {name} TO service_role",
    ]
    return up, [f"GRANT EXECUTE ON FUNCTION {name} TO PUBLIC, anon, authenticated"]


def _signature(function: DatabaseFunction) -> str:
    types = ", ".join(argument.type for argument in function.arguments)
    return f"public.{_quoted(function.name)}({types})"


# --- words --------------------------------------------------------------------------------------------


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _script(steps: Sequence[str]) -> str:
    return ";\n".join(steps) + ";\n"


def _brief(gap: Gap) -> Brief:
    return Brief(
        title=f"Close {gap.subject}"[:72],
        task=f"{gap.message}. Write a new migration that closes it; those that were applied stay as they are.",
        constraints=(
            "what the app's own pages and edge functions do today goes on working",
            "the service role and the triggers that write these rows are not hindered",
        ),
        acceptance=(
            "asked with the public key alone, and as another signed-in person, the database answers with no row and changes none",
            "the migration can be applied to the existing data",
        ),
    )
