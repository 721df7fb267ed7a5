import { createServer, type Server } from "http";
import { createApp } from "./app";
import { config } from "./config";
import { pool } from "./db";
import { errorHandler } from "./errors";
import { startDraining } from "./health";
import { describeError, logger } from "./logger";
import { serveStatic, setupVite } from "./static";
import { endStreams } from "./stock-stream";

const DRAIN_LIMIT_MS = 15_000;

/** Stops taking requests, finishes those under way, closes the database and exits. */
function drainOn(signals: NodeJS.Signals[], server: Server): void {
  let stopping = false;
  const drain = (signal: string, exitCode: number) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, "draining");
    startDraining();
    endStreams();
    setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
    server.close(async () => {
      await pool.end().catch((error) => logger.error({ error: describeError(error) }, "pool did not close"));
      process.exit(exitCode);
    });
    server.closeIdleConnections();
  };
  for (const signal of signals) process.on(signal, () => drain(signal, 0));
  // The state is unknown after these two: finish what is under way and let the platform start afresh
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (error) => {
      logger.fatal({ error: describeError(error) }, event);
      drain(event, 1);
    });
  }
}

async function main(): Promise<void> {
  const app = createApp();
  const server = createServer(app);
  server.requestTimeout = 30_000;
  if (app.get("env") === "development") {
    await setupVite(app, server);
  } else {
    serveStatic(app);
  }
  app.use(errorHandler);
  drainOn(["SIGTERM", "SIGINT"], server);
  server.listen({ port: config.PORT, host: "0.0.0.0" }, () => logger.info({ port: config.PORT }, "listening"));
}

main().catch((error) => {
  logger.fatal({ error: describeError(error) }, "could not start");
  process.exit(1);
});
