import { and, eq } from "drizzle-orm";
import type { Express, Request } from "express";
import { roleGrants, userGrants } from "@shared/grants";
import { idParams } from "@shared/input";
import { users } from "@shared/schema";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

/** Whether a row gives the person the right, or their role. */
async function mayDo(action: string, req: Request): Promise<boolean> {
  const me = currentUser(req);
  const own = await db
    .select()
    .from(userGrants)
    .where(and(eq(userGrants.userId, me.id), eq(userGrants.action, action)))
    .limit(1);
  if (own.length > 0) return true;
  const given = await db
    .select()
    .from(roleGrants)
    .where(and(eq(roleGrants.role, me.role), eq(roleGrants.action, action)))
    .limit(1);
  return given.length > 0;
}

export function registerAccountRoutes(app: Express): void {
  app.delete(
    "/api/account/people/:id",
    requireAuth,
    handler(async (req, res) => {
      const { id } = parse(idParams, req.params);
      if (!(await mayDo("people.delete", req))) throw new HttpError(403, "Not allowed");
      await db.delete(users).where(eq(users.id, id));
      res.status(204).end();
    }),
  );
}
