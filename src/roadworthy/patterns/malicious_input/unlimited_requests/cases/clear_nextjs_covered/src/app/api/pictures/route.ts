import { put } from "@vercel/blob";
import { randomUUID } from "node:crypto";
import { NextResponse } from "next/server";
import { requireUser } from "@/server/session";

const LARGEST = 200_000;

export async function POST(request: Request) {
  await requireUser();
  const form = await request.formData();
  const given = form.get("picture");
  if (!(given instanceof File) || given.size > LARGEST || given.type !== "image/png") {
    return NextResponse.json({ error: "A PNG picture of at most 200 kB, please." }, { status: 400 });
  }
  const kept = await put(`${randomUUID()}.png`, given, { access: "public" });
  return NextResponse.json({ url: kept.url });
}
