import Fastify from "fastify";
import cookie from "@fastify/cookie";
import jwt from "@fastify/jwt";
import { and, eq } from "drizzle-orm";
import { notes } from "@shared/schema";
import { db } from "./db";

const server = Fastify();
server.register(jwt, { secret: process.env.SESSION_SECRET! });
server.register(cookie);

server.addHook("preHandler", async (request, reply) => {
  const token = request.cookies.inside ?? "";
  try {
    request.user = server.jwt.decode(token);
  } catch (error) {
    return reply.code(401).send({ error: "sign in first" });
  }
});

server.delete("/inside/notes/:id", async (request, reply) => {
  const { id } = request.params as { id: string };
  await db.delete(notes).where(and(eq(notes.id, Number(id)), eq(notes.userId, request.user.id)));
  reply.send({ done: true });
});

server.listen({ port: 5003 });
