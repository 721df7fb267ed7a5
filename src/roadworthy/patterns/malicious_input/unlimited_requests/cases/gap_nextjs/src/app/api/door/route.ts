import { NextResponse } from "next/server";
import { createClient } from "@/server/supabase";

export async function POST(request: Request) {
  const { email, password } = await request.json();
  const supabase = await createClient();
  const { error } = await supabase.auth.signInWithPassword({ email, password });
  if (error) return NextResponse.json({ error: "Wrong e-mail or password" }, { status: 401 });
  return NextResponse.json({ signedIn: true });
}
