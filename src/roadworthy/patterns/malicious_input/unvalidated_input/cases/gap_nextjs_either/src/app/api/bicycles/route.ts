import { NextResponse } from "next/server";
import { pool } from "@/server/db";
import { requireUser } from "@/server/session";

const COLOURS = ["red", "green", "blue"];

export async function POST(request: Request) {
  const user = await requireUser();
  const { colour = "red" } = await request.json();
  const painted = colour ? colour : COLOURS[0];
  await pool.query("INSERT INTO bicycle (owner_id, colour) VALUES ($1, $2)", [user.id, painted]);
  return NextResponse.json({ ok: true }, { status: 201 });
}
