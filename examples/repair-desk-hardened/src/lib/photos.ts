import { createKey } from "./browser";
import { unwrap } from "./errors";
import { supabase } from "./supabase";

const MAX_BYTES = 5 * 1024 * 1024;
const EXTENSIONS: Record<string, string> = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };
const HOUR_SECONDS = 3_600;

/** What is wrong with a photo, or an empty text. */
export function faultOf(file: File): string {
  if (!EXTENSIONS[file.type]) return "Please choose a PNG, JPEG or WebP picture";
  return file.size > MAX_BYTES ? "The picture may not be larger than 5 MB" : "";
}

/** Stores a photo under a random name in the customer's own folder. */
export async function uploadPhoto(userId: string, file: File): Promise<string> {
  const path = `${userId}/${createKey()}.${EXTENSIONS[file.type]}`;
  unwrap(await supabase.storage.from("photos").upload(path, file, { contentType: file.type }));
  return path;
}

/** Addresses of photos for an hour, by their paths. */
export async function photoUrls(paths: string[]): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  const signed = unwrap(await supabase.storage.from("photos").createSignedUrls(paths, HOUR_SECONDS));
  return new Map(signed.flatMap(({ path, signedUrl }) => (path && signedUrl ? [[path, signedUrl] as const] : [])));
}
