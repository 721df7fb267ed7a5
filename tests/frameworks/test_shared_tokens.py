"""One token for all, which the server's surroundings hold, shows who runs the server and no person who signed up."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, understood

APP = """
import { PrismaClient } from "@prisma/client";
import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { env } from "./env";
const prisma = new PrismaClient();
const app = new Hono();
app.delete("/orders/:id", bearerAuth(GIVEN), async (c) =>
  c.json(await prisma.order.delete({ where: { id: +c.req.param("id") } })));
export default app;
"""
ENV = """
import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";
export const env = createEnv({ server: { JOBS_TOKEN: z.string() }, experimental__runtimeEnv: {} });
"""
SCHEMA = """
model Order {
  id    Int    @id @default(autoincrement())
  title String
}
"""


@pytest.mark.parametrize(
    ("given", "rights"),
    [
        ("{ token: env.JOBS_TOKEN }", {SIGNED_IN, ROLE}),
        ("{ token: process.env.JOBS_TOKEN }", {SIGNED_IN, ROLE}),
        ("{ verifyToken: async (token, c) => known(token) }", {SIGNED_IN}),
    ],
)
def test_a_token_of_the_surroundings_is_the_operators(tmp_path: Path, given: str, rights: set[str]) -> None:
    files = {"src/app.ts": APP.replace("GIVEN", given), "src/env.ts": ENV, "prisma/schema.prisma": SCHEMA}
    found = endpoint(understood(tmp_path, files), "DELETE /orders/:id")
    assert Access(found).at_query(found.queries[0]) & {SIGNED_IN, ROLE} == rights
