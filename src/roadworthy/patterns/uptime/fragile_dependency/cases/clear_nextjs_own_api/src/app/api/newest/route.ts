import { NextResponse } from "next/server";
import { newestProducts } from "@/server/newest";

export async function GET() {
  return NextResponse.json(await newestProducts());
}
