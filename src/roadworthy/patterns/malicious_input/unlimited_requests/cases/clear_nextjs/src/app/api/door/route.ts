import { NextResponse } from "next/server";
import { createClient } from "@/server/supabase";

export async function POST(request: Request) {
  const { password } = await request.json();
  const supabase = await createClient();
  const { data } = await supabase.auth.getUser();
  if (!data.user) return NextResponse.json({ error: "Sign in first" }, { status: 401 });
  const { error } = await supabase.auth.signInWithPassword({ email: data.user.email!, password });
  if (error) return NextResponse.json({ error: "That is not your password" }, { status: 400 });
  return NextResponse.json({ confirmed: true });
}
