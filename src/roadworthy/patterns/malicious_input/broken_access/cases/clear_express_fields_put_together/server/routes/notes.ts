import type { Express } from "express";
import { currentUser, requireAuth } from "../auth";
import { pool } from "../db";
import { handler, HttpError } from "../requests";

export function registerNoteRoutes(app: Express): void {
  app.put(
    "/api/notes/:id",
    requireAuth,
    handler(async (req, res) => {
      const names = Object.keys(req.body).filter((name) => ["title", "body"].includes(name));
      const fields = names.map((name, index) => `${name} = $${index + 3}`).join(", ");
      const changed = await pool.query(`UPDATE notes SET ${fields} WHERE id = $1 AND user_id = $2`, [
        Number(req.params.id),
        currentUser(req).id,
        ...names.map((name) => req.body[name]),
      ]);
      if (changed.rowCount === 0) throw new HttpError(404, "Not found");
      res.status(204).end();
    }),
  );
}
