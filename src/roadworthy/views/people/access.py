"""Who gets where: what the facts at a point of an endpoint say of the person who asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import msgspec

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import UNFOLLOWED, Fact, Origin, each_once
from roadworthy.app.query import Query
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.asker import asks_right
from roadworthy.views.people.attributes import tells_more
from roadworthy.views.people.guard_facts import is_impossible, is_of, is_or_nobody, is_shown, succeeds
from roadworthy.views.people.one_fact import OWNER, ROLE, SIGNED_IN, UNREAD, OneFact
from roadworthy.views.people.pass_keys import by_pass_key, shows_key
from roadworthy.views.people.unread_guards import asks_for_key, hangs_on_setting, is_undecided, narrows_unread
from roadworthy.views.people.unread_refusals import called_in, refused_unread

__all__ = ["OWNER", "ROLE", "SIGNED_IN", "UNREAD", "Access"]

# Holds for owners and for all who are more than anybody who signs up; not for those who are not signed in.
_OWNER_UNLESS_MORE = "owner unless more"
# Something is asked of who comes without which nobody gets through; where a sign-in is asked as well, that is what it was.
_ASKED = "asked"
_REFUSALS = {401, 403, 404}

# Thirty patterns ask this of every endpoint; no app has more than so many.
_MOST_KEPT = 4_096
_KEPT: dict[int, Access] = {}


def _opposite(name: str) -> str:
    return name[4:] if name.startswith("not ") else f"not {name}"


def opposed(fact: Fact) -> Fact:
    """The fact that holds where this one does not."""
    return msgspec.structs.replace(fact, holds=not fact.holds)


def refuses(endpoint: Endpoint) -> bool:
    """Whether somebody is turned away: by a key, or by a guard that was not understood."""
    return any(answer.status in (401, 403) for answer in endpoint.answers)


class Access(OneFact):
    """One endpoint's view of who asks, and of what is made sure of them."""

    def __new__(cls, endpoint: Endpoint) -> Self:
        """The one view of an endpoint, whoever asks: what is found out once is remembered with it."""
        known = _KEPT.get(id(endpoint))
        if known is not None and known.endpoint is endpoint:
            return known  # type: ignore[return-value]
        made = super().__new__(cls)
        made._look_at(endpoint)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[id(endpoint)] = made
        return made

    def __init__(self, endpoint: Endpoint) -> None:
        """Nothing: `__new__` may give a view that was made before."""

    def _look_at(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint)
        # What was asked before: the same facts hold at many points of an endpoint.
        self._makes_sure: dict[int, tuple[Fact, set[str]]] = {}
        self._names: dict[int, tuple[Fact, str]] = {}
        self._at: dict[int, tuple[Query, frozenset[str]]] = {}
        self._after: dict[int, tuple[Query, frozenset[str]]] = {}
        self._anywhere: frozenset[str] | None = None
        self._refusals = [a for a in endpoint.answers if a.status in _REFUSALS and not a.handling]

    def guards(self, facts: Iterable[Fact]) -> set[str]:
        """What these facts make sure of: `signed in`, `role`, `owner`."""
        found: set[str] = set()
        for fact in facts:
            found |= self._sure_of(fact)
        # "A member changes only what is theirs": of those who are signed in, whoever is not the owner is no mere member.
        if _OWNER_UNLESS_MORE in found and SIGNED_IN in found:
            found.add(OWNER)
        if _ASKED in found and not found & {SIGNED_IN, ROLE, OWNER}:
            found.add(UNREAD)
        return found - {_OWNER_UNLESS_MORE, _ASKED}

    def _sure_of(self, fact: Fact) -> set[str]:
        known = self._makes_sure.get(id(fact))
        if known is None:
            known = self._makes_sure[id(fact)] = (fact, self._guard(fact))
        return known[1]

    def _asks_alone(self, way: Iterable[Fact]) -> bool:
        """Whether a way asks for a key (`header.startsWith("Bearer ")`) and nothing else on it was left unread: where a sign-in is asked
        for besides, that is what the key was."""
        return any(map(asks_for_key, way)) and not any(UNREAD in self._sure_of(fact) for fact in way)

    def _name(self, fact: Fact) -> str:
        known = self._names.get(id(fact))
        if known is None:
            known = self._names[id(fact)] = (fact, str(fact))
        return known[1]

    def _guard(self, fact: Fact) -> set[str]:
        if fact.operator == "any":
            ways = [self.guards(way) for way in self._possible(fact)]
            shared = set.intersection(*ways) if ways else set()
            if UNREAD in shared and all(map(self._asks_alone, self._possible(fact))):
                return shared - {UNREAD} | {_ASKED}
            # Owner or administrator: each way is a right to be here, though not the same one.
            if ways and UNREAD not in shared and all(way & {OWNER, ROLE, UNREAD} for way in ways):
                shared |= {UNREAD} if any(UNREAD in way for way in ways) else set()
            if ways and all(way & {OWNER, ROLE} for way in ways):
                shared |= {SIGNED_IN, OWNER if any(OWNER in way for way in ways) else ROLE}
            elif any(OWNER in way for way in ways) and all(
                OWNER in guards or any(map(is_shown, way))
                for guards, way in zip(ways, self._possible(fact), strict=True)
            ):
                # The owner's, or shown by what its row says of itself: whoever may not see it is sent away.
                shared.add(OWNER)
            elif any(OWNER in way for way in ways) and all(
                OWNER in guards or any(map(self.is_more, way))
                for guards, way in zip(ways, self._possible(fact), strict=True)
            ):
                shared.add(_OWNER_UNLESS_MORE)
            elif not shared:
                shared |= self._undecided(fact, ways)
            return shared
        return self.single(fact) or ({_ASKED} if asks_for_key(fact) else set())

    def _undecided(self, fact: Fact, ways: list[set[str]]) -> set[str]:
        """What ways make sure of of which some ask who comes, and the others hang on what is not known here."""
        closed = all(
            way or is_undecided(facts) for way, facts in zip(ways, self._possible(fact), strict=True)
        )
        if not closed or not any(ways):
            return set()
        if any(way & {OWNER, ROLE} for way in ways):
            return {UNREAD}
        # A switch that opens all (`if settings.PUBLIC_API: return`) leaves, at its best, whoever has an account.
        switched = all(
            SIGNED_IN in way or hangs_on_setting(facts)
            for way, facts in zip(ways, self._possible(fact), strict=True)
        )
        return {SIGNED_IN} if switched else {_ASKED}

    def _possible(self, fact: Fact) -> list[tuple[Fact, ...]]:
        return [
            way for way in fact.any_of if not any(is_impossible(one) or self._is_lacking(one) for one in way)
        ]

    def _is_lacking(self, fact: Fact) -> bool:
        """Whether it holds only for a part of the address that this endpoint's has not (`req.params.userId === user.id`)."""
        sides = [side for side in (fact.left, fact.right) if side is not None]
        named = (side.path[0] for side in sides if side.kind == "params" and side.path)
        return fact.holds and fact.operator == "==" and any(name not in self.endpoint.path for name in named)

    def looks_at(self, fact: Fact) -> bool:
        """Whether more of the person than who they are, and that their account is in use, decides that it goes on."""
        if fact.operator == "any":
            ways = self._possible(fact)
            return bool(ways) and all(any(map(self.looks_at, way)) for way in ways)
        if self.is_met_by_all(fact):
            return False
        sides = [side for side in (fact.left, fact.right) if side is not None]
        return any(self.is_own(leaf) and tells_more(leaf) for side in sides for leaf in side.leaves())

    def _passed(self, facts: Iterable[Fact], number: int) -> list[Fact]:
        """What holds at a point because earlier answers did not refuse: of the conditions of a refusal that do not hold
        at the point by themselves, one did not hold (`not admin and not owner and no member`: one of them is)."""
        known = {self._name(fact) for fact in facts}
        found = []
        for answer in self._refusals:
            left = [fact for fact in answer.facts if self._name(fact) not in known]
            if answer.after <= number and len(left) > 1 and all(fact.operator != "any" for fact in left):
                ways = tuple((msgspec.structs.replace(fact, holds=not fact.holds),) for fact in left)
                found.append(Fact("any", Origin("unknown"), any_of=ways))
        return found

    def _let_through(
        self, facts: Iterable[Fact], number: int, held: Iterable[Fact] | None = None
    ) -> set[str]:
        """What is made sure of at a point, by what holds there and by the refusals before it. Where that is nothing, and people are sent
        away for what was not read, that is said."""
        there = tuple(facts if held is None else held)
        found = self.guards([*facts, *self._passed(there, number)])
        if not found and self._is_refused_unread(there, number):
            found.add(UNREAD)
        return found

    def _is_refused_unread(self, facts: Iterable[Fact], number: int) -> bool:
        """Whether some are sent away before a point by a condition of which nothing is understood."""
        if not self._refusals:
            return False
        held = frozenset(map(self._name, facts))
        unread = refused_unread(self._refusals, held, number)
        return any(not self._sure_of(fact) and not self._sure_of(opposed(fact)) for fact in unread)

    def at_query(self, query: Query) -> set[str]:
        """What is made sure of when a query runs, its own filters included."""
        known = self._at.get(id(query))
        if known is None:
            known = self._at[id(query)] = (query, frozenset(self._at_query(query)))
        return set(known[1])

    def _at_query(self, query: Query) -> set[str]:
        found = self._let_through(query.facts, query.number)
        certain = [f for f in query.filters if f.operator in ("=", "in") and not f.optional]
        # `sender = me or receiver = me`: whichever side of it holds, the row is one's own.
        either = [f for f in query.filters if f.optional and f.value.kind != "constant"]
        if any(map(narrows_unread, query.filters)):
            found.add(UNREAD)
        all_own = (len(either) > 1 and all(map(self.is_owned, either))) or self.either_own(query)
        # Whoever shows the key of a row has the row that it is the key of.
        if (
            all_own
            or any(self.is_own(f.value) for f in certain)
            or any(by_pass_key(f, query.table) for f in query.filters)
        ):
            found |= {SIGNED_IN, OWNER}
        # `if (me) query.eq("owner", me)`, where all but those with another right are signed in.
        if SIGNED_IN in found and any(self.is_own(f.value) and is_or_nobody(f.value) for f in either):
            found.add(OWNER)
        return found

    def after_query(self, query: Query) -> set[str]:
        """What is made sure of before anything that a query read is answered with success."""
        known = self._after.get(id(query))
        if known is None:
            known = self._after[id(query)] = (query, frozenset(self._after_query(query)))
        return set(known[1])

    def _after_query(self, query: Query) -> set[str]:
        later = [
            answer for answer in self.endpoint.answers if succeeds(answer) and answer.after > query.number
        ]
        # Where rows are told, it is those answers that count: an error says nothing of them, whatever its status.
        later = [a for a in later if any(is_of(leaf, query) for leaf in a.body.leaves())] or later
        if not later:
            return self.at_query(query)
        held = {self._name(fact) for fact in query.facts}
        guards = [self._let_through([self._given(f, held) for f in a.facts], a.after, a.facts) for a in later]
        found = self.at_query(query) | set.intersection(*guards)
        if any(UNREAD in way for way in guards):
            found |= {UNREAD} if all(way & {OWNER, ROLE, UNREAD} for way in guards) else set()
        # To the owner by one answer, to an administrator by another: each is a right to see it.
        either = any(OWNER in way for way in guards) and all(way & {OWNER, ROLE} for way in guards)
        return found | {OWNER} if either else found

    def _given(self, fact: Fact, held: set[str]) -> Fact:
        """An either-or without the ways that what held when the rows were read rules out: an answer that shows them comes after."""
        if fact.operator != "any":
            return fact
        ways = tuple(way for way in fact.any_of if not any(_opposite(self._name(one)) in held for one in way))
        return msgspec.structs.replace(fact, any_of=ways) if ways and len(ways) < len(fact.any_of) else fact

    def before(self, query: Query) -> set[str]:
        """What is made sure of before a query changes something, or before what it read is told."""
        return self.after_query(query) if query.operation == "select" else self.at_query(query)

    def unread(self, query: Query) -> str:
        """What stands on the way to a query and was not read."""
        later = [a for a in self.endpoint.answers if query.operation == "select" and succeeds(a)]
        facts = [*query.facts, *self.endpoint.facts, *(fact for answer in later for fact in answer.facts)]
        sides = [side for one in each_once(facts) for side in (one.left, one.right) if side]
        sides += [item.value for item in query.filters]
        leaves = [leaf for side in sides for leaf in side.leaves()]
        keys = [leaf.path[0] for leaf in leaves if shows_key(leaf)]
        followed = next((leaf.path[0] for leaf in leaves if leaf.kind == UNFOLLOWED), keys[0] if keys else "")
        held = frozenset(map(self._name, query.facts))
        refused = refused_unread(self._refusals, held, query.number)
        return followed or next(map(called_in, refused), "a condition of the query")

    def anywhere(self) -> set[str]:
        """What is made sure of before any successful answer or any change."""
        if self._anywhere is None:
            self._anywhere = frozenset(self._found_anywhere())
        return set(self._anywhere)

    def _found_anywhere(self) -> set[str]:
        points = [
            self._let_through(answer.facts, answer.after)
            for answer in self.endpoint.answers
            if succeeds(answer)
        ]
        # What is written down of a refusal (who was denied what) is not what the refusal guards.
        points += [
            self.at_query(query)
            for query in self.endpoint.queries
            if query.operation != "select" and not asks_right(query)
            if not (query.operation == "insert" and is_record(query.table))
        ]
        return self.guards(self.endpoint.facts) | (set.intersection(*points) if points else set())
