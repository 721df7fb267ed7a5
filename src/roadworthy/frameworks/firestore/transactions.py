"""Several changes at once: a batch, and a transaction, which runs again when what it read was changed meanwhile."""

from __future__ import annotations

from roadworthy.frameworks.firestore.references import CollectionReference, DocumentReference
from roadworthy.interpret import Args, Closure, Constant, Derived, Model, Run, Value
from roadworthy.languages import form

_CHANGES = ("set", "update", "create", "delete")


class Batch(Model):
    """`writeBatch(db)`: all of its changes or none."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        asked = args.get(0)
        if name in _CHANGES and isinstance(asked, DocumentReference):
            with run.within(transaction="batch"):
                changed(run, asked, name, args, node)
            return self
        return Derived("committed", (), node) if name == "commit" else self


class Transaction(Model):
    """What `runTransaction` hands to its function."""

    __slots__ = ()

    @staticmethod
    def run(run: Run, work: Value | None, node: form.Node) -> Value:
        """Runs the function that makes the changes."""
        if not isinstance(work, Closure):
            return Constant(None)
        with run.within(transaction="transaction"):
            return run.call(work, Args([Transaction()]), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        asked = args.get(0)
        if name == "get" and isinstance(asked, (DocumentReference, CollectionReference)):
            return asked.read(run, node)
        if name in _CHANGES and isinstance(asked, DocumentReference):
            changed(run, asked, name, args, node)
        return self


def changed(run: Run, asked: DocumentReference, name: str, args: Args, node: form.Node) -> Value:
    """A change that is named by a method: `batch.set(document, data)`."""
    if name == "delete":
        return asked.delete(run, node)
    return asked.write(run, name, args.positional[1:], node)
