"""tRPC: a context that is what a token says, and not a user under a name of their own."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, understood

SCHEMA = """
datasource db { provider = "postgresql" }
model User { id Int @id email String @unique password String notes Note[] }
model Note { id Int @id title String ownerId Int owner User @relation(fields: [ownerId], references: [id]) }
"""
ROUTERS = """
import { initTRPC, TRPCError } from "@trpc/server";
import { PrismaClient } from "@prisma/client";
import { z } from "zod";
const prisma = new PrismaClient();
const t = initTRPC.context<Context>().meta<Meta>().create();
const signed = t.procedure.use(async ({ ctx, next }) => {
  if (!ctx?.name || ctx?.requiresTwoFactor) throw new TRPCError({ code: "UNAUTHORIZED" });
  return next({ ctx });
});
const staff = t.middleware(async ({ ctx, next }) => {
  if (ctx.role !== "superadmin") throw new TRPCError({ code: "FORBIDDEN" });
  return next({ ctx });
});
export const notes = t.router({
  open: t.procedure.query(() => prisma.note.findMany({ take: 5 })),
  mine: signed.query(({ ctx }) => prisma.note.findMany({ where: { ownerId: Number(ctx.id) }, take: 5 })),
  clear: signed.use(staff).input(z.object({ id: z.number() })).mutation(({ input }) => prisma.note.delete({ where: { id: input.id } })),
});
"""


def test_what_the_context_says_of_who_asks_is_a_guard(tmp_path: Path) -> None:
    app = understood(tmp_path, {"schema.prisma": SCHEMA, "index.ts": ROUTERS})
    opened, mine, clear = (endpoint(app, f"RPC {name}") for name in ("open", "mine", "clear"))

    assert not Access(opened).anywhere()
    assert SIGNED_IN in Access(mine).anywhere() and OWNER in Access(mine).at_query(mine.queries[0])
    assert {SIGNED_IN, ROLE} <= Access(clear).at_query(clear.queries[0])
