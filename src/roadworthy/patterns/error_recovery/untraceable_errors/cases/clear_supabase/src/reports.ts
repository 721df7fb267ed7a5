import * as Sentry from "@sentry/react";

Sentry.init({ dsn: "https://d41d8cd98f00b204e9800998ecf8427e@o1.ingest.sentry.io/1" });

/** Tells the people who run the shop of a failure. */
export function report(error: unknown): void {
  Sentry.captureException(error);
}
