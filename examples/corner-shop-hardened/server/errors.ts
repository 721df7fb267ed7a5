import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";
import multer from "multer";
import type { ZodTypeAny, z } from "zod";
import { describeError, logger } from "./logger";

/** An error whose message is meant for the person who made the request. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "HttpError";
  }
}

type AsyncHandler = (req: Request, res: Response, next: NextFunction) => Promise<unknown>;

/** Express 4 does not wait for promises: hand a rejection to the error handler. */
export function handler(run: AsyncHandler): RequestHandler {
  return (req, res, next) => {
    run(req, res, next).catch(next);
  };
}

export function parse<Schema extends ZodTypeAny>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpError(400, result.error.issues[0].message);
}

/** The Postgres error code behind an error, such as 23505 for a broken unique constraint. */
export function databaseCode(error: unknown): string | undefined {
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (source instanceof Error && "code" in source && typeof source.code === "string") return source.code;
  return undefined;
}

function isUnavailable(error: unknown): boolean {
  const code = databaseCode(error);
  if (code && /^(ECONN|ETIMEDOUT|ENOTFOUND|EPIPE|08|53|57P)/.test(code)) return true;
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return source instanceof Error && /timeout exceeded when trying to connect|Connection terminated/.test(source.message);
}

function answerFor(error: unknown): { status: number; message: string } {
  if (error instanceof HttpError) return { status: error.status, message: error.message };
  if (error instanceof multer.MulterError) {
    return error.code === "LIMIT_FILE_SIZE"
      ? { status: 413, message: "The picture may not be larger than 2 MB" }
      : { status: 400, message: "Please upload one picture" };
  }
  if (isUnavailable(error)) return { status: 503, message: "We are having trouble. Please try again in a minute." };
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status === 413) return { status, message: "The request is too large" };
  if (status >= 400 && status < 500) return { status, message: "The request could not be read" };
  return { status: 500, message: "Something went wrong on our side" };
}

export const errorHandler: ErrorRequestHandler = (error, req, res, next) => {
  const { status, message } = answerFor(error);
  if (status >= 500) {
    logger.error({ requestId: req.id, path: req.path, error: describeError(error) }, "request failed");
  }
  if (res.headersSent) return next(error);
  if (status === 503) res.set("Retry-After", "30");
  res.status(status).json({ message, requestId: req.id });
};
