"""Who gets where: what the facts at a point of an endpoint say of the person who asks."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app.answer import Answer
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query

SIGNED_IN, ROLE, OWNER = "signed in", "role", "owner"


class Access:
    """One endpoint's view of who asks. `own_rows` are the queries that find rows by the session's own key: what is
    read from them is the signed-in person's."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.own_rows: set[int] = set()
        for query in (*endpoint.ahead, *endpoint.queries):
            if any(f.operator == "=" and not f.optional and self.is_own(f.value) for f in query.filters):
                self.own_rows.add(query.number)

    def is_own(self, origin: Origin) -> bool:
        """Whether a value is bound to who is signed in: the session, or a row found by it."""
        return any(
            leaf.kind == "session" or (leaf.kind == "row" and leaf.query in self.own_rows)
            for leaf in origin.leaves()
        )

    def guards(self, facts: Iterable[Fact]) -> set[str]:
        """What these facts make sure of: `signed in`, `role`, `owner`."""
        found: set[str] = set()
        for fact in facts:
            found |= self._guard(fact)
        return found

    def _guard(self, fact: Fact) -> set[str]:
        if fact.operator == "any":
            ways = [self.guards(way) for way in fact.any_of]
            shared = set.intersection(*ways) if ways else set()
            # Owner or administrator: each way is a right to be here, though not the same one.
            if ways and all(way & {OWNER, ROLE} for way in ways):
                shared |= {SIGNED_IN, OWNER if any(OWNER in way for way in ways) else ROLE}
            return shared
        return self._single(fact)

    def _single(self, fact: Fact) -> set[str]:
        left, right = fact.left, fact.right
        if right is None:
            return self._truth(fact)
        if not fact.holds or fact.operator not in ("==", "in", "<"):
            return self._inequality(fact)
        own = [side for side in (left, right) if self.is_own(side)]
        other = right if own and own[0] is left else left
        if not own:
            return set()
        if other.kind == "constant" or _only_constants(other):
            return {SIGNED_IN, ROLE} if _is_attribute(own[0]) else {SIGNED_IN}
        if any(leaf.kind == "row" for leaf in other.leaves()) or any(
            leaf.kind == "row" for leaf in own[0].leaves()
        ):
            return {SIGNED_IN, OWNER}
        return {SIGNED_IN, OWNER} if other.from_request else {SIGNED_IN}

    def _truth(self, fact: Fact) -> set[str]:
        if not fact.holds or not self.is_own(fact.left):
            return set()
        if _includes(fact.left):
            return {SIGNED_IN, ROLE}
        flag = fact.left.kind in ("session", "row") and _flag(fact.left.path)
        return {SIGNED_IN, ROLE} if flag else {SIGNED_IN}

    def _inequality(self, fact: Fact) -> set[str]:
        """`req.user.id != null` that holds, or `role == 'guest'` that does not."""
        nothing = fact.right is not None and fact.right.kind == "constant" and fact.right.value is None
        if fact.operator == "==" and nothing and self.is_own(fact.left):
            return {SIGNED_IN}
        return set()

    def at_query(self, query: Query) -> set[str]:
        """What is made sure of when a query runs, its own filters included."""
        found = self.guards(query.facts)
        certain = [f for f in query.filters if f.operator in ("=", "in") and not f.optional]
        # `sender = me or receiver = me`: whichever side of it holds, the row is one's own.
        either = [f for f in query.filters if f.optional]
        all_own = len(either) > 1 and all(f.operator == "=" and self.is_own(f.value) for f in either)
        if all_own or any(self.is_own(f.value) for f in certain):
            found |= {SIGNED_IN, OWNER}
        return found

    def after_query(self, query: Query) -> set[str]:
        """What is made sure of before anything that a query read is answered with success."""
        later = [
            answer
            for answer in self.endpoint.answers
            if _shows(answer) and answer.after > query.number
        ]
        if not later:
            return self.at_query(query)
        guards = [self.guards(answer.facts) for answer in later]
        return self.at_query(query) | set.intersection(*guards)

    def anywhere(self) -> set[str]:
        """What is made sure of before any successful answer or any change."""
        points = [
            self.guards(answer.facts)
            for answer in self.endpoint.answers
            if _shows(answer)
        ]
        points += [self.at_query(query) for query in self.endpoint.queries if query.operation != "select"]
        return self.guards(self.endpoint.facts) | (set.intersection(*points) if points else set())


def _shows(answer: Answer) -> bool:
    """Whether an answer shows what was asked for. A redirect leads elsewhere, often because it was refused."""
    return 200 <= answer.status < 300 and not answer.handling


def _only_constants(origin: Origin) -> bool:
    leaves = list(origin.leaves())
    return bool(leaves) and all(leaf.kind == "constant" for leaf in leaves)


def _is_attribute(origin: Origin) -> bool:
    """Whether it is something about the person (a role) and not the person's key."""
    for leaf in origin.leaves():
        if leaf.path and leaf.path[-1].lower() not in ("id", "sub", "user", "token", "userid", "user_id"):
            return True
    return False


def _flag(path: tuple[str, ...]) -> bool:
    last = path[-1].lower() if path else ""
    return (last.startswith(("is_", "is")) and last not in ("issuer", "iss")) or last in (
        "admin",
        "staff",
        "superuser",
    )


def _includes(origin: Origin) -> bool:
    """`["admin", "editor"].includes(user.role)`."""
    return origin.operation in ("includes", "has", "some", "every") and any(
        leaf.kind == "constant" for leaf in origin.leaves()
    )
