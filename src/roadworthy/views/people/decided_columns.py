"""Columns that are not for the owner of a row to decide, although the row is theirs: rights, approvals, what the server works out."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.policy import OUTSIDERS, Policy
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN as SIGNED_IN_ALONE
from roadworthy.views.people.access import Access
from roadworthy.views.people.awaited_states import awaited_states
from roadworthy.views.people.parties import states_for_another, words_of_another
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.people.row_access import NONE, OWN, SIGNED_IN, row_access, writable_columns

_RIGHTS = regex(
    r"^(role|roles|role_id|user_role|is_?(admin|staff|super_?user|super_?admin|moderator|verified|premium|pro|banned|blocked|suspended)|admin|permissions?"
    r"|plan|plan_\w+|tier|user_type|account_type|balance|wallet\w*|credits?|credits_\w+|tokens_(balance|remaining|left)|points|coins"
    r"|email_?verified|verified|account_status|approved|is_approved|(is_)?subscribed|subscription\w*|trial_\w+|current_period_\w+|stripe_(customer|subscription)_id"
    r"|(\w+_)?rating(_(average|avg|count))?|reputation(_\w+)?|total_(sales|purchases|earn\w+|points|xp|spent|revenue)|xp|karma)$",
    re.I,
)
_APPROVAL = regex(
    r"^(is_?)?(approved|verified|moderated|featured|flagged|certified)(_(at|by))?$|^(approval|moderation|verification)_status$",
    re.I,
)
# What the house reckons for a person or agrees with them, in whatever table it keeps that.
_RECKONED = regex(
    r"^(loyalty|reward|bonus)_(points|balance|credits)$|^commission_(rate|percent\w*)$",
    re.I,
)
_PAID = regex(r"^(payment_status|paid|is_paid|paid_at|refunded\w*|payment_intent_id|payment_id)$", re.I)
_HOLDS_RIGHTS = regex(
    r"(^|_)(user_roles?|roles_users|admins?|admin_users?|wallets?|balances?|user_credits|credits|subscriptions?|subscribers|entitlements|memberships?|licenses)$",
    re.I,
)
# A person's own means of signing in are theirs to spoil.
_CREDENTIALS = regex(r"(^|_)(codes?|tokens?|keys?|sessions?|devices?|2fa|mfa|factors?|passkeys?)$", re.I)
# What servers keep about a row without anything resting on it.
_BOOKKEEPING = regex(
    r"^(id|uuid|(created|updated|deleted|modified|inserted)_?(at|on|by)|last_\w+|updated|created|version|slug|search_vector|embedding|metadata|user_id|owner_id"
    r"|read|read_at|is_read|seen|view\w*|\w+_count|status_message|error\w*|processed\w*|retry\w*|name|email|full_name|avatar_url)$",
    re.I,
)
# What shows that something is as it was, and what others go by.
_PROOF = regex(
    r"(file|content|doc\w*|image|signature|record|tx|transaction)_?hash|checksum|(^|_)signature|blockchain|proof|verif|approv",
    re.I,
)
_STATE = regex(r"(^|_)(amount|total|price|paid|fee|balance|score|status|receipt)(_|$)", re.I)


class Decided(Struct, frozen=True):
    """`columns` of a table that an owner may write by `operation`, and should not. `kind` is rights (in the table of people),
    holding (rows that are rights themselves), approval, party (the state that another person is to decide), words
    (what another person said), server (what only the server writes, after checks), or awaited (what others decide
    once the row is there)."""

    table: Table
    columns: tuple[str, ...]
    operation: str
    kind: str
    policies: tuple[Policy, ...]


def decided_columns(app: App, table: Table) -> Decided | None:
    """What an owner of a row may write into it and should not; None when nothing."""
    access = row_access(app, table.name)
    if access is None or not _comes_to_be(app, table):
        return None
    for operation in ("update", "insert"):
        reach = access.of(operation, SIGNED_IN)
        # What visitors leave behind is not theirs to decide either.
        left = operation == "insert" and reach.strangers
        if reach.rows != OWN and not left:
            continue
        awaited = ("awaited", list(awaited_states(app, table)) if operation == "insert" else [])
        for kind, names in (*(() if left else _candidates(app, table, operation)), awaited):
            columns = tuple(
                name for name in names if not is_protected(app, table, name, operation, reach.policies)
            )
            if columns:
                return Decided(table, columns, operation, kind, reach.policies)
    return None


def _comes_to_be(app: App, table: Table) -> bool:
    """Whether a row can be made at all: by a policy, a function of the database, or code."""
    access = row_access(app, table.name)
    if access is not None and access.of("insert", SIGNED_IN).rows != NONE:
        return True
    inserted = re.compile(rf"insert\s+into\s+(\w+\.)?\"?{re.escape(table.name)}\b", re.I)
    if any(inserted.search(function.body) for function in app.database.functions):
        return True
    return any(query.table == table.name and query.operation in ("insert", "upsert") for query in app.queries)


def _candidates(app: App, table: Table, operation: str) -> list[tuple[str, list[str]]]:
    names = [column.name for column in table.columns]
    people = users_table(app)
    found: list[tuple[str, list[str]]] = []
    own = people is not None and (table.name == people.name or _extends_people(table))
    own = own or _says_roles(app, table)
    if own and (operation == "update" or not _made_on_sign_up(app, table)):
        reaching = _reaching(app, table)
        rights = [c.name for c in table.columns if _RIGHTS.match(c.words) or _RIGHTS.match(c.name)]
        found.append(("rights", [name for name in names if name in rights or name in reaching]))
    if _HOLDS_RIGHTS.search(table.words) and owner_of(app, table.name) is not None:
        held = [
            n
            for n in names
            if _RIGHTS.match(n)
            or re.search(r"amount|balance|credit|status|expires|valid_until|role", n, re.I)
        ]
        found.append(("holding", [name for name in held if not _is_owners_choice(app, table, name)]))
    found.append(("rights", [name for name in names if _RECKONED.match(name)]))
    asked = _asked_by_policies(app, table)
    approvals = [
        n
        for n in names
        if _APPROVAL.match(n) and (n in asked or _waits_for_word(table, n) or _is_mark(app, table, n))
    ]
    found.append(("approval", approvals))
    if operation == "update":
        found.append(("words", list(words_of_another(app, table.name))))
    if operation == "insert":
        found.append(("party", list(states_for_another(app, table.name))))
    if app.database.documents:
        found.append(("state", _decided_by_staff(app, table)))
    found.append(("server", _server_columns(app, table)))
    return found


def _is_owners_choice(app: App, table: Table, name: str) -> bool:
    """Whether the app itself lets people who are signed in, and no more than that, say what stands there: in a list of what somebody
    pays for elsewhere, `status` is a note of their own."""
    return any(
        write.column == name and write.value.from_request
        for endpoint in app.endpoints
        if Access(endpoint).anywhere() == {SIGNED_IN_ALONE}
        for query in endpoint.queries
        if query.table == table.name and query.operation in ("insert", "update", "upsert")
        for write in query.writes
    )


def _shown(app: App, table: Table) -> bool:
    """Whether others than the owner read rows of a table."""
    access = row_access(app, table.name)
    return access is not None and access.of("select", SIGNED_IN).strangers


# What somebody else says of a row; what is featured an owner may choose.
_MARK = regex(r"^(is_)?(approved|verified|certified|moderated)$", re.I)


def _is_mark(app: App, table: Table, name: str) -> bool:
    """Whether a column is a mark that rows are without at first, and that others go by who read them."""
    column = table.column(name)
    unmarked = column is not None and column.type == "boolean" and column.default.lower() == "false"
    return unmarked and bool(_MARK.match(name)) and _shown(app, table)


def _waits_for_word(table: Table, name: str) -> bool:
    """Whether a state is one that somebody else decides: a row is pending until it is approved, and nobody approves their own."""
    column = table.column(name)
    word = re.compile(rf"\b{re.escape(name)}\b")
    listed = [*(column.values if column is not None else ())]
    listed += [one for check in table.checks if word.search(check) for one in re.findall(r"'(\w+)'", check)]
    return {"pending", "approved"} <= {one.lower() for one in listed}


def _says_roles(app: App, table: Table) -> bool:
    """Whether policies look up in it what a person may do."""
    rules = (policy.reads_rule() for policy in app.database.policies)
    return any(
        leaf.kind == "role" and leaf.table == table.name
        for rule in rules
        if rule is not None
        for leaf in rule.leaves()
    )


# Pages on which those who run the app decide.
_OF_STAFF = regex(r"(^|[/_-])(admin\w*|staff|manag\w+|moderat\w+|back-?office)([/_.-]|$)", re.I)
_DECISION = regex(r"(^|_)(status|state|approved|verified|confirmed|paid)$", re.I)


def _decided_by_staff(app: App, table: Table) -> list[str]:
    """The states that pages of the staff write."""
    written = {
        write.column
        for component in app.components
        if _OF_STAFF.search(component.location.path)
        for query in component.queries
        if query.table == table.name and query.operation == "update"
        for write in query.writes
    }
    return [c.name for c in table.columns if c.name in written and _DECISION.search(c.words)]


def _reaching(app: App, table: Table) -> set[str]:
    """The columns of a person's row by which policies of other tables tell what the person reaches: their team, their company.
    A policy may look them up itself or through a function of the app's."""
    asked = [
        f"{policy.using} {policy.check}" for policy in app.database.policies if policy.table != table.name
    ]
    everything = "\n".join(asked)
    texts = [f.body for f in app.database.functions if re.search(rf"\b{re.escape(f.name)}\s*\(", everything)]
    name = re.escape(table.name)
    lookup = re.compile(
        rf"\bselect\s+(?:\w+\.)?(\w+)\s+(?:into\s+\w+\s+)?from\s+(?:public\.)?\"?{name}\"?\b[^;]{{0,80}}\bauth\.uid\(\)",
        re.I,
    )
    found = {match.group(1).lower() for text in [*texts, *asked] for match in lookup.finditer(text)}
    return {column.name for column in table.columns if column.name in found and not _names_person(column)}


