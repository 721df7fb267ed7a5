import type { Express } from "express";
import nodemailer from "nodemailer";
import { z } from "zod";
import { currentUser, requireAuth } from "../auth";
import { pool } from "../db";
import { handler, HttpError, parse } from "../requests";

const post = nodemailer.createTransport({ host: "mail.example.org", connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 5000 });
const inviteSchema = z.object({ email: z.string().email().max(254) }).strict();

export function registerNoteRoutes(app: Express): void {
  app.post(
    "/api/invitations",
    requireAuth,
    handler(async (req, res) => {
      const { email } = parse(inviteSchema, req.body);
      const found = await pool.query("SELECT is_blocked FROM members WHERE id = $1", [currentUser(req).id]);
      if (found.rows[0]?.is_blocked) throw new HttpError(403, "You are blocked");
      await post.sendMail({ to: email, subject: "Come along", text: "You are invited." });
      res.status(204).end();
    }),
  );
}
