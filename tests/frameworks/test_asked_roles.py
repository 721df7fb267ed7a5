"""Roles that are asked of lists: written out by the caller, left on a handler, or of which one must be held."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.let_through import is_let_through
from tests.frameworks.node_app import endpoint, understood

PRISMA = """
model User { id Int @id
  role String @default("USER") }
model Note { id Int @id
  title String }
"""
EXPRESS = """
import express from "express";
import jwt from "jsonwebtoken";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const app = express();
const fits = (role, allowed) => {
  if (role === "ADMIN" && (allowed.includes("USER") || allowed.includes("ADMIN"))) return true;
  if (role === "USER" && allowed.includes("USER")) return true;
  return false;
};
const checked = (token, allowed) => {
  try {
    const claims = jwt.verify(token, process.env.SECRET);
    return fits(claims.role, allowed) ? [claims, null] : [null, 403];
  } catch (error) { return [null, 401]; }
};
const needs = (...allowed) => (req, res, next) => {
  const [claims, refused] = checked(req.headers.authorization, allowed);
  if (refused) return res.status(refused).end();
  req.claims = claims;
  next();
};
app.delete("/notes/:id", needs(ROLES), async (req, res) => { res.json(await prisma.note.delete({ where: { id: +req.params.id } })); });
app.listen(3000);
"""


@pytest.mark.parametrize(("roles", "asks"), [('"ADMIN"', True), ('"ADMIN", "USER"', False)])
def test_a_role_is_asked_where_the_callers_list_leaves_only_that_way(
    tmp_path: Path, roles: str, asks: bool
) -> None:
    app = understood(tmp_path, {
        "package.json": '{"dependencies": {"express": "4", "@prisma/client": "6", "jsonwebtoken": "9"}}',
        "prisma/schema.prisma": PRISMA, "server.js": EXPRESS.replace("ROLES", roles),
    })  # fmt: skip
    access = Access(endpoint(app, "DELETE /notes/:id"))
    assert SIGNED_IN in access.anywhere()
    facts = [str(fact) for fact in access.endpoint.facts]
    assert ("session.token.role == 'ADMIN'" in facts) is asks


REFUSED = """
import express from "express";
import jwt from "jsonwebtoken";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const app = express();
const auth = (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.SECRET); next(); } catch { res.status(401).end(); }
};
app.delete("/notes/:id", auth, async (req, res) => {
  if (req.user.role === "WHO") return res.status(403).end();
  res.json(await prisma.note.delete({ where: { id: +req.params.id } }));
});
app.listen(3000);
"""


@pytest.mark.parametrize(("refused", "asks"), [("EMPLOYEE", True), ("member", True), ("ADMIN", False)])
def test_who_refuses_those_with_the_least_rights_asks_for_more(
    tmp_path: Path, refused: str, asks: bool
) -> None:
    app = understood(tmp_path, {
        "package.json": '{"dependencies": {"express": "4", "@prisma/client": "6", "jsonwebtoken": "9"}}',
        "prisma/schema.prisma": PRISMA, "server.js": REFUSED.replace("WHO", refused),
    })  # fmt: skip
    found = endpoint(app, "DELETE /notes/:id")
    assert (ROLE in Access(found).at_query(found.queries[0])) is asks


NEST = """
import { Controller, Delete, Get, Injectable, Module, Param } from "@nestjs/common";
import { APP_GUARD, NestFactory, Reflector } from "@nestjs/core";
import { AuthGuard } from "@nestjs/passport";
import { PrismaClient } from "@prisma/client";
const Roles = Reflector.createDecorator<string[]>();
const Open = Reflector.createDecorator<boolean>();
@Injectable()
class SignedIn extends AuthGuard("jwt") {
  constructor(private reflector: Reflector) { super(); }
  canActivate(context) { return this.reflector.get(Open, context.getHandler()) ? true : super.canActivate(context); }
}
@Injectable()
class HasRole {
  constructor(private reflector: Reflector) {}
  canActivate(context) {
    const roles = this.reflector.getAllAndOverride(Roles, [context.getHandler(), context.getClass()]);
    if (!roles) return true;
    const { user } = context.switchToHttp().getRequest();
    return roles.some((role) => user.roles.includes(role));
  }
}
@Controller("notes")
class NotesController {
  prisma = new PrismaClient();
  @Open() @Get() list() { return this.prisma.note.findMany({ take: 20 }); }
  @Get(":id") one(@Param("id") id: string) { return this.prisma.note.findUnique({ where: { id: +id } }); }
  @Roles(["admin"]) @Delete(":id") remove(@Param("id") id: string) { return this.prisma.note.delete({ where: { id: +id } }); }
}
@Module({ controllers: [NotesController],
  providers: [{ provide: APP_GUARD, useClass: SignedIn }, { provide: APP_GUARD, useClass: HasRole }] })
class AppModule {}
NestFactory.create(AppModule).then((app) => app.listen(3000));
"""


def test_what_a_decorator_of_the_reflectors_leaves_is_asked_for(tmp_path: Path) -> None:
    app = understood(tmp_path, {
        "package.json": '{"dependencies": {"@nestjs/core": "11", "@nestjs/common": "11", "@prisma/client": "6"}}',
        "prisma/schema.prisma": PRISMA, "src/main.ts": NEST,
    })  # fmt: skip
    held = {one.subject: Access(one).anywhere() for one in app.endpoints}
    assert not held["GET /notes"]
    assert SIGNED_IN in held["GET /notes/:id"]
    assert ROLE not in held["GET /notes/:id"]
    assert ROLE in held["DELETE /notes/:id"]
    assert is_let_through(app, endpoint(app, "GET /notes"))
    assert not is_let_through(app, endpoint(app, "GET /notes/:id"))
