"""Who asks, and what is theirs: values of the session, rows found by it, and rows that tie them to others."""

from __future__ import annotations

import re

import msgspec

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Origin
from roadworthy.app.query import Filter, Query
from roadworthy.regex import regex
from roadworthy.views.people.attributes import everybody, is_attribute, is_office, on_the_way_in
from roadworthy.views.people.guard_facts import is_equal, is_row, only_constants
from roadworthy.views.people.pass_keys import by_pass_key, is_claim, is_sealed

# How functions of the database that tell of a right are called: `has_role`, `is_admin`, `user_has_permission`.
_RIGHT = regex(
    r"(^|_)(has|is|check|can|user_has)_?(\w+_)?(roles?|admin\w*|staff|moderator|super_?(user|admin)|permissions?)$",
    re.I,
)


def asks_right(query: Query) -> bool:
    """Whether a query has a function of the database tell whether somebody has a right."""
    return bool(query.routine) and _RIGHT.search(query.routine) is not None


class Asker:
    """Whoever comes to an endpoint. `own_rows` are the queries that find rows by the session's own key: what is read from them is
    the signed-in person's."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.own_rows: set[int] = set()
        verified = {
            str(use.arguments[0]) for use in endpoint.uses if use.kind == "signature" and use.arguments
        }
        for query in (*endpoint.ahead, *endpoint.queries):
            named = any(
                by_pass_key(f, query.table)
                or (is_equal(f) and (self._names_own(f.value, query) or is_claim(f.value, verified)))
                or (is_equal(f) and is_sealed(f.value, query.facts))
                for f in query.filters
            )
            if named or self.either_own(query):
                self.own_rows.update((query.number, *query.again))
        self._queries = {
            number: query
            for query in (*endpoint.ahead, *endpoint.queries)
            for number in (query.number, *query.again)
        }

    def either_own(self, query: Query) -> bool:
        """Whether each way of an either-or names the person: a member of the team, or whoever the team's address is."""
        return any(all(any(map(self.is_owned, way)) for way in ways) for ways in query.alternatives())

    def _names_own(self, value: Origin, query: Query) -> bool:
        """Whether a value is the person's, or was found to be equal to theirs before the query."""
        if self.is_own(value):
            return True
        same = [f for f in query.facts if f.operator == "==" and f.holds and f.right is not None]
        return any(
            (str(f.left) == str(value) and self.is_own(f.right))
            or (str(f.right) == str(value) and self.is_own(f.left))
            for f in same
            if f.right is not None
        )

    def is_own(self, origin: Origin) -> bool:
        """Whether a value is bound to who is signed in: the session, or a row found by it. `req.query.userId || req.user.id` is whoever
        is asked for."""
        if origin.kind == "computed" and origin.operation in ("or", "??") and len(origin.inputs) > 1:
            first = origin.inputs[0]
            if first.from_request and not self.is_own(first):
                return False
        return any(
            (leaf.kind == "session" and not on_the_way_in(leaf))
            or (leaf.kind == "row" and leaf.query in self.own_rows)
            for leaf in origin.leaves()
        )

    def is_other(self, origin: Origin) -> bool:
        """Whether a value names something that is not the person's by itself: asked for, or read from another row."""
        return not self.is_own(origin) and (
            origin.from_request or any(leaf.kind == "row" for leaf in origin.leaves())
        )

    def is_membership(self, origin: Origin) -> bool:
        """A row that ties the person to another row: `Member.find({ project, user: me })`."""
        query = self._queries.get(origin.query) if is_row(origin) else None
        if query is None or query.number not in self.own_rows:
            return False
        return any(
            is_equal(f)
            and not self.is_own(f.value)
            and not only_constants(f.value)
            # The key that was sent says who asks, and nothing of another row.
            and not by_pass_key(f, query.table)
            for f in query.filters
        )

    def is_office_row(self, origin: Origin) -> bool:
        """A row that gives the person a right, looked up by them and by the right: `from("user_roles").eq("user_id",
        me).eq("role", "admin")`."""
        query = self._queries.get(origin.query) if is_row(origin) else None
        return query is not None and any(
            item.operator in ("=", "in", ">=", ">")
            and not item.optional
            and is_office(item.column)
            and only_constants(item.value)
            and not everybody(item.value)
            for item in query.filters
        )

    def counts_own_rows(self, origin: Origin) -> bool:
        """How many rows the person's own key finds: `Token.objects.filter(token=sent).count()`."""
        return origin.kind == "row" and origin.path == ("count",) and origin.query in self.own_rows

    def counts_office_rows(self, origin: Origin) -> bool:
        """How many rows were found that give the person a right: `select().from(grants).where(mine, eq(action, "users.delete"))`."""
        listed = origin.inputs[0] if origin.operation == "count" and len(origin.inputs) == 1 else None
        if listed is None or listed.kind != "row" or listed.path != ("[]",):
            return False
        return listed.query in self.own_rows and self.is_office_row(msgspec.structs.replace(listed, path=()))

    def is_right_of_routine(self, origin: Origin) -> bool:
        """What a function of the database says of the person's rights: `rpc("has_role", { _user_id: me, _role: "admin" })`, asked
        about who is signed in, or with their own rights."""
        answered = origin.kind == "row" and all(part == "[]" for part in origin.path)
        query = self._queries.get(origin.query) if answered else None
        if query is None or not asks_right(query):
            return False
        about = query.rights == "user" or any(self.is_own(write.value) for write in query.writes)
        said = [write.value for write in query.writes if only_constants(write.value)]
        return about and not any(map(everybody, said))

    def of_a_membership(self, origin: Origin) -> bool:
        """Whether a role is that of a membership: everybody's there is a right to what the members share."""
        return any(
            leaf.kind == "row" and self.is_membership(msgspec.structs.replace(leaf, path=()))
            for leaf in origin.leaves()
        )

    def counts_own(self, origin: Origin) -> bool:
        """How many of a row's related rows are the person's: `include: { members: { where: { userId: me } } }`."""
        return (
            origin.kind == "computed"
            and origin.operation == "count"
            and any(map(self.is_own, origin.inputs[1:]))
        )

    def is_named_in(self, origin: Origin) -> bool:
        """Whether the person's key is among those that a row holds: `[visit.patient, visit.doctor].includes(me)`."""
        if origin.operation not in ("includes", "has") or len(origin.inputs) != 2:
            return False
        keys, asked = origin.inputs
        held = any(
            leaf.kind == "row" and leaf.path and leaf.query not in self.own_rows for leaf in keys.leaves()
        )
        return held and self.is_own(asked) and not is_attribute(asked)

    def is_owned(self, item: Filter) -> bool:
        return item.operator in ("=", "in") and self.is_own(item.value)
