import { NextResponse } from "next/server";
import { connect } from "@/server/mongo";

export async function GET() {
  const db = await connect();
  return NextResponse.json(await db.collection("visits").countDocuments());
}
