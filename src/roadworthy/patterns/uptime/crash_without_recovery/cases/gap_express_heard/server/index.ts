import { createServer, type Server } from "http";
import { createApp } from "./app";
import { pool } from "./db";
import { errorHandler } from "./requests";
import { serveStatic, setupVite } from "./static";

function drainOn(signal: NodeJS.Signals, server: Server): void {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), 15_000).unref();
    server.close(() => pool.end().finally(() => process.exit(0)));
    server.closeIdleConnections();
  });
}

async function main(): Promise<void> {
  const app = createApp();
  const server = createServer(app);
  if (app.get("env") === "development") {
    await setupVite(app, server);
  } else {
    serveStatic(app);
  }
  app.use(errorHandler);
  drainOn("SIGTERM", server);
  const port = Number(process.env.PORT || 5000);
  server.listen({ port, host: "0.0.0.0" }, () => console.log(`listening on ${port}`));
}

process.on("unhandledRejection", (reason) => console.error("nobody caught", reason));

main().catch((error) => {
  console.error("could not start:", error);
  process.exit(1);
});
