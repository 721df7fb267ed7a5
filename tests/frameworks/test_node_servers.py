"""Fastify, Hono, Koa, Nest, tRPC, GraphQL and sockets: endpoints with what stands before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.requests.uploads import uploads
from tests.frameworks.node_app import endpoint, shown, understood

SCHEMA = """
model Order {
  id     Int    @id @default(autoincrement())
  userId Int
  title  String @db.VarChar(80)
}
"""
PRISMA = 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\n'
SERVERS = {
    "fastify": """
import Fastify from "fastify";
import fp from "fastify-plugin";
const app = Fastify();
app.register(fp(async (f) => { f.decorate("guard", async (req, reply) => {
  try { await req.jwtVerify(); } catch { reply.code(401).send(); } }); }));
app.register(async (f) => {
  f.addHook("preHandler", f.guard);
  f.post("/orders/:id", { schema: { body: { type: "object", additionalProperties: false,
    properties: { title: { type: "string", maxLength: 80 } } } } }, async (req) =>
    prisma.order.update({ where: { id: +req.params.id }, data: req.body }));
}, { prefix: "/api" });
app.get("/api/open", async () => prisma.order.findMany());
""",
    "hono": """
import { Hono } from "hono";
import { jwt } from "hono/jwt";
import { zValidator } from "@hono/zod-validator";
import { z } from "zod";
const app = new Hono().basePath("/api");
app.get("/open", async (c) => c.json(await prisma.order.findMany()));
app.use("/orders/*", jwt({ secret: "s" }));
app.post("/orders/:id", zValidator("json", z.object({ title: z.string().max(80) })), async (c) =>
  c.json(await prisma.order.update({ where: { id: +c.req.param("id") }, data: c.req.valid("json") })));
""",
    "koa": """
import Koa from "koa";
import Router from "@koa/router";
import Joi from "joi";
const app = new Koa();
const open = new Router({ prefix: "/api" });
open.get("/open", async (ctx) => { ctx.body = await prisma.order.findMany(); });
const orders = new Router({ prefix: "/api" });
orders.use(async (ctx, next) => { if (!ctx.session.userId) ctx.throw(401); await next(); });
const schema = Joi.object({ title: Joi.string().max(80) });
orders.post("/orders/:id", async (ctx) => {
  const data = await schema.validateAsync(ctx.request.body);
  ctx.body = await prisma.order.update({ where: { id: +ctx.params.id }, data }); });
app.use(open.routes()).use(orders.routes());
""",
    "nest": """
import { NestFactory } from "@nestjs/core";
import { Body, Controller, Get, Injectable, Param, Post, UseGuards, ValidationPipe } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";
import { IsString, MaxLength } from "class-validator";
class Title { @IsString() @MaxLength(80) title: string; }
@Injectable() class Database extends PrismaClient {}
@Injectable() class Orders {
  constructor(private readonly db: Database) {}
  rename(id: number, data: Title) { return this.db.order.update({ where: { id }, data }); }
  all() { return this.db.order.findMany(); }
}
@Controller() class OrdersController {
  constructor(private readonly orders: Orders) {}
  @Get("open") open() { return this.orders.all(); }
  @UseGuards(AuthGuard("jwt")) @Post("orders/:id") rename(@Param("id") id: string, @Body() data: Title) {
    return this.orders.rename(+id, data); }
}
const app = await NestFactory.create({});
app.setGlobalPrefix("api");
app.useGlobalPipes(new ValidationPipe({ whitelist: true }));
""",
}


def app_of(folder: Path, body: str) -> App:
    return understood(folder, {"schema.prisma": SCHEMA, "index.ts": PRISMA + body})


@pytest.mark.parametrize("name", SERVERS)
def test_routes_are_seen_with_guards_checks_and_queries(name: str, tmp_path: Path) -> None:
    app = app_of(tmp_path, SERVERS[name])
    found, free = endpoint(app, "POST /api/orders/:id"), endpoint(app, "GET /api/open")
    assert found.framework == free.framework == name
    assert SIGNED_IN in Access(found).guards(found.facts) and not Access(free).guards(free.facts)
    assert [shown(q) for q in found.queries] == ["update Order id=+(params.id) ...parsed"]
    assert dict(found.queries[0].spreads[0].schema) == {"title": dict(found.checks[0].fields)["title"]}
    assert free.answers[-1].status == 200 and free.answers[-1].body.table == "Order"


def test_roles_that_nest_keeps_beside_a_handler_are_asked_for(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
import { CanActivate, Controller, Get, Injectable, SetMetadata, UseGuards } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import { AuthGuard } from "@nestjs/passport";
const Roles = (...roles) => SetMetadata("roles", roles);
@Injectable() class RolesGuard implements CanActivate {
  constructor(private reflector: Reflector) {}
  canActivate(context) {
    const wanted = this.reflector.getAllAndOverride("roles", [context.getHandler(), context.getClass()]);
    if (!wanted) return true;
    return wanted.includes(context.switchToHttp().getRequest().user.role);
  }
}
@UseGuards(AuthGuard("jwt"), RolesGuard) @Controller("orders") class OrdersController {
  @Get("all") @Roles("admin") all() { return prisma.order.findMany(); }
  @Get("some") some() { return prisma.order.findMany(); }
}
""",
    )
    everything, some = endpoint(app, "GET /orders/all"), endpoint(app, "GET /orders/some")
    assert ROLE in Access(everything).guards(everything.facts)
    assert Access(some).guards(some.facts) == {SIGNED_IN}


