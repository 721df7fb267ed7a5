import { createServer } from "http";
import { createApp } from "./app";
import { errorHandler } from "./requests";
import { serveStatic, setupVite } from "./static";

async function main(): Promise<void> {
  const app = createApp();
  const server = createServer(app);
  if (app.get("env") === "development") {
    await setupVite(app, server);
  } else {
    serveStatic(app);
  }
  app.use(errorHandler);
  const port = Number(process.env.PORT || 5000);
  server.listen({ port, host: "0.0.0.0" }, () => console.log(`listening on ${port}`));
}

process.on("uncaughtException", (error) => console.error("escaped:", error));

main().catch((error) => {
  console.error("could not start:", error);
  process.exit(1);
});
