import Fastify from "fastify";
import jwt from "jsonwebtoken";
import { eq } from "drizzle-orm";
import { notes } from "@shared/schema";
import { db } from "./db";

const server = Fastify();

server.delete("/inside/notes/:id", async (request, reply) => {
  const { id } = request.params as { id: string };
  await db.delete(notes).where(eq(notes.id, Number(id)));
  reply.send({ done: true });
});

server.listen({ port: 5003 });
