"""Calling tRPC's procedures: by their names, below one path, as its own clients do.

A query is a GET with its input as JSON in `input`, a mutation a POST with it as the body; the answer stands in `result.data` (tRPC's
HTTP RPC specification). Where a transformer is set (superjson), values lie under `json` both ways.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.action_shape import ACTION
from roadworthy.trial.exchange import Request, Response


class ProcedurePlan(msgspec.Struct, frozen=True):
    """`path` is where the procedures of these `names` are served, `wrapped` whether a transformer is set."""

    names: tuple[str, ...] = ()
    path: str = "/api/trpc"
    wrapped: bool = False


class Procedures:
    """See above; requests for anything else pass as they are."""

    def __init__(self, plan: ProcedurePlan) -> None:
        self._plan = plan

    def encoded(self, request: Request) -> Request:
        """The HTTP request behind a call. Raises TrialUnavailable for what is no address and no procedure that is known."""
        if request.method == ACTION or request.path.startswith("/"):
            return request
        name = request.path.partition("?")[0]
        if name not in self._plan.names:
            raise TrialUnavailable(f"how {name} is called from outside is not known")
        path = f"{self._plan.path}/{name}"
        given = {"json": request.json} if self._plan.wrapped else request.json
        if request.method != "GET":
            return msgspec.structs.replace(request, path=path, json=given)
        asked = "" if request.json is None else f"?input={quote(json.dumps(given, default=str))}"
        return msgspec.structs.replace(request, path=path + asked, json=None)

    def judged(self, request: Request, answer: Response) -> Response:
        """The answer of a procedure: its value as JSON."""
        if request.method == ACTION or request.path.startswith("/") or not answer.ok:
            return answer
        told = answer.json()
        result = told.get("result") if isinstance(told, Mapping) else None
        value: Any = result.get("data") if isinstance(result, Mapping) else None
        if self._plan.wrapped and isinstance(value, Mapping) and "json" in value:
            value = value["json"]
        return msgspec.structs.replace(answer, body=json.dumps(value).encode())
