"""Queries that run when they are awaited: Prisma's, Mongoose's, knex's."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.rows import emit_query
from roadworthy.interpret import Args, Context, Derived, Model, Run, Value, methods
from roadworthy.languages import form


class Pending(Model):
    """A query that was built. It runs once, where it is awaited; `answer` then makes what it gives."""

    __slots__ = ("answer", "built", "done", "seen", "transaction")

    def __init__(
        self, run: Run, seen: QuerySeen, answer: Callable[[Run], Value] | None = None, transaction: str = ""
    ) -> None:
        self.seen, self.answer, self.transaction = seen, answer, transaction
        self.built = run.context
        self.done: Value | None = None

    def settle(self, run: Run, node: form.Node) -> Value:
        """Runs the query, once, where it is awaited."""
        if self.done is None:
            self.seen.context = self._context(run.context)
            self.before(run)
            emit_query(run, self.seen)
            self.done = self.result(run)
        return self.done

    def before(self, run: Run) -> None:
        """What happens just before the query runs."""

    def result(self, run: Run) -> Value:
        """What the query gives."""
        return self.answer(run) if self.answer is not None else Derived("result", (), self.seen.node)

    def _context(self, now: Context) -> Context:
        """Where it is awaited, and what held where it was built: a query built per element runs per element."""
        known = set(map(id, now.conditions))
        further = tuple(c for c in self.built.conditions if id(c) not in known)
        return now.changed(
            conditions=(*now.conditions, *further),
            loops=max(now.loops, self.built.loops),
            turns=max(now.turns, self.built.turns, key=len),
            parallel=now.parallel or self.built.parallel,
            transaction=self.transaction or now.transaction,
        )

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("then", "finally"):
            return methods.call_method(run, self.settle(run, node), name, args, node)
        if name == "catch":
            with run.within(caught=True):
                value = self.settle(run, node)
            return methods.call_method(run, value, name, args, node)
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (self,), node)

    def truth(self) -> bool | None:
        return None
