import { NextResponse } from "next/server";
import { mkdir, writeFile } from "node:fs/promises";
import { requireUser } from "@/server/session";
import { faultOf } from "@/server/photos";

export async function POST(request: Request) {
  const user = await requireUser();
  const form = await request.formData();
  const photo = form.get("photo") as File | null;
  if (!photo) return NextResponse.json({ error: "No photo came" }, { status: 400 });
  const fault = faultOf(photo);
  if (fault) return NextResponse.json({ error: fault }, { status: 400 });
  await mkdir("/var/photos", { recursive: true });
  await writeFile(`/var/photos/${user.id}.jpg`, Buffer.from(await photo.arrayBuffer()));
  return NextResponse.json({ stored: true });
}
