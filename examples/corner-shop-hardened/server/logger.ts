import pino from "pino";
import { config } from "./config";

export const logger = pino({
  level: config.LOG_LEVEL,
  base: { app: "corner-shop" },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["password", "*.password", "email", "*.email", "headers.cookie", "headers.authorization"],
});

/** What may be logged of an error: drizzle puts query parameters into `message`, so its cause is logged instead. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const source = error.cause instanceof Error ? error.cause : error;
  const code = "code" in source ? source.code : undefined;
  const stack = source.stack?.split("\n").slice(0, 8).join("\n");
  return { name: source.name, message: source.message, code, stack };
}
