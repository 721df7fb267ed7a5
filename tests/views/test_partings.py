"""What happens to rows when the row that they name is deleted: what the app has today, a new foreign key has to keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.audit import audit_folder
from roadworthy.views.data.partings import CASCADE, SET_NULL, UNDECIDED, parting

_SCHEMA = """
const { pgTable, serial, integer, text, numeric } = require("drizzle-orm/pg-core");
const listings = pgTable("listings", { id: serial("id").primaryKey(), title: text("title") });
const orders = pgTable("orders", {
  id: serial("id").primaryKey(),
  listingId: integer("listing_id")%s,
  total: numeric("total"),
});
const listingPhotos = pgTable("listing_photos", {
  id: serial("id").primaryKey(),
  listingId: integer("listing_id").notNull(),
  path: text("path"),
});
module.exports = { listings, orders, listingPhotos };
"""
_SERVER = """
const express = require("express");
const { drizzle } = require("drizzle-orm/node-postgres");
const { eq } = require("drizzle-orm");
const { listings, orders, listingPhotos } = require("./schema");
const db = drizzle(process.env.DATABASE_URL);
const app = express();
app.delete("/api/listings/:id", async (req, res) => {
  const id = Number(req.params.id);
  %s
  res.status(204).end();
});
app.listen(3000);
"""
_LISTING = "await db.delete(listings).where(eq(listings.id, id));"
_ORDERS = "await db.delete(orders).where(eq(orders.listingId, id));"
_ANEW = 'await db.insert(listings).values({ id, title: "anew" });'


@pytest.mark.parametrize(
    ("child", "bound", "body", "action"),
    [
        ("orders", "", _LISTING, SET_NULL),
        ("orders", ".notNull()", _LISTING, UNDECIDED),
        ("orders", ".notNull()", _LISTING + _ORDERS, CASCADE),
        ("orders", "", _LISTING + _ANEW, UNDECIDED),
        ("listing_photos", "", _LISTING, CASCADE),
        ("orders", ".notNull()", "", ""),
    ],
)
def test_a_key_does_what_the_app_does(tmp_path: Path, child: str, bound: str, body: str, action: str) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"drizzle-orm": "0.44", "express": "5"}}')
    (tmp_path / "schema.js").write_text(_SCHEMA % bound)
    (tmp_path / "server.js").write_text(_SERVER % body)
    app = audit_folder(tmp_path).app
    table, target = app.table(child), app.table("listings")
    assert table is not None and target is not None
    column = table.column("listing_id")
    assert column is not None
    found = parting(app, table, column, target)
    assert (found.action, found.by) == (action, ("DELETE /api/listings/:id",) if body else ())
