import Fastify from "fastify";
import jwt from "jsonwebtoken";
import { and, eq } from "drizzle-orm";
import { notes } from "@shared/schema";
import { db } from "./db";

const server = Fastify();

server.delete("/inside/notes/:id", async (request, reply) => {
  const { id } = request.params as { id: string };
  await db.delete(notes).where(and(eq(notes.id, Number(id)), eq(notes.userId, request.user.id)));
  reply.send({ done: true });
});

server.addHook("preHandler", async (request, reply) => {
  try {
    if (request.url === "/inside/health") return true;
    request.user = jwt.verify(request.headers.authorization!.split(" ")[1], process.env.SECRET!);
  } catch {
    reply.status(401).send({ message: "Please sign in" });
  }
});

server.listen({ port: 5003 });
