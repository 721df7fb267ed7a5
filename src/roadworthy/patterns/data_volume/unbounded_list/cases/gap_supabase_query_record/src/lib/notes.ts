import { supabase } from "./supabase";

export interface Note {
  id: string;
  title: string;
  body: string;
}

export async function listNotes(): Promise<{ notes: Note[]; letters: number }> {
  const { data, error } = await supabase
    .from("notes")
    .select("id, title, body")
    .order("created_at", { ascending: false });
  if (error) throw error;
  return { notes: data, letters: data[0]?.body.length ?? 0 };
}

export async function addNote(userId: string, title: string, body: string): Promise<void> {
  const { error } = await supabase.from("notes").insert({ user_id: userId, title, body });
  if (error) throw error;
}

export async function deleteNote(id: string): Promise<void> {
  const { error } = await supabase.from("notes").delete().eq("id", id);
  if (error) throw error;
}
