import { and, eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { dishes, dishServingUnits } from "@/server/dishes";
import { requireUser } from "@/server/session";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser();
  const id = Number((await params).id);
  const [dish] = await db.select({ id: dishes.id }).from(dishes).where(and(eq(dishes.id, id), eq(dishes.userId, user.id)));
  if (!dish) return NextResponse.json({ error: "no such dish" }, { status: 404 });
  const rows = await db.select().from(dishServingUnits).where(eq(dishServingUnits.dishId, dish.id)).limit(50);
  return NextResponse.json(rows);
}
