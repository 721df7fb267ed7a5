import type { NextFunction, Request, Response } from "express";
import jwt from "jsonwebtoken";

/** Lets only people through whose token is sound. */
export function requireAuth(req: Request, res: Response, next: NextFunction): void {
  const token = req.headers.authorization?.replace("Bearer ", "");
  if (!token) {
    res.status(401).json({ message: "Sign in first" });
    return;
  }
  try {
    req.user = jwt.verify(token, process.env.JWT_SECRET as string) as { id: number };
  } catch {
    res.status(401).json({ message: "Sign in again" });
    return;
  }
  next();
}
