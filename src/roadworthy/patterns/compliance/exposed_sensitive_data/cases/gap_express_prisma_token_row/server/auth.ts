import type { NextFunction, Request, Response } from "express";
import jwt from "jsonwebtoken";

const DAY_SECONDS = 86_400;

function secret(): string {
  const value = process.env.JWT_SECRET;
  if (!value) throw new Error("JWT_SECRET must be set, see .env.example");
  return value;
}

export function tokenFor(user: { id: number; role: string }): string {
  return jwt.sign({ ...user }, secret(), { algorithm: "HS256", expiresIn: DAY_SECONDS });
}

/** Lets only people through whose token is sound. */
export function requireAuth(req: Request, res: Response, next: NextFunction): void {
  const token = req.headers.authorization?.replace("Bearer ", "");
  if (!token) {
    res.status(401).json({ message: "Sign in first" });
    return;
  }
  try {
    req.user = jwt.verify(token, secret(), { algorithms: ["HS256"] }) as { id: number; role: string };
  } catch {
    res.status(401).json({ message: "Sign in again" });
    return;
  }
  next();
}

/** Lets only administrators through; stands behind `requireAuth`. */
export function requireAdmin(req: Request, res: Response, next: NextFunction): void {
  if (req.user?.role !== "ADMIN") {
    res.status(403).json({ message: "For administrators only" });
    return;
  }
  next();
}
