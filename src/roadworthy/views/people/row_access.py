"""Who may do what with the rows of a table, as the database itself decides it: grants, row-level security, policies."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.policy import OUTSIDERS, DatabaseRules, Policy, Rule
from roadworthy.views.people.given_roles import held_by_everybody

ANONYMOUS, SIGNED_IN, OWNER, ADMIN = "anonymous", "signed in", "owner", "admin"
PEOPLE = (ANONYMOUS, SIGNED_IN, OWNER, ADMIN)
OPERATIONS = ("select", "insert", "update", "delete")
ALL, SOME, OWN, NONE, UNKNOWN = "all", "some", "own", "none", "unknown"
# From least to most. What is not understood ranks between: it may be either.
_ORDER = {NONE: 0, OWN: 1, UNKNOWN: 2, SOME: 3, ALL: 4}


class Reach(Struct, frozen=True):
    """What one kind of person may do with a table's rows by one operation. `rows` is all; some (those of a certain kind,
    whosesoever they are: published ones); own; none; or unknown. `policies` are those that let it happen."""

    operation: str
    who: str
    rows: str
    reason: str
    policies: tuple[Policy, ...] = ()

    @property
    def strangers(self) -> bool:
        """Whether it goes beyond the person's own rows."""
        return self.rows in (ALL, SOME)


class RowAccess(Struct, frozen=True):
    """A table's reaches, each operation by each kind of person."""

    table: str
    reaches: tuple[Reach, ...]

    def of(self, operation: str, who: str) -> Reach:
        """One of them."""
        return next(one for one in self.reaches if (one.operation, one.who) == (operation, who))


def row_access(app: App, table: str) -> RowAccess | None:
    """Who may do what with a table's rows; None where the database is not reached from outside, or where the repository does
    not tell (a table that was made by hand and secured by hand)."""
    return app.view(_every_table).get(table)


def _every_table(app: App) -> dict[str, RowAccess]:
    if not app.database.supabase and not app.database.documents:
        return {}
    found = {}
    for table in app.tables:
        told = app.database.secured(table.name) is not None
        reached = table.library == "firestore" and app.database.documents
        if reached or (table.library == "sql" and app.database.supabase and (told or not table.partial)):
            found[table.name] = RowAccess(table.name, _reaches(app.database, table.name))
    return found


def file_access(app: App, bucket: str) -> RowAccess:
    """Who may do what with the files of a bucket of storage."""
    return RowAccess(
        bucket,
        tuple(_reach(app.database, "storage.objects", o, w, bucket) for o in OPERATIONS for w in PEOPLE),
    )


def _reaches(rules: DatabaseRules, table: str) -> tuple[Reach, ...]:
    return tuple(_seen(rules, table, operation, who) for operation in OPERATIONS for who in PEOPLE)


def _seen(rules: DatabaseRules, table: str, operation: str, who: str) -> Reach:
    """What a person may do through the interface: it chooses rows by their columns, and such an UPDATE or DELETE reaches no
    row that the person may not read (PostgreSQL, CREATE POLICY, table 300)."""
    reach = _reach(rules, table, operation, who)
    if operation not in ("update", "delete") or not rules.secured(table) or rules.documents:
        return reach
    seen = _reach(rules, table, "select", who)
    if _ORDER[seen.rows] >= _ORDER[reach.rows]:
        return reach
    return Reach(
        operation,
        who,
        seen.rows,
        f"{reach.reason}, and it reaches only rows that may be read",
        reach.policies,
    )


def _reach(
    rules: DatabaseRules,
    table: str,
    operation: str,
    who: str,
    bucket: str = "",
    within: frozenset[str] = frozenset(),
) -> Reach:
    """What one kind of person may do. `within` are the tables whose policies led here."""
    role = OUTSIDERS[0] if who == ANONYMOUS else OUTSIDERS[1]
    if not granted(rules, table, role, operation):
        return Reach(operation, who, NONE, f"the role {role} has no right to {operation} on it")
    if not bucket and not rules.secured(table):
        return Reach(operation, who, ALL, "row-level security is not switched on for it")
    applying = [one for one in rules.of_table(table) if one.applies(operation, role)]
    judge = _Judge(rules, who, bucket, within | {table})
    allowed = [(judge.policy(one, operation), one) for one in applying if one.permissive]
    rows = max((rows for rows, _ in allowed), key=lambda one: _ORDER[one], default=NONE)
    for one in applying:
        if not one.permissive:
            rows = min((rows, judge.policy(one, operation)), key=lambda each: _ORDER[each])
    named = tuple(one for each, one in allowed if each == rows and rows != NONE)
    return Reach(operation, who, rows, _reason(rows, named, operation), named)


