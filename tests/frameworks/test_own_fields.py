"""Fields of a JavaScript class that are made of the object which has them."""

from __future__ import annotations

from pathlib import Path

from tests.frameworks.node_app import shown, understood

_FIELDS = """
import express from "express";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const handled = (fn) => (req, res, next) => { Promise.resolve(fn(req, res, next)).catch(next); };
class Notes {
  rows = this.db.note;
  constructor(private readonly db: PrismaClient) {}
  one() { return this.rows.findFirst({}); }
}
class Base {
  constructor(protected readonly notes: Notes) {}
  remove = handled(async (req, res) => { res.json(await prisma.note.deleteMany({})); });
  list = handled(async (req, res) => { res.json(await this.notes.one()); });
}
class Controller extends Base {
  constructor(notes: Notes) { super(notes); }
  remove = handled(async (req, res) => { res.status(403).end(); });
  one = handled(async (req, res) => { res.json(await this.notes.one()); });
}
const notes = new Controller(new Notes(prisma));
const app = express();
app.get("/list", notes.list);
app.get("/one", notes.one);
app.delete("/all", notes.remove);
"""


def test_fields_that_are_made_of_the_object_know_it(tmp_path: Path) -> None:
    """A wrapped arrow sees the object's own fields, and a field that asks the constructor's arguments has them; a field of the nearest
    class is the object's."""
    schema = "model Note {\n  id Int @id\n}\n"
    app = understood(tmp_path, {"prisma/schema.prisma": schema, "index.ts": _FIELDS})
    asked = {one.subject: [shown(query) for query in one.queries] for one in app.endpoints}
    assert asked == {"GET /list": ["select Note"], "GET /one": ["select Note"], "DELETE /all": []}
