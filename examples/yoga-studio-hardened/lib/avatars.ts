import "server-only";
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { HttpError } from "./http";

const MAX_BYTES = 2 * 1024 * 1024;
const uploadDir = () => path.resolve(process.env.UPLOAD_DIR || "uploads");

const signatures = [
  { extension: ".png", type: "image/png", matches: (head: Buffer) => head.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")) },
  { extension: ".jpg", type: "image/jpeg", matches: (head: Buffer) => head.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex")) },
];

/** Saves a picture under a random name, its type taken from its first bytes, and returns its address. */
export async function saveAvatar(file: File): Promise<string> {
  if (file.size > MAX_BYTES) throw new HttpError(413, "The picture may not be larger than 2 MB");
  const content = Buffer.from(await file.arrayBuffer());
  const kind = signatures.find((signature) => signature.matches(content));
  if (!kind) throw new HttpError(415, "Please upload a PNG or JPEG picture");
  const fileName = `${randomUUID()}${kind.extension}`;
  await mkdir(uploadDir(), { recursive: true });
  await writeFile(path.join(uploadDir(), fileName), content, { flag: "wx" });
  return `/api/avatars/${fileName}`;
}

const OWN_NAME = /^[0-9a-f-]{36}\.(png|jpg)$/;

/** A stored picture with its type, or null. */
export async function readAvatar(fileName: string): Promise<{ content: Buffer; type: string } | null> {
  if (!OWN_NAME.test(fileName)) return null;
  const kind = signatures.find(({ extension }) => fileName.endsWith(extension))!;
  try {
    return { content: await readFile(path.join(uploadDir(), fileName)), type: kind.type };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

export async function removeAvatar(url: string | null): Promise<void> {
  const fileName = url?.split("/").at(-1) ?? "";
  if (OWN_NAME.test(fileName)) await rm(path.join(uploadDir(), fileName), { force: true });
}
