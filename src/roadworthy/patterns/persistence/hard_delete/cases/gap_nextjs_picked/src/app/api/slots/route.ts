import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { slots } from "@/server/slots";
import { requireUser } from "@/server/session";

export async function DELETE(request: Request) {
  await requireUser();
  const id = Number(new URL(request.url).searchParams.get("id"));
  await db.delete(slots).where(eq(slots.id, id));
  return new Response(null, { status: 204 });
}
