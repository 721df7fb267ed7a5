import { NextResponse } from "next/server";
import { z } from "zod";
import { pool } from "@/server/db";
import { requireUser } from "@/server/session";

const bicycle = z.object({ model: z.string().min(1).max(80), colour: z.string().min(1).max(40) }).strict();

export async function POST(request: Request) {
  const user = await requireUser();
  const { model, colour } = bicycle.parse(await request.json());
  await pool.query("INSERT INTO bicycle (owner_id, model, colour) VALUES ($1, $2, $3)", [user.id, model, colour]);
  return NextResponse.json({ ok: true }, { status: 201 });
}
