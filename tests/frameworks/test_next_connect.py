"""next-connect: what a file of the pages router exports is a router of its own."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, shown, understood

MONGO = """
import { MongoClient } from "mongodb";
let promise;
async function withIndexes(client) {
  await client.db().collection("notes").createIndexes([{ key: { owner: 1 } }, { key: { slug: 1 }, unique: true }]);
  return client;
}
export async function getDb() {
  promise = promise ?? new MongoClient(process.env.MONGODB_URI).connect().then(withIndexes);
  return (await promise).db();
}
"""
AUTH = """
import nextSession from "next-session";
import passport from "passport";
const getSession = nextSession({});
export const auths = [async (req, res, next) => { await getSession(req, res); next(); }, passport.session()];
"""
V0 = """
import nc from "next-connect";
import { auths } from "../../../lib/auth";
import { getDb } from "../../../lib/mongo";
const handler = nc({ onError() {} });
handler.get(async (req, res) => { res.json(await (await getDb()).collection("notes").findOne({ slug: req.query.id })); });
handler.use(...auths);
handler.patch(async (req, res) => {
  if (!req.user) return res.status(401).end();
  const { title, pinned } = req.body;
  const changes = { ...(title && { title }), ...(typeof pinned === "boolean" ? { pinned } : {}) };
  await (await getDb()).collection("notes").updateOne({ slug: req.query.id, owner: req.user.id }, { $set: changes });
  res.json({});
});
export default handler;
"""
V1 = """
import { createRouter, expressWrapper } from "next-connect";
import passport from "passport";
import { getDb } from "../../lib/mongo";
const router = createRouter();
router.use(expressWrapper(passport.session())).delete(async (req, res) => {
  await (await getDb()).collection("notes").deleteMany({ owner: req.user.id });
  res.status(204).end();
});
export default router.handler({ onError() {} });
"""


def test_each_method_is_an_endpoint_behind_what_was_used_before_it(tmp_path: Path) -> None:
    app = understood(tmp_path, {
        "package.json": '{"dependencies": {"next": "14", "next-connect": "0.13", "mongodb": "6"}}',
        "lib/mongo.js": MONGO, "lib/auth.js": AUTH, "pages/api/notes/[id].js": V0, "pages/api/mine.js": V1,
    })  # fmt: skip
    assert sorted(one.subject for one in app.endpoints) == [
        "DELETE /api/mine",
        "GET /api/notes/[id]",
        "PATCH /api/notes/[id]",
    ]
    change = endpoint(app, "PATCH /api/notes/[id]")
    assert [shown(query) for query in change.queries] == [
        "update notes slug=params.id owner=session.user.id title:body.title pinned:body.pinned"
    ]
    assert SIGNED_IN in Access(change).at_query(change.queries[0])
    read = endpoint(app, "GET /api/notes/[id]")
    assert [shown(query) for query in read.queries] == ["select notes slug=params.id"]
    assert not read.middleware
    table = app.table("notes")
    assert table is not None
    assert {(index.columns, index.unique) for index in table.indexes} >= {
        (("owner",), False),
        (("slug",), True),
    }
