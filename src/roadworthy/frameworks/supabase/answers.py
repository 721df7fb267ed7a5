"""What the client answers: `{ data, error, count }`, which never throws by itself."""

from __future__ import annotations

from roadworthy.frameworks.events import FetchSeen, QuerySeen, ServiceSeen
from roadworthy.interpret import Constant, Derived, Model, ObjectValue, Run, Value
from roadworthy.languages import form


class Failure(Derived):
    """The `error` of an answer: nothing, unless it went wrong. `asked` is what it was the answer to. Where a sign-in is
    missing exactly when there is an error (`auth.getUser()`), `person` is who is signed in otherwise."""

    __slots__ = ("asked", "person")

    def __init__(
        self,
        asked: QuerySeen | ServiceSeen | FetchSeen | None,
        node: form.Node,
        person: Value | None = None,
    ) -> None:
        super().__init__(".error", (), node)
        self.asked, self.person = asked, person

    @property
    def means(self) -> Value | None:
        """What a test of it asks: whether nobody is signed in."""
        return Derived("not", (self.person,), self.node) if self.person is not None else None


class Answer(Model):
    """What an awaited question gives."""

    __slots__ = ("asked", "count", "data", "failure")

    def __init__(
        self,
        asked: QuerySeen | ServiceSeen | FetchSeen | None,
        data: Value,
        node: form.Node,
        count: Value | None = None,
    ) -> None:
        self.asked, self.data = asked, data
        self.failure = Failure(asked, node)
        self.count = count or Constant(None)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "data":
            return self.data
        if name == "error":
            return self.failure
        if name == "count":
            return self.count
        return Derived(f".{name}", (self.data,), node)

    def inputs(self) -> tuple[Value, ...]:
        return (self.data,)


def answered(data: Value, failure: Value) -> ObjectValue:
    """An answer written out."""
    return ObjectValue({"data": data, "error": failure})
