import type { Express } from "express";
$IMPORTS

// Whoever asks gives up after a few seconds: the answer must come before that, also while the database hangs
const LIMIT_MS = 2_000;

async function askDatabase(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([$QUESTION, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function registerHealth(app: Express): void {
// liveness
  // Does the process answer? It asks nothing: restarting it would not bring a database back
  app.get("$LIVE", (_req, res) => {
    res.json({ status: "ok" });
  });

// liveness
  // Can it serve, its database included? Traffic should go elsewhere while it cannot
  app.get("$READY", async (_req, res) => {
    res.set("Cache-Control", "no-store");
    try {
      await askDatabase();
      res.json({ status: "ok" });
    } catch (error) {
      console.error("not ready:", error instanceof Error ? error.message : error);
      res.status(503).json({ status: "unavailable" });
    }
  });
}
