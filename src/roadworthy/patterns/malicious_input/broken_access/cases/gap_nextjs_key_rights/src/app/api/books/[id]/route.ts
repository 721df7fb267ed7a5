import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { books } from "@/server/schema";
import { withKey } from "@/keys/door";

const bookFor = async (id: number) => {
  const [book] = await db.select().from(books).where(eq(books.id, id));
  if (!book) return { error: NextResponse.json({ error: "Not found" }, { status: 404 }) };
  return { book };
};

export const GET = withKey({
  handler: async ({ props, caller }) => {
    if (!caller || !("keyId" in caller)) return NextResponse.json({ error: "no key" }, { status: 401 });
    const id = rowId.parse((await props.params).id);
    const found = await bookFor(id);
    if (found.error) return found.error;
    return NextResponse.json(found.book);
  },
});

export const DELETE = withKey({
  handler: async ({ props, caller }) => {
    if (!caller || !("keyId" in caller)) return NextResponse.json({ error: "no key" }, { status: 401 });
    const id = rowId.parse((await props.params).id);
    const found = await bookFor(id);
    if (found.error) return found.error;
    await db.delete(books).where(eq(books.id, id));
    return NextResponse.json({ ok: true });
  },
});
