import { eq } from "drizzle-orm";
import { Router } from "express";
import { notes } from "@shared/schema";
import { db } from "./db";
import { handler } from "./requests";
import signedIn from "./signed-in";

const shelf = Router();
shelf.use(signedIn);

shelf.patch(
  "/:id",
  handler(async (req, res) => {
    await db.update(notes).set({ title: String(req.body.title).slice(0, 120) }).where(eq(notes.id, Number(req.params.id)));
    res.json({ ok: true });
  }),
);

export default shelf;
