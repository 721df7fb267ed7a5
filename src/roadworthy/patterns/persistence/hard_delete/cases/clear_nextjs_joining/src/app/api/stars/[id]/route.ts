import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { stars } from "@/server/stars";
import { requireUser } from "@/server/session";

export async function DELETE(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser();
  const id = rowId.parse((await params).id);
  await db.delete(stars).where(and(eq(stars.id, id), eq(stars.userId, user.id)));
  return new Response(null, { status: 204 });
}
