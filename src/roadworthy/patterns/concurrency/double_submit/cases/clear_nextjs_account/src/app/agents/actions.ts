"use server";

import { createClient } from "@supabase/supabase-js";
import { requireAdmin } from "@/server/session";

const accounts = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!);

export async function inviteAgent(email: string, password: string): Promise<{ error?: string }> {
  await requireAdmin();
  const { error } = await accounts.auth.admin.createUser({ email, password, email_confirm: true });
  if (error) return { error: "The account could not be made" };
  return {};
}
