"""Requests for edge functions, which have a name in place of a path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.exchange import Request
from roadworthy.trial.supabase.service import Supabase


def names_function(path: str, supabase: Supabase | None, notes: Sequence[str]) -> bool:
    """Whether a request is for an edge function. Raises TrialUnavailable for one that does not run, with what the trial's notes say of it."""
    if path.startswith("/"):
        return False
    name = path.partition("/")[0].partition("?")[0]
    if supabase is None or not supabase.runs(name):
        why = next((n for n in notes if n.startswith(f"function {name}") or "edge functions" in n), "")
        raise TrialUnavailable(why or "the edge function does not run in this trial", where=name)
    return True


def at_functions(request: Request) -> Request:
    """The request where the project answers for its functions."""
    return Request(
        actor=request.actor,
        method=request.method,
        path=f"/functions/v1/{request.path}",
        json=request.json,
        data=request.data,
        headers=request.headers,
    )


def body_bytes(data: bytes | str | Mapping[str, str] | None) -> bytes | None:
    """A body as it is sent; none of a form's fields, which are encoded before."""
    return data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else None
