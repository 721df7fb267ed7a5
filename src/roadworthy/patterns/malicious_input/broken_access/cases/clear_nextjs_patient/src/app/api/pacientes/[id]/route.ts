import { eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { pacientes } from "@/server/clinic";
import { db } from "@/server/db";
import { currentUser } from "@/server/session";

export async function GET(_request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  if (!(await currentUser())) return NextResponse.json({ error: "Please sign in" }, { status: 401 });
  const id = Number((await params).id);
  if (!Number.isInteger(id)) return NextResponse.json({ error: "Not found" }, { status: 404 });
  const [paciente] = await db.select().from(pacientes).where(eq(pacientes.id, id));
  if (!paciente) return NextResponse.json({ error: "Not found" }, { status: 404 });
  return NextResponse.json(paciente);
}
