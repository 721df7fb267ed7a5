"""What one fact says of the person who asks: that they are signed in, have a role, or own what it is about."""

from __future__ import annotations

from roadworthy.app.origin import UNFOLLOWED, Fact, Origin
from roadworthy.regex import regex
from roadworthy.views.people.asker import Asker
from roadworthy.views.people.attributes import (
    everybody,
    includes,
    is_attribute,
    is_flag,
    is_least,
    of_staff,
    reads_right,
    written_side,
)
from roadworthy.views.people.guard_facts import is_nowhere_from, is_written_record, only_constants
from roadworthy.views.people.own_keys import is_among_keys
from roadworthy.views.people.pass_keys import is_secret, is_unsealed
from roadworthy.views.people.unread_guards import is_unread, was_put_on_request
from roadworthy.views.people.unread_refusals import asks_permission, weighs_asker

SIGNED_IN, ROLE, OWNER = "signed in", "role", "owner"
# Something that was not read has let the request through: what it asks is not known.
UNREAD = "unread"
# What a value of several ways is made of.
_WAYS = {"choice", "and", "or", "??", "Boolean", "bool"}
# A look into a record or a map, and into what was found there.
_AMONG_RIGHTS = regex(r"(looked up|\.get\(\))\.?(includes|has|indexOf|in)?(\(\))?$")
# Whether one of several is so.
_AMONG = {"some", "any", "find"}


def _is_some(fact: Fact) -> bool:
    """Whether something that was counted is more than none: `count == 0`, `count <= 0` or `count < 1` that does not hold."""
    least = fact.right.value if fact.right is not None and fact.right.kind == "constant" else None
    none = (fact.operator in ("==", "<=") and least == 0) or (fact.operator == "<" and least == 1)
    return none and not fact.holds


def _is_named_by_token(left: Origin, right: Origin) -> bool:
    """`signer.loads(token)["confirm"] == user.id`"""
    return any(is_unsealed(token) and other.kind == "row" for token, other in ((left, right), (right, left)))


