"""Who is there, where a call that gave it raises for everybody else."""

from __future__ import annotations

from roadworthy.interpret import Datum, Run, Value
from roadworthy.languages import form


class Proven(Datum):
    """A part of a session that was verified: it is there, or what gave it has raised."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        found = super().member(run, name, node)
        return Proven(found.kind, found.path, node) if isinstance(found, Datum) else found


def is_proven(value: Value) -> bool:
    """Whether a value is there only for people who are signed in."""
    return isinstance(value, Proven) or (
        isinstance(value, Datum) and value.kind == "session" and value.path[:1] == ("token",)
    )
