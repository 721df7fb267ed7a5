"""Hono: routes that @hono/zod-openapi declares, and routes that only stand before others."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, shown, understood

SCHEMA = """
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const shelves = sqliteTable("shelves", { id: integer("id").primaryKey(), name: text("name").notNull() });
"""
DB = """
import { Database } from "bun:sqlite";
import { drizzle } from "drizzle-orm/bun-sqlite";
export const db = drizzle(new Database("app.db"));
"""
SHELVES = """
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { eq } from "drizzle-orm";
import { db } from "db";
import { shelves } from "db/schema";
const body = z.object({ name: z.string().max(40) }).openapi("Shelf");
const change = createRoute({ method: "put", path: "/{id}", request: {
  params: z.object({ id: z.coerce.number().int() }),
  body: { content: { "application/json": { schema: body } } } }, responses: {} });
const list = createRoute({ method: "get", path: "/", responses: {} });
export default new OpenAPIHono()
  .openapi(list, async (c) => c.json(await db.select().from(shelves)))
  .openapi(change, async (c) => {
    const { id } = c.req.valid("param");
    await db.update(shelves).set({ name: c.req.valid("json").name }).where(eq(shelves.id, id));
    return c.json({ id });
  });
"""
SERVER = """
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { jwt } from "hono/jwt";
import shelves from "./routes/shelves";
function allow(held, allowed) { if (held.every((role) => !allowed.includes(role))) throw new Error("no"); }
const staff = createMiddleware(async (c, next) => { allow(c.get("jwtPayload").roles, ["staff"]); await next(); });
const app = new Hono();
app.use("/shelves/*", jwt({ secret: process.env.SECRET }));
app.put("/shelves/*", staff);
app.route("/shelves", shelves);
export default app;
"""
FILES = {
    "package.json": '{"dependencies": {"hono": "4", "@hono/zod-openapi": "0.19", "drizzle-orm": "0.40"}}',
    "tsconfig.json": '{"compilerOptions": {"baseUrl": "."}}',
    "db/index.ts": DB,
    "db/schema.ts": SCHEMA,
    "routes/shelves.ts": SHELVES,
    "index.ts": SERVER,
    # The root's own module, by the name of its folder.
    "routes/list.ts": 'import app from "..";\nconsole.log(app.routes);\n',
}


def test_declared_routes_are_there_with_what_they_let_through(tmp_path: Path) -> None:
    app = understood(tmp_path, FILES)
    assert sorted(one.subject for one in app.endpoints) == ["GET /shelves", "PUT /shelves/:id"]
    change = endpoint(app, "PUT /shelves/:id")
    assert [shown(query) for query in change.queries] == ["update shelves id=parsed.id name:parsed.name"]
    assert any("max 40" in dict(check.fields).get("name", "") for check in change.checks)
    assert not app.unknown


def test_a_route_that_goes_on_stands_before_those_of_its_method_alone(tmp_path: Path) -> None:
    app = understood(tmp_path, FILES)
    assert Access(endpoint(app, "PUT /shelves/:id")).anywhere() >= {SIGNED_IN, ROLE}
    assert ROLE not in Access(endpoint(app, "GET /shelves")).anywhere()
