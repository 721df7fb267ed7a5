import { clerkMiddleware, getAuth } from "@clerk/hono";
import { and, eq } from "drizzle-orm";
import { Hono } from "hono";
import { notes, users } from "../shared/schema";
import { db } from "./db";

export const inbox = new Hono();

inbox.use("*", async (c, next) => {
  if (c.req.path === "/hooks") return await next();
  return clerkMiddleware()(c, next);
});

inbox.get("/inbox/:id", async (c) => {
  const auth = getAuth(c);
  if (!auth || !auth.userId) return c.json({ message: "Sign in first" }, 401);
  const [user] = await db.select().from(users).where(eq(users.email, auth.userId)).limit(1);
  if (!user) return c.json({ message: "Sign in first" }, 401);
  const [note] = await db
    .select()
    .from(notes)
    .where(and(eq(notes.id, Number(c.req.param("id"))), eq(notes.userId, user.id)))
    .limit(1);
  return note ? c.json(note) : c.json({ message: "Not found" }, 404);
});
