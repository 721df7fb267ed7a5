"""A wrapper that lets through the methods of a list, which it adds to under a condition: what it refuses is no answer of those."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import SIGNED_IN, Access
from tests.frameworks.next_app import endpoint, understood

WRAPPED = """
import { eq } from "drizzle-orm";
import { getServerSession } from "next-auth";
import { db, users } from "@/db";
export const wrapped = (handler, config = { methods: ["GET"] }) => async (req, res) => {
  if (!config.methods.includes("OPTIONS")) config.methods.push("OPTIONS");
  if (req.method === "OPTIONS") return res.status(204).end();
  if (!config.methods.includes(req.method)) return res.end("no such method");
  const session = await getServerSession(req, res, {});
  if (!session) return res.status(401).end();
  return handler(req, res, session.user);
};
"""
NOTES = """
import { db, orders } from "@/db";
import { wrapped } from "@/wrapped";
async function handler(req, res, user) {
  if (req.method === "POST") {
    await db.insert(orders).values({ note: String(req.body.note), userId: user.id });
    return res.json({ made: true });
  }
  return res.json({ none: true });
}
export default wrapped(handler, { methods: ["GET", "POST"] });
"""


def test_a_method_of_the_list_gets_past_what_refuses_the_others(tmp_path: Path) -> None:
    app = understood(tmp_path, {"wrapped.ts": WRAPPED, "pages/api/notes.ts": NOTES})

    made = endpoint(app, "POST /api/notes")

    assert SIGNED_IN in Access(made).anywhere()
    assert {answer.status for answer in made.answers} == {200, 401}


def test_the_methods_of_a_list_are_those_of_the_endpoint(tmp_path: Path) -> None:
    only = NOTES.replace('["GET", "POST"]', '["POST"]').replace('if (req.method === "POST") ', "")
    app = understood(tmp_path, {"wrapped.ts": WRAPPED, "pages/api/notes.ts": only})

    assert {one.subject for one in app.endpoints} == {"POST /api/notes"}
