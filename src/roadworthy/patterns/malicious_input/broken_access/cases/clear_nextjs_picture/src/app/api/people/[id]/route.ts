import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { users } from "@/server/schema";
import { requireUser } from "@/server/session";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  await requireUser();
  const id = rowId.parse((await params).id);
  const [found] = await db.select({ id: users.id, name: users.name, image: users.image }).from(users).where(eq(users.id, id)).limit(1);
  return found ? NextResponse.json(found) : NextResponse.json({ error: "Not found" }, { status: 404 });
}
