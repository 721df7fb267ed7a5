import compression from "compression";
import express, { type Express } from "express";
import helmet from "helmet";
import { setupAuth } from "./auth";
import { errorHandler } from "./errors";
import { registerHealth } from "./health";
import { requestLimit } from "./limits";
import { measured, registerMetrics } from "./metrics";
import { servePictures } from "./pictures";
import { requestId, requestLog, sameOrigin } from "./requests";
import { registerRoutes } from "./routes";

const contentSecurityPolicy = {
  directives: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", "data:", "https:"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    upgradeInsecureRequests: null,
  },
};

/** The whole app except the pages, which `index.ts` adds last. */
export function createApp(): Express {
  const app = express();
  app.set("trust proxy", 1);
  app.disable("x-powered-by");

  app.use(requestId, requestLog, measured);
  app.use(helmet(app.get("env") === "development" ? { contentSecurityPolicy: false } : { contentSecurityPolicy }));
  app.use(compression());
  registerHealth(app);
  registerMetrics(app);
  servePictures(app);

  app.use("/api", requestLimit, sameOrigin, express.json({ limit: "64kb" }), (_req, res, next) => {
    res.set("Cache-Control", "no-store");
    next();
  });
  setupAuth(app);
  registerRoutes(app);
  app.use("/api", (req, res) => res.status(404).json({ message: "Not found", requestId: req.id }));
  app.use(errorHandler);
  return app;
}
