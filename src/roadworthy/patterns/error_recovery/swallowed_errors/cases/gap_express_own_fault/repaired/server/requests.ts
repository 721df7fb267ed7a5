import { createHash } from "crypto";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";
import { ZodError, type ZodTypeAny, type z } from "zod";
import { attemptKey } from "@shared/input";

const REPEAT_WINDOW_MS = 10_000;

/** An error whose message is meant for the person who made the request. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Express 4 does not wait for promises: hand a rejection to the error handler. */
export function handler(run: (req: Request, res: Response, next: NextFunction) => Promise<unknown>): RequestHandler {
  return (req, res, next) => {
    run(req, res, next).catch(next);
  };
}

export function parse<Schema extends ZodTypeAny>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(value);
}

/** The client's Idempotency-Key; without one, the same input within ten seconds counts as the same attempt. */
export function attemptOf(req: Request, input: unknown): string {
  const given = parse(attemptKey.optional(), req.get("idempotency-key"));
  if (given) return given;
  const hash = createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 40);
  return `auto-${hash}-${Math.floor(Date.now() / REPEAT_WINDOW_MS)}`;
}

/** Refuses changes that another site makes in the name of a signed-in visitor. */
export const sameOrigin: RequestHandler = (req, _res, next) => {
  const origin = req.get("origin");
  if (["GET", "HEAD", "OPTIONS"].includes(req.method) || !origin) return next();
  if (URL.canParse(origin) && new URL(origin).host === req.get("host")) return next();
  next(new HttpError(403, "Cross-site request refused"));
};

/** The Postgres error code behind an error, such as 23505 for a broken unique constraint. */
export function databaseCode(error: unknown): string | undefined {
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (source instanceof Error && "code" in source && typeof source.code === "string") return source.code;
  return undefined;
}

function isUnavailable(error: unknown): boolean {
  if (/^(ECONN|ETIMEDOUT|ENOTFOUND|ENOENT|EPIPE|08|53|57P)/.test(databaseCode(error) ?? "")) return true;
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return source instanceof Error && /timeout exceeded when trying to connect|Connection terminated/.test(source.message);
}

export const errorHandler: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error instanceof ZodError) return res.status(400).json({ message: error.issues[0].message });
  if (error instanceof HttpError) return res.status(error.status).json({ message: error.message });
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) return res.status(status).json({ message: "The request could not be read" });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  console.error(`${req.method} ${req.path} failed:`, cause instanceof Error ? cause.stack : cause);
  if (isUnavailable(error)) {
    return res.status(503).set("Retry-After", "30").json({ message: "We are having trouble. Please try again in a minute." });
  }
  res.status(500).json({ message: "Something went wrong on our side" });
};
