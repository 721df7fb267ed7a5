import type { RequestHandler } from "express";

/** Lets a request through only when the signed-in user has one of these roles. */
export function requireRole(...roles: string[]): RequestHandler {
  return (req, res, next) => {
    const user = (req as { user?: { role?: string | null } }).user;
    if (!user) {
      res.status(401).json({ message: "Please sign in" });
      return;
    }
    if (!user.role || !roles.includes(user.role)) {
      res.status(403).json({ message: "You may not do this" });
      return;
    }
    next();
  };
}
