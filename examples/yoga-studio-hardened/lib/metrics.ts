import client from "prom-client";

// Kept while the development server reloads modules: a metric can be registered once only
const kept = globalThis as unknown as { requestSeconds?: client.Histogram; pageErrors?: client.Counter };

export const registry = client.register;

/** Duration of requests under their route, never under their path: ids stay out of the metrics. */
export const requestSeconds = (kept.requestSeconds ??= new client.Histogram({
  name: "http_request_seconds",
  help: "Duration of requests by method, route and status",
  labelNames: ["method", "route", "status"],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
}));

/** Errors that a page or a server action ended with. */
export const pageErrors = (kept.pageErrors ??= new client.Counter({
  name: "http_unhandled_errors_total",
  help: "Errors that pages and server actions ended with, by kind",
  labelNames: ["kind"],
}));
