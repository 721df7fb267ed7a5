import type { NextFunction, Request, Response } from "express";
import { ZodError } from "zod";

/** The last in line: what was wrong with the request is said, what went wrong in the server is logged. */
export function answerError(error: unknown, req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) return next(error);
  if (error instanceof ZodError) {
    res.status(400).json({ message: "Please check what you sent", issues: error.issues.map((issue) => issue.path.join(".")) });
    return;
  }
  console.error(`${req.method} ${req.path} failed:`, error);
  res.status(500).json({ message: "Something went wrong" });
}
