import { randomUUID } from "crypto";
import express, { type Express } from "express";
import fs from "fs";
import multer from "multer";
import path from "path";
import { config } from "./config";
import { HttpError } from "./errors";

const uploadDir = path.resolve(config.UPLOAD_DIR);
const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

export const pictureUpload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MAX_PICTURE_BYTES, files: 1, fields: 0, parts: 2 },
}).single("picture");

const signatures: { extension: string; matches: (head: Buffer) => boolean }[] = [
  { extension: ".png", matches: (head) => head.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")) },
  { extension: ".jpg", matches: (head) => head.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex")) },
  {
    extension: ".webp",
    matches: (head) => head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP",
  },
];

/** Saves a picture under a random name, its type taken from its first bytes, and returns its URL. */
export async function savePicture(content: Buffer): Promise<string> {
  const kind = signatures.find((signature) => signature.matches(content));
  if (!kind) throw new HttpError(415, "Please upload a PNG, JPEG or WebP picture");
  const fileName = `${randomUUID()}${kind.extension}`;
  await fs.promises.writeFile(path.join(uploadDir, fileName), content, { flag: "wx" });
  return `/uploads/${fileName}`;
}

export async function removePicture(url: string | null): Promise<void> {
  if (!url?.startsWith("/uploads/")) return;
  await fs.promises.rm(path.join(uploadDir, path.basename(url)), { force: true });
}

export function servePictures(app: Express): void {
  fs.mkdirSync(uploadDir, { recursive: true });
  app.use(
    "/uploads",
    express.static(uploadDir, {
      immutable: true,
      maxAge: "1y",
      index: false,
      dotfiles: "ignore",
      setHeaders: (res) => res.set("Content-Security-Policy", "default-src 'none'; sandbox"),
    }),
    (_req, res) => res.status(404).json({ message: "Picture not found" }),
  );
}
