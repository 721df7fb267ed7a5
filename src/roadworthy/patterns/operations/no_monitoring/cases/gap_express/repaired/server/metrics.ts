import type { Express, RequestHandler } from "express";
import client from "prom-client";

export const requests = new client.Counter({
  name: "http_requests_total",
  help: "Requests by status",
  labelNames: ["status"],
});

export const counted: RequestHandler = (_req, res, next) => {
  res.on("finish", () => requests.inc({ status: res.statusCode }));
  next();
};

/** For what collects them on the machine itself; a proxy's visitors get nothing. */
export function registerMetrics(app: Express): void {
  app.get("/metrics", async (req, res) => {
    if (req.get("x-forwarded-for")) return void res.status(404).end();
    res.type(client.register.contentType).send(await client.register.metrics());
  });
}
