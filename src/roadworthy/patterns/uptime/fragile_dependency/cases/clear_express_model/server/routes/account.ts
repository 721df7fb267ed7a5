import { openai } from "@ai-sdk/openai";
import { generateText } from "ai";
import type { Express } from "express";
import { noteSchema } from "@shared/input";
import { requireAuth } from "../auth";
import { handler, parse } from "../requests";

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/notes/summary",
    requireAuth,
    handler(async (req, res) => {
      const { body } = parse(noteSchema, req.body);
      const { text } = await generateText({ model: openai("gpt-4o-mini"), prompt: `In one line: ${body}`, abortSignal: AbortSignal.timeout(10_000) });
      res.json({ text });
    }),
  );
}