def test_resolvers_of_nest_are_procedures_behind_their_guards(tmp_path: Path) -> None:
    """GraphQL itself holds arguments to their types, and lets no field through that an input type does not name."""
    app = app_of(
        tmp_path,
        """
import { createParamDecorator, Injectable, UseGuards, ValidationPipe } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Args, Context, Field, GqlExecutionContext, InputType, Int, Mutation, Query, Resolver } from "@nestjs/graphql";
import { AuthGuard } from "@nestjs/passport";
import { MaxLength } from "class-validator";
@Injectable() class SignedIn extends AuthGuard("jwt") {
  getRequest(context) { return GqlExecutionContext.create(context).getContext().req; }
}
const Me = createParamDecorator((data, context) => GqlExecutionContext.create(context).getContext().req.user);
@InputType() class Title { @Field() @MaxLength(80) title: string; @Field({ nullable: true }) note?: string; }
@Resolver(() => Order) class OrdersResolver {
  @Query(() => [Order], { name: "orders" }) all() { return prisma.order.findMany(); }
  @Query(() => Order) order(@Args("id", { type: () => Int }) id: number) {
    return prisma.order.findFirst({ where: { id } }); }
  @UseGuards(SignedIn) @Mutation(() => Order) rename(@Me() me, @Args("id") id: string, @Args("input") input: Title) {
    return prisma.order.update({ where: { id, ownerId: me.id }, data: input }); }
  @Mutation(() => Boolean) leave(@Context() context) { return context.req.body.gone; }
  internal() { return prisma.order.deleteMany(); }
}
const app = await NestFactory.create({});
app.useGlobalPipes(new ValidationPipe());
""",
    )
    names = ["RPC Query.orders", "RPC Query.order", "RPC Mutation.rename", "RPC Mutation.leave"]
    assert [one.subject for one in app.endpoints] == names and app.endpoints[0].framework == "graphql"
    one, renamed = endpoint(app, "RPC Query.order"), endpoint(app, "RPC Mutation.rename")
    assert [shown(q) for q in one.queries] == ["select Order id=parsed"] and not Access(one).guards(one.facts)
    assert SIGNED_IN in Access(renamed).guards(renamed.facts)
    assert [shown(q) for q in renamed.queries] == ["update Order id=parsed ownerId=session.user.id ...parsed"]
    assert dict(renamed.queries[0].spreads[0].schema) == {"title": "string max 80", "note": "string"}


def test_procedures_of_trpc_have_their_input_and_middleware(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
import { initTRPC } from "@trpc/server";
import { z } from "zod";
const t = initTRPC.create();
const mine = t.procedure.use(({ ctx, next }) => { if (!ctx.session) throw new Error("no"); return next(); });
const orders = t.router({
  one: t.procedure.input(z.object({ id: z.number() })).query(({ input }) => prisma.order.findFirst({ where: { id: input.id } })),
  add: mine.input(z.object({ title: z.string() })).mutation(({ input }) => prisma.order.create({ data: input })),
});
export const router = t.router({ orders });
""",
    )
    one, add = endpoint(app, "RPC orders.one"), endpoint(app, "RPC orders.add")
    assert (one.kind, one.method, add.method) == ("rpc", "GET", "POST")
    assert SIGNED_IN in Access(add).guards(add.facts) and not Access(one).guards(one.facts)
    assert one.checks[0].fields == (("id", "number"),) and add.queries[0].spreads[0].kind == "parsed"


def test_resolvers_of_graphql_are_procedures(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
import { ApolloServer } from "@apollo/server";
new ApolloServer({ typeDefs: "", resolvers: { Query: {
  order: (_, { id }) => prisma.order.findUnique({ where: { id } }) } } });
""",
    )
    assert [shown(q) for q in endpoint(app, "RPC Query.order").queries] == ["select Order id=body.id"]


