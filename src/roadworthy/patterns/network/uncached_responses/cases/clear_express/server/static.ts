import express, { type Express } from "express";
import fs from "fs";
import type { Server } from "http";
import path from "path";

/** Serves the built client: hashed assets for a year, everything else revalidated, index.html for page URLs. */
export function serveStatic(app: Express): void {
  const distPath = path.resolve(import.meta.dirname, "public");
  app.use("/assets", express.static(path.join(distPath, "assets"), { immutable: true, maxAge: "1y", index: false }));
  // What people put there changes under one name
  app.use("/uploads", express.static(path.resolve("uploads")));
  app.use("/assets", (_req, res) => res.status(404).end());
  app.use(express.static(distPath, { index: false, setHeaders: (res) => res.set("Cache-Control", "no-cache") }));
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
