"""Rows that their author may move under a row above to which they have no right: adding one asks for it, changing one does not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.policy import Policy, Rule
from roadworthy.app.table import Table
from roadworthy.views.people.decided_columns import is_protected
from roadworthy.views.people.people import ACCOUNTS
from roadworthy.views.people.row_access import OWN, SIGNED_IN, Reach, row_access


class Moved(Struct, frozen=True):
    """`column` names the row above, of the table `parent`; the right to it is looked up in `through`, the same table or that of its
    members. `asked` is the policy under which rows are added, `reach` what changing them comes to."""

    column: str
    parent: str
    through: str
    asked: Policy
    reach: Reach


def moved_rows(app: App, table: Table) -> Moved | None:
    """How the author of a row may move it to where they could not have put it; None where they may not. A row that stays in the
    author's own sight alone is no matter of others."""
    access = row_access(app, table.name)
    if access is None or any(not policy.permissive for policy in app.database.of_table(table.name)):
        return None
    added, changed = access.of("insert", SIGNED_IN), access.of("update", SIGNED_IN)
    if added.rows != OWN or changed.rows != OWN or len(added.policies) != 1:
        return None
    for leaf in must_hold(added.policies[0].writes_rule()):
        parent = _parent(table, leaf)
        free = [policy for policy in changed.policies if _lets_move(policy, leaf.column)]
        if not parent or not free or not _shown_to(access.of("select", SIGNED_IN), leaf.column):
            continue
        if is_protected(app, table, leaf.column, "update", tuple(free)):
            continue
        reach = Reach("update", SIGNED_IN, OWN, changed.reason, tuple(free))
        return Moved(leaf.column, parent, leaf.table, added.policies[0], reach)
    return None


def _parent(table: Table, leaf: Rule) -> str:
    """The table of the row above that a condition asks for; '' where it asks for none, or for the person alone."""
    above = table.leads_to(leaf.column) if leaf.kind == "owner" and leaf.table else ""
    return above if above != table.name and above != ACCOUNTS else ""


def must_hold(rule: Rule | None) -> Iterator[Rule]:
    """The conditions all of which must hold."""
    for part in rule.parts if rule is not None and rule.kind == "all" else (rule,):
        if part is not None and part.kind == "all":
            yield from must_hold(part)
        elif part is not None:
            yield part


def _lets_move(policy: Policy, column: str) -> bool:
    """Whether a policy for changes knows the person by a column of the row, and says nothing of the row above."""
    reads, writes = list(must_hold(policy.reads_rule())), policy.writes_rule()
    own = any(leaf.kind == "owner" and not (leaf.table or leaf.function or leaf.claim) for leaf in reads)
    leaves = list(writes.leaves()) if writes is not None else []
    understood = all(
        leaf.kind in ("owner", "always", "row", "signed in") and not leaf.function for leaf in leaves
    )
    return own and understood and not any(leaf.column == column for leaf in leaves)


def _shown_to(seen: Reach, column: str) -> bool:
    """Whether the author goes on seeing the row wherever it is, and others see it there. A change reaches no row that may not be
    read, as it was or as it becomes (PostgreSQL, CREATE POLICY, table 300): what is seen by way of the row above stays under it."""
    if seen.strangers:
        return True
    rules = [rule for policy in seen.policies if (rule := policy.reads_rule()) is not None]
    ways = [way for rule in rules for way in (rule.parts if rule.kind == "any" else (rule,))]
    own = any(way.kind == "owner" and not (way.table or way.function or way.claim) for way in ways)
    above = any(way.kind == "owner" and way.table and way.column == column for way in ways)
    return own and above