@pytest.mark.parametrize("guarded", [True, False])
def test_a_socket_is_an_endpoint_that_hears_what_is_sent_to_all(guarded: bool, tmp_path: Path) -> None:
    guard = 'io.use((socket, next) => socket.request.session.userId ? next() : next(new Error("no")));'
    app = app_of(
        tmp_path,
        f"""
import express from "express";
import {{ Server }} from "socket.io";
const app = express();
const io = new Server(app.listen(1));
{guard if guarded else ""}
io.on("connection", (socket) => {{ socket.on("say", (text, done) => done(text)); }});
app.post("/orders", async (req, res) => {{
  const order = await prisma.order.create({{ data: {{ userId: req.user.id, title: "x" }} }});
  io.emit("order", order); res.json(order); }});
""",
    )
    socket = endpoint(app, "WS /socket.io")
    assert socket.kind == "socket" and any(answer.body.table == "Order" for answer in socket.answers)
    assert (SIGNED_IN in Access(socket).guards(socket.facts)) == guarded


def test_what_a_handler_returns_is_answered_under_what_holds_there(tmp_path: Path) -> None:
    body = """
import Fastify from "fastify";
const app = Fastify();
app.get("/orders/:id", async (req, reply) => {
  await req.jwtVerify();
  const order = await prisma.order.findUnique({ where: { id: +req.params.id } });
  if (!order || order.userId !== req.user.id) return reply.code(404).send();
  return { title: order.title };
});
"""
    app = understood(tmp_path, {"prisma/schema.prisma": SCHEMA, "index.ts": PRISMA + body})
    found = endpoint(app, "GET /orders/:id")
    (shown_row,) = [answer for answer in found.answers if answer.status == 200]
    assert OWNER in Access(found).guards(shown_row.facts)


def test_a_helper_that_answers_or_hands_on_is_followed_both_ways(tmp_path: Path) -> None:
    body = """
import { Hono } from "hono";
const app = new Hono();
const load = async (id) => {
  const found = await prisma.order.findUnique({ where: { id } });
  if (!found) throw new Error("none");
  return { ...found, shown: true };
};
const answer = async (c, order) => {
  if (c.req.header("if-none-match") === order.title) return c.body(null, 304);
  return c.json(order);
};
app.get("/orders/:id", async (c) => {
  const order = await load(+c.req.param("id")).catch(() => null);
  if (!order) return c.json({ error: "none" }, 404);
  return await answer(c, order);
});
"""
    app = understood(tmp_path, {"prisma/schema.prisma": SCHEMA, "index.ts": PRISMA + body})
    found = endpoint(app, "GET /orders/:id")
    assert sorted(answer.status for answer in found.answers) == [200, 304, 404]
    for answer in found.answers:
        (tested, *_) = answer.facts
        assert tested.holds == (answer.status != 404) and "Order" in str(tested)


