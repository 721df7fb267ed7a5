"""Thunks of Redux Toolkit: `createAsyncThunk("names/load", creator)` makes what a page hands to the store, which runs the creator."""

from __future__ import annotations

from roadworthy.interpret import Args, Constant, Derived, External, Library, Model, Run, Value
from roadworthy.languages import form

# Redux Toolkit, "createAsyncThunk" and "Usage with TypeScript": with the types of an app, it is the same function.
MAKERS = (
    "@reduxjs/toolkit.createAsyncThunk",
    "@reduxjs/toolkit.createAsyncThunk.withTypes()",
)


class Thunk(Model):
    """`loadNames`: whoever calls it hands what it gives to a store, so that its creator runs there; a failure is put aside for
    the reducers, and goes no further."""

    __slots__ = ("creator", "made")

    def __init__(self, creator: Value, made: External) -> None:
        self.creator, self.made = creator, made

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.made.member(run, name, node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0) or Constant(None)
        with run.branch(), run.within(caught=True):
            payload = run.call(self.creator, Args([given], spread=True), node)
        return Derived("thunk", (payload,), node)


def _make(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """The creator is run here as well, for whatever a store may be handed where nothing of it was read."""
    run.call_back(args.all(), node)
    made = External(f"{target.path}()", None, node)
    creator = args.get(1)
    return Thunk(creator, made) if creator is not None else made


def register(library: Library) -> None:
    """Tells what makes a thunk."""
    library.on_call(*MAKERS)(_make)
