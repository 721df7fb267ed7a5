import express from "express";
import { z } from "zod";
import { requireAuth } from "./auth";

const nameSchema = z.object({ name: z.string().min(1).max(80) });

const app = express();

app.put("/api/name", requireAuth, (req, res) => {
  const parsed = nameSchema.safeParse(req.body);
  if (!parsed.success) return res.status(400).json({ message: "Please check the name" });
  res.json({ name: parsed.data.name });
});
