import { GoogleGenerativeAI } from "@google/generative-ai";
import type { Express } from "express";
import { requireAuth } from "../auth";
import { handler } from "../requests";

const models = new GoogleGenerativeAI(process.env.GEMINI_API_KEY ?? "");

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/notes/ask",
    requireAuth,
    handler(async (req, res) => {
      const { message } = req.body;
      const model = models.getGenerativeModel({ model: "gemini-2.5-flash" });
      const result = await model.generateContent(`Answer in one sentence: ${message}`);
      res.json({ answer: result.response.text() });
    }),
  );
}
