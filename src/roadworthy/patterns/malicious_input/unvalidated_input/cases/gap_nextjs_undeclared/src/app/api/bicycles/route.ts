import { NextResponse } from "next/server";
import { pool } from "@/server/db";
import { requireUser } from "@/server/session";

export async function POST(request: Request) {
  const user = await requireUser();
  const { model, colour } = await request.json();
  await pool.query("INSERT INTO bicycle (owner_id, model, colour) VALUES ($1, $2, $3)", [user.id, model, colour]);
  return NextResponse.json({ ok: true }, { status: 201 });
}
