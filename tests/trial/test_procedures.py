"""Procedures are called by their names, as tRPC's own clients call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from roadworthy.audit import audit_folder
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.procedures import procedures_of
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.procedures import ProcedurePlan, Procedures

PLAN = ProcedurePlan(("notes.list", "notes.add"), "/api/trpc", wrapped=True)
ROUTER = """
import {{ initTRPC }} from "@trpc/server";
import {{ z }} from "zod";
import superjson from "superjson";
const t = initTRPC.create({options});
export const appRouter = t.router({{
  notes: t.router({{ list: t.procedure.input(z.object({{ q: z.string() }})).query(({{ input }}) => input.q) }}),
}});
"""


def answered(body: Any) -> Response:
    return Response(status=200, headers={}, body=json.dumps(body).encode(), seconds=0)


def test_a_query_asks_with_its_input_in_the_address() -> None:
    sent = Procedures(PLAN).encoded(Request(actor="alice", method="GET", path="notes.list", json={"q": "e"}))
    address = urlsplit(sent.path)
    assert (sent.method, address.path, sent.json) == ("GET", "/api/trpc/notes.list", None)
    assert json.loads(parse_qs(address.query)["input"][0]) == {"json": {"q": "e"}}


def test_a_mutation_posts_its_input() -> None:
    asked = Request(actor="alice", method="POST", path="notes.add", json={"title": "Tea"})
    sent = Procedures(PLAN).encoded(asked)
    assert (sent.method, sent.path, sent.json) == ("POST", "/api/trpc/notes.add", {"json": {"title": "Tea"}})
    plain = Procedures(ProcedurePlan(PLAN.names)).encoded(asked)
    assert plain.json == {"title": "Tea"}


def test_the_answer_is_the_value_alone() -> None:
    asked = Request(actor="alice", method="GET", path="notes.list")
    told = Procedures(PLAN).judged(asked, answered({"id": None, "result": {"data": {"json": [1, 2]}}}))
    assert told.json() == [1, 2]
    plain = Procedures(ProcedurePlan(PLAN.names)).judged(asked, answered({"result": {"data": {"json": 1}}}))
    assert plain.json() == {"json": 1}


def test_addresses_pass_and_what_nobody_knows_is_said() -> None:
    asked = Request(actor="alice", method="GET", path="/api/notes")
    assert Procedures(PLAN).encoded(asked) is asked
    with pytest.raises(TrialUnavailable, match="how Notes is called"):
        Procedures(PLAN).encoded(Request(actor="alice", method="GET", path="Notes"))


@pytest.mark.parametrize(
    ("options", "file", "expected"),
    [
        ("{ transformer: superjson }", "src/pages/api/rpc/[trpc].ts", ("/api/rpc", True)),
        ("", "src/app/api/trpc/[trpc]/route.ts", ("/api/trpc", False)),
    ],
)
def test_where_they_are_served_is_read_from_the_app(
    tmp_path: Path, options: str, file: str, expected: tuple[str, bool]
) -> None:
    (tmp_path / "package.json").write_text(
        '{"dependencies": {"next": "14", "@trpc/server": "10", "zod": "3"}}'
    )
    for name, text in (("src/router.ts", ROUTER.format(options=options)), (file, 'import "../router";')):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = procedures_of(audit_folder(tmp_path).app)
    assert found.names == ("notes.list",)
    assert (found.path, found.wrapped) == expected
