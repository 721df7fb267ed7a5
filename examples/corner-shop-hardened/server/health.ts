import type { Express } from "express";
import { handler } from "./errors";
import { pool } from "./db";

let draining = false;

/** From now on /readyz answers 503, so that no new traffic is sent here. */
export function startDraining(): void {
  draining = true;
}

async function databaseAnswers(): Promise<boolean> {
  const patience = new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false).unref());
  const query = pool.query("select 1").then(
    () => true,
    () => false,
  );
  return Promise.race([query, patience]);
}

export function registerHealth(app: Express): void {
  // Liveness: is the process able to answer? A database outage is reported but is no reason to restart.
  app.get(
    "/healthz",
    handler(async (_req, res) => {
      res.json({ status: "ok", database: (await databaseAnswers()) ? "up" : "down" });
    }),
  );

  // Readiness: should traffic be sent here?
  app.get(
    "/readyz",
    handler(async (_req, res) => {
      const database = await databaseAnswers();
      const ready = database && !draining;
      res.status(ready ? 200 : 503).json({ status: ready ? "ready" : "not ready", database: database ? "up" : "down" });
    }),
  );
}
