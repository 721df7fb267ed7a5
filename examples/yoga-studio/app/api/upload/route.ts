import { writeFileSync } from "fs";
import path from "path";
import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { users } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function POST(request: NextRequest) {
  const user = await getUser();
  if (!user) return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  const form = await request.formData();
  const file = form.get("file") as File;
  const buffer = Buffer.from(await file.arrayBuffer());
  const name = `${Date.now()}-${file.name}`;
  writeFileSync(path.join(process.cwd(), "public/uploads", name), buffer);
  const avatarUrl = `/uploads/${name}`;
  await db.update(users).set({ avatarUrl }).where(eq(users.id, user.id));
  return NextResponse.json({ avatarUrl });
}
