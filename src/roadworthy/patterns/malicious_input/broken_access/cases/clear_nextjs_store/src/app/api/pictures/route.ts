import { v2 as cloudinary } from "cloudinary";
import { NextResponse, type NextRequest } from "next/server";
import { currentUser } from "@/server/session";

const LARGEST = 2_000_000;

export async function POST(request: NextRequest) {
  if (!(await currentUser())) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  const picture = (await request.formData()).get("picture");
  if (!(picture instanceof File) || picture.size > LARGEST || picture.type !== "image/png") {
    return NextResponse.json({ error: "Choose a small picture" }, { status: 400 });
  }
  const bytes = Buffer.from(await picture.arrayBuffer());
  const kept = await cloudinary.uploader.upload(`data:image/png;base64,${bytes.toString("base64")}`, { timeout: 10000 });
  return NextResponse.json({ url: kept.secure_url }, { status: 201 });
}
