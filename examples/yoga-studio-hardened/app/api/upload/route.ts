import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/db";
import { users } from "@/db/schema";
import { removeAvatar, saveAvatar } from "@/lib/avatars";
import { handle, HttpError } from "@/lib/http";
import { rateLimitMember, tooMany } from "@/lib/limits";
import { getUser } from "@/lib/session";

const MAX_FORM_BYTES = 2 * 1024 * 1024 + 16 * 1024;

export const POST = handle("/api/upload", async (request) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  if (!(await rateLimitMember(user.id))) throw tooMany();
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= MAX_FORM_BYTES)) throw new HttpError(413, "The picture may not be larger than 2 MB");
  const form = await request.formData().catch(() => null);
  const file = form?.get("file");
  if (!(file instanceof File)) throw new HttpError(400, "Please choose a picture");
  const avatarUrl = await saveAvatar(file);
  await db.update(users).set({ avatarUrl }).where(eq(users.id, user.id));
  await removeAvatar(user.avatarUrl);
  return NextResponse.json({ avatarUrl });
});
