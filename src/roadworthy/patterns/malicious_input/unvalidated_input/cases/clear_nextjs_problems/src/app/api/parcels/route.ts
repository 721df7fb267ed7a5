import { NextResponse, type NextRequest } from "next/server";
import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import { db } from "@/server/db";

const parcels = pgTable("parcels", { id: serial("id").primaryKey(), label: text("label").notNull(), weight: integer("weight").notNull() });

function problems(body: { label?: unknown; weight?: unknown }): string[] {
  const found: string[] = [];
  if (typeof body.label !== "string" || body.label.length < 1 || body.label.length > 80) found.push("label");
  if (typeof body.weight !== "number" || body.weight < 1 || body.weight > 30000) found.push("weight");
  return found;
}

export async function POST(request: NextRequest) {
  const body = await request.json();
  const wrong = problems(body);
  if (wrong.length > 0) return NextResponse.json({ wrong }, { status: 400 });
  await db.insert(parcels).values({ label: body.label, weight: body.weight });
  return NextResponse.json({ ok: true });
}
