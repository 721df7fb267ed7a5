"use server";

import { createClient } from "@/server/supabase";

export async function closeTicket(id: string): Promise<{ error?: string }> {
  const supabase = await createClient();
  const { error } = await supabase.from("tickets").update({ state: "closed" }).eq("id", id);
  if (error) throw new Error(error.message);
  return {};
}

export async function renameTicket(id: string, subject: string): Promise<{ error?: string }> {
  const supabase = await createClient();
  const { error } = await supabase.from("tickets").update({ subject }).eq("id", id);
  if (error) {
    console.error(error.message);
    return { error: "The ticket could not be renamed" };
  }
  return {};
}