def granted(rules: DatabaseRules, table: str, role: str, operation: str) -> bool:
    """Whether a role has the right to an operation on any column. A Supabase project gives its outside roles every right
    on tables in the public schema; files say what was taken away since."""
    state = True
    for one in rules.grants:
        if one.table == table and one.role == role and operation in one.privileges:
            state = one.given or (state and bool(one.columns))
    return state


def writable_columns(rules: DatabaseRules, table: str, role: str, operation: str) -> frozenset[str] | None:
    """The columns that a role may write where that is told column by column; None where it may write all."""
    named: set[str] | None = None
    for one in rules.grants:
        if one.table != table or one.role != role or operation not in one.privileges:
            continue
        if one.given and not one.columns:
            named = None
        elif one.given:
            named = (named if named is not None else set()) | set(one.columns)
        elif not one.columns:
            named = set()
        elif named is not None:
            named -= set(one.columns)
    return None if named is None else frozenset(named)


def _reason(rows: str, policies: tuple[Policy, ...], operation: str) -> str:
    if not policies:
        return f"no policy lets anyone {operation} its rows"
    names = ", ".join(f"“{policy.name}”" for policy in policies[:3])
    return f"{names} at {policies[0].location} lets {rows} rows through"


class _Judge:
    """What rules come to for one kind of person."""

    def __init__(self, rules: DatabaseRules, who: str, bucket: str, within: frozenset[str]) -> None:
        self.rules, self.who, self.bucket, self.within = rules, who, bucket, within

    def policy(self, policy: Policy, operation: str) -> str:
        """The rows that a policy lets through. For an update both its expressions count."""
        reads, writes = policy.reads_rule(), policy.writes_rule()
        if operation in ("select", "delete"):
            return self.rule(reads)
        if operation == "insert":
            return self.rule(writes)
        # Whose rows can be changed is what USING says; WITH CHECK bounds only what they become.
        return min(self.rule(reads), self._outcome(writes), key=lambda rows: _ORDER[rows])

    def _outcome(self, writes: Rule | None) -> str:
        return NONE if self.rule(writes) == NONE else ALL

    def rule(self, rule: Rule | None) -> str:
        """The rows that an expression lets through; without one, all."""
        if rule is None:
            return ALL
        if rule.kind in ("all", "any"):
            return self._parts(rule)
        if rule.kind == "bucket":
            return ALL if self.bucket in ("", rule.column) else NONE
        if rule.kind == "row":
            return self._by_row(rule)
        if rule.kind == "claimed":
            return OWN if rule.column else ALL
        if rule.kind == "role" and held_by_everybody(self.rules, rule):
            return self._by_person("signed in")
        return self._by_person(rule.kind)

    def _by_person(self, kind: str) -> str:
        signed_out = self.who == ANONYMOUS
        if kind in ("always", "never", "service"):
            return ALL if kind == "always" else NONE
        if kind in ("signed in", "signed out"):
            return ALL if signed_out == (kind == "signed out") else NONE
        if kind in ("owner", "folder"):
            return NONE if signed_out else OWN
        if kind == "role":
            return ALL if self.who == ADMIN else NONE
        return UNKNOWN

    def _by_row(self, rule: Rule) -> str:
        """Something about the row; where it is looked up in another table, that table's own policies bound it."""
        if not rule.table or rule.table in self.within or not self.rules.secured(rule.table):
            return SOME
        inner = _reach(self.rules, rule.table, "select", self.who, within=self.within)
        return min((inner.rows, SOME), key=lambda rows: _ORDER[rows])

    def _parts(self, rule: Rule) -> str:
        rows = [self.rule(part) for part in rule.parts]
        if rule.kind == "any":
            return max(rows, key=lambda one: _ORDER[one])
        return min(rows, key=lambda one: _ORDER[one])