def _names_person(column: Column) -> bool:
    """Whether a column says who the row is of: that one is held by the policy itself."""
    return column.primary or column.unique or column.name in ("id", "user_id", "auth_user_id", "auth_id")


def _extends_people(table: Table) -> bool:
    """Whether a table has one row for each person: its key is the person's."""
    return any(
        column.references is not None
        and column.references.table == "auth.users"
        and (column.unique or column.primary)
        for column in table.columns
    )


def _made_on_sign_up(app: App, table: Table) -> bool:
    """Whether a trigger on the sign-up makes the person's row, so that nobody can make their own."""
    for trigger in app.database.triggers:
        function = app.database.function(trigger.function.rsplit(".", 1)[-1])
        if (
            trigger.table == "auth.users"
            and function is not None
            and re.search(rf"insert\s+into\s+(\w+\.)?\"?{table.name}\b", function.body, re.I)
        ):
            return True
    return False


def _asked_by_policies(app: App, table: Table) -> set[str]:
    """The columns of the row that decide who sees it."""
    found = set()
    for policy in app.database.of_table(table.name):
        rule = policy.reads_rule()
        if rule is not None and policy.command in ("select", "all"):
            found |= {leaf.column for leaf in rule.leaves() if leaf.kind == "row"}
    return found


def _server_columns(app: App, table: Table) -> list[str]:
    """What only code with the service role's rights writes, while pages write the table themselves or not at all."""
    server: dict[str, None] = {}
    client: set[str] = set()
    if _CREDENTIALS.search(table.words):
        return []
    for query in app.queries:
        if query.table != table.name or query.operation not in ("insert", "update", "upsert"):
            continue
        names = [write.column for write in query.writes]
        if query.rights == "service":
            server |= dict.fromkeys(names)
            # What the server takes from the request as it is, the sender decides in any case.
            client |= {
                w.column for w in query.writes if w.value.kind == "body" and not _PROOF.search(w.column)
            }
        else:
            client |= set(names)
    return [
        name
        for name in server
        if name not in client
        and not _BOOKKEEPING.match(name)
        and _weighs(table, name)
        and (_RIGHTS.match(name) or _PAID.match(name) or _PROOF.search(name) or _relied_on(app, table, name))
    ]


