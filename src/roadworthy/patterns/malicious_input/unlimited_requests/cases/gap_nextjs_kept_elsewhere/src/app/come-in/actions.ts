"use server";

import { createClient } from "@supabase/supabase-js";
import { redirect } from "next/navigation";

export async function comeIn(formData: FormData): Promise<void> {
  const client = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_ANON_KEY!);
  const { error } = await client.auth.signInWithPassword({
    email: String(formData.get("email")),
    password: String(formData.get("password")),
  });
  redirect(error ? "/login" : "/notes");
}
