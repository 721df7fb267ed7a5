import express from "express";
import Groq from "groq-sdk";
import { z } from "zod";

const questionSchema = z.object({ question: z.string().max(500) });

const groq = new Groq({ apiKey: process.env.GROQ_API_KEY, timeout: 20_000 });

const app = express();

app.post("/api/answers", async (req, res, next) => {
  try {
    const { question } = questionSchema.parse(req.body);
    const made = await groq.chat.completions.create({
      model: "llama-3.1-8b-instant",
      messages: [{ role: "user", content: question }],
    });
    res.json({ answer: made.choices[0].message.content });
  } catch (error) {
    next(error);
  }
});
