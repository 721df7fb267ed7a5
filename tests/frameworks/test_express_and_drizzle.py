"""What an Express app with Drizzle is understood to do, whatever way it is written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App, Endpoint
from roadworthy.frameworks.build import build_app
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access

SCHEMA = """
import { pgTable, serial, integer, text } from "drizzle-orm/pg-core";
export const users = pgTable("users", { id: serial("id").primaryKey(), email: text("email").notNull().unique(),
  password: text("password").notNull(), role: text("role").notNull().default("customer") });
export const orders = pgTable("orders", { id: serial("id").primaryKey(),
  userId: integer("user_id").notNull().references(() => users.id), status: text("status").notNull() });
"""
HEAD = """
import express from "express";
import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { orders, users } from "./schema";
const db = drizzle(process.env.DATABASE_URL);
const app = express();
app.use(express.json());
"""


def understood(folder: Path, routes: str, **files: str) -> App:
    """The App of a server with these routes."""
    (folder / "schema.ts").write_text(SCHEMA)
    (folder / "index.ts").write_text(HEAD + routes)
    for name, text in files.items():
        (folder / f"{name}.ts").write_text(text)
    return build_app(folder)


def endpoint(app: App, subject: str) -> Endpoint:
    found = app.endpoint(subject)
    assert found is not None, [one.subject for one in app.endpoints]
    return found


GUARDS = {
    "an early return": """
      const guard = (req, res, next) => { if (!req.session.userId) return res.status(401).end(); next(); };""",
    "an error handed on": """
      const guard = (req, res, next) => next(req.session.userId ? undefined : new Error("sign in"));""",
    "a helper that throws": """
      const need = (req) => { if (!req.session.userId) throw new Error("sign in"); };
      const guard = (req, res, next) => { need(req); next(); };""",
    "a token": """
      import jwt from "jsonwebtoken";
      const guard = (req, res, next) => { try { req.user = jwt.verify(req.headers.authorization, "k"); } catch {
        return res.status(401).end(); } if (!req.user) return res.status(401).end(); next(); };""",
}


@pytest.mark.parametrize("way", GUARDS)
def test_a_sign_in_is_seen_in_whatever_way_it_is_asked_for(way: str, tmp_path: Path) -> None:
    route = 'app.get("/api/x", guard, async (req, res) => { res.json(await db.select().from(orders)); });'
    app = understood(tmp_path, GUARDS[way] + route)
    found = endpoint(app, "GET /api/x")
    assert SIGNED_IN in Access(found).guards(found.facts)


def test_a_guard_of_a_router_holds_for_what_is_mounted_behind_it_only(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        """
        const guard = (req, res, next) => { if (req.user.role !== "admin") return res.status(403).end(); next(); };
        const admin = express.Router();
        admin.get("/orders", async (req, res) => { res.json(await db.select().from(orders)); });
        app.get("/api/open", (req, res) => { res.json({}); });
        app.use("/api/admin", guard, admin);
        """,
    )
    guarded, free = endpoint(app, "GET /api/admin/orders"), endpoint(app, "GET /api/open")
    assert ROLE in Access(guarded).guards(guarded.facts)
    assert not Access(free).guards(free.facts)


def test_ownership_is_seen_after_the_row_was_read(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        """
        app.get("/api/orders/:id", async (req, res) => {
          const [order] = await db.select().from(orders).where(eq(orders.id, Number(req.params.id)));
          if (!order || (order.userId !== req.user!.id && req.user!.role !== "admin")) return res.status(404).end();
          res.json(order);
        });
        """,
    )
    found = endpoint(app, "GET /api/orders/:id")
    assert OWNER in Access(found).after_query(found.queries[0])


def test_queries_are_followed_through_a_storage_class_with_the_origin_of_every_value(tmp_path: Path) -> None:
    storage = """
      import { eq } from "drizzle-orm"; import { drizzle } from "drizzle-orm/node-postgres"; import { orders } from "./schema";
      const db = drizzle("");
      class Storage { async setStatus(id: number, status: string) {
        const [row] = await db.update(orders).set({ status }).where(eq(orders.id, id)).returning(); return row; } }
      export const storage = new Storage();
    """
    app = understood(
        tmp_path,
        """
        import { storage } from "./storage";
        app.patch("/api/orders/:id", async (req, res) => {
          res.json(await storage.setStatus(parseInt(req.params.id), req.body.status));
        });
        """,
        storage=storage,
    )
    (query,) = endpoint(app, "PATCH /api/orders/:id").queries
    assert (query.operation, query.table, query.location.path) == ("update", "orders", "storage.ts")
    assert str(query.filters[0].value) == "parseInt(params.id)"
    assert str(query.written("status")) == "body.status"


def test_a_second_where_takes_the_place_of_the_first(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        """
        app.get("/api/orders", async (req, res) => {
          let query = db.select().from(orders).where(eq(orders.userId, req.user.id));
          if (req.query.status) query = query.where(eq(orders.status, req.query.status));
          res.json(await query);
        });
        """,
    )
    (query,) = endpoint(app, "GET /api/orders").queries
    assert [item.column for item in query.filters] == ["status"]


def test_what_the_database_computes_is_told_from_what_the_app_computes(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        """
        app.post("/api/a", async (req, res) => {
          await db.update(orders).set({ status: sql`${orders.status} || 'x'` }); res.json({}); });
        app.post("/api/b", async (req, res) => {
          const [row] = await db.select().from(orders).where(eq(orders.id, 1));
          await db.update(orders).set({ status: row.status + "x" }); res.json({}); });
        """,
    )
    (there,) = endpoint(app, "POST /api/a").queries
    assert there.writes[0].arithmetic
    here = endpoint(app, "POST /api/b").queries[1]
    assert not here.writes[0].arithmetic
    assert any(leaf.kind == "row" and leaf.table == "orders" for leaf in here.writes[0].value.leaves())


def test_a_body_spread_into_a_row_keeps_that_it_comes_from_the_request(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        """
        app.patch("/api/me", async (req, res) => {
          const { password, ...rest } = req.body;
          await db.update(users).set({ ...rest, email: "x" }).where(eq(users.id, req.user.id)); res.json({}); });
        """,
    )
    (query,) = endpoint(app, "PATCH /api/me").queries
    assert any(origin.from_request for origin in query.spreads)


def test_what_an_async_function_returns_is_asked_within_it(tmp_path: Path) -> None:
    body = """
const all = async () => db.select().from(orders);
app.get("/orders", async (req, res) => { res.json(await all()); });
"""
    (query,) = endpoint(understood(tmp_path, body), "GET /orders").queries
    assert [place.start_line for place in query.calls][1:], (
        "the call of the function is on the way to the query"
    )


def test_a_row_that_is_overwritten_is_an_upsert_with_its_own_condition(tmp_path: Path) -> None:
    body = """
app.put("/orders", async (req, res) => {
  await db.insert(orders).values({ id: req.body.id, userId: req.session.userId, status: "open" })
    .onConflictDoUpdate({ target: orders.id, set: { status: "open" }, setWhere: eq(orders.userId, req.session.userId) });
  res.end();
});
"""
    (query,) = endpoint(understood(tmp_path, body), "PUT /orders").queries
    assert (query.operation, query.conflict) == ("upsert", "id")
    assert [item.column for item in query.filters] == ["user_id"]
