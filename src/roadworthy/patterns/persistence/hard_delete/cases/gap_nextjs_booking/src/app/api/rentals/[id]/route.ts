import { and, eq } from "drizzle-orm";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { rentals } from "@/server/rentals";
import { requireUser } from "@/server/session";

export async function DELETE(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser();
  const id = rowId.parse((await params).id);
  await db.delete(rentals).where(and(eq(rentals.id, id), eq(rentals.userId, user.id)));
  return new Response(null, { status: 204 });
}
