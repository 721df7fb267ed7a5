import type { Express } from "express";
import multer from "multer";
import { requireAuth } from "../auth";

const pictures = multer({ dest: "kept", limits: { fileSize: 1_000_000 }, fileFilter: (_, file, done) => done(null, file.mimetype === "image/png") });
const options = { dest: "kept", limits: { fileSize: 1_000_000 }, fileFilter: (_, file, done) => done(null, file.mimetype === "application/pdf") };
const papers = multer(options);

export function registerPaperRoutes(app: Express): void {
  app.post("/api/pictures", requireAuth, pictures.single("picture"), (_req, res) => {
    res.status(204).end();
  });
  app.post("/api/papers", requireAuth, papers.single("paper"), (_req, res) => {
    res.status(204).end();
  });
}
