import type { Express } from "express";
import { handler } from "../requests";

export function registerOrderRoutes(app: Express): void {
  app.post(
    "/api/internal/pages",
    handler(async (req, res) => {
      if (req.headers.authorization?.split(" ")[1] !== process.env.INTERNAL_API_KEY) {
        return res.status(401).json({ message: "Not for you" });
      }
      const answer = await fetch(req.body.url, { signal: AbortSignal.timeout(10_000) });
      res.json({ bytes: (await answer.arrayBuffer()).byteLength });
    }),
  );
}
