import type { Express } from "express";
import { profileSchema } from "@shared/input";
import { eraseAccount, exportAccount } from "../account";
import { audit } from "../audit";
import { currentUser, requireAuth, toPublicUser } from "../auth";
import { db } from "../db";
import { handler, HttpError, parse } from "../errors";
import { writeLimit } from "../limits";
import { pictureUpload, removePicture, savePicture } from "../pictures";
import { storage } from "../storage";

const updateProfile = handler(async (req, res) => {
  const profile = parse(profileSchema, req.body);
  const user = await storage.updateProfile(currentUser(req).id, profile);
  if (!user) throw new HttpError(404, "User not found");
  res.json(toPublicUser(user));
});

const changePicture = handler(async (req, res) => {
  const before = currentUser(req);
  if (!req.file) throw new HttpError(400, "No file uploaded");
  const url = await savePicture(req.file.buffer);
  const user = await storage.updatePicture(before.id, url);
  if (!user) throw new HttpError(404, "User not found");
  await removePicture(before.pictureUrl);
  res.json(toPublicUser(user));
});

const exportOwnData = handler(async (req, res) => {
  const user = currentUser(req);
  const data = await exportAccount(user.id);
  await audit(req, { action: "account.exported", object: `user:${user.id}` });
  res.set("Content-Disposition", 'attachment; filename="corner-shop-data.json"').json(data);
});

const eraseOwnAccount = handler(async (req, res) => {
  const user = currentUser(req);
  await db.transaction(async (tx) => {
    await eraseAccount(tx, user);
    await audit(req, { action: "account.erased", object: `user:${user.id}` }, tx);
  });
  await removePicture(user.pictureUrl);
  await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
  res.clearCookie("connect.sid").status(204).end();
});

export function registerAccountRoutes(app: Express): void {
  app.patch("/api/profile", requireAuth, writeLimit, updateProfile);
  app.post("/api/profile/picture", requireAuth, writeLimit, pictureUpload, changePicture);
  app.get("/api/account/export", requireAuth, writeLimit, exportOwnData);
  app.delete("/api/account", requireAuth, writeLimit, eraseOwnAccount);
}
