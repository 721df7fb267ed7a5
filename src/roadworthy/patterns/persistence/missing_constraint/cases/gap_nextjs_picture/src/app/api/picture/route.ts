import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { NextResponse, type NextRequest } from "next/server";
import { currentUser } from "@/server/session";

export async function POST(request: NextRequest) {
  const user = await currentUser();
  if (!user) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  const form = await request.formData();
  const file = form.get("file") as File;
  const name = `${randomUUID()}.png`;
  await writeFile(path.join(process.cwd(), "public/uploads", name), Buffer.from(await file.arrayBuffer()));
  return NextResponse.json({ url: `/uploads/${name}` });
}
