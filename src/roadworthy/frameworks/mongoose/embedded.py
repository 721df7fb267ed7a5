"""Records within a document's lists: `cart.items.find(...)`, `order.lines.id(key)`. What is assigned to them is saved with the document."""

from __future__ import annotations

from roadworthy.frameworks.saved_rows import ALTER_LIST, Field, SavedRow
from roadworthy.interpret import Args, Constant, Derived, ObjectValue, Run, Value, methods
from roadworthy.languages import form


class EmbeddedField(Field):
    """A field of a document, which may be a list of records."""

    __slots__ = ()

    def element(self, run: Run) -> Value:
        return Part(self.owner, self.path[0], "[]", (self,))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        found = altered(run, self, self.owner, self.path[0], name, args, node)
        return found if found is not None else super().call_member(run, name, args, node)


class Part(Derived):
    """A record of a list, or (`operation` `.name`) a field of one. `path` is where it stands in the document."""

    __slots__ = ("owner", "path")

    def __init__(
        self,
        owner: SavedRow,
        path: str,
        operation: str,
        operands: tuple[Value, ...],
        node: form.Node | None = None,
    ) -> None:
        super().__init__(operation, operands, node)
        self.owner, self.path = owner, path

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "length" or len(self.path) > _LONGEST:
            return super().member(run, name, node)
        return Part(self.owner, f"{self.path}.{name}", f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.owner.change(f"{self.path}.{name}", value)

    def element(self, run: Run) -> Value:
        return Part(self.owner, self.path, "[]", (self,))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("deleteOne", "remove") and self.operation == "[]":
            self.owner.change(self.path, Derived("list", (self,), node), arithmetic=True)
            return Constant(None)
        if name in ALTER_LIST and self.operation != "[]":
            self.owner.change(self.path, Derived("list", (self, *args.positional), node), arithmetic=True)
            return Constant(None)
        found = altered(run, self, self.owner, self.path, name, args, node)
        return found if found is not None else methods.call_method(run, self, name, args, node)


# Lists of lists of lists are followed no further.
_LONGEST = 120


def altered(
    run: Run, target: Value, owner: SavedRow, path: str, name: str, args: Args, node: form.Node
) -> Value | None:
    """What Mongoose's lists do beside JavaScript's: `id(key)` gives the record of that key, and a record that is added brings its
    fields along. None where it is nothing of the kind."""
    if name == "id" and args.positional:
        return run.join([(target.element(run), ()), (Constant(None), ())])
    if name in ("push", "unshift", "addToSet"):
        for record in args.positional:
            for field, value in record.fields.items() if isinstance(record, ObjectValue) else ():
                if not any(write.column == f"{path}.{field}" for write in owner.changes):
                    owner.change(f"{path}.{field}", value)
    return None
