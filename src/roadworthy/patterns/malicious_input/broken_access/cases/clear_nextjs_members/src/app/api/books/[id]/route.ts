import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { books } from "@/server/schema";
import { requireShelf } from "@/shelves/access";

export async function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = rowId.parse((await params).id);
  const [book] = await db.select().from(books).where(eq(books.id, id));
  if (!book) return NextResponse.json({ error: "Not found" }, { status: 404 });
  const access = await requireShelf(book.shelfId, "writes");
  if (access instanceof Response) return access;
  await db.delete(books).where(eq(books.id, id));
  return NextResponse.json({ ok: true });
}
