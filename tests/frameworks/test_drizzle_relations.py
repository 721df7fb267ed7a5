"""Drizzle: rows of related tables that a query reads along."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import Query
from tests.frameworks.node_app import endpoint, understood

USERS = """
import { relations } from "drizzle-orm";
import { pgTable, serial, text } from "drizzle-orm/pg-core";
import { posts } from "./posts";
export const users = pgTable("users", { id: serial("id").primaryKey(), name: text("name"), passwordHash: text("password_hash") });
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
"""
POSTS = """
import { relations } from "drizzle-orm";
import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import { users } from "./users";
export const posts = pgTable("posts", { id: serial("id").primaryKey(), title: text("title"),
  authorId: integer("author_id").references(() => users.id) });
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }) }));
"""
SERVER = """
import express from "express";
import { drizzle } from "drizzle-orm/node-postgres";
import { eq } from "drizzle-orm";
import * as schema from "./schema";
const db = drizzle(process.env.DATABASE_URL, { schema });
const app = express();
app.get("/rows/:id", async (req, res) => { res.json(await ASKED); });
app.listen(3000);
"""


def _asked(folder: Path, asked: str) -> Query:
    app = understood(folder, {
        "package.json": '{"dependencies": {"express": "4", "drizzle-orm": "0.40"}}',
        "schema/users.ts": USERS, "schema/posts.ts": POSTS,
        "schema/index.ts": 'export * from "./users";\nexport * from "./posts";\n',
        "server.ts": SERVER.replace("ASKED", asked),
    })  # fmt: skip
    return endpoint(app, "GET /rows/:id").queries[0]


WRITER = "db.query.users.findFirst({ where: (u, { eq }) => eq(u.id, +req.params.id), with: { posts: WITH } })"


@pytest.mark.parametrize(("inner", "parts"), [("true", (("posts", "author_id"),)), ("{ limit: 5 }", ())])
def test_a_list_that_comes_along_has_an_end_only_where_one_is_given(
    tmp_path: Path, inner: str, parts: tuple[tuple[str, str], ...]
) -> None:
    query = _asked(tmp_path, WRITER.replace("WITH", inner))
    assert query.parts == parts
    assert query.joins == (("posts", "id", "author_id"),)


@pytest.mark.parametrize(
    ("inner", "columns"), [("true", ()), ("{ columns: { name: true } }", ("name",)), ("{ columns: { passwordHash: false } }", ("id", "name"))]
)  # fmt: skip
def test_what_is_seen_of_the_row_that_comes_along(
    tmp_path: Path, inner: str, columns: tuple[str, ...]
) -> None:
    query = _asked(tmp_path, f"db.query.posts.findMany({{ limit: 20, with: {{ author: {inner} }} }})")
    assert [(one.table, one.columns) for one in query.along] == [("users", columns)]
    assert not query.parts
