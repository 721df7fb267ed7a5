import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { rowId } from "@/server/input";
import { products } from "@/server/schema";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = rowId.safeParse((await params).id);
  if (!id.success) return NextResponse.json({ error: "Invalid id" }, { status: 400 });
  const [product] = await db.select().from(products).where(eq(products.id, id.data));
  if (!product) return NextResponse.json({ error: "Not found" }, { status: 404 });
  return NextResponse.json(product);
}
