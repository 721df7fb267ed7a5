"""tRPC: middleware that is put behind other middleware, and middleware that nobody read."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, understood

SCHEMA = """
datasource db { provider = "postgresql" }
model Member { id Int @id userId Int teamId Int }
model Note { id Int @id title String teamId Int }
"""
ROUTERS = """
import { initTRPC, TRPCError } from "@trpc/server";
import jwt from "jsonwebtoken";
import { PrismaClient } from "@prisma/client";
import { z } from "zod";
import { guards } from "./guards";
const prisma = new PrismaClient();
const t = initTRPC.context<Context>().create();
const isUser = t.middleware(async (opts) => {
  const token = opts.ctx.token;
  if (!token) throw new TRPCError({ code: "UNAUTHORIZED" });
  return opts.next({ ctx: { user: jwt.verify(token, process.env.SECRET) } });
});
function ofTeam() {
  return isUser.unstable_pipe(async (opts) => {
    const member = await prisma.member.findFirst({ where: { teamId: opts.input.teamId, userId: opts.ctx.user.id } });
    if (!member) throw new TRPCError({ code: "FORBIDDEN" });
    return opts.next();
  });
}
const byTeam = t.procedure.input(z.object({ id: z.number(), teamId: z.number() }));
export const notes = t.router({
  open: byTeam.mutation(({ input }) => prisma.note.delete({ where: { id: input.id, teamId: input.teamId } })),
  piped: byTeam.use(ofTeam()).mutation(({ input }) => prisma.note.delete({ where: { id: input.id, teamId: input.teamId } })),
  unread: byTeam.use(guards.team()).mutation(({ input }) => prisma.note.delete({ where: { id: input.id, teamId: input.teamId } })),
});
"""


def test_middleware_behind_other_middleware_runs_after_it(tmp_path: Path) -> None:
    app = understood(tmp_path, {"schema.prisma": SCHEMA, "index.ts": ROUTERS})
    opened, piped, unread = (endpoint(app, f"RPC {name}") for name in ("open", "piped", "unread"))

    assert not Access(opened).anywhere()
    assert SIGNED_IN in Access(piped).anywhere()
    assert [query.table for query in piped.queries] == ["Member", "Note"]
    assert Access(unread).unread(unread.queries[-1])
