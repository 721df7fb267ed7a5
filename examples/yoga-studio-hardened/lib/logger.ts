import pino from "pino";

export const logger = pino({
  level: process.env.LOG_LEVEL || "info",
  base: { app: "yoga-studio" },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["password", "*.password", "email", "*.email", "headers.cookie", "headers.authorization"],
});

/** What may be logged of an error: drizzle puts query parameters into `message`, so its cause is logged instead. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const source = error.cause instanceof Error ? error.cause : error;
  const code = "code" in source ? source.code : undefined;
  return { name: source.name, message: source.message, code, stack: source.stack?.split("\n").slice(0, 8).join("\n") };
}
