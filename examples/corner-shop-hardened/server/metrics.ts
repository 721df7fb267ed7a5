import type { Express, RequestHandler } from "express";
import client from "prom-client";
import { handler } from "./errors";

client.collectDefaultMetrics();

const seconds = new client.Histogram({
  name: "http_request_seconds",
  help: "Duration of requests by method, route and status",
  labelNames: ["method", "route", "status"],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** Counts and times every request under its route, never under its path: ids and names stay out of the metrics. */
export const measured: RequestHandler = (req, res, next) => {
  const end = seconds.startTimer({ method: req.method });
  res.on("finish", () => end({ route: req.route?.path ?? "other", status: res.statusCode }));
  next();
};

/** For Prometheus on the machine itself; the proxy does not pass it on. */
export function registerMetrics(app: Express): void {
  app.get(
    "/metrics",
    handler(async (req, res) => {
      if (req.get("x-forwarded-for")) return void res.status(404).json({ message: "Not found", requestId: req.id });
      res.type(client.register.contentType).send(await client.register.metrics());
    }),
  );
}
