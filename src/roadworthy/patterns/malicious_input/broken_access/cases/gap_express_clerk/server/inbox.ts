import { getAuth } from "@clerk/hono";
import { eq } from "drizzle-orm";
import { Hono } from "hono";
import { notes } from "../shared/schema";
import { db } from "./db";

export const inbox = new Hono();

inbox.get("/inbox/:id", async (c) => {
  const auth = getAuth(c);
  if (!auth?.userId) return c.json({ message: "Sign in first" }, 401);
  const [note] = await db
    .select()
    .from(notes)
    .where(eq(notes.id, Number(c.req.param("id"))))
    .limit(1);
  return note ? c.json(note) : c.json({ message: "Not found" }, 404);
});
