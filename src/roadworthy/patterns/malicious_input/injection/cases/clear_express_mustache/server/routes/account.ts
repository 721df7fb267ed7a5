import type { Express } from "express";
import mustache from "mustache";
import { z } from "zod";
import { currentUser, requireAuth } from "../auth";
import { handler, parse } from "../requests";

const greeting = z.object({ text: z.string().max(200) }).strict();

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/account/greeting",
    requireAuth,
    handler(async (req, res) => {
      const { text } = parse(greeting, req.body);
      res.json({ text: mustache.render(text, { name: currentUser(req).name }) });
    }),
  );
}
