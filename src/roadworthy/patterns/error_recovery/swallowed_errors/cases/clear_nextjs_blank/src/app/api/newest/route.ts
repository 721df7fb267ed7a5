import { desc } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { products } from "@/server/schema";
import { problem } from "@/server/problem";

export async function GET() {
  try {
    const newest = await db.select({ id: products.id, name: products.name }).from(products).orderBy(desc(products.id)).limit(5);
    return NextResponse.json(newest);
  } catch (error) {
    return problem(error);
  }
}
