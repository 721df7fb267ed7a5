import type { Server } from "http";
// pool
import { $POOL } from "$DATABASE";
// pool

// Whoever told the process to stop kills it some time later: Docker after 10 s, Kubernetes after 30 s
const LIMIT_MS = 9_000;

/** At SIGTERM: takes no more requests, finishes those under way, closes the database and ends. */
export function endInOrder(server: Server): void {
  let ending = false;

  function end(code: number): void {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    server.close(async () => {
// pool
      await $POOL.end().catch((error: unknown) => console.error("the database did not close:", error));
// pool
      process.exit(code);
    });
    server.closeIdleConnections();
  }

  process.once("SIGTERM", () => end(0));
  process.once("SIGINT", () => end(0));
// last

  // Nobody knows the state of the process after these: finish what is under way, and be started afresh
  process.on("uncaughtException", (error) => {
    console.error("uncaught exception:", error);
    end(1);
  });
  process.on("unhandledRejection", (reason) => {
    console.error("unhandled rejection:", reason);
    end(1);
  });
// last
}
