import { eq } from "drizzle-orm";
import { canEdit } from "@acme/guard";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { currentUser } from "@/server/session";

export const PATCH = (async (request: Request, { params }: { params: Promise<{ id: string }> }) => {
  const user = await currentUser();
  if (!user) return new Response(null, { status: 401 });
  if (!(await canEdit(user, id))) return new Response(null, { status: 403 });
  const { id } = await params;
  const { title } = await request.json();
  const [note] = await db.update(notes).set({ title }).where(eq(notes.id, Number(id))).returning();
  return Response.json(note);
})
