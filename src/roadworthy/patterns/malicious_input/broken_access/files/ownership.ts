import type { RequestHandler } from "express";
import { eq } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { db } from "$DATABASE";

/** Who may act on anyone's row. */
const PRIVILEGED_ROLES = $ROLES;

interface Owned {
  /** The table whose row the request names. */
  table: PgTable;
  /** The column that the request's parameter is compared with. */
  key: PgColumn;
  /** The column that holds the owner's id. */
  owner: PgColumn;
  /** Where the request names the row: a route parameter, or a field of the body or query. */
  from?: "params" | "body" | "query";
  /** What it is called there. */
  name: string;
}

/**
 * Lets a request through only when the row it names belongs to the signed-in user. Anyone else gets 404, the
 * same answer as for a row that does not exist: whether it exists is not told.
 */
export function requireOwner({ table, key, owner, from = "params", name }: Owned): RequestHandler {
  return async (req, res, next) => {
    const user = (req as { user?: { id: unknown; role?: string | null } }).user;
    if (!user) {
      res.status(401).json({ message: "Please sign in" });
      return;
    }
    if (user.role && PRIVILEGED_ROLES.includes(user.role)) {
      next();
      return;
    }
    try {
      const value = key.dataType === "number" ? Number(req[from]?.[name]) : req[from]?.[name];
      const rows = Number.isNaN(value) ? [] : await db.select({ owner }).from(table).where(eq(key, value)).limit(1);
      if (rows.length === 0 || String(rows[0].owner) !== String(user.id)) {
        res.status(404).json({ message: "Not found" });
        return;
      }
      next();
    } catch (error) {
      next(error);
    }
  };
}
