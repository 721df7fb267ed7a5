import { lt } from "drizzle-orm";
import { db } from "@/server/db";
import { slots } from "@/server/slots";
import { requireUser } from "@/server/session";

export async function DELETE() {
  await requireUser();
  await db.delete(slots).where(lt(slots.endsAt, new Date()));
  return new Response(null, { status: 204 });
}
