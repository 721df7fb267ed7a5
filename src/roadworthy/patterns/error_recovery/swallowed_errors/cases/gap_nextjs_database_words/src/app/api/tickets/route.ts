import { NextResponse } from "next/server";
import { createClient } from "@/server/supabase";

export async function GET() {
  const supabase = await createClient();
  const { data, error } = await supabase.from("tickets").select("id, subject").limit(20);
  if (error) {
    console.error("tickets could not be read", error);
    return NextResponse.json({ error: "The tickets could not be read", details: error.message }, { status: 500 });
  }
  return NextResponse.json(data);
}
