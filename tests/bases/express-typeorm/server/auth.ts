import type { NextFunction, Request, Response } from "express";
import jwt from "jsonwebtoken";

export interface Signed extends Request {
  user: { id: number; role: string };
}

/** Lets only people through whose token is sound. */
export function requireAuth(req: Request, res: Response, next: NextFunction) {
  const header = req.headers.authorization;
  if (!header) return res.status(401).json({ message: "Sign in first" });
  try {
    (req as Signed).user = jwt.verify(header.replace("Bearer ", ""), process.env.JWT_SECRET!) as Signed["user"];
  } catch {
    return res.status(401).json({ message: "Sign in again" });
  }
  next();
}