class OneFact(Asker):
    """Judges facts one by one, for the person who asks an endpoint."""

    def single(self, fact: Fact) -> set[str]:
        """What it makes sure of, a fact of several ways left aside."""
        found = self._single(fact)
        if not found & {ROLE, OWNER, UNREAD} and weighs_asker(fact, self.is_own):
            found = found | {UNREAD}
        return found

    def _single(self, fact: Fact) -> set[str]:
        left, right = fact.left, fact.right
        if right is None:
            return self._truth(fact)
        if is_unread(left) or is_unread(right):
            return {UNREAD}
        if not fact.holds or fact.operator not in ("==", "in", "<"):
            return self._inequality(fact)
        own = [side for side in (left, right) if self.is_own(side)]
        other = right if own and own[0] is left else left
        if not own and _is_named_by_token(left, right):
            # Whoever shows the link that was made for a row has the row.
            return {SIGNED_IN, OWNER}
        if not own:
            return {SIGNED_IN, ROLE} if self._shows_secret(left, right) else set()
        if any(leaf.kind == "environment" for leaf in other.leaves()):
            # `env.ADMIN_IDS.split(",").includes(userId)`: whoever runs the app says who may.
            return {SIGNED_IN, ROLE}
        if fact.operator == "in" and left.kind == "constant" and is_written_record(right):
            # `"user" in authentication`: who is there, and not what they may.
            return {SIGNED_IN}
        if other.kind == "constant" or only_constants(other):
            chosen = (is_attribute(own[0]) or (fact.operator == "in" and reads_right(own[0]))) and not (
                everybody(other) and not self.of_a_membership(own[0])
            )
            return {SIGNED_IN, ROLE} if chosen else {SIGNED_IN}
        if any(leaf.kind == "row" for leaf in other.leaves()) or any(
            leaf.kind == "row" for leaf in own[0].leaves()
        ):
            return {SIGNED_IN, OWNER}
        if fact.operator != "<" and is_nowhere_from(other):
            # Who asks is compared with something, and whose that is was not read.
            return {SIGNED_IN, UNREAD}
        return {SIGNED_IN, OWNER} if other.from_request else {SIGNED_IN}

    def _shows_secret(self, left: Origin, right: Origin) -> bool:
        """Whether what a request brings is the server's own secret, or a token that the platform found to be a service's."""
        for sent, known in ((left, right), (right, left)):
            if known.kind == "constant" and known.value == "service_role" and sent.kind == "computed":
                return any(one.name == "verify_jwt" for one in self.endpoint.middleware)
            if sent.from_request and any(
                leaf.kind == "environment" and is_secret(leaf.path) for leaf in known.leaves()
            ):
                return True
        return False

    def _truth(self, fact: Fact) -> set[str]:
        if fact.left.kind == UNFOLLOWED:
            return {UNREAD} if not was_put_on_request(fact.left) else set()
        if fact.holds and self.counts_own(fact.left):
            return {SIGNED_IN, OWNER}
        decided = self._decided(fact.left) if fact.holds else ""
        if fact.holds and self.is_right_of_routine(fact.left):
            return {SIGNED_IN, ROLE}
        if decided:
            return {SIGNED_IN, decided}
        if not fact.holds or not self.is_own(fact.left):
            return set()
        if fact.left.operation in ("includes", "has") and any(
            leaf.kind == "environment" for leaf in fact.left.leaves()
        ):
            # `env.ADMIN_IDS.split(",").includes(userId)`: whoever runs the app says who may.
            return {SIGNED_IN, ROLE}
        if is_among_keys(fact.left, self.own_rows):
            return {SIGNED_IN, OWNER}
        if includes(fact.left):
            anybody = everybody(written_side(fact.left)) and not self.of_a_membership(fact.left)
            return {SIGNED_IN} if anybody else {SIGNED_IN, ROLE}
        if self.is_membership(fact.left):
            return {SIGNED_IN, OWNER}
        if self.is_office_row(fact.left):
            return {SIGNED_IN, ROLE}
        flag = (fact.left.kind in ("session", "row") and is_flag(fact.left.path)) or of_staff(fact.left)
        # `RIGHTS[user.role]?.includes("write")`: what the role may stands in a record that is written out.
        by_role = fact.left.operation == "looked up" and is_attribute(fact.left)
        return {SIGNED_IN, ROLE} if flag or by_role or asks_permission(fact.left) else {SIGNED_IN}

    def is_met_by_all(self, fact: Fact) -> bool:
        """Whether everybody who is signed in has one of the roles that are asked for (`["seller", "customer", "admin"].includes(role)`)."""
        return (
            fact.right is None
            and includes(fact.left)
            and everybody(written_side(fact.left))
            and not self.of_a_membership(fact.left)
        )

    def _decided(self, origin: Origin) -> str:
        """The right that a function found which decides who may (`canUpdate(user, id)`): it compared the person with a
        row, looked up a membership or asked for a role, and its answer is one of several ways to be in the right."""
        if origin.kind != "computed":
            return ""
        inner = origin.inputs[0] if origin.operation == "not" and origin.inputs else None
        if inner is not None:
            return self._decided(inner.inputs[0]) if inner.operation == "not" and inner.inputs else ""
        if origin.operation == "==" and len(origin.inputs) == 2:
            return self._compared(*origin.inputs)
        if origin.operation[:1] == "." and is_flag((origin.operation[1:],)) and self.is_own(origin):
            # `user.is_admin` of a person whom a repository found by the session.
            return ROLE
        if self.is_named_in(origin):
            return OWNER
        if origin.operation in _AMONG:
            # `members.some((member) => member.userId === me)`, `roles.some((role) => RIGHTS[role].includes(what))`
            found = next((right for right in map(self._decided, origin.inputs[1:]) if right), "")
            roles = origin.inputs[:1] if not found else ()
            return ROLE if any(self.is_own(one) and is_attribute(one) for one in roles) else found
        if origin.operation == "every" and len(origin.inputs) > 1:
            # `asked.every((right) => RIGHTS.get(user.role).includes(right))`
            return ROLE if self._may_by_role(origin.inputs[1]) else ""
        if origin.operation not in _WAYS:
            return ROLE if self._may_by_role(origin) else ""
        if any(map(self.is_membership, origin.inputs)):
            return OWNER
        return next((right for right in map(self._decided, origin.inputs) if right), "")

    def _may_by_role(self, origin: Origin) -> bool:
        """Whether what is looked for is among the rights that stand written out under a person's role: `RIGHTS.get(user.role).includes("write")`."""
        if not _AMONG_RIGHTS.search(origin.operation):
            return False
        said = [leaf for leaf in origin.leaves() if leaf.kind != "constant"]
        return bool(said) and all(self.is_own(leaf) and is_attribute(leaf) for leaf in said)

    def _compared(self, left: Origin, right: Origin) -> str:
        own, other = (left, right) if self.is_own(left) else (right, left)
        if not self.is_own(own):
            return ""
        # Both may be own: of a team that is the person's, the member who is them.
        both = self.is_own(other) and str(own) != str(other)
        if self.is_other(other) or both:
            return OWNER
        return ROLE if only_constants(other) and is_attribute(own) and not everybody(other) else ""

    def _inequality(self, fact: Fact) -> set[str]:
        """`req.user.id != null` that holds, or `role == 'guest'` that does not."""
        nothing = fact.right is not None and fact.right.kind == "constant" and fact.right.value is None
        if fact.operator == "==" and nothing and self.is_own(fact.left):
            return {SIGNED_IN}
        if _is_some(fact) and self.counts_own(fact.left):
            return {SIGNED_IN, OWNER}
        if _is_some(fact) and self.counts_office_rows(fact.left):
            return {SIGNED_IN, ROLE}
        if _is_some(fact) and self.counts_own_rows(fact.left):
            return {SIGNED_IN}
        if fact.operator in ("<", "<=") and not fact.holds and self._is_rank(fact):
            return {SIGNED_IN, ROLE}
        least = fact.operator == "==" and not fact.holds and fact.right is not None and is_least(fact.right)
        if (
            least
            and self.is_own(fact.left)
            and is_attribute(fact.left)
            and not self.of_a_membership(fact.left)
        ):
            # Whoever is not refused is more than those who have the least of rights.
            return {SIGNED_IN, ROLE}
        return set()

    def _is_rank(self, fact: Fact) -> bool:
        """`user.level >= MODERATOR`: what a person is comes no lower than what is asked for. `RANKS[member.level]` is a rank within what
        the membership is of, which need not be where the row is."""
        asked = fact.right is not None and only_constants(fact.right)
        if fact.left.operation == "looked up" and self.of_a_membership(fact.left):
            return False
        return asked and self.is_own(fact.left) and is_attribute(fact.left)

    def is_more(self, fact: Fact) -> bool:
        """Whether somebody's role is not the one that every account has: `role != "MEMBER"`."""
        if fact.operator != "==" or fact.holds or fact.right is None:
            return False
        own = [side for side in (fact.left, fact.right) if self.is_own(side)]
        other = fact.right if own and own[0] is fact.left else fact.left
        return len(own) == 1 and other.kind == "constant" and everybody(other) and is_attribute(own[0])
