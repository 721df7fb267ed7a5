"""Rights that stand written out under a role, and those who may because a row is theirs."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.access import OWNER, ROLE, Access
from tests.frameworks.node_app import endpoint, understood

SCHEMA = """
datasource db { provider = "postgresql" }
model User { id Int @id email String @unique password String role String }
"""
SERVER = """
import express from "express";
import jwt from "jsonwebtoken";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const app = express();
const RIGHTS = new Map(Object.entries({ user: ["look"], admin: ["look", "manage"] }));
const may = (...asked) => async (req, res, next) => {
  const claims = jwt.verify(req.headers.authorization, process.env.SECRET);
  const user = await prisma.user.findUnique({ where: { id: claims.sub } });
  if (!user) return res.status(401).end();
  const has = asked.every((right) => RIGHTS.get(user.role).includes(right));
  if (!has && req.params.userId !== user.id) return res.status(403).end();
  next();
};
app.post("/users", may("manage"), async (req, res) => res.json(await prisma.user.create({ data: req.body })));
app.patch("/users/:userId", may("manage"), async (req, res) =>
  res.json(await prisma.user.update({ where: { id: req.params.userId }, data: { email: req.body.email } })));
app.listen(3000);
"""


def test_a_right_that_a_role_has_is_asked_for_and_a_row_that_the_address_does_not_name_is_nobodys(
    tmp_path: Path,
) -> None:
    app = understood(tmp_path, {"schema.prisma": SCHEMA, "index.ts": SERVER})
    made, changed = endpoint(app, "POST /users"), endpoint(app, "PATCH /users/:userId")

    assert ROLE in Access(made).at_query(made.queries[-1])
    assert OWNER in Access(changed).at_query(changed.queries[-1])
    assert ROLE not in Access(changed).at_query(changed.queries[-1])
