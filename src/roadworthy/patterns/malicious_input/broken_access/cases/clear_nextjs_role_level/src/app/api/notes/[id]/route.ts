import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { asksForMuch } from "@/server/ranks";

export async function PATCH(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { title } = await request.json();
  try {
    await asksForMuch();
  } catch {
    return Response.json({ error: "Forbidden" }, { status: 403 });
  }
  await db.update(notes).set({ title: String(title).slice(0, 120) }).where(eq(notes.id, Number(id)));
  return Response.json({ ok: true });
}
