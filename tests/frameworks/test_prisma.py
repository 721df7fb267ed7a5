"""What an app with Prisma is understood to keep and to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.views.people.access import OWNER, ROLE, Access
from tests.frameworks.node_app import endpoint, shown, understood

SCHEMA = """
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}
// a comment { with a brace
model User {
  id    String @id @default(cuid())
  email String @unique @map("e_mail") @db.VarChar(254)
  posts Post[]
  role  Role   @default(READER)
}
enum Role {
  READER
  WRITER
}
model Post {
  id       Int     @id @default(autoincrement())
  authorId String  @map("author_id")
  title    String  @default("untitled")
  price    Decimal @db.Decimal(10, 2)
  likes    Int     @default(0)
  tags     String[]
  author   User    @relation(fields: [authorId], references: [id], onDelete: Cascade)
  @@unique([authorId, title], name: "one_title")
  @@index([likes(sort: Desc)])
  @@map("posts")
}
"""
HEAD = """
import express from "express";
import { Prisma, PrismaClient } from "@prisma/client";
const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };
const prisma = globalForPrisma.prisma ?? new PrismaClient();
if (process.env.NODE_ENV !== "production") globalForPrisma.prisma = prisma;
const app = express();
app.use(express.json());
"""


def app_of(folder: Path, body: str) -> App:
    return understood(folder, {"prisma/schema.prisma": SCHEMA, "index.ts": HEAD + body})


def asked(folder: Path, body: str) -> list[str]:
    """The queries of one handler."""
    app = app_of(folder, f'app.post("/x/:id", async (req, res) => {{ {body} }});')
    return [shown(query) for query in endpoint(app, "POST /x/:id").queries]


def test_tables_columns_and_keys_are_those_of_the_schema(tmp_path: Path) -> None:
    posts = app_of(tmp_path, "").table("posts")
    assert posts is not None and posts.symbol == "Post"
    author, price = posts.column("authorId"), posts.column("price")
    assert author is not None and author.name == "author_id" and author.references is not None
    assert (author.references.table, author.references.on_delete) == ("User", "cascade")
    assert price is not None and price.type == "numeric(10,2)"
    assert posts.is_unique({"author_id", "title"}) and posts.indexed("likes")
    role = app_of(tmp_path, "").table("User").column("role")  # type: ignore[union-attr]
    assert role is not None and role.values == ("READER", "WRITER") and role.default == "'READER'"


def test_a_column_of_a_key_over_several_names_many_rows(tmp_path: Path) -> None:
    key = "model Like {\n  post   Int\n  person String\n  @@id([post, person])\n}\n"
    likes = understood(tmp_path, {"prisma/schema.prisma": SCHEMA + key, "index.ts": HEAD}).table("Like")
    assert likes is not None
    assert likes.is_unique({"post", "person"}) and not likes.is_unique({"person"})


QUERIES = {
    "await prisma.post.findFirst({ where: { id: +req.params.id, OR: [{ likes: { gt: 1 } }, { title: 'a' }] } });": [
        "select posts id=+(params.id) likes>1? title='a'?"
    ],
    "await prisma.post.findUnique({ where: { one_title: { authorId: req.user.id, title: req.body.title } } });": [
        "select posts author_id=session.user.id title=body.title"
    ],
    "await prisma.post.findMany({ where: { author: { email: req.body.email } } });": [
        "select posts e_mail=body.email"
    ],
    "await prisma.post.findMany({ where: { title: { contains: req.query.q, mode: 'insensitive' } } });": [
        "select posts titleiliketemplate('%', query.q, '%')"
    ],
    "await prisma.post.update({ where: { id: 1 }, data: { likes: { increment: 1 }, title: req.body.title } });": [
        "update posts id=1 likes:1! title:body.title"
    ],
    "await prisma.post.create({ data: { ...req.body, author: { connect: { id: req.user.id } } } });": [
        "insert posts author_id:session.user.id ...body"
    ],
    "await prisma.user.create({ data: { email: 'a', posts: { create: [{ title: req.body.title }] } } });": [
        "insert User e_mail:'a'",
        "insert posts title:body.title author_id:User.id",
    ],
    "await prisma.$queryRaw`SELECT * FROM posts WHERE author_id = ${req.user.id}`;": [
        "select posts author_id=session.user.id"
    ],
    "await prisma.$queryRawUnsafe(`SELECT * FROM posts WHERE title = '${req.body.title}'`);": [
        "select posts sqlbody.title title=template(body.title)"
    ],
}


@pytest.mark.parametrize("code", QUERIES)
def test_a_query_is_seen_with_its_rows_and_values(code: str, tmp_path: Path) -> None:
    assert asked(tmp_path, code) == QUERIES[code]


@pytest.mark.parametrize(
    "code",
    [
        "await prisma.$transaction(async (tx) => { await tx.post.deleteMany({}); });",
        "await prisma.$transaction([prisma.post.deleteMany({})]);",
    ],
)
def test_a_transaction_is_seen_in_both_forms(code: str, tmp_path: Path) -> None:
    app = app_of(tmp_path, f'app.post("/x", async (req, res) => {{ {code} }});')
    (query,) = endpoint(app, "POST /x").queries
    assert query.operation == "delete" and query.transaction


def test_a_filter_that_may_be_undefined_holds_only_sometimes(tmp_path: Path) -> None:
    (query,) = asked(tmp_path, "await prisma.post.findMany({ where: { title: req.query.t || undefined } });")
    assert query.endswith("?")


def test_rows_of_a_relation_are_told_from_their_owner(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """app.get("/p/:id", async (req, res) => {
          const post = await prisma.post.findUnique({ where: { id: +req.params.id }, include: { author: true } });
          if (post.author.id !== req.session.userId) return res.status(403).end();
          res.json(post); });""",
    )
    found = endpoint(app, "GET /p/:id")
    assert found.queries[0].joins == (("User", "author_id", "id"),)
    assert OWNER in Access(found).after_query(found.queries[0])


def test_the_clients_of_production_and_of_development_are_one(tmp_path: Path) -> None:
    head = """
