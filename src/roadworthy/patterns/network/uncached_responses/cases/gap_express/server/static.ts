import express, { type Express } from "express";
import fs from "fs";
import type { Server } from "http";
import path from "path";

/** Serves the built client, and index.html for page URLs. */
export function serveStatic(app: Express): void {
  const distPath = path.resolve(import.meta.dirname, "public");
  app.use(express.static(distPath));
  app.get("*", (_req, res) => {
    res.sendFile(path.join(distPath, "index.html"), { headers: { "Cache-Control": "no-cache" } });
  });
}

/** Development only: vite is loaded here so that production needs none of it. */
export async function setupVite(app: Express, server: Server): Promise<void> {
  const { createServer } = await import("vite");
  const vite = await createServer({ server: { middlewareMode: true, hmr: { server } }, appType: "custom" });
  app.use(vite.middlewares);
  app.get("*", async (req, res, next) => {
    try {
      const template = await fs.promises.readFile(path.resolve("client", "index.html"), "utf-8");
      res.type("html").send(await vite.transformIndexHtml(req.originalUrl, template));
    } catch (error) {
      next(error);
    }
  });
}
