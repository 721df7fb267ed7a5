import express from "express";
import OpenAI from "openai";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { assistants } from "@shared/schema";
import { db } from "./db";

const questionSchema = z.object({ assistant: z.number().int(), question: z.string().max(500) });

const app = express();

app.post("/api/answers", async (req, res, next) => {
  try {
    const { assistant, question } = questionSchema.parse(req.body);
    const [row] = await db.select().from(assistants).where(eq(assistants.id, assistant));
    if (!row) return res.status(404).end();
    const openai = new OpenAI({ apiKey: row.apiKey, timeout: 20_000 });
    const made = await openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: question }],
    });
    res.json({ answer: made.choices[0].message.content });
  } catch (error) {
    next(error);
  }
});