def test_each_strategy_of_passport_is_run_under_its_own_name(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
import express from "express";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { Strategy as GitHubStrategy } from "passport-github2";
passport.use(new LocalStrategy({ usernameField: "number", passReqToCallback: true }, async (req, number, password, done) =>
  done(null, await prisma.order.findFirst({ where: { title: number } }))));
passport.use(new GitHubStrategy({}, async (token, refresh, profile, done) =>
  done(null, await prisma.order.findFirst({ where: { id: profile.id } }))));
const app = express();
app.post("/login", express.json(), passport.authenticate("local"), (req, res) => res.json({ ok: true }));
""",
    )
    asked = [shown(query).split()[-1] for query in endpoint(app, "POST /login").queries]
    assert asked == ["title=body.number"]


WORKER = """
import { Hono } from "hono";
import { verify } from "hono/jwt";
import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const notes = sqliteTable("notes", { id: integer("id").primaryKey(), userId: integer("user_id"), title: text("title") });

class PersonId {
  private constructor(private readonly _value: number) {}
  static of(value: number) { return new PersonId(value); }
  get value() { return this._value; }
}

const app = new Hono();
app.use("*", async (c, next) => {
  c.set("db", drizzle(c.env.DB));
  const payload = await verify(c.req.header("authorization") ?? "", c.env.JWT_KEY);
  c.set("person", PersonId.of(Number(payload.sub)));
  await next();
});
app.patch("/notes/:id", async (c) => {
  const person = c.get("person");
  const { title } = await c.req.json();
  const [, changed] = await c.get("db").batch([
    c.get("db").delete(notes).where(and(eq(notes.title, title), eq(notes.userId, person.value))),
    c.get("db").update(notes).set({ title }).where(eq(notes.userId, person.value)).returning(),
  ]);
  return c.json(changed[0]);
});
app.delete("/notes", async (c) => {
  await c.get("db").run(sql`DELETE FROM ${notes} WHERE ${notes.userId} = ${c.get("person").value}`);
  return c.body(null, 204);
});
app.post("/ask", async (c) => c.json(await c.env.AI.run("@cf/meta/llama-3-8b-instruct", { prompt: "hello" })));
export default app;
"""


def test_a_worker_knows_who_asks_by_the_token_and_runs_a_batch_as_one(tmp_path: Path) -> None:
    app = understood(tmp_path, {"index.ts": WORKER})
    queries = endpoint(app, "PATCH /notes/:id").queries
    assert [query.operation for query in queries] == ["delete", "update"]
    assert all("session.token.sub" in shown(query) for query in queries)
    assert len({query.transaction for query in queries}) == 1 and queries[0].transaction
    (raw,) = endpoint(app, "DELETE /notes").queries
    assert (raw.operation, raw.table) == ("raw", "notes")


def test_a_model_of_the_platform_is_a_service(tmp_path: Path) -> None:
    (call,) = endpoint(understood(tmp_path, {"index.ts": WORKER}), "POST /ask").services
    assert (call.service, call.client) == ("ai.cloudflare", "workers-ai")


def test_fastify_hands_its_own_around_by_the_request_and_by_this(tmp_path: Path) -> None:
    body = """
import Fastify from "fastify";
import fp from "fastify-plugin";
import cookie from "@fastify/cookie";
const app = Fastify();
app.register(fp(async (f) => {
  f.register(cookie);
  f.decorate("prisma", prisma);
  f.decorate("guard", async (req, reply) => {
    try { await req.jwtVerify(); } catch { return reply.code(401).send({ message: "no" }); } });
  f.decorateRequest("owned", function () { return f.prisma.order.findMany({ where: { userId: this.user.id } }); });
  f.decorateReply("kept", function (token) { this.setCookie("token", token); return this; });
}));
const byServer = async (req, reply) => reply.send(
  await req.server.prisma.order.findUnique({ where: { id: +req.params.id } }));
app.register(async (f) => {
  f.get("/:id", { onRequest: [f.guard] }, byServer);
  f.get("/", { onRequest: [f.guard] }, async function (req, reply) {
    await this.prisma.order.count();
    return reply.kept("t").send(await req.owned()); });
}, { prefix: "/orders" });
"""
    app = understood(tmp_path, {"prisma/schema.prisma": SCHEMA, "index.ts": PRISMA + body})
    one, own = endpoint(app, "GET /orders/:id"), endpoint(app, "GET /orders")
    assert Access(one).anywhere() == {SIGNED_IN}
    assert [query.table for query in one.queries] == ["Order"]
    assert OWNER in Access(own).at_query(own.queries[1])
    assert any(answer.body.table == "Order" for answer in own.answers)


def test_hono_s_client_asks_for_the_path_that_is_spelled_out(tmp_path: Path) -> None:
    page = """
import { hc } from "hono/client";
const client = hc(import.meta.env.VITE_API_URL);
export function Orders({ id }) {
  const rename = async (title) => {
    await client.api.orders[":id"]["$patch"]({ param: { id }, json: { title } });
  };
  return <button onClick={() => rename("x")}>Rename</button>;
}
"""
    app = understood(tmp_path, {"package.json": '{"dependencies": {"react": "19"}}', "src/orders.tsx": page})
    asked = [(one.method, one.path) for work in app.works for one in work.fetches]
    assert asked == [("PATCH", "/api/orders/:id")]


PLUGGED = """
import Fastify from "fastify";
import postgres from "@fastify/postgres";
import multipart from "@fastify/multipart";
const app = Fastify();
await app.register(multipart);
await app.register(postgres, { connectionString: process.env.URL });
await app.register(async (inner) => {
  inner.get("/notes/:id", async (request) => {
    const { rows } = await inner.pg.query("SELECT * FROM notes WHERE id = $1", [request.params.id]);
    return rows[0];
  });
  inner.delete("/notes/:id", async (request) => {
    const client = await request.server.pg.connect();
    await client.query("DELETE FROM notes WHERE id = $1", [request.params.id]);
  });
  inner.post("/notes", async (request) =>
    app.pg.transact(async (client) => client.query("INSERT INTO notes (title) VALUES ($1)", [request.body.title])));
  inner.post("/files", async (request) => { const file = await request.file(); return file.filename; });
});
"""


def test_what_fastifys_plugins_put_on_the_server(tmp_path: Path) -> None:
    app = understood(tmp_path, {"server.ts": PLUGGED})
    assert [shown(q) for q in endpoint(app, "GET /notes/:id").queries] == ["select notes id=params.id"]
    assert [shown(q) for q in endpoint(app, "DELETE /notes/:id").queries] == ["delete notes id=params.id"]
    (made,) = endpoint(app, "POST /notes").queries
    assert shown(made) == "insert notes title:body.title" and made.transaction
    assert "POST /files" in {one.endpoint.subject for one in uploads(app)}
    assert "POST /notes" not in {one.endpoint.subject for one in uploads(app)}


PROVIDED = """
import { Controller, Inject, Injectable, Module, forwardRef } from "@nestjs/common";
import { Get, Param } from "@nestjs/common/decorators";
import { Pool } from "pg";
export const POOL = Symbol("POOL");
export abstract class Clock { abstract now(): Date }
@Injectable() export class SystemClock { now() { return new Date(); } }
@Injectable() export class NotesService {
  constructor(@Inject(POOL) private pool: Pool) {}
  one(id: string) { return this.pool.query("SELECT * FROM notes WHERE id = $1", [id]); }
}
@Controller("notes") export class NotesController {
  constructor(@Inject("INotesService") private notes: INotesService, @Inject(forwardRef(() => NotesService)) private same: NotesService) {}
  @Get(":id") one(@Param("id") id: string) { return this.notes.one(id); }
  @Get("same/:id") again(@Param("id") id: string) { return this.same.one(id); }
}
@Module({
  controllers: [NotesController],
  providers: [
    { provide: "INotesService", useClass: NotesService },
    { provide: POOL, useFactory: () => new Pool() },
    { provide: Clock, useClass: SystemClock },
  ],
})
export class NotesModule {}
"""


def test_nest_hands_in_what_modules_provide_under_a_token(tmp_path: Path) -> None:
    app = understood(tmp_path, {"notes.ts": PROVIDED})
    for subject in ("GET /notes/:id", "GET /notes/same/:id"):
        assert [shown(q) for q in endpoint(app, subject).queries] == ["select notes id=params.id"]


LOCAL = """
import { Controller, Injectable, Module, Post, Get, Request, UseGuards, UnauthorizedException } from "@nestjs/common";
import { AuthGuard, PassportStrategy } from "@nestjs/passport";
import { Strategy } from "passport-local";
import * as bcrypt from "bcrypt";
import { Pool } from "pg";
const pool = new Pool();
@Injectable() export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor() { super({ usernameField: "email" }); }
  async validate(email: string, password: string) {
    const { rows } = await pool.query("SELECT id, password FROM users WHERE email = $1", [email]);
    if (!rows[0] || !(await bcrypt.compare(password, rows[0].password))) throw new UnauthorizedException();
    return rows[0];
  }
}
@Injectable() export class LocalAuthGuard extends AuthGuard("local") {}
@Controller("auth") export class AuthController {
  @UseGuards(LocalAuthGuard) @Post("login") login(@Request() req) { return { id: req.user.id }; }
  @UseGuards(AuthGuard("jwt")) @Get("me") me(@Request() req) { return req.user; }
}
"""


def test_nests_local_guard_is_the_sign_in(tmp_path: Path) -> None:
    app = understood(tmp_path, {"auth.ts": LOCAL})
    login = endpoint(app, "POST /auth/login")
    assert [shown(q) for q in login.queries] == ["select users email=body.email"]
    assert SIGNED_IN not in Access(login).anywhere()
    assert SIGNED_IN in Access(endpoint(app, "GET /auth/me")).anywhere()


def test_handlers_that_hono_s_factory_makes_stand_one_after_another(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "note.js": """
const mongoose = require("mongoose");
module.exports = mongoose.model("Note", new mongoose.Schema({ title: String }));""",
            "index.ts": """
import { Hono } from "hono";
import { createFactory } from "hono/factory";
import { zValidator } from "@hono/zod-validator";
import { z } from "zod";
import Note from "./note";
const schema = z.object({ title: z.string().max(9) });
const add = createFactory().createHandlers(zValidator("json", schema), async (c) => {
  const { title } = c.req.valid("json");
  return c.json(await Note.create({ title }));
});
const app = new Hono();
app.post("/notes", ...add);
export default app;""",
        },
    )
    (query,) = endpoint(app, "POST /notes").queries
    title = query.written("title")
    assert title is not None and title.kind == "parsed", title