import express from "express";
import { PrismaClient } from "@prisma/client";
declare global { var kept: PrismaClient }
let prisma: PrismaClient;
if (process.env.NODE_ENV === "production") {
  prisma = new PrismaClient();
} else {
  if (!global.kept) global.kept = new PrismaClient();
  prisma = global.kept;
}
const db = prisma;
const app = express();
app.get("/x/:id", async (req, res) => { res.json(await db.post.findUnique({ where: { id: Number(req.params.id) } })); });
"""
    app = understood(tmp_path, {"prisma/schema.prisma": SCHEMA, "index.ts": head})
    found = endpoint(app, "GET /x/:id")
    assert [query.number for query in found.queries] == [0]
    assert not any("NODE_ENV" in str(fact) for query in found.queries for fact in query.facts)
    assert "NODE_ENV" not in str(found.answers)


def test_a_client_kept_under_a_name_is_the_client(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "prisma/schema.prisma": SCHEMA,
            "kept.ts": """
export function kept<T>(name: string, make: () => T): T {
  const all = globalThis as any;
  if (!all.__kept) all.__kept = new Map();
  if (!all.__kept.has(name)) all.__kept.set(name, make());
  return all.__kept.get(name);
}
""",
            "index.ts": """
import express from "express";
import { PrismaClient } from "@prisma/client";
import { kept } from "./kept";
const prisma = kept("prisma", () => new PrismaClient());
const app = express();
app.get("/posts", async (req, res) => res.json(await prisma.post.findMany()));
""",
        },
    )
    assert [query.table for query in endpoint(app, "GET /posts").queries] == ["posts"]


@pytest.mark.parametrize("source", ["@prisma/client", "../generated/prisma", "./database"])
def test_a_role_is_asked_for_by_the_schema_s_own_names(tmp_path: Path, source: str) -> None:
    app = understood(
        tmp_path,
        {
            "prisma/schema.prisma": SCHEMA,
            "database.ts": 'export * from "@prisma/client";',
            "index.ts": HEAD
            + f"""
import {{ Role }} from "{source}";
import jwt from "jsonwebtoken";
app.use((req, res, next) => {{
  req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET);
  next();
}});
app.delete("/posts/:id", async (req, res) => {{
  if (!req.user.roles.includes(Role.READER)) return res.status(403).end();
  await prisma.post.delete({{ where: {{ id: Number(req.params.id) }} }});
  res.end();
}});
""",
        },
    )
    assert ROLE in Access(endpoint(app, "DELETE /posts/:id")).anywhere()


def test_a_column_that_is_written_for_some_alone_says_for_whom(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """app.put("/users/:id", async (req, res) => {
  const data: any = { email: req.body.email };
  if (req.headers["x-role"] === "admin") data.role = req.body.role ?? req.query.role;
  await prisma.user.update({ where: { id: req.params.id }, data });
});""",
    )
    email, role = endpoint(app, "PUT /users/:id").queries[0].writes
    assert not email.facts
    assert "headers.x-role == 'admin'" in [str(fact) for fact in role.facts]


@pytest.mark.parametrize(
    "source", ("../generated/prisma/client", "../generated/prisma", "@prisma/client", "@/generated/prisma")
)
def test_a_class_of_the_app_s_own_over_the_client_is_the_client(tmp_path: Path, source: str) -> None:
    """The client of `output` is written on building, and no file of it is missing; what the class only tells the compiler of is as
    it inherits it."""
    generator = 'generator client {\n  provider = "prisma-client"\n  output = "../src/generated/prisma"\n}\n'
    service = f'import {{ PrismaClient }} from "{source}";\n' + (
        "export class Database extends PrismaClient {\n"
        "  [name: string]: any;\n  user: any;\n"
        "  async byMail(email: string) { return this.user.findUnique({ where: { email } }); }\n}\n"
        "export const database = new Database();\n"
    )
    routes = (
        'import express from "express";\nimport { database } from "./db/service";\nconst app = express();\n'
        'app.get("/u/:id", async (req, res) => res.json(await database.user.findMany({ where: { id: req.params.id } })));\n'
        'app.get("/m/:mail", async (req, res) => res.json(await database.byMail(req.params.mail)));\n'
    )
    files = {"prisma/schema.prisma": generator + SCHEMA, "src/db/service.ts": service, "src/index.ts": routes}
    app = understood(tmp_path, files)
    assert [shown(q) for q in endpoint(app, "GET /u/:id").queries] == ["select User id=params.id"]
    assert [shown(q) for q in endpoint(app, "GET /m/:mail").queries] == ["select User e_mail=params.mail"]
    assert [one.reason for one in app.unknown if "leads to no file" in one.reason] == []
