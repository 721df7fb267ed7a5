import { NextResponse } from "next/server";
import { askFor } from "@/server/calls";

export async function POST(request: Request) {
  const body = await request.json();
  console.log("call asked for");
  await askFor(body.phone);
  return NextResponse.json({ asked: true });
}
