"""Routers of tRPC before version 10."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, shown, understood

SCHEMA = """
datasource db {
  provider             = "mysql"
  referentialIntegrity = "prisma"
}
model Author {
  id    Int    @id
  books Book[]
}
model Book {
  id       Int    @id
  title    String
  authorId Int
  author   Author @relation(fields: [authorId], references: [id])
}
"""
CHAINED = """
import * as trpc from "@trpc/server";
import { Prisma, PrismaClient } from "@prisma/client";
import { z } from "zod";
const prisma = new PrismaClient();
const told = Prisma.validator<Prisma.BookFindManyArgs>()({ select: { title: true } });
const open = trpc.router<Context>();
const signed = open.middleware(({ ctx, next }) => {
  if (!ctx.session?.user) throw new trpc.TRPCError({ code: "UNAUTHORIZED" });
  return next({ ctx: { ...ctx } });
});
const books = signed
  .query("one", { input: z.object({ id: z.number() }), resolve: ({ input }) => prisma.book.findUnique({ ...told, where: input }) })
  .mutation("add", { input: z.object({ title: z.string() }), async resolve({ input }) {
    return prisma.book.create({ data: { ...input, authorId: 1 } });
  } });
const counts = open.query("all", { resolve: () => prisma.book.count() });
export const router = open.transformer(json).merge("book.", books).merge("count.", counts);
"""


def test_chained_procedures_stand_under_their_prefix_and_after_their_middleware(tmp_path: Path) -> None:
    app = understood(tmp_path, {"schema.prisma": SCHEMA, "index.ts": CHAINED})
    assert {one.subject for one in app.endpoints} == {"RPC book.one", "RPC book.add", "RPC count.all"}
    one, add, counted = (endpoint(app, f"RPC {name}") for name in ("book.one", "book.add", "count.all"))
    assert (one.method, add.method) == ("GET", "POST") and add.checks[0].fields == (("title", "string"),)
    assert SIGNED_IN in Access(one).guards(one.facts) and not Access(counted).guards(counted.facts)
    assert add.queries[0].spreads[0].kind == "parsed"


def test_a_record_that_a_schema_let_through_is_a_condition_of_its_fields(tmp_path: Path) -> None:
    app = understood(tmp_path, {"schema.prisma": SCHEMA, "index.ts": CHAINED})
    asked = endpoint(app, "RPC book.one").queries[0]
    assert shown(asked) == "select Book id=parsed.id" and asked.columns == ("title",)


def test_a_client_that_keeps_relations_itself_makes_no_index_for_them(tmp_path: Path) -> None:
    kept = understood(tmp_path / "kept", {"schema.prisma": SCHEMA, "index.ts": CHAINED}).table("Book")
    plain = SCHEMA.replace('referentialIntegrity = "prisma"', "")
    foreign = understood(tmp_path / "foreign", {"schema.prisma": plain, "index.ts": CHAINED}).table("Book")
    assert kept is not None and not kept.indexed("authorId")
    assert foreign is not None and foreign.indexed("authorId")
