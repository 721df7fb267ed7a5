import compression from "compression";
import { sql } from "drizzle-orm";
import express, { type Express } from "express";
import { setupAuth } from "./auth";
import { db } from "./db";
import { errorHandler, handler, sameOrigin } from "./requests";
import { registerAccountRoutes } from "./routes/account";
import { registerCodeRoutes } from "./routes/codes";
import { registerNoteRoutes } from "./routes/notes";
import { registerOrderRoutes } from "./routes/orders";
import { registerProductRoutes } from "./routes/products";

/** The whole app except the pages, which `index.ts` adds last. */
export function createApp(): Express {
  const app = express();
  app.set("trust proxy", 1);
  app.disable("x-powered-by");
  app.use(compression());
  app.get(
    "/readyz",
    handler(async (_req, res) => {
      await db.execute(sql`select 1`);
      res.json({ status: "ok" });
    }),
  );

  app.use("/api", sameOrigin, express.json({ limit: "64kb" }), (_req, res, next) => {
    res.set("Cache-Control", "no-store");
    next();
  });
  setupAuth(app);
  registerCodeRoutes(app);
  registerNoteRoutes(app);
  registerProductRoutes(app);
  registerOrderRoutes(app);
  registerAccountRoutes(app);
  app.use("/api", (_req, res) => res.status(404).json({ message: "Not found" }));
  app.use(errorHandler);
  return app;
}
