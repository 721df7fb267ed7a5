import type { Express } from "express";
import OpenAI from "openai";
import { handler } from "../requests";

const openai = new OpenAI({ timeout: 10_000 });

export function registerOrderRoutes(app: Express): void {
  app.post(
    "/api/shelf",
    handler(async (req, res) => {
      const found = await openai.responses.create({ model: "gpt-5-mini", input: String(req.body.text) });
      res.json({ id: found.id });
    }),
  );
}
