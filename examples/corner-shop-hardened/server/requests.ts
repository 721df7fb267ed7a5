import { randomUUID } from "crypto";
import type { RequestHandler } from "express";
import { logger } from "./logger";

declare global {
  namespace Express {
    interface Request {
      id: string;
    }
  }
}

/** Gives every request an id that the answer, the log and the audit log share. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get("x-request-id");
  req.id = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  res.set("X-Request-Id", req.id);
  next();
};

/** One line per request, without bodies, queries or names. */
export const requestLog: RequestHandler = (req, res, next) => {
  const start = process.hrtime.bigint();
  const { method, path } = req;
  res.on("finish", () => {
    const milliseconds = Number((process.hrtime.bigint() - start) / 1_000_000n);
    logger.info({ requestId: req.id, method, path, status: res.statusCode, milliseconds, userId: req.user?.id }, "request");
  });
  next();
};

/** Refuses changes that another site makes in the name of a signed-in visitor. */
export const sameOrigin: RequestHandler = (req, res, next) => {
  const origin = req.get("origin");
  if (["GET", "HEAD", "OPTIONS"].includes(req.method) || !origin) return next();
  if (URL.canParse(origin) && new URL(origin).host === req.get("host")) return next();
  res.status(403).json({ message: "Cross-site request refused", requestId: req.id });
};
