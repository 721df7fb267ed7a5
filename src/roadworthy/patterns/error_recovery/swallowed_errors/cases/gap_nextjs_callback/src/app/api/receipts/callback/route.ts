import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { orders } from "@/server/schema";
import { eq } from "drizzle-orm";

export async function POST(request: Request) {
  try {
    const body = await request.json();
    await db.update(orders).set({ status: "paid" }).where(eq(orders.id, Number(body.order)));
    return NextResponse.json({ code: 0, text: "Accepted" });
  } catch (error) {
    console.error("receipt", error);
    return NextResponse.json({ code: 0, text: "Accepted" });
  }
}
