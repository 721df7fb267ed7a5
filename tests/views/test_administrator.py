"""Who runs an app whose pages alone ask for a role: there is no server that would."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.views.people.rights import administrator, asked_roles

SQL = """
CREATE TYPE public.job AS ENUM ('admin', 'customer');
CREATE TABLE public.profiles (
  id uuid PRIMARY KEY REFERENCES auth.users (id),
  full_name text NOT NULL,
  role {kind} NOT NULL DEFAULT 'customer'
);
"""
PAGE = """import { supabase } from "./supabase";

export default function Desk({ profile }: { profile: any }) {
  if (%s) return <p>Not for you</p>;
  return <p>{profile.full_name}</p>;
}
"""


def who_runs_it(folder: Path, asked: str, kind: str = "text") -> tuple[str, str, object] | None:
    for name, text in {
        "package.json": '{"name": "desk", "dependencies": {"react": "18", "vite": "7", "@supabase/supabase-js": "2"}}',
        "supabase/migrations/1_first.sql": SQL.format(kind=kind),
        "src/supabase.ts": 'import { createClient } from "@supabase/supabase-js";\nexport const supabase = createClient("a", "b");\n',
        "src/Desk.tsx": PAGE % asked,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return administrator(build_app(folder))


@pytest.mark.parametrize("kind", ["text", "public.job"])
def test_what_a_page_compares_the_role_with(tmp_path: Path, kind: str) -> None:
    assert who_runs_it(tmp_path, 'profile.role !== "admin"', kind) == ("profiles", "role", "admin")


def test_staff_run_it_where_nobody_is_called_an_administrator(tmp_path: Path) -> None:
    assert who_runs_it(tmp_path, 'profile.role !== "staff"') == ("profiles", "role", "staff")


@pytest.mark.parametrize("asked", ['profile.role === "customer"', 'profile.role === "guest"', "!profile"])
def test_nobody_is_in_charge_where_no_page_asks_for_it(tmp_path: Path, asked: str) -> None:
    assert who_runs_it(tmp_path, asked) is None


def test_whoever_may_pass_a_guard_that_is_made_for_each_route(tmp_path: Path) -> None:
    for name, text in {
        "package.json": '{"name": "desk", "dependencies": {"express": "5", "drizzle-orm": "1", "pg": "8"}}',
        "server.ts": SERVER,
    }.items():
        (tmp_path / name).write_text(text)
    assert administrator(build_app(tmp_path)) == ("users", "role", "keeper")


def test_whoever_may_pass_a_guard_that_looks_through_its_roles(tmp_path: Path) -> None:
    server = SERVER.replace("roles.includes(req.user.role)", "roles.some((role) => role === req.user.role)")
    server = server.replace("const { id } =", "const user =").replace('"keeper"', '"admin"')
    looked_up = server[server.index("  const [user]") : server.index("  req.user")]
    for name, text in {
        "package.json": '{"name": "desk", "dependencies": {"express": "5", "drizzle-orm": "1", "pg": "8"}}',
        "server.ts": server.replace(looked_up, ""),
    }.items():
        (tmp_path / name).write_text(text)
    app = build_app(tmp_path)
    assert administrator(app) == ("users", "role", "admin")
    assert set(asked_roles(app, "role")) == {"guest", "admin"}


SERVER = """import express from "express";
import { drizzle } from "drizzle-orm/node-postgres";
import { eq } from "drizzle-orm";
import { integer, pgTable, varchar } from "drizzle-orm/pg-core";
import jwt from "jsonwebtoken";

const users = pgTable("users", { id: integer("id").primaryKey(), role: varchar("role").default("guest") });
const things = pgTable("things", { id: integer("id").primaryKey() });
const db = drizzle("a");
const app = express();

const known = async (req: any, res: any, next: any) => {
  const { id } = jwt.verify(req.headers.authorization, "s") as any;
  const [user] = await db.select().from(users).where(eq(users.id, id));
  if (!user) return res.status(401).end();
  req.user = user;
  next();
};
const open = (...roles: string[]) => (req: any, res: any, next: any) => {
  if (!roles.includes(req.user.role)) return res.status(403).end();
  next();
};

app.get("/things", known, open("guest", "keeper"), async (req, res) => res.json(await db.select().from(things)));
app.post("/things", known, open("keeper"), async (req, res) => res.json(await db.insert(things).values({ id: 1 })));
app.listen(3000);
"""
