import { NextResponse } from "next/server";
import { createClient } from "@/server/supabase";

export async function POST(request: Request) {
  const { subject } = await request.json();
  const supabase = await createClient();
  const { data, error } = await supabase.from("ticket_history").update({ subject }).eq("id", 1).select("id").single();
  if (error) {
    console.error("not stored", error);
    return NextResponse.json({ stored: false }, { status: 500 });
  } else {
    console.log("stored", data.id);
  }
  return NextResponse.json({ stored: true });
}
