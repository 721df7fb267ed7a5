import express from "express";
import OpenAI from "openai";
import { z } from "zod";

const questionSchema = z.object({ key: z.string().max(200), question: z.string().max(500) });

const app = express();

app.post("/api/answers", async (req, res, next) => {
  try {
    const { key, question } = questionSchema.parse(req.body);
    const openai = new OpenAI({ apiKey: key, timeout: 20_000 });
    const made = await openai.chat.completions.create({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: question }],
    });
    res.json({ answer: made.choices[0].message.content });
  } catch (error) {
    next(error);
  }
});