def _relied_on(app: App, table: Table, name: str) -> bool:
    """Whether anybody but the owner goes by an amount or a state: the server reads it, or a policy shows it to others. In
    notes that a person keeps for himself it is his own affair."""
    for query in app.queries:
        reads = query.table == table.name and query.operation == "select" and query.rights == "service"
        if reads and (not query.columns or name in query.columns or "*" in query.columns):
            return True
    for policy in app.database.of_table(table.name):
        rule = policy.reads_rule() if policy.command in ("select", "all") else None
        if rule is not None and any(leaf.kind != "owner" for leaf in rule.leaves()):
            return True
    return False


def _weighs(table: Table, name: str) -> bool:
    """Whether somebody relies on a column: money, proof, state. A row's own text is nobody else's affair."""
    column = table.column(name)
    keyed = column is not None and column.references is not None
    return not keyed and bool(
        _RIGHTS.match(name)
        or _PAID.match(name)
        or (not name.endswith("_id") and (_PROOF.search(name) or _STATE.search(name)))
    )


def is_protected(app: App, table: Table, column: str, operation: str, policies: tuple[Policy, ...]) -> bool:
    """Whether something keeps the owner from writing a column: a grant by column, WITH CHECK, a trigger."""
    writable = writable_columns(app.database, table.name, OUTSIDERS[1], operation)
    if writable is not None and column not in writable:
        return True
    word = re.compile(rf"\b{re.escape(column)}\b")
    if policies and all(word.search(policy.check) for policy in policies):
        return True
    if app.database.documents and policies and all("hasOnly" in policy.check for policy in policies):
        return True
    for trigger in app.database.triggers:
        watches = trigger.table == table.name and trigger.timing == "before" and operation in trigger.events
        function = app.database.function(trigger.function.rsplit(".", 1)[-1]) if watches else None
        if function is not None and re.search(rf"\b(new|old)\.\"?{re.escape(column)}\b", function.body, re.I):
            return True
    return False
