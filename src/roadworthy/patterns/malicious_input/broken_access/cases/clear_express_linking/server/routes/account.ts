import type { Express } from "express";
import { google } from "googleapis";
import { z } from "zod";
import { calendarLinks } from "@shared/links";
import { currentUser, requireAuth } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../requests";

const oauth = new google.auth.OAuth2(process.env.GOOGLE_ID, process.env.GOOGLE_SECRET, process.env.GOOGLE_BACK);

export function registerAccountRoutes(app: Express): void {
  app.get(
    "/api/calendar/callback",
    requireAuth,
    handler(async (req, res) => {
      const { code, state } = parse(z.object({ code: z.string(), state: z.string() }), req.query);
      if (state !== req.session.linkState) throw new HttpError(400, "Please start again");
      const { tokens } = await oauth.getToken(code);
      if (!tokens.access_token) throw new HttpError(502, "The calendar gave no access");
      await db.insert(calendarLinks).values({ userId: currentUser(req).id, accessToken: tokens.access_token });
      res.redirect("/");
    }),
  );
}
