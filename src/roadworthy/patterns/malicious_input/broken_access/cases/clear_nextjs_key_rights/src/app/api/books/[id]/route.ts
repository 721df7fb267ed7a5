import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { books } from "@/server/schema";
import { withKey, type Caller } from "@/keys/door";
import { mayReach } from "@/keys/rights";

const bookFor = async (id: number, caller: Caller, method: "GET" | "DELETE") => {
  const [book] = await db.select().from(books).where(eq(books.id, id));
  if (!book) return { error: NextResponse.json({ error: "Not found" }, { status: 404 }) };
  if (!mayReach(caller.rights, book.shelfId, method)) {
    return { error: NextResponse.json({ error: "Not yours" }, { status: 403 }) };
  }
  return { book };
};

export const GET = withKey({
  handler: async ({ props, caller }) => {
    if (!caller || !("keyId" in caller)) return NextResponse.json({ error: "no key" }, { status: 401 });
    const id = rowId.parse((await props.params).id);
    const found = await bookFor(id, caller, "GET");
    if (found.error) return found.error;
    return NextResponse.json(found.book);
  },
});

export const DELETE = withKey({
  handler: async ({ props, caller }) => {
    if (!caller || !("keyId" in caller)) return NextResponse.json({ error: "no key" }, { status: 401 });
    const id = rowId.parse((await props.params).id);
    const found = await bookFor(id, caller, "DELETE");
    if (found.error) return found.error;
    await db.delete(books).where(eq(books.id, id));
    return NextResponse.json({ ok: true });
  },
});
