import client from "prom-client";

export const requests = new client.Counter({
  name: "http_requests_total",
  help: "Requests by status",
  labelNames: ["status"],
});
