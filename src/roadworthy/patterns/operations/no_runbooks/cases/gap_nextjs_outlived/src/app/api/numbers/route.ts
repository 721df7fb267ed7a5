import { count } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { products } from "@/server/schema";

export const dynamic = "force-dynamic";

export async function GET() {
  const [numbers] = await db.select({ products: count() }).from(products);
  return NextResponse.json(numbers);
}
