import { createServer } from "http";
import { Sequelize } from "sequelize";
import { createApp } from "./app";
import { errorHandler } from "./requests";
import { serveStatic, setupVite } from "./static";

const database = new Sequelize(process.env.DATABASE_URL as string, { logging: false });

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
  try {
    await database.authenticate();
    server.listen({ port, host: "0.0.0.0" }, () => console.log(`listening on ${port}`));
  } catch (error) {
    console.error("no database:", error instanceof Error ? error.message : error);
  }
}

main().catch((error) => {
  console.error("could not start:", error);
  process.exit(1);
});
